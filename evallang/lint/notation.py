"""Numbers and intervals in words, and as cells of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from evallang.ir.program import Interval, TableRow
from evallang.lint.sets import Atom
from evallang.numbers import decimal34


def in_percent(rows: Iterable[TableRow], column: int) -> bool:
    """Whether a column of a table is written in percent."""
    return any("%" in row.asked[column] for row in rows if column < len(row.asked))


def figure(value: Fraction, percent: bool = False) -> str:
    """A number as it is written: `4.8`, `79.9%`."""
    return f"{decimal34(value * 100)[0]}%" if percent else decimal34(value)[0]


def set_of(interval: Interval, percent: bool = False) -> str:
    """An interval in the notation of mathematics: `(4.79, 4.8)`, `[50, ∞)`."""
    low = "−∞" if interval.low is None else figure(interval.low, percent)
    high = "∞" if interval.high is None else figure(interval.high, percent)
    if interval.low is not None and interval.low == interval.high:
        return f"{{{low}}}"
    left = "[" if interval.low is not None and interval.low_closed else "("
    right = "]" if interval.high is not None and interval.high_closed else ")"
    return f"{left}{low}, {high}{right}"


def in_words(atom: Atom, percent: bool = False) -> str:
    """A piece of a column in words: `above 4.79 and below 4.8`, `from 50`, `exactly 5`, an option in backticks."""
    if isinstance(atom, bool):
        return "`yes`" if atom else "`no`"
    if isinstance(atom, str):
        return f"`{atom}`"
    if atom.low is not None and atom.low == atom.high:
        return f"exactly {figure(atom.low, percent)}"
    low = "" if atom.low is None else f"{'from' if atom.low_closed else 'above'} {figure(atom.low, percent)}"
    high = "" if atom.high is None else f"{'up to' if atom.high_closed else 'below'} {figure(atom.high, percent)}"
    if low and not high and atom.low_closed:
        return f"{low.removeprefix('from ')} and up"
    if not (low and high):
        return low or high or "any number"
    if atom.low_closed:
        return f"{low} to {high.removeprefix('up to ')}"
    return f"{low} {high}" if atom.high_closed else f"{low} and {high}"


def within_bounds(whole: Interval, percent: bool = False) -> str:
    """The bounds that values keep to, which need not come to them: `never below 0 or above 85`, `always above 5`."""
    never: list[str] = []
    always: list[str] = []
    low, high = (whole.low, whole.low_closed, "below", "above"), (whole.high, whole.high_closed, "above", "below")
    for bound, closed, beyond, within in (low, high):
        if bound is not None:
            (never if closed else always).append(f"{beyond if closed else within} {figure(bound, percent)}")
    said = (("never", " or ".join(never)), ("always", " and ".join(always)))
    return " and ".join(f"{word} {ends}" for word, ends in said if ends)


def as_cell(atom: Atom | None, percent: bool = False) -> str:
    """A piece of a column as a cell of a table: `4.79 <..< 4.8`, `50 and up`, `any`."""
    if atom is None:
        return "any"
    if not isinstance(atom, Interval):
        return str(atom) if isinstance(atom, str) else "yes" if atom else "no"
    if atom.low is None and atom.high is None:
        return "any"
    if atom.low is None and atom.high is not None:
        return f"{'up to' if atom.high_closed else 'below'} {figure(atom.high, percent)}"
    assert atom.low is not None
    low = figure(atom.low, percent)
    if atom.high is None:
        return f"{low} and up" if atom.low_closed else f"above {low}"
    if atom.low == atom.high:
        return low
    operator = ("" if atom.low_closed else "<") + ".." + ("" if atom.high_closed else "<")
    return f"{low} {operator} {figure(atom.high, percent)}"


def as_row(cells: Sequence[str]) -> str:
    """A row of a table, its answers left open."""
    return f"`| {' | '.join(cells)} | … |`"
