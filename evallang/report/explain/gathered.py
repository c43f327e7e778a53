"""What the formulas of one node were made of, gathered: formulas, points, parameters, inputs, nodes, ratings."""

from __future__ import annotations

from typing import Any

from evallang.backends.interpreter.frames import Frame
from evallang.ir import expr as ir
from evallang.ir.program import Conditions, FormulaDef, InputDef, NodeDef
from evallang.report.explain.places import cell, path_of, row
from evallang.report.explain.reach import Reach
from evallang.report.explain.scope import Scope
from evallang.report.explain.seen import InputSeen, ParameterSeen, PointsSeen, Working
from evallang.report.explain.workings import Workings
from evallang.types import Choice, Quantity


class Gathered:
    """Follows the formulas of a node to the cells; each definition once."""

    def __init__(self, workings: Workings, fr: Frame) -> None:
        self.workings = workings
        self.run = workings.run
        self.frame = fr
        self.formulas: list[Working] = []
        self.points: list[PointsSeen] = []
        self.parameters: list[ParameterSeen] = []
        self.inputs: list[InputSeen] = []
        self.nodes: list[tuple[NodeDef, Frame]] = []
        self.ratings: dict[tuple[int, int], None] = {}
        self._waiting: list[Reach] = []
        self._known: set[tuple[str, int, int]] = set()

    def working(
        self, e: ir.Expr, name: str, label: str, provisions: tuple[str, ...], conditions: Conditions = (),
        fr: Frame | None = None,
    ) -> Working:  # fmt: skip
        """The working of a formula, of the node's own frame or another one."""
        working, reach = self.workings.of(e, fr or self.frame, name, label, provisions, conditions)
        self._waiting.append(reach)
        return working

    def value(self, e: ir.Expr) -> Any:
        """The value of an expression that needs no working of its own, such as the end of a clamp."""
        reach = Reach(self.run)
        reach.look(e, Scope.of(self.frame))
        self._waiting.append(reach)
        return Scope.of(self.frame).value(e)

    def follow(self) -> None:
        """Go on from the formulas at hand to what they name, down to the inputs."""
        while self._waiting:
            self._take(self._waiting.pop(0))

    def _take(self, reach: Reach) -> None:
        self.ratings |= reach.ratings
        for d, fr in reach.definitions.values():
            if self._is_new("definition", d.number, fr):
                if isinstance(d, FormulaDef):
                    self._formula(d, fr)
                elif isinstance(d, InputDef):
                    self._input(d, fr)
                elif isinstance(d, NodeDef):
                    self.nodes.append((d, fr))
        for number in reach.parameters:
            if self._is_new("parameter", number, self.frame):
                self._parameter(number)
        for number, fr in reach.points.values():
            if self._is_new("points", number, fr):
                self._points(number, fr)
        for fr in reach.kinds.values():
            if self._is_new("kind", 0, fr):
                self.inputs.append(InputSeen("kind", "", fr.kind, row(fr), ()))

    def _is_new(self, sort: str, number: int, fr: Frame) -> bool:
        key = (sort, number, id(fr))
        if key in self._known:
            return False
        self._known.add(key)
        return True

    def _formula(self, d: FormulaDef, fr: Frame) -> None:
        name = d.name if fr is self.frame else path_of(self.run.program, d, fr)
        name += self._when(fr)
        self.formulas.append(self.working(d.value, name, d.label, d.provisions, d.conditions, fr))

    def _when(self, fr: Frame) -> str:
        return f" of {fr.period}" if fr.period != self.frame.period else ""

    def _input(self, d: InputDef, fr: Frame) -> None:
        value, place = fr.get(d.number), len(self.inputs)
        given = fr.record.cells.get(d.number)
        empty = given is None or (given.value is None and given.invalid is None)
        instead = None
        if empty and d.fallback is not None and fr.period == self.run.period:
            instead = self.working(d.fallback, "", "", d.provisions, (), fr)
        unit = d.type.unit or "" if isinstance(d.type, Quantity) else ""
        words = d.type.label(value) if isinstance(d.type, Choice) and isinstance(value, str) else ""
        period = fr.period if fr.period != self.frame.period else None
        name = path_of(self.run.program, d, fr)
        self.inputs.insert(
            place, InputSeen(name, d.label, value, cell(fr, d.number), d.provisions, unit, words, period, instead)
        )

    def _parameter(self, number: int) -> None:
        d = self.run.program.parameters[number]
        supplied = number in self.run.supplied and self.run.supplied[number].value is not None
        self.parameters.append(ParameterSeen(d.name, d.label, self.run.parameter(number), supplied, d.provisions))

    def _points(self, number: int, fr: Frame) -> None:
        runner = self.run.nodes[number]
        node = runner.node
        cited = runner.claims[0].provisions if runner.claims else ()
        options = self.workings.options(runner.claims[0].conditions) if runner.claims else ()
        of = path_of(self.run.program, node, fr)
        self.points.append(PointsSeen(of, runner.points(fr), cited or node.provisions, options))
