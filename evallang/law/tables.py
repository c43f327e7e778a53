"""The tables of a document, and what their rows can be called by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.law.tree import Entry, Tree
from evallang.syntax import ast
from evallang.syntax.print import cell_text


@frozen(eq=False)
class Held:
    """A table of the document: its entry, its rows by each of their names, the names of its columns."""

    entry: Entry
    rows: dict[str, list[ast.Row]]
    header: list[str]

    def names(self, row: ast.Row) -> list[str]:
        """What a new row of this table can be called by."""
        return list(_row_keys(row, self.header))


def tables_at(tree: Tree, citation: ast.Citation) -> list[Held]:
    """The tables of a provision, in the numbering that the citation names, else in any."""
    address = addresses.parts(citation.address)
    return [
        _held(entry, statement)
        for entry in tree.root.entries()
        if citation.of is None or entry.home is tree.named(citation)
        for statement in _tables(entry.statement)
        if _is_at(entry, statement, address)
    ]


def row_at(tree: Tree, address: Address) -> tuple[str, str] | None:
    """The provision of the table that has a row at an address, and what the row is called in it."""
    for entry in tree.root.entries():
        for statement in _tables(entry.statement):
            own = _own(entry, statement)
            for row in statement.table.rows if own else ():
                if own and _marked(row, statement, own) == address:
                    number = ".".join(address[len(own) :])
                    return addresses.shown(own), addresses.shown(address) if addresses.first(row.marks) else number
    return None


def _held(entry: Entry, statement: Any) -> Held:
    header = [cell.text for cell in statement.table.header]
    rows: dict[str, list[ast.Row]] = {}
    for row in statement.table.rows:
        for key in dict.fromkeys(_row_keys(row, header)):
            rows.setdefault(key, []).append(row)
    return Held(entry, rows, header)


def _tables(statement: Any) -> Iterator[Any]:
    if getattr(statement, "table", None) is not None:
        yield statement
    for inner in getattr(statement, "body", None) or ():
        yield from _tables(inner)


def _own(entry: Entry, statement: Any) -> Address | None:
    own = addresses.first((*getattr(statement, "marks", ()), *statement.table.marks))
    return own or addresses.first(entry.statement.marks)


def _is_at(entry: Entry, statement: Any, address: Address) -> bool:
    return _own(entry, statement) == address


def _marked(row: ast.Row, statement: Any, own: Address) -> Address | None:
    """The provision of a row: the one that it cites, else its number below that of the table."""
    cited = addresses.first(row.marks)
    header = [cell.text for cell in statement.table.header]
    if cited is not None or "no" not in header:
        return cited
    place = header.index("no")
    return (*own, *addresses.parts(_text(row.cells[place]))) if place < len(row.cells) else None


def _row_keys(row: ast.Row, header: list[str]) -> Iterator[str]:
    """What a row can be called by: its number, its name, else its first cells; and the provision that it cites."""
    columns = [header.index(name) for name in ("no", "indicator", "grade") if name in header] or [0]
    yield from filter(None, (_text(row.cells[column]) for column in columns if column < len(row.cells)))
    cells = [_text(cell) for cell in row.cells]
    yield from (" | ".join(cells[:n]) for n in range(1, len(cells) + 1))
    cited = addresses.first(row.marks)
    if cited is not None:
        yield addresses.shown(cited)


def _text(cell: Any) -> str:
    cell = cell.value if isinstance(cell, ast.Starred) else cell
    if cell is None:
        return ""
    return cell.value if isinstance(cell, ast.Text) else cell_text(cell)
