"""Whether what a body has is computed from itself alone."""

from __future__ import annotations

from evallang.ir import expr as ir
from evallang.ir.program import Program
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions
from evallang.types import BodyType


def looks_at_others(program: Program) -> bool:
    """Whether the results of a body depend on other bodies, so that all are needed for those of one."""
    if program.ratings or any(isinstance(d.type, BodyType) for d in program.inputs):
        return True
    roots = [root for d in program.definitions for root in definition_expressions(d)]
    roots += [f.value for f in program.functions]
    roots += [g.guard for t in program.triggers for g in t.guards if g.guard is not None]
    held = (x for root in roots for x in walk(root) if isinstance(x, ir.Aggregate))
    return any(
        isinstance(x.over, ir.BodiesOf) or (isinstance(x.over, ir.ItemsOf) and x.over.of_every_body) for x in held
    )
