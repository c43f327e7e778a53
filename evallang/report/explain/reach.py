"""What a value was made of: everything that was looked at on the way to it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir import expr as ir
from evallang.ir.program import Definition
from evallang.ir.walk import children
from evallang.report.explain.places import depth, is_direct, up, variant
from evallang.report.explain.scope import Scope, members_of

MOST_MEMBERS = 1_000
"""How many members of one list are named and followed; a longer one says how many it leaves out."""


class Reach:
    """Goes through an expression as it was evaluated: the option chosen, the branch taken, the arguments used."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.definitions: dict[tuple[int, int], tuple[Definition, Frame]] = {}
        self.parameters: dict[int, None] = {}
        self.points: dict[tuple[int, int], tuple[int, Frame]] = {}
        self.kinds: dict[int, Frame] = {}
        self.options: dict[int, None] = {}
        self.functions: dict[int, None] = {}
        self.choices: list[tuple[ir.If, Scope]] = []
        self.rows: list[tuple[ir.Lookup, Scope]] = []
        self.lists: list[tuple[ir.Aggregate, Scope]] = []
        self.ratings: dict[tuple[int, int], None] = {}
        self._seen: set[tuple[int, int]] = set()
        self._scopes: list[Scope] = []  # kept, since they are known by identity

    def look(self, e: ir.Expr, scope: Scope) -> None:
        """Follow an expression in a scope."""
        if (id(e), id(scope)) in self._seen:
            return
        self._seen.add((id(e), id(scope)))
        self._scopes.append(scope)
        follow = _FOLLOWED.get(type(e))
        if follow is not None:
            follow(self, e, scope)
            return
        for child in children(e):
            self.look(child, scope)

    def use(self, d: Definition | None, fr: Frame) -> None:
        """An input, a formula or a node that was asked for."""
        if d is not None and self.run.active(d.conditions):
            self.definitions.setdefault((d.number, id(fr)), (d, fr))

    def named(self, e: ir.Ref | ir.ItemRef, fr: Frame | None) -> None:
        """What a reference names, seen from a frame."""
        frame: Frame | None = fr
        for number, key in zip(e.items, e.keys, strict=True) if isinstance(e, ir.ItemRef) else ():
            frame = frame.item(number, key) if frame is not None else None
        ref = e.inner if isinstance(e, ir.ItemRef) else e
        if frame is not None:
            self.use(variant(self.run.program, ref, frame), frame)


def _reference(reach: Reach, e: ir.Ref | ir.ItemRef, scope: Scope) -> None:
    reach.named(e, up(scope.frame, e.lift))


def _grade(reach: Reach, e: ir.GradeOf, scope: Scope) -> None:
    _reference(reach, e.node, scope)


def _local(reach: Reach, e: ir.Local, scope: Scope) -> None:
    if scope.args:
        reach.look(*scope.args[e.index])


def _by_reading(reach: Reach, e: ir.ByReading, scope: Scope) -> None:
    reach.options[e.reading] = None
    reach.look(e.cases[reach.run.choices[e.reading]], scope)


def _if(reach: Reach, e: ir.If, scope: Scope) -> None:
    holds = scope.value(e.condition)
    reach.choices.append((e, scope))
    reach.look(e.condition, scope)
    if type(holds) is not Absent:
        reach.look(e.then if holds else e.otherwise, scope)


def _invoke(reach: Reach, e: ir.Invoke, scope: Scope) -> None:
    reach.functions[e.function] = None
    reach.look(*scope.called(e))


def _lookup(reach: Reach, e: ir.Lookup, scope: Scope) -> None:
    reach.rows.append((e, scope))
    for arg in e.args:
        reach.look(arg, scope)
    if e.column is None:
        reach.kinds[id(scope.frame.body)] = scope.frame.body


def _parameter(reach: Reach, e: ir.ParameterRef, scope: Scope) -> None:
    reach.parameters[e.target] = None


def _points(reach: Reach, e: ir.PointsOf, scope: Scope) -> None:
    level = len(reach.run.program.definitions[e.node].level)
    frame = up(scope.frame, depth(scope.frame) - level)
    reach.points.setdefault((e.node, id(frame)), (e.node, frame))


def _kind(reach: Reach, e: ir.KindOf, scope: Scope) -> None:
    reach.kinds[id(scope.frame.body)] = scope.frame.body


def _aggregate(reach: Reach, e: ir.Aggregate, scope: Scope) -> None:
    """The members of the own lists are followed; other bodies are explained where they are asked for."""
    reach.lists.append((e, scope))
    found = members_of(e, scope)
    once = [e.least, *e.extra, e.own, *([e.none] if found is not None and not found.counted else [])]
    for x in once:
        if x is not None:
            reach.look(x, scope)
    if found is None or not isinstance(e.over, ir.ItemsOf) or e.over.of_every_body:
        return
    direct = is_direct(reach.run.program, e.value) is not None
    for frame, _, _ in found.counted[:MOST_MEMBERS]:
        for x in ([] if direct else [e.value]) + [e.weight]:
            if x is not None:
                reach.look(x, scope.at(frame))
    for frame in found.left_out[:MOST_MEMBERS] if e.over.where is not None else ():
        assert e.over.where is not None
        reach.look(e.over.where, scope.at(frame))


def _previous(reach: Reach, e: ir.Previous, scope: Scope) -> None:
    _in_another_period(reach, e.operand, scope, lambda year: year - e.back)


def _in_period(reach: Reach, e: ir.InPeriod, scope: Scope) -> None:
    reach.look(e.period, scope)
    year = scope.value(e.period)
    if isinstance(year, Fraction) and year.denominator == 1:
        _in_another_period(reach, e.operand, scope, lambda _: int(year))


def _worse(reach: Reach, e: ir.WorseInARow, scope: Scope) -> None:
    for back in range(e.years, -1, -1):
        _in_another_period(reach, e.operand, scope, lambda year, back=back: year - back)  # type: ignore[misc]  # bound now


def _in_another_period(reach: Reach, e: ir.Expr, scope: Scope, wanted: Callable[[int], int]) -> None:
    assert isinstance(e, ir.Ref | ir.ItemRef)  # nothing else is lowered so
    frame = up(scope.frame, e.lift)
    if frame.period is not None:
        year = wanted(frame.period)
        reach.named(e, frame if year == frame.period else frame.shifted(year))


def _in_rating(reach: Reach, e: ir.InRating, scope: Scope) -> None:
    for node in e.nodes:
        reach.ratings[e.rating, node] = None


_FOLLOWED: dict[type, Callable[[Reach, Any, Scope], None]] = {
    ir.Ref: _reference, ir.ItemRef: _reference, ir.GradeOf: _grade, ir.Local: _local, ir.ByReading: _by_reading,
    ir.If: _if, ir.Invoke: _invoke, ir.Lookup: _lookup, ir.ParameterRef: _parameter, ir.PointsOf: _points,
    ir.KindOf: _kind, ir.Aggregate: _aggregate, ir.Previous: _previous, ir.InPeriod: _in_period,
    ir.WorseInARow: _worse, ir.InRating: _in_rating,
}  # fmt: skip
