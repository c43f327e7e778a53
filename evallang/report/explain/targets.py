"""What is explained: one result by its path, or all results of a body."""

from __future__ import annotations

from attrs import frozen

from evallang.backends.interpreter.frames import Frame
from evallang.backends.scores import BodyScores, Scores
from evallang.ir.paths import UnknownPath
from evallang.ir.program import NodeDef, Program
from evallang.report.main_results import top_nodes


@frozen(eq=False)
class NodeTarget:
    """A node of a body, or of one of its items."""

    number: int
    frame: Frame


@frozen
class RatingTarget:
    """A rating, by one of the nodes that it ranks."""

    number: int
    node: int


@frozen
class TriggerTarget:
    """A trigger."""

    number: int


Target = NodeTarget | RatingTarget | TriggerTarget


def everything(scores: Scores, found: BodyScores) -> list[Target]:
    """The nodes of a body that enter no other, then ratings and triggers."""
    program = scores.program
    tops = set(top_nodes(program))
    nodes: list[Target] = [
        NodeTarget(n.number, found.frame)
        for n in program.nodes
        if n.short in tops and not n.level and (n.kinds is None or found.kind in n.kinds)
    ]
    ratings = [RatingTarget(i, j) for i, rating in enumerate(program.ratings) for j in range(len(rating.names))]
    return [*nodes, *ratings, *(TriggerTarget(i) for i in range(len(program.triggers)))]


def named(scores: Scores, found: BodyScores, path: str) -> Target:
    """The result that a path names. Raises UnknownPath where it names none."""
    target = scores.paths.find(path)
    if target.sort == "rank":
        return RatingTarget(target.numbers[0], target.node)
    if target.sort == "trigger":
        return TriggerTarget(target.numbers[0])
    definition = scores.program.definitions[target.numbers[0]] if target.sort in ("value", "grade") else None
    if not isinstance(definition, NodeDef):
        raise UnknownPath(f"`{path}` is no result; name a node, a grade, a rank or a trigger")
    frame: Frame | None = found.frame
    for number, key in zip(definition.level, target.keys, strict=True):
        frame = frame.item(number, key) if frame is not None else None
        if frame is None:
            raise UnknownPath(f"`{found.key}` has no `{scores.program.items[number].name}` with the key `{key}`")
    assert frame is not None
    variants = (scores.program.definitions[number] for number in target.numbers)
    fitting = (d.number for d in variants if d.kinds is None or found.kind in d.kinds)
    return NodeTarget(next(fitting, target.numbers[0]), frame)


def rests(program: Program, target: Target) -> frozenset[int]:
    """The numbers of the readings that a result rests on."""
    match target:
        case NodeTarget():
            return program.rests.definitions[target.number]
        case RatingTarget():
            return program.rests.ratings[target.number]
        case TriggerTarget():
            return program.rests.triggers[target.number]
