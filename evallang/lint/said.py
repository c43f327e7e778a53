"""Which numbers the words of a provision say, and which numbers of the rules cite it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

import attrs
from attrs import evolve, frozen

from evallang.lint.addresses import chain, ends
from evallang.lint.figures import Read
from evallang.lint.printed import points, tables, unnumbered
from evallang.lint.written import Line, Written
from evallang.numbers import parse_number
from evallang.semantics.collect_tables import join_address
from evallang.source import Span
from evallang.syntax import ast

_PLAIN_COLUMNS = {"no", "indicator", "label", "§"}
_SMALL = 10


@frozen(eq=False)
class Literal:
    """A number as it is written in a rule; `read`: as the option chooses that a reading has."""

    text: str
    value: Fraction
    span: Span
    read: bool = False

    @property
    def forms(self) -> frozenset[Fraction]:
        """The number as an act may print it: `0.45` and `45%` as 45 too, 2 as 200 where a reading says so."""
        value = abs(self.value)
        percent = value <= 1 or self.text.endswith("%") or (self.read and value <= _SMALL)
        return frozenset({value, value * 100} if percent else {value})


@frozen(eq=False)
class Stated:
    """The numbers of one statement, and the provisions that are to say them: all of them together.

    `own` are those cited for the statement alone: each of them is to say one of the numbers.
    """

    literals: tuple[Literal, ...]
    numbering: str
    addresses: tuple[str, ...]
    own: tuple[ast.Citation, ...]
    in_formula: bool


class Said:
    """The numbers in the words of provisions."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self._known: dict[tuple[str, str], Read | None] = {}

    def at(self, numbering: str, address: str) -> Read | None:
        """The numbers that a provision says; None where its words are not held."""
        place = (numbering, address)
        if place not in self._known:
            self._known[place] = self._find(*place)
        return self._known[place]

    def _find(self, numbering: str, address: str) -> Read | None:
        words = self.written.words.get(numbering, {})
        inner = [address, *self._parts.get((numbering, address), ())]
        texts = [words[a] for a in inner if a in words]
        if texts:
            return Read.of(texts)
        held = next((a for a in chain(address) if a in words), None)
        return None if held is None else _in_part(words[held], address[len(held) + 1 :])

    @cached_property
    def _parts(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for numbering, words in self.written.words.items():
            for address in words:
                for a in chain(address)[1:]:
                    found.setdefault((numbering, a), []).append(address)
        return found


def _in_part(text: str, part: str) -> Read:
    """The numbers of a row, a point or an item of a text; where it has none such, its words may not be held."""
    rows = [row.line for table in tables(text) for row in table if row.no == part]
    found = [*rows, *(said for no, said in points(text) if no == part)]
    if not found and part.isdecimal():
        found = [item for n, item in enumerate(unnumbered(text), 1) if n == int(part)]
    return Read.of(found) if found else evolve(Read.of([text]), whole=False)


def stated(written: Written, chosen: Mapping[str, str]) -> Iterator[Stated]:
    """The statements with numbers that cite provisions; of `by` only the option that is `chosen` by reading."""
    for line in written.of(
        ast.Points, ast.Row, ast.Score, ast.When, ast.Clamp, ast.Formula, ast.Parameter, ast.Deadline, ast.Weight
    ):
        here = line.statement
        if isinstance(here, ast.Row) and ast.amendments(line.marks):
            continue  # of a line that an act replaced, the words of the annex are older
        if isinstance(here, ast.Points) and not line.own:
            continue  # what nobody cites may be the sum of what the act says
        addresses = _addresses(line)
        given = (_in_row(line) if isinstance(here, ast.Row) else numbers_in(here, chosen)) if addresses else ()
        pairs = [(text, span, read, _value(text)) for text, span, read in given]
        literals = tuple(Literal(text, value, span, read) for text, span, read, value in pairs if value is not None)
        if literals:
            own = line.own if isinstance(here, ast.Points) else ()
            in_formula = not isinstance(here, ast.Points | ast.Row | ast.Deadline | ast.Weight)
            yield Stated(literals, line.numbering, addresses, own, in_formula)


def _value(text: str) -> Fraction | None:
    try:
        return parse_number(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None


Number = tuple[str, Span, bool]
"""As it is written, where, and whether it is said by an option of a reading."""


def _in_row(line: Line) -> Iterator[Number]:
    """The numbers in the cells of a row, those that only number it left out."""
    assert line.above is not None
    header = getattr(line.above.statement, "header", ())
    for head, cell in zip(header, line.statement.cells, strict=False):
        if head.text not in _PLAIN_COLUMNS:
            yield from numbers_in(cell, {})


def numbers_in(root: Any, chosen: Mapping[str, str]) -> Iterator[Number]:
    """The numbers that stand in a piece of the tree, steps of rounding left out."""
    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        here, read = waiting.pop()
        if isinstance(here, tuple):
            waiting += [(x, read) for x in reversed(here)]
        elif isinstance(here, ast.BySwitch):
            option = chosen.get(here.reading.text)
            waiting += [(case.value, True) for case in here.cases if case.option.text == option]
        elif type(here) in _DIGITS:
            yield getattr(here, _DIGITS[type(here)]), here.span, read
        elif not isinstance(here, ast.Step | ast.WorseInARow):
            kind: Any = type(here)
            waiting += [(getattr(here, name), read) for name in _inner(kind)]


@cache
def _inner(kind: type) -> tuple[str, ...]:
    """The fields of a class of the tree in which numbers may stand, the last one first."""
    names = [f.name for f in attrs.fields(kind)] if attrs.has(kind) else []
    return tuple(name for name in reversed(names) if name not in ("marks", "span", "body", "type"))


_DIGITS: dict[type, str] = {
    ast.Number: "text", ast.Percent: "text", ast.Constant: "text", ast.KindPoints: "points", ast.DueWithin: "count",
    ast.DayOfYear: "day",
}  # fmt: skip


def _addresses(line: Line) -> tuple[str, ...]:
    """What a line cites, else what it stands in; a rule for rows cites what the rows cite too."""
    here = line.statement
    if isinstance(here, ast.Row):
        return tuple(_of_row(line))
    found = [a for c in line.own for a in ends(c.address)]
    if isinstance(here, ast.Points):
        return tuple(found)
    for around in line.around():
        if isinstance(around.statement, ast.Each | ast.RowRule):
            assert around.above is not None
            rule = around.statement
            named = {str(p) for p in rule.paths} if isinstance(rule, ast.RowRule) else None
            found += _of_tables(around.above.statement, named)
        if around is not line and around.own:
            return tuple(dict.fromkeys([*found, *(a for c in around.own for a in ends(c.address))]))
    return tuple(dict.fromkeys(found))


def _of_row(line: Line) -> Iterator[str]:
    assert line.above is not None
    table = line.above
    marks = (*table.statement.marks, *(table.above.statement.marks if table.above is not None else ()))
    yield from row_addresses(line.statement, table.statement, marks)


def _of_tables(node: Any, named: set[str] | None) -> Iterator[str]:
    """What the rows of a node's tables cite, or some of them by name."""
    for statement in node.body or ():
        if isinstance(statement, ast.IndicatorTable):
            header = [cell.text for cell in statement.table.header]
            place = header.index("indicator") if "indicator" in header else -1
            for row in statement.table.rows:
                name = str(row.cells[place]) if 0 <= place < len(row.cells) else ""
                if named is None or name in named:
                    yield from row_addresses(row, statement.table, (*statement.marks, *statement.table.marks))


def row_addresses(row: ast.Row, table: ast.Table, marks: ast.Marks) -> Iterator[str]:
    """What a row cites: the table with its number, what stands in its column `§` and behind it."""
    cells = {head.text: cell for head, cell in zip(table.header, row.cells, strict=False)}
    no, cited = (_text(cells.get(name)) for name in ("no", "§"))
    own = [a for c in ast.citations(row.marks) if c.of is None for a in ends(c.address)]
    of_table = [c.address for c in ast.citations(marks) if c.of is None and ".." not in c.address]
    yield from own
    if cited:
        yield cited
    if no and no != "total":
        yield from (join_address(address, no) for address in of_table)
    elif not own:
        yield from of_table


def _text(cell: Any) -> str:
    value = cell.value if isinstance(cell, ast.Starred) else cell
    return str(getattr(value, "text", "")) if isinstance(value, ast.Constant | ast.Ordinal) else ""
