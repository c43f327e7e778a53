"""Documents between two versions: those provisions of the later one that are taken, the others as before.

`hybrid(old, new, all)` has the rules of the later version, `hybrid(old, new, none)` those of the earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from evallang.diff.matched import NOWHERE, Turned, alike, matched, matched_rows, rules_in, turned_in
from evallang.diff.normal import own_address, row_form
from evallang.diff.provision import NOTHING_CITED, Key
from evallang.law import addresses
from evallang.source import from_text
from evallang.syntax import ast, format_module, parse

Taken = Callable[[Key], bool]
_HEAD = (ast.Document, ast.InForce, ast.Source, ast.Status, ast.Language, ast.BaseInPart)
"""What says nothing of how anything is scored: that of the earlier version stands."""


def hybrid(old: ast.Module, new: ast.Module, taken: Iterable[Key]) -> ast.Module:
    """The earlier document with the changes of some provisions; examples and norms are left out."""
    chosen = set(taken)
    merger = _Merger(lambda key: key in chosen)
    return _written(old, merger.merged(old.statements, new.statements, NOTHING_CITED))


def changed_provisions(old: ast.Module, new: ast.Module) -> tuple[Key, ...]:
    """The provisions by which the rules of two versions differ, in the order of the law; those of annexes come last."""
    merger = _Merger(lambda _: True)
    merger.merged(old.statements, new.statements, NOTHING_CITED)
    return tuple(sorted(merger.changed, key=lambda key: (key[0], addresses.order(key[1]))))


def _written(old: ast.Module, statements: tuple[Any, ...]) -> ast.Module:
    """A module of these statements whose places are those of one text.

    What the earlier version holds as it is keeps its place; the rest, of two texts, is printed behind it and read
    again. Which clause stands before which is asked by its place.
    """
    held = {id(s) for s in old.statements}
    mixed = tuple(s for s in statements if id(s) not in held)
    if not mixed:
        return ast.evolve(old, statements=statements, comments=())
    text = format_module(ast.Module(mixed, old.source))
    above = old.source.text + "\n"
    read, wrong = parse(from_text(old.source.name, "\n" * len(above) + text))
    assert not wrong and len(read.statements) == len(mixed), text  # made of statements that had been read
    again = iter(read.statements)
    whole = tuple(s if id(s) in held else next(again) for s in statements)
    return ast.Module(whole, from_text(old.source.name, above + text))


class _Merger:
    """Walks two trees side by side."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.changed: set[Key] = set()

    def merged(self, old: tuple[Any, ...], new: tuple[Any, ...], around: Key, numbering: str = "") -> tuple[Any, ...]:
        """The statements of both; the order is the later one's where the provision that holds them is taken.

        `around` is that provision, `numbering` the one in which the statements themselves cite theirs.
        """
        before, after = matched(old, new)
        orders = {_turned_at(t, around, numbering) for t in turned_in(before, after, around[1])}
        self.changed |= orders
        first, second = (after, before) if any(map(self.taken, orders)) else (before, after)
        found: list[Any] = []
        for key in _woven(list(first), list(second)):
            kept = self.one(before.get(key), after.get(key), around, numbering)
            if kept is not None:
                found.append(kept)
        return _guards_first(found)

    def one(self, old: Any, new: Any, around: Key, numbering: str) -> Any:
        """One statement of both versions, or of one of them; that of the earlier one itself where it stays."""
        if isinstance(old or new, _HEAD):
            return old
        if old is None or new is None:
            present = new if old is None else old
            key = _key(present, around, numbering)
            self.changed.add(key)
            return present if self.taken(key) == (old is None) else None
        now = _key(new, around, numbering)
        shell = old
        if not alike(old, new):
            self.changed.add(now)
            shell = new if self.taken(now) else old
        changes: dict[str, Any] = {}
        if getattr(old, "body", None) is not None and getattr(new, "body", None) is not None:
            changes["body"] = self.merged(
                old.body, new.body, now, new.name.text if isinstance(new, ast.Part) else numbering
            )
        if getattr(old, "table", None) is not None and old.table.header == new.table.header:
            changes["table"] = ast.evolve(shell.table, rows=self._rows(old.table, new.table, now, numbering))
        if shell is old and _same(changes.get("body"), old) and _same_rows(changes.get("table"), old):
            return old
        return ast.evolve(shell, **changes) if changes else shell

    def _rows(self, old: ast.Table, new: ast.Table, around: Key, numbering: str) -> tuple[ast.Row, ...]:
        before, after = matched_rows(old, new)
        found = []
        for key in _woven(list(before), list(after)):
            a, b = before.get(key), after.get(key)
            present = b if b is not None else a
            assert present is not None
            if a is not None and b is not None and row_form(a, old) == row_form(b, new):
                found.append(a)
                continue
            place = _row_key(present, old, around, numbering)
            self.changed.add(place)
            kept = b if self.taken(place) else a
            if kept is not None:
                found.append(kept)
        return tuple(found)


def _same(body: tuple[Any, ...] | None, old: Any) -> bool:
    """Whether a block is that of the earlier version itself."""
    if body is None:
        return True
    held = rules_in(old.body)
    return len(body) == len(held) and all(a is b for a, b in zip(body, held, strict=True))


def _same_rows(table: ast.Table | None, old: Any) -> bool:
    if table is None:
        return True
    rows = old.table.rows
    return len(rows) == len(table.rows) and all(a is b for a, b in zip(table.rows, rows, strict=True))


def _key(statement: Any, around: Key, numbering: str) -> Key:
    """The provision of a statement: its own, else the one around it."""
    own = own_address(statement)
    return around if own is None else (numbering, own)


def _turned_at(turned: Turned, around: Key, numbering: str) -> Key:
    """The provision that holds clauses in another order: the one around them, else the first that one of them cites."""
    return around if around != NOTHING_CITED or turned.address == NOWHERE else (numbering, turned.address)


def _row_key(row: ast.Row, table: ast.Table, around: Key, numbering: str) -> Key:
    """The provision of a row: as cited, else that of the table with the number of the row."""
    own = own_address(row)
    if own is not None:
        return numbering, own
    cited = addresses.first(table.marks)
    base = around if cited is None else (numbering, cited)
    place = next((i for i, cell in enumerate(table.header) if cell.text == "no"), None)
    if place is None or place >= len(row.cells):
        return base
    cell: Any = row.cells[place]
    cell = cell.value if isinstance(cell, ast.Starred) else cell
    number = getattr(cell, "text", "")
    return (base[0], (*base[1], *str(number).split("."))) if number else base


def _guards_first(statements: list[Any]) -> tuple[Any, ...]:
    """The statements with every `when` before `score`, as the language asks."""
    score = next((i for i, s in enumerate(statements) if isinstance(s, ast.Score)), None)
    late = [s for s in statements[score:] if isinstance(s, ast.When)] if score is not None else []
    if not late:
        return tuple(statements)
    rest = [s for s in statements if all(s is not x for x in late)]
    return *rest[:score], *late, *rest[score:]


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
