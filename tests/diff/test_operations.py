"""A difference as an amendment: carried out on the earlier version it gives the later one."""

from datetime import date
from pathlib import Path

import pytest
from diff.pairs import CHANGES, module
from house.checkout import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from evallang.comparison import as_amendment, difference, version_of, version_on_day
from evallang.diff.facts import changed, facts
from evallang.diff.operations import amendment
from evallang.diff.provisions import changes
from evallang.editions import edition, library_of
from evallang.rules import UsageError
from evallang.semantics.lower import lower_module
from evallang.source import from_text
from evallang.syntax import ast, parse

NAMES = st.lists(st.sampled_from(sorted(set(CHANGES) - {"inserted"})), unique=True)
GUARD = "  when all = 0 : 10                  §3.2\n"
NODE = 'criterion size "Size" §5 { points 2; score steps(all) }'


def carried_out(before: ast.Module, text: str, on: date = date(2030, 1, 1)) -> ast.Module:
    held = library_of(Path(), [before.source, from_text("amendment.eval", text)])
    version = edition(held, held.documents[0], on)
    assert version.module is not None, version.why
    return version.module


@given(NAMES, NAMES)
@settings(max_examples=60, deadline=None)
def test_rules_amended_by_their_difference(first: list[str], second: list[str]) -> None:
    old, new = module(*(CHANGES[n] for n in first)), module(*(CHANGES[n] for n in second))
    text = amendment(old, new, "change", "base", "2021-01-01")
    assert "new edition" not in text
    result = carried_out(old, text)
    assert not changes(result, new)
    (program, _), (wanted, _) = lower_module(result), lower_module(new)
    assert program is not None and wanted is not None
    assert not list(changed(facts(program), facts(wanted)))


def becomes(old: ast.Module, new: ast.Module) -> str:
    """The amendment, which was carried out and gives the later version."""
    text = amendment(old, new, "change", "base", "2021-01-01")
    result = carried_out(old, text)
    (program, _), (wanted, _) = lower_module(result), lower_module(new)
    assert program is not None and wanted is not None
    assert not list(changed(facts(program), facts(wanted)))
    assert "new edition" in text or not changes(result, new)
    return text


def test_a_clause_of_another_provision_is_inserted_into_the_statement() -> None:
    clause = "  clamp 0 ..                         §4\n"
    text = becomes(module(), module((clause, clause + "  round 1 half up §4-1\n")))
    assert "insert §4-1 after §4 {" in text and "new edition" not in text


def test_what_no_single_operation_can_say_is_a_new_edition() -> None:
    """What cites no provision, in a version in which something else changed or nothing."""
    bare = 'criterion more "More" { points 2; when all = 1 : 2; when late = 1 : 1; score 0 }'
    turned = bare.replace("when all = 1 : 2; when late = 1 : 1", "when late = 1 : 1; when all = 1 : 2")
    old, new = (module((NODE, f"{NODE}\n{more}")) for more in (bare, turned))
    assert "\nnew edition {" in becomes(old, new)


@pytest.mark.parametrize(
    ("before", "after", "operation"),
    [
        ((GUARD, f"{GUARD}  when late = 1 : 1 §3.3\n"), (GUARD, f"  when late = 1 : 1 §3.3\n{GUARD}"), "replace §3 {"),
        (
            (NODE, f"{NODE}\ncriterion r §9 {{ score all; clamp 1 .. §9.1; round 2 half up §9.2 }}"),
            (NODE, f"{NODE}\ncriterion r §9 {{ score all; round 2 half up §9.2; clamp 1 .. §9.1 }}"),
            "replace §9 {",
        ),
        (
            (NODE, f'{NODE}\ntrigger t §9 {{ when all = 1 §9.1; when late = 2 §9.2; proposes "x" §9 }}'),
            (NODE, f'{NODE}\ntrigger t §9 {{ when late = 2 §9.2; when all = 1 §9.1; proposes "x" §9 }}'),
            "replace §9 {",
        ),
    ],
    ids=["guards", "clamp and round", "a trigger"],
)
def test_another_order_of_clauses_is_an_operation(
    before: tuple[str, str], after: tuple[str, str], operation: str
) -> None:
    text = becomes(module(before), module(after))
    assert operation in text and "new edition" not in text


