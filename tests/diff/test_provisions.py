"""The first layer: what is a change of a provision, and of which."""

import pytest
from diff.pairs import module

from evallang.diff.provisions import changes
from evallang.diff.reasons import reasons
from evallang.law.acts import act_of
from evallang.law.amend import steps
from evallang.source import from_text
from evallang.syntax import ast, parse

ROW = "  | 5 and up |      2 | §8.2\n"
GUARD = "  when all = 0 : 10                  §3.2\n"
POINTS = "  points 10                          §3\n"


def read(text: str) -> ast.Module:
    found, wrong = parse(from_text("m.eval", text))
    assert not wrong
    return found


def told(old: ast.Module, new: ast.Module) -> list[str]:
    return [f"{c.sort} {c.shown}" for c in changes(old, new)]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (ROW + "  | 9 and up |      9 | §8.3\n", ["new §8.3"]),
        ("", ["repealed §8.2"]),
        (ROW.replace("2 |", "3 |"), ["reworded §8.2"]),
        (ROW.replace("5 and up", "6 and up"), ["reworded §8.2"]),
        (ROW.replace("§8.2", "§8.4"), ["moved §8.2 → §8.4"]),
        (ROW.replace("§8.2", "§8"), ["reworded §8", "repealed §8.2"]),
        (ROW.replace("2 |", "2.0 |"), []),
    ],
)
def test_a_row_that_cites_a_provision_is_one(after: str, expected: list[str]) -> None:
    assert told(module(), module((ROW, after))) == expected


def test_the_order_of_clauses_is_a_change_of_the_provision_that_holds_them() -> None:
    other = "  when late = 0 : 9 §3.3\n"
    old, new = module((GUARD, GUARD + other)), module((GUARD, other + GUARD))
    (change,) = changes(old, new)
    assert (change.sort, change.shown) == ("reworded", "§3")
    ((before, after),) = change.turned
    assert list(before) == list(after)[::-1]
    assert told(module(), new) == ["new §3.3"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("points central 10, local 20", "points local 20, central 10"),
        ("points 10; clamp 0 .. 50", "clamp 0 .. 50.0; points 10"),
        ("weights x 60%, y 40% under e.one", "weights y 0.4, x 0.6 under e.one"),
        ("when 3 < x and y : 1; score 0", "when y and x > 3 : 1; score 0"),
        ("score max(x, 1_000) + 1", "score 1 + max(1000, x)"),
        ("score by e { one : x; two : y }", "score by e { two : y; one : x }"),
    ],
)
def test_sugar_and_order_are_no_change(before: str, after: str) -> None:
    texts = (f"act m\nindicator q §1 {{ {clauses} }}\n" for clauses in (before, after))
    assert told(*map(read, texts)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("score x - 1", "score 1 - x"),
        ("score x / 2", "score 2 / x"),
        ("when x < 3 : 1; score 0", "when 3 < x : 1; score 0"),
        ("clamp 0 ..; round 1 half up", "round 1 half up; clamp 0 .."),
        ("each { points 1; score x }", "each { points 1; score y }"),
    ],
)
def test_what_says_something_else_is_a_change(before: str, after: str) -> None:
    texts = (f"act m\nindicator q §1 {{ {clauses} }}\n" for clauses in (before, after))
    assert told(*map(read, texts)) == ["reworded §1"]


def test_options_in_another_order_are_one_where_the_first_counts() -> None:
    texts = ("act m\nreading e §1 { option one; option two }\n", "act m\nreading e §1 { option two; option one }\n")
    assert told(*map(read, texts)) == ["reworded §1"]
    chosen = (text.replace(" }", "; choose one }") for text in texts)
    assert told(*map(read, chosen)) == []


def test_words_count_wherever_they_stand() -> None:
    texts = (f'act m\nnorm §1 {{ text """{words}""" }}\n' for words in ("60% of all", "0.6 of all"))
    assert told(*map(read, texts)) == ["reworded §1"]


# ---- why


def test_a_line_that_comes_and_goes_has_the_reasons_of_its_own_place() -> None:
    amending = read(
        "amendment b amends a\nin force 2021-01-01\n"
        'in register list by §1 because "a new body" { insert line after roads { body rivers covers all §1.1-1 } }\n'
        'in register list by §2 because "no longer" { repeal line seas }\n'
        'in register list by §3 because "another place" { replace line rivers { body rivers covers all §1.1-2 } }\n'
        'in register list by §4 because "too many" { repeal line rivers }\n'
    )
    act = act_of(amending)
    assert act is not None
    result = read("act a\nregister list §1 { body roads covers all §1.1 }\n")
    assert reasons(result, steps(act)) == {
        ("", ("1", "1-1")): "a new body", ("", ("1",)): "no longer", ("", ("1", "1-2")): "too many",
    }  # fmt: skip


def test_reasons_are_of_the_numbering_that_an_operation_names_or_that_alone_has_the_provision() -> None:
    amending = read(
        "amendment b amends a\nin force 2021-01-01\n"
        'replace §1 of app because "annex" { norm §1 { text """new""" } }\n'
        'replace §1 of a because "own" { norm §1 { text """new""" } }\n'
        'replace §4.1 because "the only one" { norm §4.1 { text """new""" } }\n'
        'insert §1-1 after §1 of app because "beside" { norm §1-1 { text """new""" } }\n'
        'repeal §5 because "gone"\n'
    )
    act = act_of(amending)
    assert act is not None
    result = read(
        "act a\nnorm §1\nnorm §1-1\ndocument app §annex {\n  norm §1\n  norm §1-1\n  norm §4.1\n  repealed §5\n}\n"
    )
    assert reasons(result, steps(act)) == {
        ("app", ("1",)): "annex", ("", ("1",)): "own", ("app", ("4", "1")): "the only one",
        ("app", ("1-1",)): "beside", ("app", ("5",)): "gone",
    }  # fmt: skip
