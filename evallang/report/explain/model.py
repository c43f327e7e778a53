"""How a node came to its value: clauses, figures, steps, shares, inputs with their cells."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import field, frozen

from evallang import numbers
from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.interpreter.aggregates import aggregate_values, members
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.nodes import NodeRunner, Taken
from evallang.backends.interpreter.run import Run
from evallang.backends.scores import Result, Scores
from evallang.ir import expr as ir
from evallang.ir.deep import deep_calls
from evallang.ir.program import ClampStep, FormulaDef, InputDef, NodeDef
from evallang.ir.walk import walk
from evallang.report.explain.figures import Figures, figure


@frozen
class Share:
    """What one part, member or step adds to the value; the shares of a node add up to it exactly."""

    name: str
    label: str
    amount: Any
    provisions: tuple[str, ...] = ()


@frozen
class GuardSeen:
    """A `when` that was looked at: its text and whether it held."""

    text: str
    held: Any
    provisions: tuple[str, ...]


@frozen
class StepSeen:
    """A clamp or rounding: its text, the value before and after."""

    text: str
    before: Any
    after: Any
    provisions: tuple[str, ...]


@frozen
class Working:
    """A formula: as written, with numbers, its value."""

    name: str
    label: str
    written: str
    numbers: str
    value: Any
    provisions: tuple[str, ...]


@frozen
class InputSeen:
    """An input that was used: its value, the cell that it came from."""

    name: str
    label: str
    value: Any
    cell: str
    provisions: tuple[str, ...]


@frozen
class GradeSeen:
    """The look-up of a grade: the value as looked up, the grade, its words, the row."""

    looked_up: Any
    grade: Any
    label: str
    row: str
    provisions: tuple[str, ...]


@frozen
class NodeSeen:
    """One node explained; `parts` are its parts explained in turn."""

    path: str
    label: str
    word: str
    provisions: tuple[str, ...]
    symbol: str
    result: Result
    how: str = ""
    guards: tuple[GuardSeen, ...] = ()
    working: Working | None = None
    formulas: tuple[Working, ...] = ()
    shares: tuple[Share, ...] = ()
    steps: tuple[StepSeen, ...] = ()
    inputs: tuple[InputSeen, ...] = ()
    grade: GradeSeen | None = None
    parts: tuple[NodeSeen, ...] = field(default=())


class Explainer:
    """Explains nodes of one scoring."""

    def __init__(self, scores: Scores, run: Run) -> None:
        self.scores = scores
        self.run = run
        self.program = scores.program
        self.figures = Figures(run)

    def node(self, number: int, fr: Frame) -> NodeSeen:
        """A node and its parts."""
        with deep_calls():
            return self._node(number, fr)

    def _node(self, number: int, fr: Frame) -> NodeSeen:
        node = self.program.definitions[number]
        assert isinstance(node, NodeDef)
        runner = self.run.nodes[number]
        result = self.scores.of_node(fr, node)
        head = (node.short, node.label, node.word, node.provisions, node.symbol, result)
        if runner.applies(fr) is not None:
            return NodeSeen(*head)
        taken = runner.base(fr)
        steps = self._steps(runner, fr, taken.value)
        expressions = [c.guard for c, _ in taken.guards if c.guard] + ([taken.clause.value] if taken.clause else [])
        used = self._definitions(expressions, fr)
        return NodeSeen(
            *head, taken.how, self._guards(taken), self._working(taken, fr),
            tuple(self._formula(d, fr) for d in used if isinstance(d, FormulaDef)), self._shares(runner, taken, fr, steps), steps,
            tuple(self._input(d, fr) for d in used if isinstance(d, InputDef)), self._grade(runner, fr), self._parts(runner, fr),
        )  # fmt: skip

    def _guards(self, taken: Taken) -> tuple[GuardSeen, ...]:
        text = self.run.compiler.text
        return tuple(GuardSeen(text(c.guard), held, c.provisions) for c, held in taken.guards if c.guard is not None)

    def _working(self, taken: Taken, fr: Frame) -> Working | None:
        if taken.clause is None or taken.how == "guard":
            return None
        e = taken.clause.value
        shown = self.figures.show(e, fr)
        return Working("", "", self.run.compiler.text(e), shown, taken.value, taken.clause.provisions)

    def _steps(self, runner: NodeRunner, fr: Frame, value: Any) -> tuple[StepSeen, ...]:
        found = []
        for step in runner.steps:
            if type(value) is Absent:
                break
            taken = runner.step(fr, step, value)
            if isinstance(step, ClampStep):
                low, high = ("" if end is None else figure(end) for end in (taken.low, taken.high))
                text = f"clamp {low} .. {high}".replace("  ", " ").strip()
            else:
                text = f"round {figure(taken.low)} {step.mode}"
            found.append(StepSeen(text, value, taken.after, step.provisions))
            value = taken.after
        return tuple(found)

    def _definitions(self, expressions: list[ir.Expr], fr: Frame) -> list[Any]:
        """The inputs and formulas that expressions name at this level, those inside formulas too."""
        found: dict[int, Any] = {}
        queue = list(expressions)
        while queue:
            for x in walk(queue.pop(0)):
                if isinstance(x, ir.Invoke):
                    queue.append(self.program.functions[x.function].value)
                for target in x.targets if isinstance(x, ir.Ref) and x.lift == 0 else ():
                    d = self.program.definitions[target]
                    if target in found or isinstance(d, NodeDef) or len(d.level) != _depth(fr) or not _fits(d, fr):
                        continue
                    if self.run.active(d.conditions):
                        found[target] = d
                        queue += [d.value] if isinstance(d, FormulaDef) else []
        return list(found.values())

    def _formula(self, d: FormulaDef, fr: Frame) -> Working:
        text = self.run.compiler.text(d.value)
        return Working(d.name, d.label, text, self.figures.show(d.value, fr), fr.get(d.number), d.provisions)

    def _input(self, d: InputDef, fr: Frame) -> InputSeen:
        cell = fr.record.cells.get(d.number)
        return InputSeen(
            d.short, d.label, fr.get(d.number), str(cell.address) if cell and cell.address else "", d.provisions
        )

    def _grade(self, runner: NodeRunner, fr: Frame) -> GradeSeen | None:
        if not runner.grades:
            return None
        grade = runner.grades[0]
        value, name, row = runner.graded(fr, grade)
        label = next((n.label for n in grade.labels if n.name == name), "")
        return GradeSeen(value, name, label, row.text if row else "", row.provisions if row else grade.provisions)

    def _parts(self, runner: NodeRunner, fr: Frame) -> tuple[NodeSeen, ...]:
        found = []
        for part, _ in runner.part_codes:
            target = next((t for t in part.part.targets if _fits(self.program.definitions[t], fr)), None)
            if target is not None:
                found.append(self._node(target, fr))
        return tuple(found)

    def _shares(self, runner: NodeRunner, taken: Taken, fr: Frame, steps: tuple[StepSeen, ...]) -> tuple[Share, ...]:
        """What adds up to the value; empty where the value is no sum."""
        base = self._base_shares(runner, taken, fr)
        if not base or any(type(s.amount) is Absent for s in base) or type(taken.value) is Absent:
            return ()
        for step in steps:
            if type(step.after) is not Absent and numbers.compare(step.after, step.before) != 0:
                base.append(Share(step.text, "", numbers.sub(step.after, step.before), step.provisions))
        return tuple(base)

    def _base_shares(self, runner: NodeRunner, taken: Taken, fr: Frame) -> list[Share]:
        if taken.how == "parts":
            return [self._part_share(part.part, value) for part, value in runner.parts(fr)]
        if taken.how == "weights":
            return self._weight_shares(runner, fr)
        return self._expression_shares(taken.clause.value, fr) if taken.clause and taken.how != "guard" else []

    def _part_share(self, ref: ir.Ref, amount: Any) -> Share:
        d = self.program.definitions[ref.targets[0]]
        return Share(d.short, d.label, amount, d.provisions)

    def _weight_shares(self, runner: NodeRunner, fr: Frame) -> list[Share]:
        held = [(p, v, w) for p, v, w in runner.weighted_parts(fr) if type(v) is not Absent and type(w) is not Absent]
        if len(held) != len(runner.weight_codes) and not (runner.weights and runner.weights.shared_out):
            return []
        total = numbers.add_all([w for _, _, w in held]) if len(held) != len(runner.weight_codes) else Fraction(1)
        found = []
        for part, value, weight in held:
            share = numbers.div(numbers.mul(value, weight), total)
            d = self.program.definitions[part.part.targets[0]]
            found.append(Share(f"{d.short} · {figure(weight)}", d.label, share, part.provisions or d.provisions))
        return found

    def _expression_shares(self, e: ir.Expr, fr: Frame) -> list[Share]:
        while isinstance(e, ir.ByReading):
            e = e.cases[self.run.choices[e.reading]]
        if isinstance(e, ir.Apply) and e.op == "add":
            return [Share(self.run.compiler.text(a), "", self.figures.value(a, fr)) for a in e.args]
        if isinstance(e, ir.Aggregate) and e.op in ("sum", "mean") and e.own is None:
            return self._member_shares(e, fr)
        if isinstance(e, ir.Apply) and e.op in ("sum", "mean"):
            count = Fraction(len(e.args) if e.op == "mean" else 1)
            values = [(self.run.compiler.text(a), self.figures.value(a, fr)) for a in e.args]
            return [Share(n, "", v if type(v) is Absent else numbers.div(v, count)) for n, v in values]
        return []

    def _member_shares(self, e: ir.Aggregate, fr: Frame) -> list[Share]:
        pairs = aggregate_values(self.run.compiler, e, fr, ())
        if pairs is None or type(pairs) is Absent or not pairs:
            return []
        names = self._member_names(e, fr, len(pairs))
        weights = [w for _, w in pairs]
        total: Any = Fraction(1) if e.op == "sum" else Fraction(len(pairs))
        if e.weight is not None:
            total = numbers.add_all(weights)
            if numbers.compare(total, Fraction(0)) == 0:
                return []
        found = []
        for name, (value, weight) in zip(names, pairs, strict=True):
            amount = value if weight is None else numbers.mul(value, weight)
            found.append(Share(name, "", numbers.div(amount, total)))
        return found

    def _member_names(self, e: ir.Aggregate, fr: Frame, count: int) -> list[str]:
        if isinstance(e.over, ir.PartsOf):
            parts = self.run.nodes[e.over.node].parts(fr)
            return [self.program.definitions[p.part.targets[0]].short for p, _ in parts]
        chosen = members(self.run.compiler, e.over)(fr, fr.body, ())
        names = [self._member(frame, e) for frame, held in chosen if held is True and self._counts(e, frame, fr)]
        return names if len(names) == count else [str(i + 1) for i in range(count)]

    def _counts(self, e: ir.Aggregate, frame: Frame, fr: Frame) -> bool:
        assert e.value is not None
        value = self.run.compiler.code(e.value)(frame, fr.body, ())
        return not (type(value) is Absent and value.status == NOT_APPLICABLE)

    @staticmethod
    def _member(frame: Frame, e: ir.Aggregate) -> str:
        everywhere = isinstance(e.over, ir.ItemsOf) and e.over.of_every_body
        return f"{frame.body.key}: {frame.key}" if everywhere else frame.key


def _depth(fr: Frame) -> int:
    depth = 0
    while fr.parent is not None:
        fr, depth = fr.parent, depth + 1
    return depth


def _fits(d: Any, fr: Frame) -> bool:
    return d.kinds is None or fr.kind in d.kinds
