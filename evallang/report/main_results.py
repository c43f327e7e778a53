"""Which results are the main ones: nodes that enter no other, with their parts; grades, ranks, triggers."""

from __future__ import annotations

from evallang.backends.interpreter.absence import NOT_APPLICABLE
from evallang.backends.scores import BodyScores, Result, rank_names
from evallang.ir.program import NodeDef, Program


def top_nodes(program: Program) -> tuple[str, ...]:
    """The short paths of the nodes of bodies that enter no other node as a part or by a weight."""
    inside = {target for node in program.nodes for target in _parts(node)}
    return tuple(dict.fromkeys(n.short for n in program.nodes if not n.level and n.number not in inside))


def main_nodes(program: Program) -> tuple[str, ...]:
    """The parts of each top node, then the node itself; without those that live in items."""
    found: list[str] = []
    tops = top_nodes(program)
    for name in tops:
        for node in program.nodes:
            if node.short == name and not node.level:
                parts = (program.definitions[target] for target in _parts(node))
                found += [p.short for p in parts if not p.level and p.short not in tops]
        found.append(name)
    return tuple(dict.fromkeys(found))


def _parts(node: NodeDef) -> tuple[int, ...]:
    """The numbers of the nodes that a node adds up or weighs."""
    weighed = [w.part for weights in node.weights for w in weights.parts]
    return tuple(t for ref in (*(p.part for p in node.parts), *weighed) for t in ref.targets)


def grade_paths(program: Program) -> tuple[str, ...]:
    """`NODE.grade` of each node of bodies that is graded."""
    return tuple(dict.fromkeys(f"{n.short}.grade" for n in program.nodes if n.grades and not n.level))


def rank_paths(program: Program) -> tuple[str, ...]:
    """`RATING.rank` of each rating."""
    return tuple(f"{name}.rank" for name in rank_names(program))


def trigger_paths(program: Program) -> tuple[str, ...]:
    """The paths of the triggers."""
    return tuple(".".join(trigger.path) for trigger in program.triggers)


def deciding_paths(program: Program) -> tuple[str, ...]:
    """What a body is scored for: top nodes, their grades, ranks and triggers."""
    tops = top_nodes(program)
    grades = [path for path in grade_paths(program) if path.removesuffix(".grade") in tops]
    return (*tops, *grades, *rank_paths(program), *trigger_paths(program))


def lacking(result: Result) -> bool:
    """Whether there should be a value and there is none."""
    return result.status not in ("value", NOT_APPLICABLE)


def is_scored(body: BodyScores, paths: tuple[str, ...]) -> bool:
    """Whether a body has all of these results, as far as they apply to it."""
    return not any(lacking(body[path]) for path in paths)
