"""Parts that a `score` leaves out: most likely somebody forgot them."""

from __future__ import annotations

from evallang.diagnostics import Diagnostic, Label, Severity
from evallang.ir.program import NodeDef, Program
from evallang.semantics.order import Dependencies


def unused_parts(program: Program, dependencies: Dependencies) -> list[Diagnostic]:
    """A warning for each node whose `score` does not use some of its parts, directly or through others."""
    found = []
    for node in program.nodes:
        score = next((c for c in node.clauses if c.guard is None and not c.conditions), None)
        if score is None or not node.parts:
            continue
        reached = _reached(node, dependencies.edges)
        left_out = [p.part for p in node.parts if not reached.intersection(p.part.targets)]
        if left_out:
            names = ", ".join(f"`{part.name}`" for part in left_out)
            message = f"the score of `{node.name}` does not use its part{'s' if len(left_out) > 1 else ''} {names}"
            advice = "use it, as in `sum(parts)`, or declare it outside of the node"
            labels = (Label(left_out[0].span, "declared here"),)
            found.append(Diagnostic("W0201", message, program.source, score.span, Severity.WARNING, advice, labels))
    return found


def _reached(node: NodeDef, edges: list[set[int]]) -> set[int]:
    """Every definition that the value of a node depends on."""
    reached: set[int] = set()
    open_ = [node.number]
    while open_:
        new = edges[open_.pop()] - reached
        reached |= new
        open_ += new
    return reached
