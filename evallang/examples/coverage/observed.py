"""A run that is watched: what it looks at on the way to the results that are asked for.

Values are computed only when they are asked for, so that what an example looks at is what its expected results rest on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from attrs import define, field

from evallang.backends.interpreter.absence import MISSING, Absent
from evallang.backends.interpreter.compile import Compiler
from evallang.backends.interpreter.frames import Code, Frame, Local
from evallang.backends.interpreter.lookup import Table
from evallang.backends.interpreter.nodes import NodeRunner, StepTaken
from evallang.backends.interpreter.ranking import Ranking
from evallang.backends.interpreter.run import Run
from evallang.examples.coverage.decisions import Decision
from evallang.examples.coverage.goal import Key, exemption_key
from evallang.examples.coverage.goals import Goals
from evallang.ir import expr as ir
from evallang.ir.deep import deep_calls
from evallang.ir.program import BracketsDef, ClampStep, GradeDef, NodeDef, RoundStep, TableRow
from evallang.numbers import NumberError, compare
from evallang.trials.uses import Target

Lack = tuple[object, str, "int | None", str]
"""What is not given, an input by its number or else the expression that asks; the body, the period, and the item."""
_LACKING = (ir.Aggregate, ir.ItemRef, ir.Previous, ir.InPeriod, ir.HasAttribute)
"""What may be missing beside inputs: a list, an item, another year, a line of the registers."""


@define(eq=False)
class Looked:
    """A condition that was looked at in a frame."""

    decision: Decision
    run: Run
    place: tuple[Frame, Frame, Local]

    def value(self, e: ir.Expr) -> Any:
        """What an expression is there."""
        return self.run.compiler.code(e)(*self.place)


@define(eq=False)
class Seen:
    """What was looked at: goals that are touched already, and what is still to be asked about.

    `asked` are the results that were computed, `lacking` what is not given of what was needed on the way. What is
    `known` to be touched need not be asked about. Nothing is noted while it is `closed`; a `thorough` one keeps what
    is needed to tell how far a goal is.
    """

    goals: Goals
    known: frozenset[Key] | set[Key] = frozenset()
    touched: set[Key] = field(factory=set)
    looked: list[Looked] = field(factory=list)
    found: dict[Any, tuple[BracketsDef, list[Any], TableRow | None, list[TableRow], str]] = field(factory=dict)
    asked: set[Target] = field(factory=set)
    lacking: set[Lack] = field(factory=set)
    steps: list[StepTaken] = field(factory=list)
    thorough: bool = False
    closed: bool = False

    def settled(self) -> set[Key]:
        """All goals that are touched, but for some of those that are known."""
        with self.closing(), deep_calls():
            for looked in self.looked:
                if not self.known.issuperset(looked.decision.inner):
                    self.touched.update(looked.decision.touched(looked.value))
        for table, values, row, rows, column in self.found.values():
            for spot in self.goals.spots.get(id(table), ()):
                new = spot.key not in self.known and spot.key not in self.touched
                if new and spot.holds(values, row, rows, column):
                    self.touched.add(spot.key)
        return self.touched

    @contextmanager
    def closing(self) -> Iterator[None]:
        """Ask the frames of the run something that is not noted."""
        self.closed = True
        try:
            yield
        finally:
            self.closed = False

    # ---- what a run notes

    def decided(self, run: Run, decision: Decision, value: Any, place: tuple[Frame, Frame, Local]) -> None:
        """A condition was looked at."""
        if isinstance(value, bool):
            self.touched.add(decision.outcome(value))
        if self.thorough or not self.known.issuperset(decision.inner):
            self.looked.append(Looked(decision, run, place))

    def needed(self, what: object, value: Any, fr: Frame) -> None:
        """Something that the data may lack was asked for."""
        if isinstance(value, Absent) and (value.status == MISSING or _is_of_no_list(what, fr)):
            self.lacking.add((what, fr.name, fr.period, fr.key))

    def looked_up(self, table: _Table, values: list[Any], row: TableRow | None) -> None:
        """Values were looked up in a table."""
        if any(isinstance(v, Absent) for v in values):
            return
        key = (
            id(table.definition),
            table.column,
            *(v if isinstance(v, Fraction | str | bool) else id(v) for v in values),
        )
        self.found[key] = (table.definition, values, row, table.rows, table.column)

    def clamped(self, step: StepTaken) -> None:
        """A value came to a clamp."""
        if self.thorough:
            self.steps.append(step)
        if isinstance(step.low, Absent) or isinstance(step.high, Absent):
            return
        try:
            low = step.low is not None and compare(step.before, step.low) < 0
            high = step.high is not None and compare(step.before, step.high) > 0
        except NumberError:
            return
        self.touched.add(("clamp", step.step.span, "low" if low else "high" if high else "none"))


def _is_of_no_list(what: object, fr: Frame) -> bool:
    """Whether something is gathered from a list that is not given."""
    if not isinstance(what, ir.Aggregate) or not isinstance(what.over, ir.ItemsOf):
        return False
    above: Frame | None = fr
    for _ in range(what.over.lift):
        above = above.parent if above is not None else None
    bodies = fr.run.bodies(fr.period) if what.over.of_every_body else [above] if above is not None else []
    return any(frame.items(what.over.item) is None for frame in bodies)


class ObservedRun(Run):
    """A run that notes what it looks at in `seen`, which may be changed between two scorings."""

    def __init__(self, seen: Seen, *given: Any, **named: Any) -> None:
        self.seen = seen
        super().__init__(*given, **named)

    def new_compiler(self) -> Compiler:
        """Closures that note what conditions are."""
        return _Compiler(self)

    def new_runner(self, node: NodeDef) -> NodeRunner:
        """Nodes that note their clamps and for whom they are not."""
        return _Runner(self, node)

    def new_table(self, definition: BracketsDef) -> Table:
        """Tables that note what is looked up in them."""
        return _Table(self, definition, super().new_table(definition).rows)

    def compute(self, number: int, fr: Frame) -> Any:
        """The value of a definition, which is noted."""
        self.note(Target("value", self.program.definitions[number].path))
        value = super().compute(number, fr)
        if not self.seen.closed:
            self.seen.needed(number, value, fr)
        return value

    def trigger(self, number: int, fr: Frame) -> Any:
        """Whether a trigger holds, which is noted."""
        value = super().trigger(number, fr)
        self.note(Target("trigger", self.program.triggers[number].path), ("trigger", number, value))
        return value

    def ranking(self, number: int, node: int, fr: Frame) -> Ranking:
        """A rating, which is noted."""
        rating = self.program.ratings[number]
        self.note(Target("rank", (rating.name,), rating.names[node] if rating.each else ""))
        return super().ranking(number, node, fr)

    def note(self, target: Target | None, key: Key | None = None) -> None:
        """Note that a result was computed, or a goal touched."""
        if not self.seen.closed:
            self.seen.asked.update([target] if target else [])
            self.seen.touched.update([key] if key else [])


class _Compiler(Compiler):
    run: ObservedRun

    def code(self, e: ir.Expr) -> Code:
        known = id(e) in self.done
        code = super().code(e)
        decision = None if known else self.run.seen.goals.decisions.get(id(e))
        if decision is not None:
            code = self.done[id(e)] = self._noting(decision, code)
        elif not known and isinstance(e, _LACKING):
            code = self.done[id(e)] = self._needing(e, code)
        return code

    def _needing(self, e: ir.Expr, code: Code) -> Code:
        run = self.run

        def needing(fr: Frame, this: Frame, loc: Local) -> Any:
            value = code(fr, this, loc)
            if not run.seen.closed:
                run.seen.needed(e, value, fr)
            return value

        return needing

    def _noting(self, decision: Decision, code: Code) -> Code:
        run = self.run

        def noting(fr: Frame, this: Frame, loc: Local) -> Any:
            value = code(fr, this, loc)
            if not run.seen.closed:
                run.seen.decided(run, decision, value, (fr, this, loc))
            return value

        return noting


class _Runner(NodeRunner):
    run: ObservedRun

    def applies(self, fr: Frame) -> Any:
        absent = super().applies(fr)
        if absent is not None and self.holds:
            for exemption in self.exemptions:
                if fr.name in exemption.bodies or fr.kind in exemption.kinds:
                    self.run.note(None, exemption_key(exemption))
                    break
        return absent

    def step(self, fr: Frame, step: ClampStep | RoundStep, value: Any) -> StepTaken:
        taken = super().step(fr, step, value)
        if isinstance(step, ClampStep) and not self.run.seen.closed:
            self.run.seen.clamped(taken)
        return taken

    def graded(self, fr: Frame, grade: GradeDef) -> tuple[Any, Any, Any]:
        self.run.note(Target("grade", self.node.path))
        return super().graded(fr, grade)

    def maximum(self, fr: Frame) -> Any:  # noqa: ARG002  # as a run that is not watched has it
        """The points that a body can reach stand beside its results; no example expects them."""
        return None


class _Table(Table):
    def __init__(self, run: ObservedRun, definition: BracketsDef, rows: list[TableRow]) -> None:
        super().__init__(definition, rows)
        self.run = run
        self.column = ""

    def find(self, values: list[Any], column: str) -> Any:
        self.column = column
        return super().find(values, column)

    def row(self, values: list[Any]) -> TableRow | Absent:
        row = super().row(values)
        if not self.run.seen.closed:
            self.run.seen.looked_up(self, values, row if isinstance(row, TableRow) else None)
        return row
