"""What a changed formula means: proved the same, different on a body, or not decided. Never a wrong answer of these."""

from fractions import Fraction
from pathlib import Path

import pytest
from diff.pairs import CHANGES, module
from hypothesis import given, settings
from hypothesis import strategies as st

from evallang.backends.interpreter.absence import Absent
from evallang.diff.compare import Version, compare
from evallang.diff.meaning import Meaning
from evallang.diff.witness import GAPS, TRIALS, WIDE
from evallang.report.changes.words import meaning_line
from evallang.rules import Rules
from evallang.semantics.lower import lower_module
from evallang.source import from_text
from evallang.syntax import ast, parse

HEAD = "methodology m\ninput a : number\ninput b : number\ninput c : number\nindex i §1 { score "
NAMES = ("a", "b", "c")


def version(of: ast.Module) -> Version:
    program, wrong = lower_module(of)
    assert program is not None, wrong
    return Version("v", of, program)


def formula(text: str) -> Version:
    tree, wrong = parse(from_text("m.eval", f"{HEAD}{text} }}\n"))
    assert not wrong, text
    return version(tree)


def verdict(before: str, after: str) -> Meaning | None:
    """None where the formulas are the same as written."""
    found = compare(formula(before), formula(after)).meanings
    return found[0] if found else None


def value(of: Version, given_: dict[str, object]) -> object:
    rules = Rules(of.program, of.module, (), Path())
    return rules.score({"bodies": [{"body": "w", **given_}]})["w"]["i"].value


# ---- the same


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(a + b) * (a - b)", "a * a - b * b"),
        ("a / 2 + b / 2", "(a + b) / 2"),
        ("(a + b) ^ 2", "a ^ 2 + 2 * a * b + b ^ 2"),
        ("-(a - b) * c", "c * b - c * a"),
        ("a * 25%", "a / 4"),
        ("a / b / c", "a / (b * c)"),
        ("max(a, b) * 2 + c", "c + 2 * max(b, a)"),
    ],
)
def test_equal_formulas_are_proved(before: str, after: str) -> None:
    found = verdict(before, after)
    assert found is None or (found.verdict, found.witness) == ("same", None)


NUMBERS = st.integers(-3, 3).map(str)
TERMS = st.recursive(
    st.sampled_from(NAMES) | NUMBERS.map(lambda n: f"({n})"),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
    max_leaves=5,
)
POINTS = st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(-4, 4)))


@given(TERMS, TERMS, st.lists(POINTS, min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_is_called_the_same_gives_the_same(before: str, after: str, points: list[dict[str, object]]) -> None:
    found = verdict(before, after)
    if found is None or found.verdict == "same":
        old, new = formula(before), formula(after)
        assert all(value(old, point) == value(new, point) for point in points)


@given(TERMS, TERMS)
@settings(max_examples=40, deadline=None)
def test_no_two_formulas_that_are_equal_differ(left: str, right: str) -> None:
    """Terms in another order, and a common factor taken out or put in."""
    found = verdict(f"({left}) * a + ({right}) * a", f"a * (({right}) + ({left}))")
    assert found is None or found.verdict != "differs"


# ---- differs


@given(TERMS, TERMS)
@settings(max_examples=60, deadline=None)
def test_a_witness_is_what_scoring_gives(before: str, after: str) -> None:
    found = verdict(before, after)
    if found is not None and found.verdict == "differs":
        assert found.witness is not None
        given_ = {name: str(number) for name, number in found.witness.given.items()}
        for text, said in ((before, found.witness.before), (after, found.witness.after)):
            assert value(formula(text), dict(given_)) == (said if isinstance(said, Fraction) else None)


@given(st.lists(st.sampled_from(sorted(CHANGES)), unique=True, min_size=1))
@settings(max_examples=30, deadline=None)
def test_witnesses_of_a_whole_methodology_are_replayed(names: list[str]) -> None:
    old, new = version(module()), version(module(*(CHANGES[n] for n in names)))
    for meaning in compare(old, new).meanings:
        witness = meaning.witness
        assert (witness is not None) == (meaning.verdict == "differs")
        if witness is None:
            continue
        for side, said in ((old, witness.before), (new, witness.after)):
            scores = Rules(side.program, side.module, (), Path()).score(witness.data)
            result = scores[witness.cases[0].body][".".join(meaning.path)]
            assert result.value == (None if isinstance(said, Absent) else said)


# ---- not decided


def test_equal_by_another_reason_is_not_decided_and_says_what_was_tried() -> None:
    found = verdict("max(a, b)", "(a + b + abs(a - b)) / 2")
    assert found is not None
    assert (found.verdict, found.witness) == ("not decided", None)
    tried = f"normal forms differ; {TRIALS + GAPS + WIDE} made-up bodies gave no difference"
    assert meaning_line(found) == f"i: not decided ({tried})"


def differences(before: str, after: str) -> tuple[Meaning, ...]:
    sides = [version(parse(from_text("m.eval", text))[0]) for text in (before, after)]
    return compare(*sides).meanings


def test_a_row_of_a_table_is_told_by_what_looks_into_it() -> None:
    text = (
        'methodology m "M"\ninput a : number §1\n'
        "brackets band(x : number) §7\n  | x | points |\n  | below 5 | 1 |\n  | 5 and up | 2 |\n"
        'indicator one "One" §2 { score band(a) }\nindicator two "Two" §3 { score a }\n'
    )
    (meaning,) = differences(text, text.replace("below 5", "up to 5").replace("5 and up", "above 5"))
    assert (meaning.path, meaning.verdict) == (("one",), "differs")
    assert meaning.witness is not None and meaning.witness.given == {"a": Fraction(5)}
    assert (meaning.witness.before, meaning.witness.after) == (2, 1)


def test_what_differs_only_where_something_is_missing() -> None:
    text = 'methodology m "M"\ninput a : number §1\ninput b : number §1\nindicator one "One" §2 { score a }\n'
    (meaning,) = differences(text, text.replace("score a", "score a + b - b"))
    assert meaning.verdict == "differs"
    assert meaning.witness is not None and meaning.witness.given["b"] is None
