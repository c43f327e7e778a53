"""What comes without a special case: whether the cases behind it, and the score, give the same to all who take it."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from evallang.ir import expr as ir
from evallang.ir.program import Guarded, NodeDef
from evallang.lint.alike import Alike
from evallang.lint.finding import Verdict
from evallang.lint.sites import Guard
from evallang.lint.subject import Subject
from evallang.lint.valued import Valued
from evallang.lint.wanted import Wanted
from evallang.semantics.clashes import overlap

_STARTS = 2


@frozen(eq=False)
class Anyway:
    """A case and the first score behind it, which says the same.

    `differs` says that the two are other formulas. `for_all`: every body that takes the case gets its value by what
    follows, too. `idle`: so do those for which the condition has no value, and nothing changes without the case.
    """

    score: Guarded | None
    differs: bool = False
    for_all: bool = False
    idle: bool = False


@frozen(eq=False)
class _Rest:
    """A case, what stands before it and does not hold, and what stands behind it, each with whether it surely does."""

    node: NodeDef
    case: Guarded
    guard: ir.Expr
    before: tuple[Guard, ...]
    behind: tuple[tuple[Guarded, bool], ...] = field(repr=False)


class Repeats:
    """The special cases of nodes, whatever the readings."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.alike = Alike(subject)
        self.valued = Valued(subject)
        self._known: dict[int, Anyway] = {}

    def anyway(self, node: NodeDef, case: Guarded) -> Anyway:
        """What is known of one case."""
        if id(case) not in self._known:
            self._known[id(case)] = self._anyway(node, case)
        return self._known[id(case)]

    def _anyway(self, node: NodeDef, case: Guarded) -> Anyway:
        scores = [c for c in node.clauses if c.guard is None and overlap(c.conditions, case.conditions)]
        if not scores or not all(self.alike.same(case.value, score.value) for score in scores):
            return Anyway(None, differs=True)
        rest = self._rest(node, case)
        for_all = self._is_whole(rest) and self._is_same_for_all(rest)
        return Anyway(scores[0], for_all=for_all, idle=for_all and self._is_silent_alike(rest))

    def _rest(self, node: NodeDef, case: Guarded) -> _Rest:
        at = next(n for n, c in enumerate(node.clauses) if c is case)
        out = self.subject.written_out
        before = tuple((out(c.guard), False) for c in node.clauses[:at] if c.guard is not None and _is_sure(c, case))
        behind = tuple((c, _is_sure(c, case)) for c in node.clauses[at + 1 :] if overlap(c.conditions, case.conditions))
        assert case.guard is not None
        return _Rest(node, case, out(case.guard), before, behind)

    def _is_whole(self, rest: _Rest) -> bool:
        """Whether there is a score under every option."""
        scores = [c.conditions for c, _ in rest.behind if c.guard is None]
        under = dict(rest.case.conditions)
        left = [[pair for pair in conditions if pair[0] not in under] for conditions in scores]
        alone = {pairs[0] for pairs in left if len(pairs) == 1}
        readings = self.subject.program.readings
        return [] in left or any(
            all((r, option) in alone for option in range(len(readings[r].options))) for r, _ in alone
        )  # fmt: skip

    def _is_same_for_all(self, rest: _Rest) -> bool:
        """Whether what stands between gives the same, or nothing, to every body that takes the case."""
        guards: list[Guard] = [*rest.before, (rest.guard, True)]
        for c, sure in rest.behind:
            if c.guard is None:
                if sure:
                    break
                continue
            guard = self.subject.written_out(c.guard)
            if not self.valued.is_certain(rest.node, guard, guards, [self.subject.written_out(rest.case.value)]):
                return False  # a condition without a value leaves the body without one
            if not self.alike.same(rest.case.value, c.value) and not self._excludes(rest.node, guards, guard):
                return False
            guards += [(guard, False)] if sure else []
        return True

    def _excludes(self, node: NodeDef, guards: Sequence[Guard], guard: ir.Expr) -> bool:
        """Whether a condition cannot hold where others are as they say."""
        if not self.valued.is_plain(guard):
            return False
        kinds = None if node.kinds is None else tuple(sorted(node.kinds))
        wanted = Wanted((*self.valued.plain(guards), (guard, True)), node.level, kinds=kinds)
        return self.subject.decide(wanted, starts=_STARTS).verdict is Verdict.PROVED

    def _is_silent_alike(self, rest: _Rest) -> bool:
        """Whether the condition has a value wherever the node would have one without the case."""
        guards = list(rest.before)
        if self.valued.is_certain(rest.node, rest.guard, guards):
            return True
        for c, sure in rest.behind:
            guard = None if c.guard is None else self.subject.written_out(c.guard)
            path = guards if guard is None else [*guards, (guard, True)]
            value = self.subject.written_out(c.value)
            silent = isinstance(value, ir.UndefinedConst)
            if not silent and not self.valued.is_certain(rest.node, rest.guard, path, [value]):
                return False
            if sure and guard is None:
                break
            guards += [(guard, False)] if sure and guard is not None else []
        return True


def _is_sure(clause: Guarded, case: Guarded) -> bool:
    """Whether a clause is in force under every option under which the case is."""
    return set(clause.conditions) <= set(case.conditions)
