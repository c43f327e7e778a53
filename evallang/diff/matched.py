"""Which statement of one version is which of another: by sort and name, clauses by provision and what they say."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from attrs import fields, frozen

from evallang.diff.normal import Form, form, in_turn, own_address, row_form
from evallang.law.addresses import Address
from evallang.syntax import ast

NOWHERE: Address = ("",)
"""The place of what cites no provision."""
Matched = dict[Any, Any]
"""Statements by what tells them apart; the same one of the other version has the same key."""
_LEFT_OUT = (ast.Example, ast.Examples, ast.Norm, ast.Words, ast.Repealed)
_SEVERAL = (ast.When, ast.Clamp, ast.Round, ast.Except, ast.MarkRule, ast.Each, ast.RowRule)
"""Clauses of which a block may hold several: what another provision says is another clause."""


def rules_in(statements: Iterable[Any]) -> tuple[Any, ...]:
    """The statements without examples, norms and words."""
    return tuple(s for s in statements if not isinstance(s, _LEFT_OUT))


def address_of(statement: Any, around: Address) -> Address:
    """The provision of a statement: its own, else the one around it."""
    return own_address(statement) or around


def bare(statement: Any) -> tuple[Any, ...]:
    """What a statement says itself, without citations, label, and what stands in its block."""
    values = []
    for field in fields(type(statement)):
        value = getattr(statement, field.name)
        if field.name in ("span", "label", "body"):
            continue
        if field.name == "marks":
            value = tuple(m for m in value if isinstance(m, ast.Under))
        if field.name == "table" and value is not None:
            value = (value.header, ast.unders(value.marks))
        values.append(value)
    return type(statement), *values


def alike(one: Any, other: Any) -> bool:
    """Whether two statements say the same themselves, in whatever layout."""
    return bare(one) == bare(other) or (type(one) is type(other) and _said(one) == _said(other))


def _said(statement: Any) -> Form:
    changes: dict[str, Any] = {"label": None} if hasattr(statement, "label") else {}
    if getattr(statement, "body", None) is not None:
        changes["body"] = ()
    if getattr(statement, "table", None) is not None:
        changes["table"] = ast.evolve(statement.table, rows=())
    return form(ast.evolve(statement, **changes))


def matched(old: Iterable[Any], new: Iterable[Any]) -> tuple[Matched, Matched]:
    """The rules of two blocks, each in its order, with one key for the two versions of one."""
    sides = [_by_sort(old), _by_sort(new)]
    keys: dict[int, Any] = {}
    for sort in dict.fromkeys([*sides[0], *sides[1]]):
        a, b = (side.get(sort, []) for side in sides)
        number = 0
        one = len(a) == len(b) == 1 and sort[-1] is None
        for number, (left, right) in enumerate([(a[0], b[0])] if one else _paired(a, b, _ways(sort)), 1):
            keys[id(left)] = keys[id(right)] = (*sort, number)
        for s in (*a, *b):
            if id(s) not in keys:
                number += 1
                keys[id(s)] = (*sort, number)
    return {keys[id(s)]: s for s in rules_in(old)}, {keys[id(s)]: s for s in rules_in(new)}


def _by_sort(statements: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for s in rules_in(statements):
        name = getattr(s, "name", None) or getattr(s, "node", None) or getattr(s, "paths", None)
        under = tuple(str(m.path) for m in ast.unders(getattr(s, "marks", ())))
        kinds = tuple(str(k) for k in getattr(s, "kinds", ()) or () if isinstance(k, ast.Path))
        several = type(s) if isinstance(s, _SEVERAL) else None
        key = (type(s).__name__, _text(name), under, kinds, getattr(s, "states", None), several)
        found.setdefault(key, []).append(s)
    return found


Way = Callable[[Any], Hashable]


def _ways(sort: Any) -> tuple[Way, ...]:
    """How statements of a sort are told apart, the surest way first; what gives None is not matched so."""
    last: Way = (lambda s: None if own_address(s) else "uncited") if sort[-1] is not None else (lambda _: "any")
    return _itself, lambda s: (own_address(s), form(s)), form, own_address, last


def _itself(statement: Hashable) -> Hashable:
    return statement


def _paired(old: list[Any], new: list[Any], ways: Iterable[Way]) -> Iterator[tuple[Any, Any]]:
    for way in ways if old and new else ():
        waiting: dict[Hashable, list[Any]] = {}
        for s in reversed(new):
            waiting.setdefault(way(s), []).append(s)
        found: set[int] = set()
        for s in old:
            key = way(s)
            if key is not None and waiting.get(key):
                other = waiting[key].pop()
                found |= {id(s), id(other)}
                yield s, other
        old, new = ([s for s in side if id(s) not in found] for side in (old, new))


def matched_rows(old: ast.Table, new: ast.Table) -> tuple[Matched, Matched]:
    """The lines of two tables with the same columns, by their provisions, their names or what they ask."""

    def named(row: ast.Row) -> Hashable:
        places = [i for i, cell in enumerate(old.header) if cell.text in ("no", "indicator", "grade")]
        return tuple(row.cells[i] for i in places or [0] if i < len(row.cells))

    cited = [[own_address(r) for r in t.rows] for t in (old, new)]

    def placed(row: ast.Row) -> Hashable:
        own = own_address(row)
        return own if all(addresses.count(own) == 1 for addresses in cited) else None

    ways: tuple[Way, ...] = (
        _itself, lambda r: (own_address(r), row_form(r, old)), lambda r: row_form(r, old), placed,
        lambda r: (named(r), ast.unders(r.marks)), named,
    )  # fmt: skip
    keys: dict[int, Any] = {}
    for number, (left, right) in enumerate(_paired(list(old.rows), list(new.rows), ways)):
        keys[id(left)] = keys[id(right)] = number
    first, second = ({keys.get(id(r), id(r)): r for r in t.rows} for t in (old, new))
    return first, second


def _text(name: Any) -> str:
    if isinstance(name, tuple):
        return ",".join(map(str, name))
    return str(getattr(name, "text", name))


# ---- the order of clauses


@frozen(eq=False)
class Turned:
    """Clauses that both versions hold in another order, and the provision that holds them, in its numbering."""

    numbering: str
    address: Address
    before: tuple[Any, ...]
    after: tuple[Any, ...]


def turned_in(before: Matched, after: Matched, around: Address, numbering: str = "") -> Iterator[Turned]:
    """The groups of clauses of one block whose order differs; `around` is the provision that holds the block."""
    keys = [{id(s): key for key, s in side.items()} for side in (before, after)]
    for old, new in zip(in_turn(before.values()), in_turn(after.values()), strict=True):
        first = [keys[0][id(s)] for s in old if keys[0][id(s)] in after]
        second = [keys[1][id(s)] for s in new if keys[1][id(s)] in before]
        if first != second:
            cited = [own_address(s) for s in new]
            place = around if around != NOWHERE else next(filter(None, cited), NOWHERE)
            yield Turned(numbering, place, old, new)


def turned(old: Iterable[Any], new: Iterable[Any], around: Address = NOWHERE, numbering: str = "") -> Iterator[Turned]:
    """All clauses of two versions that stand in another order."""
    before, after = matched(old, new)
    yield from turned_in(before, after, around, numbering)
    for key, s in after.items():
        inner = getattr(s, "body", None)
        if inner and key in before and getattr(before[key], "body", None):
            part = isinstance(s, ast.Part)
            number, place = (s.name.text, NOWHERE) if part else (numbering, address_of(s, around))
            yield from turned(before[key].body, inner, place, number)
