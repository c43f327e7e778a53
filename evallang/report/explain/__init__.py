"""Explanations: every figure down to the provision and the cell."""

from __future__ import annotations

from attrs import frozen

from evallang.backends.interpreter.frames import Frame
from evallang.backends.scores import BodyScores, Scores
from evallang.ir.paths import UnknownPath
from evallang.ir.program import NodeDef, Program
from evallang.report.explain import text as render
from evallang.report.explain.model import Explainer, NodeSeen

__all__ = ["Explanation", "NodeSeen", "explain"]


@frozen
class Explanation:
    """How one body came to its results: which document, which readings, each node and its parts."""

    title: str
    document: str
    readings: tuple[str, ...]
    nodes: tuple[NodeSeen, ...]

    def text(self) -> str:
        """Plain text, parts indented below their node."""
        head = [self.title, self.document, ""]
        body = [line for node in self.nodes for line in (*render.lines(node), "")]
        rests = [f"rests on {reading}" for reading in self.readings]
        return "\n".join([*head, *body, *rests]).rstrip() + "\n"

    def markdown(self) -> str:
        """Markdown with nested lists."""
        body = [line for node in self.nodes for line in render.markdown(node)]
        rests = [f"- {reading}" for reading in self.readings]
        tail = ["", "## Readings", "", *rests] if rests else []
        return "\n".join([f"# {self.title}", "", self.document, "", *body, *tail]).rstrip() + "\n"


def explain(scores: Scores, body: str, node: str | None = None, period: int | None = None) -> Explanation:
    """Explain one node of a body (`complaint_rate`, `measure.a.growth`), or all that are part of no other.

    Raises KeyError for a body that the data does not have and UnknownPath for a node that the rules do not have.
    """
    found = scores[body, scores.periods[-1] if period is None else period]
    run = found.frame.run
    explainer = Explainer(scores, run)
    targets = _roots(scores.program, found) if node is None else [_target(scores, found, node)]
    nodes = tuple(explainer.node(number, frame) for number, frame in targets)
    rests = sorted({r for number, _ in targets for r in scores.program.rests_on[number]})
    when = f", {found.period}" if found.period is not None else ""
    kind = next((k.words for k in scores.program.kinds if k.name == found.kind), "")
    title = found.key + (f" ({kind})" if kind else "") + when
    return Explanation(title, _document(scores.program), tuple(_reading(scores, r) for r in rests), nodes)


def _roots(program: Program, found: BodyScores) -> list[tuple[int, Frame]]:
    """The nodes of a body that are part of no other node."""
    nested = {t for n in program.nodes for p in n.parts for t in p.part.targets}
    return [
        (n.number, found.frame) for n in program.nodes
        if not n.level and n.number not in nested and (n.kinds is None or found.kind in n.kinds)
    ]  # fmt: skip


def _target(scores: Scores, found: BodyScores, node: str) -> tuple[int, Frame]:
    target = scores.paths.find(node)
    definition = scores.program.definitions[target.numbers[0]]
    if target.sort not in ("value", "grade") or not isinstance(definition, NodeDef):
        raise UnknownPath(f"`{node}` is no node that could be explained; name an indicator or a sum of indicators")
    frame: Frame | None = found.frame
    for number, key in zip(definition.level, target.keys, strict=True):
        frame = frame.item(number, key) if frame is not None else None
        if frame is None:
            raise UnknownPath(f"`{found.key}` has no `{scores.program.items[number].name}` with the key `{key}`")
    assert frame is not None
    kind = found.kind
    fitting = (n for n in target.numbers if (k := scores.program.definitions[n].kinds) is None or kind in k)
    return next(fitting, target.numbers[0]), frame


def _document(program: Program) -> str:
    dated = f", {program.dated.isoformat()}" if program.dated else ""
    origin = f" ({program.origin}{dated})" if program.origin else ""
    return f"{program.label or program.name}{origin}"


def _reading(scores: Scores, number: int) -> str:
    reading = scores.program.readings[number]
    option = scores.choices[number]
    switched = "chosen" if option == reading.choice else "switched"
    because = f" — {reading.reasons[option]}" if reading.reasons[option] else ""
    return f'{reading.id} "{reading.question}": {reading.options[option].words} ({switched}){because}'
