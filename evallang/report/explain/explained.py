"""The explanation of a body: which results, in which order, and what they all rest on."""

from __future__ import annotations

from attrs import frozen

from evallang.backends.scores import BodyScores, Scores
from evallang.ir import expr as ir
from evallang.ir.deep import deep_calls
from evallang.ir.program import Program
from evallang.ir.walk import walk
from evallang.report.explain import text as render
from evallang.report.explain.explainer import Explainer
from evallang.report.explain.ranked import rating_seen, trigger_seen
from evallang.report.explain.seen import CalledSeen, NodeSeen, ReadingSeen
from evallang.report.explain.targets import NodeTarget, RatingTarget, Target, TriggerTarget, everything, named, rests
from evallang.report.explain.written import option, written
from evallang.report.findings import document_notes
from evallang.report.rests import option_name, status


@frozen
class Explained:
    """How one body came to its results: the document, each node and what enters it, formulas called, readings."""

    program: Program
    body: str
    kind: str | None
    period: int | None
    node: str | None
    notes: tuple[str, ...]
    nodes: tuple[NodeSeen, ...]
    called: tuple[CalledSeen, ...]
    readings: tuple[ReadingSeen, ...]

    @property
    def title(self) -> str:
        """The body, its kind in words, the period."""
        kind = next((k.words for k in self.program.kinds if k.name == self.kind), "")
        when = f", {self.period}" if self.period is not None else ""
        return self.body + (f" ({kind})" if kind else "") + when

    @property
    def document(self) -> str:
        """The methodology with the act and the day that it comes from."""
        dated = f", {self.program.dated.isoformat()}" if self.program.dated else ""
        origin = f" ({self.program.origin}{dated})" if self.program.origin else ""
        return f"{self.program.label or self.program.name}{origin}"

    @property
    def text(self) -> str:
        """Plain text, what enters a node indented below it."""
        head = [self.title, self.document, *(f"note: {note}" for note in self.notes), ""]
        body = [line for node in self.nodes for line in (*render.lines(node), "")]
        called = [f"formula {render.called_line(one)}" for one in self.called]
        rests = [f"rests on {render.reading_line(reading)}" for reading in self.readings]
        return "\n".join([*head, *body, *called, *([""] if called else []), *rests]).rstrip() + "\n"

    @property
    def markdown(self) -> str:
        """Markdown with nested lists."""
        body = [line for node in self.nodes for line in render.markdown(node)]
        called = [f"- {render.called_line(one)}" for one in self.called]
        rests = [f"- {render.reading_line(reading)}" for reading in self.readings]
        notes = [line for note in self.notes for line in ("", f"Note: {note}")]
        tail = ["", "## Formulas", "", *called] if called else []
        tail += ["", "## Readings", "", *rests] if rests else []
        return "\n".join([f"# {self.title}", "", self.document, *notes, "", *body, *tail]).rstrip() + "\n"

    def __str__(self) -> str:
        return self.text


def explain(scores: Scores, body: str, node: str | None = None, period: int | None = None) -> Explained:
    """Explain one result of a body, or all. As `Scores.explain`."""
    found = scores[body, scores.periods[-1] if period is None else period]
    explainer = Explainer(scores, found.frame.run)
    targets = everything(scores, found) if node is None else [named(scores, found, node)]
    with deep_calls():
        nodes = _seen(explainer, found, targets)
    program = scores.program
    used = {number for target in targets for number in rests(program, target)}
    return Explained(
        program, found.key, found.kind, found.period, node,
        tuple(note.message for note in document_notes(program, (found.period,))), nodes,
        tuple(_called(program, explainer, number) for number in sorted(explainer.workings.called)),
        tuple(_reading(scores, number) for number in sorted(used)),
    )  # fmt: skip


def _seen(explainer: Explainer, found: BodyScores, targets: list[Target]) -> tuple[NodeSeen, ...]:
    """The results asked for, then the ratings that triggers among them look at."""
    for target in targets:
        if isinstance(target, NodeTarget):
            explainer.place(target.number, target.frame)
    ranked = {(target.number, target.node) for target in targets if isinstance(target, RatingTarget)}
    seen = [_one(explainer, found, target) for target in targets]
    others = [pair for pair in explainer.ratings if pair not in ranked]
    return (*seen, *(rating_seen(explainer, found, *pair) for pair in others))


def _one(explainer: Explainer, found: BodyScores, target: Target) -> NodeSeen:
    match target:
        case NodeTarget():
            return explainer.node(target.number, target.frame)
        case RatingTarget():
            return rating_seen(explainer, found, target.number, target.node)
        case TriggerTarget():
            return trigger_seen(explainer, found, target.number)


def _called(program: Program, explainer: Explainer, number: int) -> CalledSeen:
    function = program.functions[number]
    used = dict.fromkeys(x.reading for x in walk(function.value) if isinstance(x, ir.ByReading))
    run = explainer.run
    return CalledSeen(
        function.name, function.label, function.params, written(run, function.value), function.provisions,
        tuple(option(run, reading) for reading in used),
    )  # fmt: skip


def _reading(scores: Scores, number: int) -> ReadingSeen:
    reading, choice = scores.program.readings[number], scores.choices[number]
    return ReadingSeen(
        reading.id, reading.name, reading.question, option_name(reading, choice), reading.options[choice].words,
        status(scores, number), reading.reasons[choice], reading.provisions,
    )  # fmt: skip
