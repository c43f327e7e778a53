"""The order in which the operations of one day are carried out: first what another one stands beside."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from evallang.law import addresses
from evallang.law.amend import INSIDE, Step
from evallang.law.inside import names_of
from evallang.law.tables import tables_at
from evallang.law.touches import Places, places
from evallang.law.tree import Tree
from evallang.syntax import ast


def in_sequence(found: Sequence[Step], tree: Tree) -> list[list[Step]]:
    """The operations of one day in runs of one act each, as they were given as far as no anchor is still to come.

    That an act is read before another one does not decide anything: two that meet are a conflict.
    """
    where = places(found, tree)
    made = {id(step): set(_made(step, where)) for step in found}
    wanted = {id(step): set(_anchors(step, where)) for step in found}
    left, runs = list(found), list[list[Step]]()
    while left:
        ready = (s for s in left if not any(wanted[id(s)] & made[id(o)] for o in left if o is not s))
        now = next(ready, left[0])
        left.remove(now)
        if runs and runs[-1][0].act is now.act:
            runs[-1].append(now)
        else:
            runs.append([now])
    return runs


def _made(step: Step, where: Places) -> Iterator[Hashable]:
    """What an operation brings that another one can name."""
    o = step.operation
    if isinstance(o, ast.Insert):
        yield where.coming.get(addresses.parts(o.target.address), ())
    for inside, line in _lines(o):
        for name in _names(inside, line, where):
            yield _held_in(inside), name


def _anchors(step: Step, where: Places) -> Iterator[Hashable]:
    """What an operation stands beside."""
    o = step.operation
    if isinstance(o, ast.Insert):
        yield where.of(o.anchor)
    yield from ((_held_in(inside), line.after.text) for inside, line in _lines(o) if isinstance(line, ast.InsertLine))


def _lines(o: Any) -> Iterator[tuple[Any, Any]]:
    """The operations on lines of an operation, each with the one on the register or the table around it."""
    inner = [o] if isinstance(o, INSIDE) else [s for s in getattr(o, "body", None) or () if isinstance(s, INSIDE)]
    for inside in inner:
        yield from ((inside, s) for s in inside.body if isinstance(s, ast.InsertLine))


def _held_in(inside: Any) -> str:
    return str(inside.table) if isinstance(inside, ast.InTable) else str(getattr(inside, "register", ""))


def _names(inside: Any, line: ast.InsertLine, where: Places) -> Iterator[str]:
    for body in (s for s in line.body or () if isinstance(s, ast.Body)):
        yield from names_of(body)
    if isinstance(inside, ast.InTable) and where.tree is not None:
        for held in tables_at(where.tree, inside.table):
            yield from (name for row in line.rows or () for name in held.names(row))
