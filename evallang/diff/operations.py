"""The operations that turn one version into another: a difference of provisions as an amendment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evallang.diff.provisions import ProvisionChange, changes
from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.syntax import ast
from evallang.syntax.print import format_module


def amendment(before: ast.Module, after: ast.Module, name: str, amends: str, since: str) -> str:
    """An amendment file whose operations, carried out on `before`, give the provisions of `after`."""
    found = changes(before, after)
    held = _statements(after)
    order, earlier = _order(after), _order(before)
    found = tuple(sorted(found, key=lambda c: _rank(c, order)))
    lines = [f"amendment {name} amends {amends}", f"in force {since}"]
    operations = [op for change in found for op in _operations(change, held, order, earlier)]
    return "\n".join([*lines, "", *operations]) + "\n"


def _rank(change: ProvisionChange, order: list[tuple[str, Address]]) -> int:
    """What goes first, then the rest in the order of the later version, so that each anchor is there."""
    after = change.after
    return -1 if after is None else order.index((after.numbering, after.address))


def _operations(
    change: ProvisionChange, held: dict[Any, list[str]], order: list[Any], earlier: list[Any]
) -> Iterator[str]:
    before, after = change.before, change.after
    if change.sort == "repealed" or (change.sort == "moved" and before is not None):
        assert before is not None
        yield f"repeal {_cited(before.numbering, before.address)}"
    if after is None:
        return
    target = _cited(after.numbering, after.address)
    body = "\n".join(held[after.numbering, after.address])
    match change.sort:
        case "new" | "moved":
            anchor = _anchor(order, earlier, (after.numbering, after.address))
            yield f"insert {addresses.shown(after.address)} {anchor} {{\n{body}\n}}"
        case "reworded":
            yield f"replace {target} {{\n{body}\n}}"
        case "renamed":
            yield f'retitle {target} "{after.heading}"'


def _cited(numbering: str, address: Address) -> str:
    return addresses.shown(address) + (f" of {numbering}" if numbering else "")


def _order(module: ast.Module) -> list[tuple[str, Address]]:
    return list(dict.fromkeys((numbering, address) for numbering, _, address in _each(module.statements, "")))


def _anchor(order: list[tuple[str, Address]], earlier: list[tuple[str, Address]], key: tuple[str, Address]) -> str:
    """Behind the provision that stands before it; for the first one, before what was the first."""
    same = [k for k in order if k[0] == key[0]]
    place = same.index(key)
    if place > 0:
        return f"after {_cited(*same[place - 1])}"
    first = next((k for k in earlier if k[0] == key[0]), key)
    return f"before {_cited(*first)}"


def _each(statements: tuple[Any, ...], numbering: str) -> Iterator[tuple[str, Any, Address]]:
    for s in statements:
        if isinstance(s, ast.Part):
            yield from _each(s.body or (), s.name.text)
        elif not isinstance(s, ast.Example | ast.Examples | ast.Repealed):
            address = addresses.first(getattr(s, "marks", ()))
            if address is not None:
                yield numbering, s, address
            yield from _each(tuple(getattr(s, "body", None) or ()), numbering)


def _statements(module: ast.Module) -> dict[tuple[str, Address], list[str]]:
    """The text of each provision, without what stands in it but is of another."""
    found: dict[tuple[str, Address], list[str]] = {}
    for numbering, s, address in _each(module.statements, ""):
        comments = tuple(c for c in module.comments if s.span.start <= c.span.start < s.span.end)
        text = format_module(ast.Module((_own(s),), module.source, comments))
        found.setdefault((numbering, address), []).append(text.rstrip())
    return found


def _own(statement: Any) -> Any:
    """A statement without lines of other provisions and without the marks of earlier amendments."""
    marks = tuple(m for m in statement.marks if not isinstance(m, ast.Amended))
    body = getattr(statement, "body", None)
    if body is None:
        return ast.evolve(statement, marks=marks)
    kept = tuple(s for s in body if addresses.first(getattr(s, "marks", ())) is None)
    return ast.evolve(statement, marks=marks, body=kept)