def test_an_inserted_guard_is_carried_out() -> None:
    becomes(module(), module(CHANGES["inserted"]))


def test_a_new_line_of_a_register_is_inserted_behind_the_line_before() -> None:
    lines = 'register list "Bodies" §9 {\n  body a "A" covers all §9.1\n  body b "B" covers all §9.2\n}\n'
    old = module(("rating order", lines + "rating order"))
    new = module(
        ("rating order", lines.replace("  body b", '  body c "C" covers all §9.1-1\n  body b') + "rating order")
    )
    text = amendment(old, new, "change", "base", "2021-01-01")
    assert "in register list {\n  insert line after a {" in text and "new edition" not in text
    assert not changes(carried_out(old, text), new)


def test_the_marks_of_earlier_amendments_are_neither_a_difference_nor_told() -> None:
    new = module(("| 5 and up |      2 | §8.2", "| 5 and up |      2 | §8.2 amended by §1 of other from 2020-02-01"))
    assert not changes(module(), new)
    more = module(("| 5 and up |      2 | §8.2", "| 5 and up |      3 | §8.2 amended by §1 of other from 2020-02-01"))
    text = amendment(module(), more, "change", "base", "2021-01-01")
    assert "replace §8" in text and "other" not in text


def test_acceptances_are_no_difference_and_come_with_what_changed() -> None:
    accepted = module(("parameter q = 1", 'parameter q accept C101 "why" = 1'))
    text = amendment(module(), accepted, "change", "base", "2021-01-01")
    assert "C101" not in text and text == amendment(module(), module(), "change", "base", "2021-01-01")
    text = becomes(module(), module(("clamp 0 ..   ", 'clamp 1 .. accept C401 "why"')))
    assert 'replace §4 {\n  clamp 1 .. §4 accept C401 "why"' in text


def read(text: str) -> ast.Module:
    found, wrong = parse(from_text("m.eval", text))
    assert not wrong
    return found


def test_what_cites_no_provision_is_given_by_a_new_edition() -> None:
    new = module(("brackets steps(n : count) §8", "parameter p = 1\nbrackets steps(n : count) §8"))
    text = becomes(module(), new)
    assert text.startswith("amendment change") and "new edition {" in text and "parameter p = 1" in text


def test_what_a_new_edition_gives_cites_no_provision_that_it_had_not() -> None:
    old = read('methodology g "G"\nin force 2020-01-01\ninput a : count\ncriterion s "S" { score a * 2 }\n')
    new = read('methodology g "G"\nin force 2020-01-01\ninput a : count\ncriterion s "S" { score a * 3 }\n')
    text = amendment(old, new, "change", "g", "2021-01-01")
    assert "new edition {" in text and not changes(carried_out(old, text), new)


def test_what_no_operation_says_stands_in_a_comment() -> None:
    head = 'act m "M"\nin force 2020-01-01\nkinds central "{}"\n'
    old, new = (read(head.format(kind) + "input a : count §1\n") for kind in ("One", "Other"))
    comment = "# No operation can say this, because it cites no provision:\n"
    lines = '#   before: kinds central "One"\n#   after:  kinds central "Other"\n'
    assert amendment(old, new, "change", "m", "2021-01-01").startswith(comment + lines)
    other = read(head.format("Other") + "input a : count §1\nparameter p = 1\n")
    text = amendment(old, other, "change", "m", "2021-01-01")
    assert text.startswith(comment + lines + "amendment") and "new edition {" in text


def test_a_document_without_a_day_cannot_be_amended() -> None:
    old, new = (read(f'act m "M"\ninput a "{label}" : count §1\n') for label in ("One", "Other"))
    text = amendment(old, new, "change", "m", "2021-01-01")
    assert text.startswith("# This cannot be carried out before `m` says from when it is `in force`.\namendment change")


