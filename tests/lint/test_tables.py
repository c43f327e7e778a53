"""Tables taken apart agree with the look-up of the interpreter, and what is said of values holds for every body."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lint.documents import report

from evallang.backends.interpreter.lookup import fits
from evallang.ir.program import BracketsDef, Interval, TableRow
from evallang.lint.finding import Finding
from evallang.lint.grid import Region, cells, holes, overlaps
from evallang.lint.looked_up import taken
from evallang.lint.notation import as_cell, in_words
from evallang.lint.search import Search
from evallang.lint.sequences import against, outlier, restored, trimmed
from evallang.lint.sets import EVERYTHING, Atom, Domain, contains, met, sample
from evallang.lint.subject import Subject
from evallang.pipeline import check_source
from evallang.source import from_text
from evallang.trials.made import Made, Trial

NUMBERS = st.integers(-4, 4).map(lambda n: Fraction(n, 2))
ENDS = st.none() | NUMBERS
OPTIONS = ("a", "b", "c")


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = draw(ENDS), draw(ENDS)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Interval(low, high, draw(st.booleans()) and low is not None, draw(st.booleans()) and high is not None)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[TableRow], list[Domain]]:
    columns = draw(st.lists(st.sampled_from(["number", "option", "flag"]), min_size=1, max_size=3))
    tests = {
        "number": intervals() | NUMBERS | st.none(),
        "option": st.sampled_from(OPTIONS) | st.none(),
        "flag": st.booleans() | st.none(),
    }
    domains = {"number": Domain(), "option": Domain(options=OPTIONS), "flag": Domain(options=(True, False))}
    rows = draw(st.lists(st.tuples(*(tests[c] for c in columns)), min_size=1, max_size=6))
    return [TableRow(row, (Fraction(i),), str(i), (), ()) for i, row in enumerate(rows)], [domains[c] for c in columns]


def _values(domain: Domain) -> list[Fraction | str | bool]:
    return list(domain.options) if domain.options else [Fraction(n, 4) for n in range(-10, 11)]


def _in(atom: Atom | None, value: Fraction | str | bool) -> bool:
    if isinstance(atom, Interval):
        return isinstance(value, Fraction) and contains(atom, value)
    return atom is None or atom == value


def _product(domains: list[Domain]) -> list[tuple[Fraction | str | bool, ...]]:
    found: list[tuple[Fraction | str | bool, ...]] = [()]
    for domain in domains:
        found = [(*before, value) for before in found for value in _values(domain)[:: 3 if len(domains) > 2 else 1]]
    return found


def _fitting(rows: list[TableRow], values: tuple[Fraction | str | bool, ...]) -> list[TableRow]:
    return [row for row in rows if all(fits(t, v) for t, v in zip(row.tests, values, strict=True))]


def _holds(region: Region, values: tuple[Fraction | str | bool, ...]) -> bool:
    return all(_in(atom, value) for atom, value in zip(region.atoms, values, strict=True))


@settings(deadline=None, max_examples=150)
@given(tables())
def test_cells_say_which_rows_the_interpreter_finds(drawn: tuple[list[TableRow], list[Domain]]) -> None:
    rows, domains = drawn
    found = cells(rows, domains)
    assert found is not None
    for values in _product(domains):
        here = [cell for cell in found if _holds(Region(cell.atoms), values)]
        assert len(here) == 1
        assert [row.text for row in here[0].rows] == [row.text for row in _fitting(rows, values)]


@settings(deadline=None, max_examples=150)
@given(tables())
def test_holes_and_overlaps_are_where_no_row_or_two_fit(drawn: tuple[list[TableRow], list[Domain]]) -> None:
    rows, domains = drawn
    found = cells(rows, domains) or []
    empty, twice = holes(found, domains), overlaps(found, domains)
    for values in _product(domains):
        fitting = _fitting(rows, values)
        assert any(_holds(region, values) for region in empty) == (not fitting)
        pairs = {(a.text, b.text) for a, b, region in twice if _holds(region, values)}
        assert bool(pairs) == (len(fitting) > 1)
        texts = {row.text for row in fitting}
        assert all(a in texts and b in texts for a, b in pairs)


@given(intervals(), intervals(), st.none() | st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3, 4)]))
def test_a_sample_lies_in_the_interval_and_on_the_lattice(
    a: Interval, b: Interval, step: Fraction | None
) -> None:  # fmt: skip
    both = met(a, b)
    value = sample(both, step)
    if value is not None:
        assert contains(a, value) and contains(b, value)
        assert step is None or (value / step).denominator == 1
    for n in range(-20, 21):
        tried = Fraction(n, 4)
        on = step is None or (tried / step).denominator == 1
        if on and contains(a, tried) and contains(b, tried):
            assert value is not None


@given(intervals())
def test_an_interval_is_told_with_its_ends(a: Interval) -> None:
    for shown in (in_words(a), as_cell(a)):
        assert shown
    if a.low is not None and a.high is not None and a.low < a.high:
        assert ("..<" in as_cell(a).replace("<..", "..")) is not a.high_closed


def test_a_thousand_rows_are_taken_apart_at_once() -> None:
    rows = [
        TableRow((Interval(Fraction(i), Fraction(i + 1), True, False),), (Fraction(i),), str(i), (), ())
        for i in range(1000)
    ]  # fmt: skip
    found = cells(rows, [Domain(EVERYTHING)])
    assert found is not None and len(found) == 2003
    assert [region.interval for region in holes(found, [Domain(EVERYTHING)])] == [
        Interval(None, Fraction(0), False, False), Interval(Fraction(1000), None, True, False)
    ]  # fmt: skip


# ---- steps of values

VALUES = ("n", "m", "0.25", "3", "0.1", "weight(n)")


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> str:
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from((*VALUES, "s")))
    a, b = draw(expressions(depth - 1)), draw(expressions(depth - 1))
    return draw(
        st.sampled_from([
            f"({a} + {b})", f"({a} - {b})", f"({a} * {b})", f"({a} / 4)", f"min({a}, {b})", f"max({a}, {b})",
            f"round({a}, 0.01 half up)", f"round({a}, 0.25 down)", f"floor({a})", f"abs({a})",
            f"(if n > m then {a} else {b})", f"mean({a}, {b})", f"({a}) ^ 2",
        ])
    )  # fmt: skip


def _subject(text: str) -> Subject:
    rules, diagnostics = check_source(from_text("rules.eval", text))
    assert rules is not None, diagnostics
    chosen = tuple(r.choice for r in rules.program.readings)
    return Subject(rules.program, rules.module, chosen, lambda _: True)


@settings(deadline=None, max_examples=120)
@given(expressions(), st.integers(0, 30), st.integers(0, 30), st.integers(0, 1000))
def test_every_value_is_a_multiple_of_its_step(text: str, n: int, m: int, s: int) -> None:
    subject = _subject(
        "methodology x\ninput n : count\ninput m : count\ninput s : share\n"
        "formula weight(k) = if k > 5 then 1.5 else k * 0.5\n"
        f"indicator i {{ score {text} + n * 0 + m * 0 + s * 0 }}\n"
        "indicator j { score i; clamp 0.5 .. 7; round 0.2 half up }\n"
    )  # fmt: skip
    search: Search = subject.search
    values = {("n",): Fraction(n), ("m",): Fraction(m), ("s",): Fraction(s, 1000)}
    frame = search._frame(Trial("b", {"b": None}, {("b", None): Made(dict(values))}))
    for d in subject.program.nodes:
        step, value = subject.values().lattice.of_definition(d.number), frame.get(d.number)
        if step is not None and isinstance(value, Fraction):
            assert value == 0 if step == 0 else (value / step).denominator == 1


@pytest.mark.parametrize(
    ("score", "step"),
    [
        ("n", Fraction(1)), ("n * 0.5 + 0.25", Fraction(1, 4)), ("round(s, 0.01 half up)", Fraction(1, 100)),
        ("s", None), ("n / s", None), ("points_for(s)", Fraction(5)), ("round(n, 0.01 half up)", Fraction(1)),
        ("sum(length for visit)", Fraction(1)), ("mean(length for visit)", None), ("count(visit)", Fraction(1)),
    ],
)  # fmt: skip
def test_steps_are_as_large_as_they_can_be(score: str, step: Fraction | None) -> None:
    subject = _subject(
        "methodology x\ninput n : count\ninput s : share\nitem visit by id { input length : count }\n"
        "brackets points_for(s : share)\n  | s | points |\n  | below 50% | 5 |\n  | 50% and up | 15 |\n"
        f"indicator i {{ score {score} }}\n"
    )
    node = next(d for d in subject.program.nodes if d.name == "i")
    assert subject.values().lattice.of_definition(node.number) == step


# ---- uses

TABLE = "brackets t(s : number 0..5)\n  | s | points |\n  | 4 .. 5 | 1 |\n  | below 3.9 | 0 |\n"


def test_a_use_in_a_trigger_is_known_to_be_there() -> None:
    subject = _subject(f'methodology x\ninput s : number 0..5\n{TABLE}trigger bad {{ when t(s) = 0; proposes "x" }}\n')
    (table,) = subject.tables.all
    assert not table.whole and not table.uses


def test_a_use_inside_a_list_is_known_to_be_there() -> None:
    subject = _subject(
        f"methodology x\nitem visit by id {{ input s : number 0..5 }}\n{TABLE}"
        "formula got(v) = t(v)\nindicator i { score mean(got(s) for visit, none 0) }\n"
    )
    (table,) = subject.tables.all
    assert table.uses or not table.whole


def test_the_cases_of_a_node_are_kept_apart() -> None:
    subject = _subject(
        "methodology x\ninput a : share\ninput late : flag\nindex i {\n  when late : 0\n  score a * 100\n"
        "  grade\n    | score | late | grade |\n    | 50 and up | no | high |\n    | below 50 | any | low |\n}\n"
    )
    (table,) = subject.tables.all
    cases = taken(subject, table.uses[0], None)
    assert {(case[0].bounds.high, case[1].options) for case in cases} == {
        (Fraction(0), (True,)), (Fraction(100), (False,))
    }  # fmt: skip


def test_brackets_know_the_types_of_what_they_take() -> None:
    subject = _subject(f"methodology x\ninput s : number 0..5\n{TABLE}indicator i {{ score t(s) }}\n")
    brackets: BracketsDef = subject.program.brackets[0]
    (kind,) = brackets.types
    assert (getattr(kind, "low", None), getattr(kind, "high", None)) == (0, 5)


# ---- sequences


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((10, 8, 6, 4, 1, 0), (4, 2)), ((15, 12, 10, 6, 3, 0), (2, 9)), ((16, 12, 9, 6, 3, 0), (0, 15)),
        ((10, 8, 6, 4, 2, 0), None), ((10, 9, 8, 7, 0), None), ((10, 8, 6, 5, 0), None), ((3, 2, 1), None),
        ((), None), ((5, 5, 5, 5, 5), None), ((50, 60, 75, 80, 90), (2, 70)), ((25, 20, 15, 11, 5), (3, 10)),
        ((10, 9, 8, 7, 5, 5, 4, 0), (4, 6)), ((0, 1, 3, 4, 7, 9), None), ((0, 2, 5, 7, 10), None),
        ((1, 3, 2, 4), None), ((0, 1, 3, 5, 6), None),
    ],
)  # fmt: skip
def test_one_number_falls_out_of_equal_steps(numbers: tuple[int, ...], expected: tuple[int, int] | None) -> None:
    found = outlier([Fraction(n) for n in numbers])
    assert (None if found is None else (found.place, found.expected)) == expected


@given(st.integers(-50, 50), st.integers(1, 9), st.integers(5, 12), st.integers(1, 4), st.integers(1, 40))
def test_a_changed_number_inside_a_progression_is_found(
    start: int, step: int, count: int, place: int, by: int
) -> None:  # fmt: skip
    numbers = [Fraction(start + step * i) for i in range(count + 2)]
    assert outlier(numbers) is None
    numbers[place] += by
    found = outlier(numbers)
    assert found is not None and (found.place, found.expected) == (place, start + step * place)


def test_numbers_that_go_against_the_others() -> None:
    assert against([Fraction(n) for n in (0, 12, 9, 15)]) == [2]
    assert against([Fraction(n) for n in (3, 1, 0, 1, 2, 3)]) == [1, 2]
    assert against([Fraction(n) for n in (0, 1, 1, 2)]) == []
    assert restored([Fraction(n) for n in (25, 16, 21, 11, 5)], 2)
    assert not restored([Fraction(n) for n in (-28, 9, -8, 47, 11)], 2)
    assert list(trimmed([Fraction(n) for n in (0, 0, 1, 4, 4)])) == [1, 2, 3]


def _found(text: str, name: str) -> list[Finding]:
    return list(report(text, name).findings)


def test_what_a_mark_says_of_one_body_is_not_forgotten() -> None:
    """A body without the starred row has a lower score: the lowest band is for it alone."""
    text = (
        "methodology x\nbody bank \"Bank\"\ninput a : share\nindex i {\n  table\n    | no | indicator | points |\n"
        "    | 1 * | base | 50 |\n    | 2 | more | 50 |\n  mark * not for bank\n  row base { score 50 }\n"
        "  row more { score a * 50 }\n"
        "  grade\n    | score | grade |\n    | 50 and up | high |\n    | below 50 | low |\n}\n"
    )  # fmt: skip
    assert not [f for f in _found(text, "grade_that_nobody_gets") if "no body can get" in f.message]
