"""Points of rows that are for nobody, shared out among the other rows (`interpreter.nodes`): by how much these rise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from evallang.backends.python.unit import NotCompiled
from evallang.backends.python.value import Value
from evallang.backends.specialised import Specialised
from evallang.ir.program import NodeDef, PartDef

Points = Callable[[NodeDef], Value | None]


class Shares:
    """What is known of the points of rows when code is made; `points` are those of a node."""

    def __init__(self, spec: Specialised, points: Points) -> None:
        self.spec, self.points = spec, points

    def factors(self, node: NodeDef) -> tuple[dict[str, Fraction], Fraction]:
        """By how much the points of the rows rise: for bodies by their names, and for all others."""
        names = {name for m in self.spec.shared_out(node) for name in m.bodies} | set(self._exempted(node))
        return {name: self._factor(node, name) for name in sorted(names)}, self._factor(node, None)

    def is_row(self, part: PartDef) -> bool:
        """Whether a part is a row of a table."""
        below = self._node(part.part.targets[0])
        return below.word == "row"

    def _node(self, number: int) -> NodeDef:
        node = self.spec.program.definitions[number]
        assert isinstance(node, NodeDef)
        return node

    def _below(self, node: NodeDef) -> Iterator[NodeDef]:
        for part in node.parts:
            yield from map(self._node, part.part.targets)

    def _exempted(self, node: NodeDef) -> Iterator[str]:
        for below in self._below(node):
            for mark in self.spec.exemptions(below):
                yield from mark.bodies
            yield from self._exempted(below)

    def _factor(self, node: NodeDef, name: str | None) -> Fraction:
        if not any(name in m.bodies or self.spec.kind in m.kinds for m in self.spec.shared_out(node)):
            return Fraction(1)
        full = self._added(node, name, exempt=False, rows=True)
        left = self._added(node, name, exempt=True, rows=True)
        return full / left if full is not None and left else Fraction(1)

    def _added(self, node: NodeDef, name: str | None, *, exempt: bool, rows: bool = False) -> Fraction | None:
        """The points of the parts added, penalties left out; with `exempt` what a mark takes away is left out too."""
        total: Fraction | None = None
        for part in node.parts:
            if part.sign < 0 or (rows and not self.is_row(part)):
                continue
            for below in map(self._node, part.part.targets):
                if not self.spec.active(below.conditions) or not self.spec.is_of_kind(below):
                    continue
                if exempt and self._is_taken_away(below, name):
                    continue
                inner = below.parts and self.spec.claim(below) is None
                points = self._added(below, name, exempt=exempt) if inner else self._known(below)
                if points is not None:
                    total = points if total is None else total + points
        return total

    def _is_taken_away(self, node: NodeDef, name: str | None) -> bool:
        for mark in self.spec.exemptions(node):
            if name in mark.bodies or self.spec.kind in mark.kinds:
                return mark.compensation != "full points"
        return False

    def _known(self, node: NodeDef) -> Fraction | None:
        found = self.points(node)
        if found is None or found.form == "never":
            return None
        if not isinstance(found.den, int) or not found.code.removeprefix("-").isdecimal():
            raise NotCompiled("points of rows that are shared out and are no plain numbers", node.span)
        return Fraction(int(found.code), found.den)
