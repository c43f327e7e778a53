"""What is proved to change nothing: by equal forms, or because nothing is computed from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evallang.diff.fact import Change, Fact
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef, Program, TriggerDef
from evallang.ir.walk import walk
from evallang.semantics.order import among_expressions, definition_expressions, grade_expressions
from evallang.symbolic.canonical import Canonical, Form

FORMS = "proved by normal forms"
UNUSED = "nothing is computed from it"


class Proofs:
    """Proofs over two versions."""

    def __init__(self, before: Program, after: Program) -> None:
        self.programs = (before, after)
        self.forms = (Canonical(before), Canonical(after))

    def of(self, changes: Iterable[Change]) -> str:
        """How changed facts are proved to mean the same; empty where some is not."""
        found = {self._of(change) for change in changes}
        return "" if "" in found else FORMS if FORMS in found else UNUSED

    def _of(self, change: Change) -> str:
        key, a, b = change
        fact = b or a
        assert fact is not None
        if fact.owner == "trigger":
            one, other = (self._trigger(side, key.path) for side in (0, 1))
            if one is not None and one == other:
                return FORMS
        if fact.sort == "points" and all(_points_unused(p, key.path) for p in self.programs):
            return UNUSED
        return FORMS if self._facts(a, b) else ""

    def _facts(self, a: Fact | None, b: Fact | None) -> bool:
        """Each expression of a fact, and all that is no expression.

        Of inputs and tables only what is not computed with may have changed: which way is better, what rows are
        checked against.
        """
        if a is None or b is None or a.sort != b.sort or a.rest != b.rest or len(a.parts) != len(b.parts):
            return False
        if not a.parts:
            return a.sort in ("inputs", "tables")
        from evallang.symbolic.equivalence import same  # noqa: PLC0415  # SymPy, only where forms differ

        return all(
            x is y if x is None or y is None else same(x, self.forms[0], y, self.forms[1])
            for x, y in zip(a.parts, b.parts, strict=True)
        )

    def _trigger(self, side: int, path: tuple[str, ...]) -> Form:
        """The conditions of a trigger: any of them is enough, in whatever order they stand."""
        triggers = [t for t in self.programs[side].triggers if t.path == path]
        return self._guards(triggers[0], side) if len(triggers) == 1 else None

    def _guards(self, t: TriggerDef, side: int) -> Form:
        found = {
            (_under(self.programs[side], g.conditions), self.forms[side].form(g.guard))
            for g in t.guards if g.guard is not None
        }  # fmt: skip
        return _under(self.programs[side], t.conditions), tuple(sorted(found, key=repr))


def _under(program: Program, conditions: tuple[tuple[int, int], ...]) -> Form:
    readings = program.readings
    return tuple(sorted((readings[r].id or readings[r].name, readings[r].options[o].name) for r, o in conditions))


def _points_unused(program: Program, path: tuple[str, ...]) -> bool:
    """Whether no value is made of the points of a node: no formula names them or those of what it is a part of.

    Where somebody is exempted or points are shared out, those of other nodes may count; then nothing is proved.
    """
    around = {d.number for d in program.nodes if d.path == path}
    while True:
        above = {d.number for d in program.nodes if any(t in around for p in d.parts for t in p.part.targets)}
        if above <= around:
            break
        around |= above
    within = [d for d in program.nodes if d.number in around]
    parts = {t for d in within for p in d.parts for t in p.part.targets}
    near = [d for d in program.nodes if d.number in around | parts]
    if any(d.exemptions or d.shared_out for d in near) or any(d.scored_by for d in within):
        return False
    return not any(
        isinstance(e, ir.PointsOf) and e.node in around for root in _expressions(program) for e in walk(root)
    )


def _expressions(program: Program) -> Iterator[ir.Expr]:
    """Every expression of a program."""
    for d in program.definitions:
        yield from definition_expressions(d)
        for grade in d.grades if isinstance(d, NodeDef) else ():
            yield from grade_expressions(grade)
    yield from (function.value for function in program.functions)
    yield from (g.guard for t in program.triggers for g in t.guards if g.guard is not None)
    for number, rating in enumerate(program.ratings):
        yield from (*among_expressions(program, number), *rating.nodes)
    yield from (p.value for p in program.parameters if p.value is not None)
