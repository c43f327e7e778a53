"""Citations that point into a table of the document, to a row that it does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs
from attrs import define, field

from evallang.diagnostics import Label
from evallang.semantics.collect_tables import join_address
from evallang.semantics.entities import Collected
from evallang.source import Span
from evallang.syntax import ast

_MOST_LISTED = 5


@define(eq=False)
class _Rows:
    """The addresses of the rows that the tables of one address have, and where the first of them stands."""

    span: Span
    known: set[str] = field(factory=set)


def check_citations(found: Collected, module: ast.Module) -> None:
    """Report each citation of a row that is in no table of the address cited.

    Only tables of annexes are looked at (`§app10.t2`, not `§34`): below a paragraph stand its sub-paragraphs, of
    which a table need not be all.
    """
    for statements in _numberings(module.statements):
        citations, tables = _pieces(statements)
        known = _tables(tables)
        for citation in citations if known else ():
            if citation.of is None:
                _check(found, known, citation)


def _numberings(statements: tuple[Any, ...]) -> Iterator[list[Any]]:
    """The statements of the document itself, and those of each `document` in it: their addresses are their own."""
    yield [s for s in statements if not isinstance(s, ast.Part)]
    for s in statements:
        if isinstance(s, ast.Part):
            yield from _numberings(s.body or ())


def _pieces(statements: list[Any]) -> tuple[list[ast.Citation], list[_Table]]:
    """The citations and the tables in some statements, in their order."""
    citations: list[ast.Citation] = []
    tables: list[_Table] = []
    waiting: list[Any] = statements[::-1]
    while waiting:
        here = waiting.pop()
        kind: Any = type(here)
        if kind is tuple:
            waiting += here[::-1]
        elif kind is ast.Citation:
            citations.append(here)
        elif kind is not ast.Part:
            if isinstance(here, _Table):
                tables.append(here)
            waiting += [getattr(here, name) for name in _inner(kind)]
    return citations, tables


@cache
def _inner(kind: type) -> tuple[str, ...]:
    """The fields of a class of the tree in which something with a citation may stand, the last one first."""
    if not attrs.has(kind) or kind in _PLAIN:
        return ()
    return tuple(field.name for field in reversed(attrs.fields(kind)) if field.name not in _WORDS)


_Table = ast.IndicatorTable | ast.Brackets | ast.Grade
_PLAIN = {ast.Name, ast.Text, ast.Path, ast.Number, ast.Ref, ast.Constant, ast.Under, ast.Symbol, ast.HeaderCell}
_WORDS = {"span", "name", "label", "word", "header", "cells", "path", "paths", "kinds"}


def _tables(tables: list[_Table]) -> dict[str, _Rows]:
    """The tables of annexes that number their rows, by address; several of one address hold its rows together."""
    found: dict[str, _Rows] = {}
    for table in tables:
        for address in _annexes((*table.marks, *table.table.marks)):
            known = _rows(address, table.table)
            if known:
                found.setdefault(address, _Rows(table.span)).known.update(known)
    return found


def _annexes(marks: ast.Marks) -> Iterator[str]:
    for citation in ast.citations(marks):
        if citation.of is None and citation.address[:1].isalpha() and not set("…:") & set(citation.address):
            yield citation.address


def _rows(address: str, table: ast.Table) -> set[str]:
    """The addresses of the rows: the table's with the number of the row, else what each row cites behind itself."""
    header = [cell.text for cell in table.header]
    if "no" in header:
        place = header.index("no")
        numbers = [_number(row.cells[place]) for row in table.rows if place < len(row.cells)]
        return {join_address(address, number) for number in numbers if number}
    own = [[c.address for c in ast.citations(row.marks) if _number_below(c.address, address)] for row in table.rows]
    return {a for addresses in own for a in addresses} if all(own) else set()


def _number(cell: ast.Cell) -> str:
    value = cell.value if isinstance(cell, ast.Starred) else cell
    return value.text if isinstance(value, ast.Constant | ast.Ordinal) else ""


def _number_below(address: str, table: str) -> str:
    """The number of a row behind the address of its table; nothing for what is no row of it (`§app10.t2.note`)."""
    rest = address.removeprefix(f"{table}.") if address.startswith(f"{table}.") else ""
    return rest if rest[:1].isdigit() else ""


def _check(found: Collected, tables: dict[str, _Rows], citation: ast.Citation) -> None:
    for address in _ends(citation.address):
        table = max((t for t in tables if _number_below(address, t)), key=len, default=None)
        if table is None or address in tables[table].known:
            continue
        advice = _beside(address, table, tables[table].known)
        message = f"the table `§{table}` has no row `{_number_below(address, table)}`"
        found.report("E0243", message, citation.span, advice, Label(tables[table].span, "the table"))
        return


def _ends(address: str) -> list[str]:
    """The addresses that a citation names: `app6.1..3` names `app6.1` and `app6.3`; sub-paragraphs are left out.

    Behind the dots stand as many of the last pieces as differ: `app6.2.1..2.4` is the same as `app6.2.1..4`.
    """
    first, _, last = address.partition("..")
    pieces, other = first.split("."), last.split(".")
    ends = [first, ".".join([*pieces[: -len(other)], *other]) if last else ""]
    return [end.partition(":")[0] for end in ends if end]


def _beside(address: str, table: str, known: set[str]) -> str:
    """The advice: which rows stand where the row was looked for."""
    above = address.rpartition(".")[0]
    beside = sorted(
        (a for a in known if a.rpartition(".")[0] == above), key=lambda a: [(len(s), s) for s in a.split(".")]
    )
    shown = [f"`§{a}`" for a in beside]
    if not shown:
        row = _number_below(above, table)
        return f"row `{row}` has no rows below it; cite `§{above}`" if above in known else f"cite `§{table}` as a whole"
    if len(shown) == 1:
        return f"the only row there is {shown[0]}"
    return "the rows there are " + (", ".join(shown) if len(shown) <= _MOST_LISTED else f"{shown[0]} to {shown[-1]}")
