"""Documents between two versions: those provisions of the later one that are taken, the others as before.

`hybrid(old, new, all)` has the rules of the later version, `hybrid(old, new, none)` those of the earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import fields

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.syntax import ast

Taken = Callable[[Address], bool]
_NOWHERE: Address = ("",)
_LEFT_OUT = (ast.Example, ast.Examples, ast.Norm, ast.Words, ast.Repealed)


def hybrid(old: ast.Module, new: ast.Module, taken: Iterable[Address]) -> ast.Module:
    """The earlier document with the changes of some provisions; examples and norms are left out."""
    chosen = set(taken)
    merger = _Merger(lambda address: address in chosen)
    return ast.evolve(old, statements=merger.merged(old.statements, new.statements, _NOWHERE), comments=())


def changed_addresses(old: ast.Module, new: ast.Module) -> tuple[Address, ...]:
    """The provisions by which the rules of two versions differ, in the order of the law."""
    merger = _Merger(lambda _: True)
    merger.merged(old.statements, new.statements, _NOWHERE)
    return tuple(sorted(merger.changed, key=addresses.order))


class _Merger:
    """Walks two trees side by side; statements of one sort and name are the same one."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.changed: set[Address] = set()

    def merged(self, old: tuple[Any, ...], new: tuple[Any, ...], around: Address) -> tuple[Any, ...]:
        """The statements of both; the order is the later one's where the provision around them is taken."""
        before, after = dict(_keyed(old)), dict(_keyed(new))
        common = [k for k in before if k in after]
        reordered = common != [k for k in after if k in before]
        if reordered:
            self.changed.add(around)
        first, second = (after, before) if reordered and self.taken(around) else (before, after)
        found: list[Any] = []
        for key in _woven(list(first), list(second)):
            kept = self.one(before.get(key), after.get(key), around)
            if kept is not None:
                found.append(kept)
        return tuple(found)

    def one(self, old: Any, new: Any, around: Address) -> Any:
        """One statement of both versions, or of one of them."""
        if old is None or new is None:
            present = new if old is None else old
            address = _address(present, around)
            self.changed.add(address)
            return present if self.taken(address) == (old is None) else None
        now = _address(new, around)
        shell = self._shell(old, new, now)
        changes: dict[str, Any] = {}
        if getattr(old, "body", None) is not None and getattr(new, "body", None) is not None:
            changes["body"] = self.merged(old.body, new.body, now)
        if getattr(old, "table", None) is not None and old.table.header == new.table.header:
            changes["table"] = ast.evolve(old.table, rows=self._rows(old, new, now))
        return ast.evolve(shell, **changes) if changes else shell

    def _shell(self, old: Any, new: Any, now: Address) -> Any:
        if _bare(old) == _bare(new):
            return old
        self.changed.add(now)
        return new if self.taken(now) else old

    def _rows(self, old: Any, new: Any, around: Address) -> tuple[ast.Row, ...]:
        before, after = dict(_rows_of(old.table)), dict(_rows_of(new.table))
        found = []
        for key in _woven(list(before), list(after)):
            a, b = before.get(key), after.get(key)
            present = a if a is not None else b
            assert present is not None
            address = _row_address(present, old.table, around)
            if a is not None and b is not None and a.cells == b.cells:
                found.append(a)
                continue
            self.changed.add(address)
            kept = b if self.taken(address) else a
            if kept is not None:
                found.append(kept)
        return tuple(found)


def _keyed(statements: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each statement with what tells it apart: its sort, its name or its options, and its place among its like."""
    seen: dict[Any, int] = {}
    for s in statements:
        if isinstance(s, _LEFT_OUT):
            continue
        name = getattr(s, "name", None) or getattr(s, "node", None) or getattr(s, "paths", None)
        under = tuple(str(m.path) for m in ast.unders(getattr(s, "marks", ())))
        kinds = tuple(str(k) for k in getattr(s, "kinds", ()) or () if isinstance(k, ast.Path))
        states = getattr(s, "states", None)
        key = (type(s).__name__, _text(name), under, kinds, states)
        seen[key] = seen.get(key, 0) + 1
        yield (*key, seen[key]), s


def _text(name: Any) -> str:
    if isinstance(name, tuple):
        return ",".join(map(str, name))
    return str(getattr(name, "text", name))


def _address(statement: Any, around: Address) -> Address:
    return addresses.first(getattr(statement, "marks", ())) or around


def _bare(statement: Any) -> tuple[Any, ...]:
    """What a statement says itself, without citations, label, and what stands in its block."""
    values = []
    for field in fields(type(statement)):
        value = getattr(statement, field.name)
        if field.name in ("span", "label", "body"):
            continue
        if field.name == "marks":
            value = tuple(m for m in value if isinstance(m, ast.Under))
        if field.name == "table" and value is not None:
            value = value.header
        values.append(value)
    return type(statement), *values


def _rows_of(table: ast.Table) -> Iterator[tuple[Any, ast.Row]]:
    seen: dict[Any, int] = {}
    names = [i for i, cell in enumerate(table.header) if cell.text in ("no", "indicator", "grade")]
    for row in table.rows:
        key = tuple(row.cells[i] for i in names or [0] if i < len(row.cells))
        seen[key] = seen.get(key, 0) + 1
        yield (key, seen[key]), row


def _row_address(row: ast.Row, table: ast.Table, around: Address) -> Address:
    """The provision of a row: as cited, else that of the table with the number of the row."""
    own = addresses.first(row.marks)
    if own is not None:
        return own
    base = addresses.first(table.marks) or around
    place = next((i for i, cell in enumerate(table.header) if cell.text == "no"), None)
    if place is None or place >= len(row.cells):
        return base
    cell: Any = row.cells[place]
    cell = cell.value if isinstance(cell, ast.Starred) else cell
    number = getattr(cell, "text", "")
    return (*base, *str(number).split(".")) if number else base


def _woven(first: list[Any], second: list[Any]) -> list[Any]:
    """All keys: the order of the first, those of the second alone behind the one that they follow there."""
    found = list(first)
    held = set(first)
    last: Any = None
    for key in second:
        if key not in held:
            found.insert(found.index(last) + 1 if last is not None else 0, key)
            held.add(key)
        last = key
    return found
