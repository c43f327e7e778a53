"""How what is looked up in a table is rounded before, by the rules or by a reading only."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import Definition, FormulaDef, NodeDef, RoundStep
from evallang.lint.subject import Subject
from evallang.lint.tables import Use
from evallang.lint.values import Values


@frozen
class Rounding:
    """To multiples of which number a value is rounded, and whether a reading decides that."""

    size: Fraction
    by_reading: bool


def rounding(subject: Subject, use: Use, column: int, kind: str | None) -> Rounding | None:
    """How what is looked up is rounded, itself or as what it stands for; None if it is not."""
    values, e, read = subject.values(kind), use.args[column], use.by_reading
    while True:
        match e:
            case ir.Apply(op=op, args=args) if op.startswith("round:"):
                size = values.of(args[1]).point if len(args) > 1 else Fraction(1)
                return Rounding(size, read) if size else None
            case ir.ByReading(reading=reading, cases=cases):
                e, read = cases[subject.choices[reading]], True
            case ir.Ref(targets=targets) if len(found := values.targets(targets)) == 1:
                d = subject.program.definitions[found[0]]
                if not isinstance(d, FormulaDef):
                    return _last_rounding(values, d, read)
                e = d.value
            case _:
                return None


def _last_rounding(values: Values, d: Definition, read: bool) -> Rounding | None:
    steps = [s for s in (values.steps(d) if isinstance(d, NodeDef) else []) if isinstance(s, RoundStep)]
    size = values.of(steps[-1].step).point if steps else None
    return Rounding(size, read or bool(steps[-1].conditions)) if size else None
