"""Which definitions use which, so that of another body only what a change can reach is worked out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evallang.ir import expr as ir
from evallang.ir.program import NodeDef, PointsDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import among_expressions, definition_expressions, grade_expressions
from evallang.trials.uses import Used, Uses


class Users:
    """The definitions of one program that use others, under all its readings together."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._uses = Uses(program)
        self.used: list[frozenset[int]] = [self.used_by(definition_expressions(d)) for d in program.definitions]
        """By number, what a definition uses itself: as a value, by its grade, or by a place in a rating."""
        self.direct: dict[int, set[int]] = {}
        """By number, which definitions use one themselves."""
        for number, used in enumerate(self.used):
            for n in used:
                self.direct.setdefault(n, set()).add(number)
        self._users: dict[int, frozenset[int]] = {}

    def users(self, number: int) -> frozenset[int]:
        """All definitions whose value uses one, directly or through others."""
        if number not in self._users:
            found: set[int] = set()
            waiting = [number]
            while waiting:
                new = self.direct.get(waiting.pop(), set()) - found
                found |= new
                waiting += new
            self._users[number] = frozenset(found)
        return self._users[number]

    def used_by(self, expressions: Iterable[ir.Expr]) -> frozenset[int]:
        """What some expressions use themselves."""
        roots = list(expressions)
        claims = self.claims(e for root in roots for e in walk(root))
        used: Used = self._uses.of([*roots, *(claim.value for claim in claims if claim.value is not None)])
        found = set(used.definitions)
        for number in used.grades:
            node = self.program.definitions[number]
            found.add(number)
            if isinstance(node, NodeDef):
                found |= self.used_by(e for grade in node.grades for e in grade_expressions(grade))
        for number in used.ratings:
            rating = self.program.ratings[number]
            found |= self.used_by([*among_expressions(self.program, number), *rating.nodes])
        return frozenset(found)

    def claims(self, expressions: Iterable[ir.Expr]) -> Iterator[PointsDef]:
        """The points that expressions name: those of a node and of the nodes under it."""
        waiting = [x.node for x in expressions if isinstance(x, ir.PointsOf)]
        while waiting:
            node = self.program.definitions[waiting.pop()]
            yield from getattr(node, "points", ())
            waiting += [n for entry in getattr(node, "parts", ()) for n in entry.part.targets]
