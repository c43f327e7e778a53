"""The special cases of a node, two by two, and what ranges of values say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import Guarded, NodeDef
from evallang.lint.facts import Facts, truth, where
from evallang.lint.sites import Guard
from evallang.lint.subject import Subject
from evallang.lint.together import Together
from evallang.lint.values import Values
from evallang.lint.wanted import Wanted
from evallang.types import FLAG

_RELATED = 12
"""So many of the cases before one that look at the same values are read again with it."""


@frozen(eq=False)
class Pair:
    """Two cases of a node, the earlier one first, and the cases before both, none of which holds."""

    node: NodeDef
    before: tuple[Guard, ...]
    first: Guarded
    second: Guarded
    guards: tuple[ir.Expr, ir.Expr]
    values: tuple[ir.Expr, ir.Expr]

    @property
    def place(self) -> tuple[int, int]:
        """Where both stand: the copies of a pair in the rows of a table stand in one place."""
        return self.first.span.start, self.second.span.start

    def wanted(self, *guards: Guard) -> Wanted:
        """A body for which the first case gives the value, and something else is so."""
        return Wanted((*self.before, (self.guards[0], True), *guards), self.node.level, self.node.number)

    @property
    def both(self) -> Wanted:
        """Both hold and give different values, or the later one gives one where the earlier one is silent."""
        one, other = self.values
        differ: ir.Expr = ir.Apply("unequal", (one, other), type=FLAG)
        if isinstance(one, ir.UndefinedConst):
            differ = ir.Asks("known", other, type=FLAG)
        return self.wanted((self.guards[1], True), (differ, True))


def chosen(subject: Subject, e: ir.Expr) -> ir.Expr:
    """Of `by` the case that is chosen."""
    while isinstance(e, ir.ByReading):
        e = e.cases[subject.choices[e.reading]]
    return e


class Cases:
    """The cases of one node that hold under the readings chosen, in order, up to the one without a condition."""

    def __init__(self, subject: Subject, node: NodeDef) -> None:
        self.subject, self.node = subject, node
        self.active: list[Guarded] = []
        for clause in node.clauses:
            if subject.active(clause.conditions):
                if clause.guard is None:
                    break
                self.active.append(clause)
        self.guards = [subject.written_out(c.guard) for c in self.active if c.guard is not None]
        self.values = [chosen(subject, subject.written_out(c.value)) for c in self.active]
        self.added = [self._is_added(c) for c in self.active]
        """Which cases stand under an option, where no other option of the reading has the same case elsewhere."""
        self._before = tuple((guard, False) for guard in self.guards)

    def _is_added(self, clause: Guarded) -> bool:
        form = self.subject.rests.canonical.form
        for reading, option in clause.conditions:
            others = (c for c in self.node.clauses if any(r == reading and o != option for r, o in c.conditions))
            if not any(c.guard is not None and form(c.guard) == form(clause.guard) for c in others):
                return True
        return False

    @property
    def pairs(self) -> Iterator[tuple[int, int]]:
        """The places of two cases; one that only one option adds is that option's own."""
        own = [i for i, added in enumerate(self.added) if not added]
        return ((i, j) for n, i in enumerate(own) for j in own[n + 1 :])

    def pair(self, i: int, j: int) -> Pair:
        """The cases at two places."""
        guards, values = (self.guards[i], self.guards[j]), (self.values[i], self.values[j])
        return Pair(self.node, self._before[:i], self.active[i], self.active[j], guards, values)

    def together(self) -> Together:
        """What made-up bodies show of all of them."""
        wanted = Wanted(tuple((guard, True) for guard in self.guards), self.node.level, self.node.number)
        return Together(self.subject.search, wanted, self.guards, self.values)


class ByRanges:
    """What ranges say of many cases; what is known before a case is put together from what is known before the last."""

    def __init__(self, cases: Cases) -> None:
        self.cases, subject = cases, cases.subject
        self.uses = [subject.uses.of_expression(guard) for guard in cases.guards]
        self.values = [subject.values(kind) for kind in subject.kinds_of(cases.node)]

    @cached_property
    def _before(self) -> list[list[Facts | None]]:
        """By case and kind, what is known where none of the cases before it holds; None where that cannot be."""
        found: list[list[Facts | None]] = [[{} for _ in self.values]]
        for i in range(len(self.cases.guards) - 1):
            found.append([self._with(i, False, known, v) for known, v in zip(found[i], self.values, strict=True)])
        return found

    @cached_property
    def _first(self) -> list[list[Facts | None]]:
        """The same where the case gives the value."""
        places = range(len(self.cases.guards))
        return [
            [self._with(i, True, known, v) for known, v in zip(self._before[i], self.values, strict=True)]
            for i in places
        ]  # fmt: skip

    def _with(self, i: int, holds: bool, known: Facts | None, values: Values) -> Facts | None:
        """What is known where a case holds or not; those before it that look at the same are read again."""
        if known is None:
            return None
        near = [k for k in range(i) if self.uses[k] & self.uses[i]][-_RELATED:]
        again = [(self.cases.guards[k], False) for k in near]
        return where([*again, (self.cases.guards[i], holds)], values, known)

    def excludes(self, i: int, j: int, pair: Pair) -> bool:
        """Whether two cases cannot both hold with different values, or the one holds wherever the other one does."""
        return all(map(self._excluded, self._first[i], self.values, [pair.both.guards[-2:]] * len(self.values))) or (
            self._implies(self._first[i], j) or self.implies(i, j)
        )

    @staticmethod
    def _excluded(known: Facts | None, values: Values, both: Sequence[Guard]) -> bool:
        return known is None or where(both, values, known) is None

    def implies(self, i: int, j: int) -> bool:
        """Whether a later case holds only where an earlier one does."""
        if not self.uses[i] & self.uses[j]:
            return False
        guard = [(self.cases.guards[j], True)]
        known = [
            None if k is None else where(guard, v, k) for k, v in zip(self._before[i], self.values, strict=True)
        ]  # fmt: skip
        return self._implies(known, i)

    def _implies(self, known: Sequence[Facts | None], asked: int) -> bool:
        guard = self.cases.guards[asked]
        return all(
            k is None or truth(guard, k, v) is True for k, v in zip(known, self.values, strict=True)
        )  # fmt: skip
