"""How far conditions are from being true, kept for the next body where the inputs that they name are the same.

A step of a search changes one input or two; where many conditions are asked, few of them look at these.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.frames import Frame
from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Program
from evallang.ir.walk import walk
from evallang.lint.distance import Distance

MANY = 8
"""Of so many conditions each is looked at anew: that is as quick."""


def remembered(measure: Distance, condition: ir.Expr, program: Program) -> Distance:
    """The same measure; only of what names inputs of the body alone anything is kept."""
    inputs = _inputs(condition, program)
    if inputs is None:
        return measure
    given: list[Any] = []
    far = Fraction(0)

    def kept(fr: Frame) -> Fraction:
        nonlocal given, far
        now = [fr.get(n) for n in inputs]
        # the copies of a body hold the same numbers: these are compared by identity, which takes no time
        if not given or any(a is not b for a, b in zip(now, given, strict=True)):
            given, far = now, measure(fr)
        return far

    return kept


def _inputs(condition: ir.Expr, program: Program) -> list[int] | None:
    """The inputs of the body that a condition names; None where it looks at anything else."""
    found: set[int] = set()
    for e in walk(condition):
        match e:
            case ir.Ref(targets=(target,), lift=0) if isinstance(program.definitions[target], InputDef):
                if program.definitions[target].level:
                    return None
                found.add(target)
            case ir.Const() | ir.Apply():
                pass
            case _:
                return None
    return sorted(found) or None
