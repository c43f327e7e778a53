"""How a node came to its value: clauses, formulas, steps, shares, grade, inputs with their cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from evallang.backends.foreign import place_in
from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.nodes import NodeRunner, Taken
from evallang.backends.interpreter.run import Run
from evallang.backends.scores import Scores
from evallang.ir.program import ClampStep, ExemptionDef, GradeDef, Guarded, NodeDef, PointsDef
from evallang.report.explain.figures import figure
from evallang.report.explain.gathered import Gathered
from evallang.report.explain.places import cell, path_of, variant
from evallang.report.explain.seen import GradeSeen, InputSeen, NodeSeen, PointsSeen, StepSeen, Working
from evallang.report.explain.shares import shares
from evallang.report.explain.workings import Workings


class Explainer:
    """Explains the nodes of one scoring, each once; the second time it is only mentioned."""

    def __init__(self, scores: Scores, run: Run, document: str = "") -> None:
        self.scores = scores
        self.run = run
        self.program = scores.program
        self.document = document
        self.workings = Workings(run)
        self.ratings: dict[tuple[int, int], None] = {}
        self.others: dict[str, Explainer] = {}
        self._placed: set[tuple[int, int]] = set()
        self._done: set[tuple[int, int]] = set()

    def place(self, number: int, fr: Frame) -> None:
        """Note that a node and its parts have a place of their own in this explanation."""
        if (number, id(fr)) not in self._placed:
            self._placed.add((number, id(fr)))
            for part in self._part_numbers(number, fr):
                self.place(part, fr)

    def node(self, number: int, fr: Frame) -> NodeSeen:
        """A node, what enters it as a part, and the nodes that its formulas name."""
        node = self.program.definitions[number]
        assert isinstance(node, NodeDef)
        head = self._head(node, fr)
        self.place(number, fr)
        if (number, id(fr)) in self._done:
            return evolve(head, again=True)
        self._done.add((number, id(fr)))
        runner = self.run.nodes[number]
        gathered = Gathered(self.workings, fr)
        if runner.applies(fr) is not None:
            return self._marked(head, runner, fr)
        seen = self._taken(head, runner, fr, gathered)
        # Lists, here and below: a generator would take C stack where nodes nest deeply.
        seen = evolve(seen, parts=tuple([self.node(part, fr) for part in self._part_numbers(number, fr)]))
        return self.finished(seen, gathered)

    def finished(self, seen: NodeSeen, gathered: Gathered) -> NodeSeen:
        """A node with what its formulas were made of."""
        gathered.follow()
        self.ratings |= gathered.ratings
        claimed = {seen.path} if seen.points else set()
        near = {seen.path, *(part.path for part in seen.parts)}
        return evolve(
            seen, formulas=tuple(gathered.formulas), parameters=tuple(gathered.parameters),
            points=(*seen.points, *(points for points in gathered.points if points.of not in claimed)),
            inputs=(*seen.inputs, *gathered.inputs), uses=(*seen.uses, *self._uses(gathered.nodes, near)),
        )  # fmt: skip

    def _uses(self, nodes: Iterable[tuple[NodeDef, Frame]], near: set[str]) -> list[NodeSeen]:
        """The nodes that formulas name; one with a place elsewhere is only mentioned, one of this place is not."""
        found = []
        for node, fr in nodes:
            head = self._head(node, fr)
            if (node.number, id(fr)) not in self._placed:
                found.append(self.node(node.number, fr))
            elif head.path not in near:
                found.append(evolve(head, again=True))
        return found

    def _head(self, node: NodeDef, fr: Frame) -> NodeSeen:
        period = fr.period if fr.period != self.run.period else None
        path = path_of(self.program, node, fr)
        result = evolve(self.scores.of_node(fr, node), path=path)
        return NodeSeen(
            path, node.label, node.word, node.provisions, node.symbol, result, node.amended, period, self.document
        )

    def _part_numbers(self, number: int, fr: Frame) -> list[int]:
        """The parts of a node and what it weighs, those for the kind of the body."""
        runner = self.run.nodes[number]
        weighed = [part.part for part, _, _ in runner.weight_codes]
        found = (variant(self.program, ref, fr) for ref in (*(part.part for part, _ in runner.part_codes), *weighed))
        return list(dict.fromkeys(d.number for d in found if isinstance(d, NodeDef)))

    def _marked(self, head: NodeSeen, runner: NodeRunner, fr: Frame) -> NodeSeen:
        """A node that is not for the body; a mark may give it full points all the same."""
        if head.result.status != "value":
            return head
        mark = next(e for e in runner.exemptions if fr.name in e.bodies or fr.kind in e.kinds)
        return evolve(head, how="mark", points=self._claims(runner, fr, mark))

    def _taken(self, head: NodeSeen, runner: NodeRunner, fr: Frame, gathered: Gathered) -> NodeSeen:
        taken = runner.base(fr)
        guards = tuple(self._guard(clause, gathered) for clause, _ in taken.guards)
        working = self._working(taken, gathered)
        for part, _, _ in runner.weight_codes if taken.how == "weights" else ():
            gathered.value(part.weight)
        steps = self._steps(runner, fr, taken.value, gathered)
        seen = evolve(
            head, how=taken.how, guards=guards, working=working, steps=steps, points=self._claims(runner, fr),
            shares=shares(self.run, runner, taken, fr, steps), grade=self._grade(runner, fr, gathered),
        )  # fmt: skip
        return self._foreign(seen, runner.node, fr) if taken.how == "scored by" else seen

    def _guard(self, clause: Guarded, gathered: Gathered) -> Working:
        assert clause.guard is not None
        return gathered.working(clause.guard, "", "", clause.provisions, clause.conditions)

    def _working(self, taken: Taken, gathered: Gathered) -> Working | None:
        if taken.clause is None or taken.how == "guard":
            return None
        return gathered.working(taken.clause.value, "", "", taken.clause.provisions, taken.clause.conditions)

    def _claims(self, runner: NodeRunner, fr: Frame, mark: ExemptionDef | None = None) -> tuple[PointsSeen, ...]:
        """The points of the node where it claims some itself."""
        if not runner.claims:
            return ()
        claim: PointsDef = runner.claims[0]
        cited = claim.provisions or runner.node.provisions
        provisions = (*cited, *mark.provisions) if mark is not None else cited
        options = self.workings.options((*claim.conditions, *(mark.conditions if mark is not None else ())))
        return (PointsSeen("", runner.points(fr), provisions, options),)

    def _steps(self, runner: NodeRunner, fr: Frame, value: Any, gathered: Gathered) -> tuple[StepSeen, ...]:
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
            for end in (step.low, step.high) if isinstance(step, ClampStep) else (step.step,):
                if end is not None:
                    gathered.value(end)
            found.append(StepSeen(text, value, taken.after, step.provisions, self.workings.options(step.conditions)))
            value = taken.after
        return tuple(found)

    def _grade(self, runner: NodeRunner, fr: Frame, gathered: Gathered) -> GradeSeen | None:
        if not runner.grades:
            return None
        grade: GradeDef = runner.grades[0]
        value, name, row = runner.graded(fr, grade)
        columns = [
            (word, value if column is None else gathered.value(column))
            for word, column in zip(grade.table.inputs, grade.columns, strict=True)
        ]
        step = f"{figure(gathered.value(grade.step))} {grade.mode}" if grade.step is not None else ""
        label = next((named.label for named in grade.labels if named.name == name), "")
        conditions = (*grade.conditions, *(row.conditions if row is not None else ()))
        cited = row.provisions if row is not None and row.provisions else grade.provisions
        text = row.text if row is not None else ""
        amended = row.amended if row is not None else ()
        return GradeSeen(step, tuple(columns), name, label, text, cited, self.workings.options(conditions), amended)

    def _foreign(self, seen: NodeSeen, node: NodeDef, fr: Frame) -> NodeSeen:
        """A node that another methodology scores: its explanation there, or the cell that the value came from."""
        place = place_in(self.scores.others, node, fr)
        if place is None or place.frame is None:
            given = InputSeen(node.scored_by, "", self.run.foreign(node.number, fr), cell(fr, node.number), ())
            return evolve(seen, inputs=(given,))
        explainer = self.others.setdefault(place.name, Explainer(place.scores, place.frame.run, place.name))
        found = next((n for n in place.nodes if n.kinds is None or place.frame.kind in n.kinds), None)
        return evolve(seen, uses=(explainer.node(found.number, place.frame),)) if found is not None else seen
