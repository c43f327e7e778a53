"""Results of other methodologies as values: `scored by OTHER.node` where OTHER is among the documents given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from evallang.backends.interpreter.absence import MISSING, NOT_APPLICABLE, UNDEFINED, Absent
from evallang.backends.interpreter.frames import Frame
from evallang.backends.scores import Scores
from evallang.diagnostics import Severity
from evallang.ir.data import Finding
from evallang.ir.program import NodeDef, Program
from evallang.suggest import nearest


def source(node: NodeDef) -> tuple[str, str]:
    """The name of the methodology that scores a node, and the path there."""
    name, _, path = node.scored_by.partition(".")
    return name, path


def nodes_called(program: Program, path: str) -> Sequence[NodeDef]:
    """The nodes of one path, for different kinds, that end as `path` does; none where it names several."""
    words = tuple(path.split("."))
    found = [node for node in program.nodes if node.path[-len(words) :] == words]
    exact = [node for node in found if path in (node.short, ".".join(node.path))]
    found = exact or found
    return found if len({node.path for node in found}) == 1 else ()


def why_not(program: Program, node: NodeDef) -> str | None:
    """Why a methodology cannot score a node, or None when it can."""
    name, path = source(node)
    found = nodes_called(program, path)
    if not found:
        near = nearest(path, [other.short for other in program.nodes])
        return f"`{name}` has no one node `{path}`" + (f"; did you mean `{near}`?" if near else "")
    if len(found[0].level) != len(node.level):
        return f"`{node.scored_by}` and `{node.short}` do not both lie in a list"
    return None


@frozen(eq=False)
class Place:
    """Where another methodology scores a node: its nodes of that path, and the body or item, None where it has none."""

    name: str
    scores: Scores
    nodes: Sequence[NodeDef]
    frame: Frame | None


def place_in(others: Mapping[str, Scores], node: NodeDef, fr: Frame) -> Place | None:
    """The place of a node in the results of other methodologies; None when its methodology is not among them."""
    name, path = source(node)
    if name not in others:
        return None
    scores = others[name]
    nodes = nodes_called(scores.program, path)
    place = scores.runs[fr.period].frame(fr.body.key, fr.period) if fr.period in scores.runs else None
    for item, key in zip(nodes[0].level, _keys(fr), strict=True):
        place = place.item(item, key) if place is not None else None
    return Place(name, scores, nodes, place)


@frozen(eq=False)
class Others:
    """The results of other methodologies on the same data, by the name of each; in every period of the data."""

    scores: Mapping[str, Scores]

    def value(self, node: NodeDef, fr: Frame) -> Any:
        """The value that another methodology gives to a node; None when that methodology is not here."""
        found = place_in(self.scores, node, fr)
        if found is None:
            return None
        place = found.frame
        if place is None:
            return Absent(MISSING, f"`{found.name}` has no result of `{fr.key}`")
        for other in found.nodes:
            if other.kinds is None or place.kind in other.kinds:
                value = place.get(other.number)
                return _named(node, value) if type(value) is Absent else value
        return place.run.no_kind(place) or Absent(UNDEFINED, f"`{node.scored_by}` is not for the kind `{place.kind}`")


def _named(node: NodeDef, value: Absent) -> Absent:
    """Why there is no value, with the name of where it was to come from."""
    status = UNDEFINED if value.status == NOT_APPLICABLE else value.status
    return Absent(status, f"`{node.scored_by}` has no value: {value.because}", value.at, value.cited, value.unread)


def _keys(fr: Frame) -> list[str]:
    """The keys of the items in which a frame lies, outermost first."""
    keys: list[str] = []
    while fr.parent is not None:
        keys.insert(0, fr.key)
        fr = fr.parent
    return keys


def joined(own: Sequence[Finding], theirs: Iterable[Sequence[Finding]]) -> tuple[Finding, ...]:
    """What was found in the data by several documents: what one of them reads is no longer reported as unread."""

    def places(findings: Iterable[Finding]) -> set[tuple[str, str]]:
        return {(finding.message, str(finding.address)) for finding in findings}

    def unread(finding: Finding) -> bool:
        return finding.severity is Severity.WARNING and finding.message.endswith("not read")

    kept = list(own)
    for other in theirs:
        here, there = places(kept), places(other)
        kept = [f for f in kept if not unread(f) or (f.message, str(f.address)) in there]
        kept += [f for f in other if not unread(f) and (f.message, str(f.address)) not in here]
    return tuple(kept)
