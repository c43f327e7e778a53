"""What is a quotient for each body, as two whole numbers: so that it can be added up exactly over many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import define, evolve
from numpy.typing import NDArray

from evallang.backends.columns.unsupported import Unsupported
from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef
from evallang.types import NUMBER

if TYPE_CHECKING:
    from evallang.backends.columns.engine import Engine

_MOST = 2**62


@define(eq=False)
class Quotients:
    """`nums / (divisors · den)` for each row; `divisors` is None where all are 1."""

    nums: NDArray[np.int64]
    den: int
    divisors: NDArray[np.int64] | None = None


def quotients(engine: Engine, e: ir.Expr) -> Quotients:
    """The numbers of an expression that has a value. Raises Unsupported for what is neither whole nor a quotient."""
    found = engine.hidden(e)
    if not found.column.sort or found.column.scaled is not None:
        return Quotients(*found.numbers())
    parts = _parts(engine, e)
    if parts is None:
        raise Unsupported("numbers that have no common denominator")
    engine.kept += parts  # what is hidden is known by its identity
    (above, over), (below, under) = (engine.hidden(part).numbers() for part in parts)
    if int(np.abs(above).max(initial=0)) * under >= _MOST:
        raise Unsupported("quotients that 63 bits do not hold")
    sign = np.sign(below)
    return Quotients(above * under * np.where(sign < 0, -1, 1), over, np.maximum(np.abs(below), 1))


def _parts(engine: Engine, e: ir.Expr) -> tuple[ir.Expr, ir.Expr] | None:
    """Dividend and divisor, formulas and readings followed; of a mean the sum and how many there are."""
    match e:
        case ir.Ref(targets=(number,), lift=0):
            d = engine.rows.program.definitions[number]
            return _parts(engine, d.value) if isinstance(d, FormulaDef) and d.kinds is None else None
        case ir.ByReading(reading=reading, cases=cases):
            return _parts(engine, cases[engine.choices[reading]])
        case ir.Apply(op="div", args=(above, below)):
            return above, below
        case ir.Aggregate(op="mean", value=value, over=ir.ItemsOf(of_every_body=False)) if (
            value is not None and e.weight is None and e.none is None and e.least is None
        ):
            return evolve(e, op="sum"), evolve(e, op="count", type=NUMBER)
    return None