def test_of_a_number_that_annexes_have_too_the_numbering_is_named() -> None:
    text = (
        'act base "B"\nin force 2020-01-01\nnorm §1 {{ text """{}""" }}\nnorm §2 {{ text """two""" }}\n{}'
        'document app "Annex" §annex {{\n  norm §1 {{ text """{}""" }}\n  norm §2 {{ text """two""" }}\n}}\n'
    )
    old = read(text.format("one", "", "one"))
    assert "replace §1 of base {" in becomes(old, read(text.format("other", "", "one")))
    assert "replace §1 of app {" in becomes(old, read(text.format("one", "", "other")))
    more = becomes(old, read(text.format("one", 'norm §2-1 { text """more""" }\n', "one")))
    assert "insert §2-1 after §2 of base {" in more


TRIGGER = 'act base "B"\nin force 2020-01-01\ninput f : flag §1{}\ninput a : count §2\ntrigger t "T" §3 {{ {} }}\n'


def test_a_clause_in_front_is_inserted_before_the_next_one() -> None:
    old, new = (read(TRIGGER.format("", found)) for found in ("when a < 5 §3.1", "when f §3.0; when a < 5 §3.1"))
    assert "insert §3.0 before §3.1 {" in becomes(old, new)


def test_the_first_clause_of_a_statement_is_given_with_it() -> None:
    old, new = (read(TRIGGER.format(found, "when a < 5")) for found in ("", " { when missing : no §1.5 }"))
    assert "replace §1 {" in becomes(old, new)


@pytest.mark.parametrize("turned", [False, True], ids=["as they follow", "turned round"])
def test_a_document_of_the_checkout(turned: bool, tmp_path: Path) -> None:
    text = (ROOT / "rules" / "interaction-2020" / "interaction.eval").read_text(encoding="utf-8")
    first, second = tmp_path / "first.eval", tmp_path / "second.eval"
    first.write_text(text, encoding="utf-8")
    for before, after in (
        ("clamp 0 ..         §56", "clamp 1 ..         §56"),
        ("clamp 0 .. §34:3", "clamp 1 .. §34:3"),
    ):
        assert before in text
        text = text.replace(before, after)
    second.write_text(text, encoding="utf-8")
    (old, rules), (new, _) = (version_of(file) for file in ((second, first) if turned else (first, second)))
    found = difference(old, new, rules)
    result = carried_out(old.module, as_amendment(found, date(2021, 1, 1)), date(2021, 2, 1))
    assert found.rules and not changes(result, new.module)
    (program, _) = lower_module(result)
    assert program is not None and not list(changed(facts(program), facts(new.program)))


@pytest.mark.parametrize(
    ("file", "said", "instead", "operation", "day"),
    [
        ("interaction-2020/interaction", '"34-тармақ: 10"\n  choose annex', "paragraph", "replace §34 {", 2021),
        ("order-20-01-38-3/effectiveness", 'өткен мән"\n  choose ratio', "mirrored", "replace §21 {", 2023),
    ],
)
def test_one_word_of_a_provision_inside_whose_statements_lines_of_others_stand(
    file: str, said: str, instead: str, operation: str, day: int, tmp_path: Path
) -> None:
    first, second = ROOT / "rules" / f"{file}.eval", tmp_path / "second.eval"
    text = first.read_text(encoding="utf-8")
    assert text.count(said) == 1
    second.write_text(text.replace(said, said.rpartition(" ")[0] + f" {instead}"), encoding="utf-8")
    (old, rules), (new, _) = version_of(first), version_of(second)
    amending = as_amendment(difference(old, new, rules), date(day, 1, 1))
    assert operation in amending and "new edition" not in amending
    assert not changes(carried_out(old.module, amending, date(day, 1, 2)), new.module)


def test_an_edition_held_in_part_gives_no_amendment() -> None:
    folder = ROOT / "rules" / "decree-954"
    old, rules = version_on_day(folder, date(2017, 12, 12))
    new, _ = version_on_day(folder, date(2023, 5, 29))
    found = difference(old, new, rules)
    sorts = {c.shown: c.sort for c in found.provisions}
    assert sorts["§7"] == "not held" and sorts["§48-1"] == "new" and sorts["§65"] == "reworded"
    assert "repealed" not in sorts.values()
    with pytest.raises(UsageError, match="held in part"):
        as_amendment(found)
