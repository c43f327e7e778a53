"""Brackets as a chain of conditions: which row fits, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from evallang.backends.interpreter.absence import undefined
from evallang.backends.python import near, reals
from evallang.backends.python.arithmetic import compared
from evallang.backends.python.branches import Branches
from evallang.backends.python.reals import boxed
from evallang.backends.python.value import Value, constant
from evallang.ir.program import BracketsDef, Interval, TableRow, Test

if TYPE_CHECKING:
    from evallang.backends.python.expressions import Expressions

Answer = Callable[[TableRow], Value]


def looked_up(w: Expressions, table: BracketsDef, values: Sequence[Value], column: str) -> Value:
    """What the row that fits answers in a column."""
    w.code.cite(table.name, table.provisions)
    if column not in table.results:
        nothing = undefined(f"`{table.name}` has no column for `{column}`", table.provisions)
        return row_of(w, table, values, lambda _: w.never(nothing))
    place = table.results.index(column)

    def answer(row: TableRow) -> Value:
        found = row.results[place]
        if found is None:
            return w.never(undefined(f"`{table.name}` is empty for {column}", row.provisions))
        return constant(found) if isinstance(found, Fraction) else Value("word", repr(found))

    return row_of(w, table, values, answer)


def row_of(w: Expressions, table: BracketsDef, values: Sequence[Value], answer: Answer, word: str = "x") -> Value:
    """What is said of the one row that fits; undefined where none or several do."""
    rows = w.spec.rows(table)
    return w.strict(values, lambda v: _chain(w, table, rows, v, answer), word)


def _chain(w: Expressions, table: BracketsDef, rows: list[TableRow], values: Sequence[Value], answer: Answer) -> Value:
    if reals.some_real(values):
        return _among_reals(w, table, rows, values, answer)
    sides = _from_the_top(rows, values)
    if sides is not None:
        return _stairs(w, sides, values[0], answer)
    found = Branches(w.code, w.code.fresh())
    clashing = [pair for pair in combinations(rows, 2) if not _apart(*pair)]
    head = "if"
    for first, second in clashing:
        both = " and ".join(filter(None, (_fits(first, values), _fits(second, values)))) or "True"
        with found.under(f"{head} {both}:"):
            found.nothing(f"two_rows({table.name!r}, {_rows(first, second)}, {_shown(values)})")
        head = "elif"
    for row in rows:
        with found.under(f"{head} {_fits(row, values) or 'True'}:"):
            w.code.comment(row.text, row.provisions)
            found.give(answer(row))
        head = "elif"
    if not rows:
        found.nothing(f"no_row({table.name!r}, {table.provisions!r}, {_shown(values)})")
        return found.value()
    with found.under("else:"):
        found.nothing(f"no_row({table.name!r}, {table.provisions!r}, {_shown(values)})")
    return found.value()


def _from_the_top(rows: list[TableRow], values: Sequence[Value]) -> list[tuple[TableRow, Interval]] | None:
    """The rows of a table of one number from the highest down, where they leave nothing out; else None."""
    held = [(row, _interval(row.tests[0])) for row in rows] if len(values) == 1 and values[0].form == "pair" else []
    known = [(row, found) for row, found in held if found is not None]
    if len(known) != len(rows) or not rows:
        return None
    known.sort(key=lambda pair: (pair[1].low is not None, pair[1].low or 0, not pair[1].low_closed), reverse=True)
    intervals = [found for _, found in known]
    whole = all(_follow(lower, upper) for upper, lower in pairwise(intervals))
    top, bottom, v = intervals[0], intervals[-1], values[0]
    above = top.high is None or (v.high is not None and (v.high < top.high or (v.high == top.high and top.high_closed)))
    below = bottom.low is None or (
        v.low is not None and (v.low > bottom.low or (v.low == bottom.low and bottom.low_closed))
    )
    return known if whole and above and below else None


def _follow(lower: Interval, upper: Interval) -> bool:
    """Whether one ends where the other begins, and nothing is in both or in neither."""
    return lower.high is not None and lower.high == upper.low and lower.high_closed is not upper.low_closed


def _stairs(w: Expressions, rows: list[tuple[TableRow, Interval]], v: Value, answer: Answer) -> Value:
    """Which row fits where every number has one: it is enough to look at the lower ends."""
    found = Branches(w.code, w.code.fresh())
    for place, (row, held) in enumerate(rows):
        last = place == len(rows) - 1
        test = (
            ""
            if held.low is None
            else compared(v, "greater_equal" if held.low_closed else "greater", constant(held.low))
        )
        if last and place == 0:
            return answer(row)
        with found.under("else:" if last else f"{'if' if place == 0 else 'elif'} {test}:"):
            w.code.comment(row.text, row.provisions)
            found.give(answer(row))
    return found.value()


def _among_reals(
    w: Expressions, table: BracketsDef, rows: list[TableRow], values: Sequence[Value], answer: Answer
) -> Value:  # fmt: skip
    """The row that fits, where a value may be irrational: it may be undecided which."""
    if w.code.leave:
        raise near.TooFar
    tests = w.unit.constant(repr([tuple(map(_asked, row.tests)) for row in rows]), "TESTS")
    told = w.unit.constant(repr([*((r.text, r.provisions) for r in rows), ("", table.provisions)]), "ROWS")
    given = "".join(f", {boxed(v)}" for v in values)
    fits = w.code.let(f"fitting({tests}{given})", "fits")
    found = Branches(w.code, w.code.fresh())
    with found.under(f"if type({fits}) is Absent:"):
        found.nothing(fits)
    for place, row in enumerate(rows):
        with found.under(f"elif {fits} == [{place}]:"):
            w.code.comment(row.text, row.provisions)
            found.give(answer(row))
    with found.under("else:"):
        found.nothing(f"no_such_row({table.name!r}, {fits}, {told}{given})")
    return found.value()


def _asked(test: Test) -> object:
    """What a cell asks, as the code that runs is told."""
    if isinstance(test, Interval):
        return test.low, test.low_closed, test.high, test.high_closed
    return test


def _rows(first: TableRow, second: TableRow) -> str:
    cited = tuple(dict.fromkeys((*first.provisions, *second.provisions)))
    return f"({first.text!r}, {second.text!r}), {cited!r}"


def _shown(values: Sequence[Value]) -> str:
    return f"({', '.join(boxed(v) for v in values)},)"


def _fits(row: TableRow, values: Sequence[Value]) -> str:
    tests = (_test(t, v) for t, v in zip(row.tests, values, strict=True))
    return " and ".join(t for t in tests if t)


def _test(test: Test, v: Value) -> str:
    match test:
        case None:
            return ""
        case Interval(low=low, high=high):
            found = []
            if low is not None:
                found.append(compared(v, "greater_equal" if test.low_closed else "greater", constant(low)))
            if high is not None:
                found.append(compared(v, "less_equal" if test.high_closed else "less", constant(high)))
            return " and ".join(found)
        case bool():
            return f"{v.code} is {test}"
        case Fraction():
            return compared(v, "equal", constant(test))
    return f"{v.code} == {test!r}"


def _apart(a: TableRow, b: TableRow) -> bool:
    """Whether no values fit two rows."""
    return any(_differ(x, y) for x, y in zip(a.tests, b.tests, strict=True))


def _differ(a: Test, b: Test) -> bool:
    if a is None or b is None:
        return False
    one, other = (_interval(t) for t in (a, b))
    if one is None or other is None:
        return a != b
    return _before(one, other) or _before(other, one)


def _interval(t: Test) -> Interval | None:
    if isinstance(t, Fraction):
        return Interval(t, t)
    return t if isinstance(t, Interval) else None


def _before(a: Interval, b: Interval) -> bool:
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and not (a.high_closed and b.low_closed))
