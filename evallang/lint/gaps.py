"""What a table leaves out, told: between two rows, below the lowest, above the highest, or a whole option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evallang.ir.program import Interval, TableRow
from evallang.lint.grid import Region
from evallang.lint.notation import as_cell, as_row, figure, in_percent, in_words, set_of
from evallang.lint.sets import Atom, span_of
from evallang.lint.tables import Table
from evallang.source import Span

_LONG = 12
"""A number of more signs says nothing to a reader."""


def is_between(region: Region) -> bool:
    """Whether a region lies between two rows."""
    interval = region.interval
    return interval is not None and interval.low is not None and interval.high is not None


def alike(table: Table, regions: Iterable[Region]) -> list[list[Region]]:
    """Regions put together that are equally wide and have the same ends: gaps that come of one way of writing."""
    groups: dict[object, list[Region]] = {}
    for region in regions:
        i = region.interval
        assert i is not None and i.low is not None and i.high is not None
        groups.setdefault((i.high - i.low, i.low_closed, i.high_closed, region.column), []).append(region)
    return [sorted(group, key=lambda region: place(table, region).start) for group in groups.values()]


def neighbours(table: Table, region: Region) -> tuple[TableRow | None, TableRow | None]:
    """The rows that end where a region begins and begin where it ends."""
    interval, column = region.interval, region.column
    below = above = None
    for row in table.rows:
        span = span_of(row.tests[column]) if interval is not None else None
        if interval is None or span is None or not _answers(row, region):
            continue
        if span.high is not None and span.high == interval.low:
            below = below or row
        if span.low is not None and span.low == interval.high:
            above = above or row
    return below, above


def _answers(row: TableRow, region: Region) -> bool:
    """Whether a row is for the options of a region."""
    pairs = zip(row.tests, region.atoms, strict=True)
    return all(not isinstance(atom, str | bool) or test in (None, atom) for test, atom in pairs)


def place(table: Table, region: Region) -> Span:
    """The row next to which something is left out; the whole table where there is none."""
    below, above = neighbours(table, region)
    row = below or above
    return table.definition.span if row is None else row.span


# ---- words


def described(table: Table, atoms: Sequence[Atom | None]) -> str:
    """Pieces of the columns in words: `above 4.79 and below 4.8`, each with its column where there are several."""
    several = len(table.definition.inputs) > 1
    found = []
    for i, atom in enumerate(atoms):
        if atom is not None:
            words = in_words(atom, in_percent(table.rows, i))
            found.append(f"`{table.definition.inputs[i]}` {words}" if several else words)
    return ", ".join(found) or "anything"


def value_in(table: Table, atoms: Sequence[Atom | None], region: Region) -> str:
    """One value of a region: the number where it bounds numbers, each with its column where it bounds several.

    Empty where there is none to give.
    """
    columns = [i for i, bounds in enumerate(region.atoms) if isinstance(bounds, Interval)]
    shown = [_shown(table, atoms[i], i) for i in columns]
    if not shown or "" in shown:
        return ""
    return shown[0] if len(shown) == 1 else " and ".join(
        f"`{table.definition.inputs[i]}` {words}" for i, words in zip(columns, shown, strict=True)
    )  # fmt: skip


def _shown(table: Table, atom: Atom | None, column: int) -> str:
    """One number; empty for what is none, and for a number that is long."""
    if not isinstance(atom, Interval) or atom.low is None:
        return ""
    shown = figure(atom.low, in_percent(table.rows, column))
    return shown if len(shown) <= _LONG else ""


def sets_of(table: Table, regions: Iterable[Region]) -> str:
    """The regions in the notation of mathematics."""
    return "; ".join(" ∧ ".join(_sets(table, region)) for region in regions)


def _sets(table: Table, region: Region) -> Iterator[str]:
    for i, (name, atom) in enumerate(zip(table.definition.inputs, region.atoms, strict=True)):
        if isinstance(atom, Interval):
            yield f"{name} ∈ {set_of(atom, in_percent(table.rows, i))}"
        elif atom is not None:
            yield f"{name} = {as_cell(atom)}"


def missing_row(table: Table, region: Region) -> str:
    """The row that would fill a region, its answers left open."""
    return as_row([as_cell(atom, in_percent(table.rows, i)) for i, atom in enumerate(region.atoms)])


def _rest(given: Sequence[object], column: int) -> list[object]:
    return [*given[:column], *given[column + 1 :]]


def extended(table: Table, region: Region) -> str:
    """How a row beside a region would reach over it: write `4.6 ..< 4.8` in place of `4.6 .. 4.79`."""
    below, above = neighbours(table, region)
    row, column = below or above, region.column
    span = span_of(row.tests[column]) if row is not None else None
    if row is None or span is None or span.low == span.high or _rest(row.tests, column) != _rest(region.atoms, column):
        return ""
    if below is None:
        whole = Interval(None, span.high, False, span.high_closed)
    else:
        end = span_of(above.tests[column]) if above is not None else None
        high, closed = (None, False) if end is None else (end.low, not end.low_closed)
        whole = Interval(span.low, high, span.low_closed, closed)
    return f"write `{as_cell(whole, in_percent(table.rows, column))}` in place of `{row.asked[column]}`"
