"""What differs between versions: each change is found as what it is, and no layout is a change."""

from fractions import Fraction
from pathlib import Path

import pytest
from diff.pairs import BASE, CHANGES, SAME, module
from hypothesis import given, settings
from hypothesis import strategies as st

from evallang.comparison import difference
from evallang.diff.compare import Version, compare
from evallang.diff.facts import changed, facts
from evallang.diff.hybrid import changed_provisions, hybrid
from evallang.ir.program import Program
from evallang.report.changes import json_out, page, text
from evallang.rules import Rules
from evallang.semantics.lower import lower_module
from evallang.syntax import ast

FOUND = {
    "points": ("deadlines", "points", "points", "same"),
    "guard": ("deadlines", "when 1", "guards", "differs"),
    "formula": ("deadlines", "score", "formulas", "differs"),
    "clamp": ("deadlines", "clamp 1", "clamps", "differs"),
    "row": ("steps", "brackets row 5 and up points", "rows", "differs"),
    "choice": ("reading.A-1", "choice", "readings", None),
    "ties": ("order", "rating", "ratings", "differs"),
}
DATA = {
    "bodies": [
        {"body": "a", "kind": "central", "late": 3, "all": 10},
        {"body": "b", "kind": "central", "late": 0, "all": 4},
        {"body": "c", "kind": "local", "late": 0, "all": 0},
        {"body": "d", "kind": "local", "late": 5, "all": 9},
    ]
}


def program(of: ast.Module) -> Program:
    found, diagnostics = lower_module(of)
    assert found is not None, diagnostics
    return found


def version(of: ast.Module) -> Version:
    return Version("v", of, program(of))


def moves_of(old: Version, new: Version) -> dict[tuple[str, str], tuple[object, object]]:
    """The numbers, grades and ranks that two versions score apart; a name for what is no value."""
    sides = []
    for v in (old, new):
        scores = Rules(v.program, v.module, (), Path()).score(DATA)
        paths = ("deadlines", "size", "total", "total.grade", "order.rank")
        found = {(body.key, path): body[path] for body in scores for path in paths}
        sides.append({key: r.value if r.status == "value" else r.status for key, r in found.items()})
    return {key: (sides[0][key], sides[1][key]) for key in sides[0] if sides[0][key] != sides[1][key]}


@pytest.mark.parametrize("name", FOUND)
def test_a_change_is_found(name: str) -> None:
    found = compare(version(module()), version(module(CHANGES[name])))
    path, aspect, sort, verdict = FOUND[name]
    assert [(".".join(r.path), r.aspect, r.sort) for r in found.rules] == [(path, aspect, sort)]
    assert [m.verdict for m in found.meanings] == ([verdict] if verdict else [])


@pytest.mark.parametrize("name", SAME)
def test_layout_and_sugar_are_no_change(name: str) -> None:
    found = compare(version(module()), version(module(SAME[name])))
    assert (found.provisions, found.rules, found.meanings) == ((), (), ())
    assert changed_provisions(found.before.module, found.after.module) == ()


def test_the_order_of_guards_is_a_change() -> None:
    two = ("  when all = 0 : 10                  §3.2\n", "  when all = 0 : 10 §3.2\n  when late = 0 : 9 §3.3\n")
    other = ("  when all = 0 : 10                  §3.2\n", "  when late = 0 : 9 §3.3\n  when all = 0 : 10 §3.2\n")
    found = compare(version(module(two)), version(module(other)))
    assert {r.aspect for r in found.rules} == {"when 1", "when 2"}
    assert [m.verdict for m in found.meanings] == ["differs"]


def test_a_witness_is_what_the_interpreter_says() -> None:
    (meaning,) = compare(version(module()), version(module(CHANGES["formula"]))).meanings
    witness = meaning.witness
    assert witness is not None
    late, total = witness.given["late"], witness.given["all"]
    assert isinstance(late, Fraction) and isinstance(total, Fraction)
    assert witness.before == max(Fraction(0), 10 - late / total * 10)
    assert witness.after == max(Fraction(0), 10 - late / total * 20)


def test_equal_formulas_that_are_undefined_elsewhere_are_not_the_same() -> None:
    other = ("score 10 - late / all * 10", "score 10 - late * late / (all * late) * 10")
    (meaning,) = compare(version(module()), version(module(other))).meanings
    assert meaning.verdict == "differs"


@given(st.lists(st.sampled_from(sorted(CHANGES)), unique=True))
@settings(max_examples=60, deadline=None)
def test_between_two_versions_stand_all_of_them(names: list[str]) -> None:
    old, new = module(), module(*(CHANGES[n] for n in names))
    provisions = changed_provisions(old, new)
    assert len(provisions) <= len(names)
    before, after = facts(program(old)), facts(program(new))
    assert not list(changed(facts(program(hybrid(old, new, ()))), before))
    assert not list(changed(facts(program(hybrid(old, new, provisions))), after))


@given(st.lists(st.sampled_from(sorted(set(CHANGES) - {"choice"})), unique=True, min_size=1))
@settings(max_examples=15, deadline=None)
def test_shares_add_up_to_the_whole_difference(names: list[str]) -> None:
    old, new = version(module()), version(module(*(CHANGES[n] for n in names)))
    found = difference(old, new, Rules(old.program, old.module, (), Path()), DATA)
    assert found.impact is not None
    for move in found.impact.moves:
        if isinstance(move.before, Fraction) and isinstance(move.after, Fraction) and move.path != "order.rank":
            assert sum(s.amount for s in move.shares) == move.after - move.before
    moved = {(m.body, m.path): (m.before, m.after) for m in found.impact.moves}
    assert moved == moves_of(old, new)


def test_a_moved_grade_names_what_undoes_it() -> None:
    old, new = version(module()), version(module(CHANGES["formula"], CHANGES["bound"], CHANGES["row"]))
    found = difference(old, new, Rules(old.program, old.module, (), Path()), DATA)
    assert found.impact is not None
    grades = {m.body: m.undoing for m in found.impact.moves if m.path == "total.grade"}
    assert grades == {"a": ((("", ("3", "1")), ("", ("6",))),)}  # with either of them alone it stays low


def test_every_format_says_it() -> None:
    old, new = version(module()), version(module(CHANGES["formula"]))
    found = difference(old, new, Rules(old.program, old.module, (), Path()), DATA)
    for shown in (text.text(found), text.markdown(found), page.page(found), json_out.to_json(found)):
        assert "§3.1" in shown and "late" in shown
    assert "http" not in page.page(found)


def test_no_difference_is_said_in_words() -> None:
    same = compare(version(module()), version(module(SAME["layout"])))
    assert text.text(same).endswith("no difference: layout, comments and the order of declarations are none\n")
    assert BASE
