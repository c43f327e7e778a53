"""Nodes: the first true clause, else weights or the sum of the parts; then clamps and rounds in order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from evallang import numbers
from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent, lack, undefined
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.kernel import clamp, guarded, rounding
from evallang.ir.program import ClampStep, GradeDef, Guarded, NodeDef, PartDef, PointsDef, RoundStep, WeightsDef
from evallang.numbers import Number

if TYPE_CHECKING:
    from evallang.backends.interpreter.run import Run

ZERO = Fraction(0)


@frozen(eq=False)
class Taken:
    """How a node got its value before the steps: by a clause, by weights or as a sum."""

    how: str
    value: Any
    clause: Guarded | None = None
    weights: WeightsDef | None = None
    guards: tuple[tuple[Guarded, Any], ...] = ()


@frozen(eq=False)
class StepTaken:
    """One clamp or rounding: the value before and after, and the bounds it met."""

    step: ClampStep | RoundStep
    before: Any
    after: Any
    low: Any = None
    high: Any = None


class NodeRunner:
    """Evaluates one node under the chosen readings."""

    def __init__(self, run: Run, node: NodeDef) -> None:
        self.run = run
        self.node = node
        active, code = run.active, run.compiler.code
        self.holds = active(node.conditions)
        self.clauses = [
            (c, code(c.guard) if c.guard else None, code(c.value)) for c in node.clauses if active(c.conditions)
        ]
        self.weights = next((w for w in node.weights if active(w.conditions)), None)
        self.weight_codes = [(p, code(p.part), code(p.weight)) for p in self.weights.parts] if self.weights else []
        self.steps = [s for s in node.steps if active(s.conditions)]
        self.grades = [g for g in node.grades if active(g.conditions)]
        self.exemptions = [e for e in node.exemptions if active(e.conditions)]
        self.shared_out = [e for e in node.shared_out if active(e.conditions)]
        self.claims = [p for p in node.points if not p.states and active(p.conditions)]
        self.by_kind = dict(self.claims[0].by_kind) if self.claims else {}
        self.part_codes = [(p, code(p.part)) for p in node.parts]
        self._loses: bool | None = None

    def value(self, fr: Frame) -> Any:
        """The value of the node for a frame."""
        absent = self.applies(fr)
        if absent is not None:
            return absent
        taken = self.base(fr)
        value = taken.value
        for step in self.steps:
            if type(value) is Absent:
                break
            value = self.step(fr, step, value).after
        if type(value) is Absent:
            return self._cited(taken, value)
        return value

    def _cited(self, taken: Taken, value: Absent) -> Absent:
        if value.status == NOT_APPLICABLE and taken.how == "parts":
            return value
        return value.spread().under(taken.clause.provisions if taken.clause else self.node.provisions)

    def applies(self, fr: Frame) -> Any:
        """None when the node is for this body; else what it is instead: not applicable, or full points."""
        if not self.holds:
            return Absent(NOT_APPLICABLE, f"`{self.node.short}` holds only under {self._options()}", (), True)
        kinds = self.node.kinds
        if kinds is not None and fr.kind not in kinds:
            no_kind: Absent | None = self.run.no_kind(fr)
            return no_kind or Absent(NOT_APPLICABLE, f"`{self.node.short}` is not for bodies of the kind `{fr.kind}`")
        for exemption in self.exemptions:
            if fr.name in exemption.bodies or fr.kind in exemption.kinds:
                if exemption.compensation == "full points":
                    return self.points(fr)
                return Absent(
                    NOT_APPLICABLE, f"`{self.node.short}` is not for `{fr.body.key}`", exemption.provisions, True
                )
        return None

    def _options(self) -> str:
        """The options that the node stands under, as a file writes them."""
        readings = self.run.program.readings
        named = (f"`{readings[r].name}.{readings[r].options[o].name}`" for r, o in self.node.conditions)
        return " and ".join(named)

    def base(self, fr: Frame) -> Taken:
        """The value before clamps and rounds, and how it came about."""
        guards: list[tuple[Guarded, Any]] = []
        for clause, guard, value in self.clauses:
            holds = True if guard is None else guard(fr, fr.body, ())
            if guard is not None:
                guards.append((clause, holds))
            if type(holds) is Absent:
                return Taken("guard", holds.spread(), clause, None, tuple(guards))
            if holds:
                return Taken(clause.word, value(fr, fr.body, ()), clause, None, tuple(guards))
        if self.weights is not None:
            return Taken("weights", self._weighted(fr), None, self.weights, tuple(guards))
        if self.node.scored_by:
            return Taken("scored by", self.run.foreign(self.node.number, fr), None, None, tuple(guards))
        return Taken("parts", self._sum(fr), None, None, tuple(guards))

    def step(self, fr: Frame, step: ClampStep | RoundStep, value: Number) -> StepTaken:
        """One clamp or rounding of a value."""
        code = self.run.compiler.code
        if isinstance(step, RoundStep):
            size = code(step.step)(fr, fr.body, ())
            after = size.spread() if type(size) is Absent else guarded(rounding(step.mode), value, size)
            return StepTaken(step, value, after, size)
        low = code(step.low)(fr, fr.body, ()) if step.low is not None else None
        high = code(step.high)(fr, fr.body, ()) if step.high is not None else None
        return StepTaken(step, value, lack((low, high)) or guarded(clamp, value, low, high), low, high)

    def parts(self, fr: Frame) -> list[tuple[PartDef, Any]]:
        """The applicable parts as they enter the sum: penalties negative, rows with the points shared out to them."""
        factor = self._share_factor(fr)
        found = []
        for part, code in self.part_codes:
            value = code(fr, fr.body, ())
            if type(value) is Absent:
                if value.status != NOT_APPLICABLE:
                    found.append((part, value))
                continue
            if part.sign < 0:
                value = numbers.neg(value)
            shared = factor is not None and self._is_row(part)
            found.append((part, guarded(numbers.mul, value, factor) if shared else value))
        return found

    def _is_row(self, part: PartDef) -> bool:
        return self.run.nodes[part.part.targets[0]].node.word == "row"

    def _sum(self, fr: Frame) -> Any:
        if not self.part_codes:
            return undefined("nothing says how this is scored")
        found = self.parts(fr)
        if not found:
            return Absent(NOT_APPLICABLE, f"no part of `{self.node.short}` is for this body")
        values = [value for _, value in found]
        return lack(values) or guarded(numbers.add_all, values)

    def weighted_parts(self, fr: Frame) -> list[tuple[Any, Any, Any]]:
        """(part, value, weight) of each weighted part."""
        return [(p, part(fr, fr.body, ()), weight(fr, fr.body, ())) for p, part, weight in self.weight_codes]

    def _weighted(self, fr: Frame) -> Any:
        assert self.weights is not None
        parts = [(value, weight) for _, value, weight in self.weighted_parts(fr)]
        weights = [weight for _, weight in parts]
        if self.weights.shared_out:
            parts = [(value, weight) for value, weight in parts if type(value) is not Absent or value.unread]
        absent = lack([*weights, *(value for value, _ in parts)])
        if absent is not None:
            return absent
        if not parts:
            return undefined("no part has a value")
        products = [guarded(numbers.mul, value, weight) for value, weight in parts]
        whole = lack(products) or guarded(numbers.add_all, products)
        if type(whole) is Absent or len(parts) == len(weights):
            return whole
        held = guarded(numbers.add_all, [weight for _, weight in parts])
        if type(held) is Absent:
            return held
        return undefined("the weights that are left add up to 0") if held == 0 else guarded(numbers.div, whole, held)

    def points(self, fr: Frame) -> Any:
        """The points of the node for a body: as declared, else those of its parts; None when nothing says any."""
        if self.claims:
            return self._claimed(self.claims[0], fr)
        return self._points_of_parts(fr, exempt=False)

    def _claimed(self, claim: PointsDef, fr: Frame) -> Any:
        if claim.value is not None:
            value = self.run.compiler.code(claim.value)(fr, fr.body, ())
            return value.spread() if type(value) is Absent else value
        found = self.by_kind.get(fr.kind or "")
        if found is None:
            return self.run.no_kind(fr) or undefined(
                f"`{self.node.short}` has no points for the kind `{fr.kind}`", claim.provisions
            )
        return found

    def _points_of_parts(self, fr: Frame, exempt: bool, *, rows: bool = False) -> Any:
        """The points of the parts added, penalties left out; with `exempt` what a mark takes away is left out too.

        With `rows` those of the rows of tables only.
        """
        place = (self, fr, exempt, rows)
        if place not in self.run.points:
            self.run.points[place] = self._added_points(fr, exempt, rows)
        return self.run.points[place]

    def _added_points(self, fr: Frame, exempt: bool, rows: bool) -> Any:
        total: Any = None
        for part in self.node.parts:
            if rows and not self._is_row(part):
                continue
            for target in part.part.targets if part.sign > 0 else ():
                runner = self.run.nodes[target]
                if not runner.holds or (runner.node.kinds is not None and fr.kind not in runner.node.kinds):
                    continue
                if exempt and type(runner.applies(fr)) is Absent:
                    continue
                points = (
                    runner._points_of_parts(fr, exempt and runner._share_factor(fr) is None)
                    if runner.part_codes and not runner.claims
                    else runner.points(fr)
                )
                if points is None or type(points) is Absent:
                    continue
                total = points if total is None else guarded(numbers.add, total, points)
                if type(total) is Absent:
                    return total
        return total

    def _share_factor(self, fr: Frame) -> Number | None:
        """By how much the points of exempted rows raise the other rows, or None."""
        if not any(fr.name in e.bodies or fr.kind in e.kinds for e in self.shared_out):
            return None
        full, left = self._points_of_parts(fr, False, rows=True), self._points_of_parts(fr, True, rows=True)
        if full is None or left is None or type(full) is Absent or type(left) is Absent or left == 0:
            return None
        factor = guarded(numbers.div, full, left)
        return None if type(factor) is Absent else factor

    def maximum(self, fr: Frame) -> Any:
        """The points that a body can reach: those claimed, less what a mark takes away from it."""
        claimed = self.points(fr)
        if claimed is None or type(claimed) is Absent or not self._may_lose_points():
            return claimed
        full, left = self._points_of_parts(fr, False), self._points_of_parts(fr, True)
        if full is None or left is None or type(full) is Absent or type(left) is Absent:
            return claimed
        if self._share_factor(fr) is not None:
            return claimed
        return guarded(lambda: numbers.sub(claimed, numbers.sub(full, left)))

    def _may_lose_points(self) -> bool:
        """Whether a mark takes a part away from some body; where none does, the parts need not be added up."""
        if self._loses is None:
            self._loses = False
            # A plain loop: `any` over a generator would take C stack where parts nest deeply.
            for part in self._below():
                if part.exemptions or (not part.claims and part._may_lose_points()):
                    self._loses = True
                    break
        return self._loses

    def _below(self) -> list[NodeRunner]:
        return [self.run.nodes[target] for part in self.node.parts for target in part.part.targets]

    def grade(self, fr: Frame) -> Any:
        """The name of the grade; undefined in a gap, absent when the value is."""
        if not self.grades:
            return undefined(f"`{self.node.short}` has no grades")
        return self.graded(fr, self.grades[0])[1]

    def graded(self, fr: Frame, grade: GradeDef) -> tuple[Any, Any, Any]:
        """The value as looked up, the grade, the row."""
        value = fr.get(self.node.number)
        if type(value) is Absent:
            return value, value if value.status == NOT_APPLICABLE else value.spread(), None
        code = self.run.compiler.code
        if grade.step is not None and grade.mode is not None:
            step = code(grade.step)(fr, fr.body, ())
            value = guarded(rounding(grade.mode), value, step)
        columns = [value if c is None else code(c)(fr, fr.body, ()) for c in grade.columns]
        row = self.run.table(grade.table).row(columns)
        if isinstance(row, Absent):
            return value, row.under(grade.provisions), None
        return value, row.results[grade.table.results.index("grade")], row
