"""Code that looks at other years (`interpreter.history`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evallang.backends.interpreter.absence import undefined
from evallang.backends.python import near, reals
from evallang.backends.python.branches import Branches
from evallang.backends.python.unit import Operand
from evallang.backends.python.value import Value
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef
from evallang.types import Flag, Quantity

if TYPE_CHECKING:
    from evallang.backends.python.expressions import Expressions


def previous(w: Expressions, e: ir.Previous) -> Value:
    """The value a number of years before."""
    return _looked(w, _operand(e), _before(w, _operand(e), e.back))


def in_period(w: Expressions, e: ir.InPeriod) -> Value:
    """The value in the year that a formula names."""
    return w.strict([w.of(e.period)], lambda v: _in_year(w, e, v[0]))


def _in_year(w: Expressions, e: ir.InPeriod, named: Value) -> Value:
    near.refuse(named)
    year = w.code.let(f"year_in({named.code}, {named.den})", "year")
    found = Branches(w.code, w.code.fresh())
    with found.under(f"if {year} is None:"):
        found.give(w.never(undefined(f"`{w.unit.text(e.period)}` is no year")))
    with found.under("else:"):
        found.give(_looked(w, _operand(e), f"p.at({_place(w, _operand(e), year)})"))
    return found.value()


def worse_in_a_row(w: Expressions, e: ir.WorseInARow) -> Value:
    """Whether the value has become worse from each year to the next, so many times up to this one."""
    operand = _operand(e)
    calls = ", ".join(_before(w, operand, back) for back in range(e.years, -1, -1))
    name = "worse_reals" if w.unit.irrational.of(operand) else "worse"
    return Value("flag", w.code.let(f"{name}({e.more_is_better}, [{calls}])", "c"), maybe=True)


def _operand(e: ir.Previous | ir.InPeriod | ir.WorseInARow) -> Operand:
    assert isinstance(e.operand, ir.Ref | ir.ItemRef)  # nothing else is lowered so
    return e.operand


def _before(w: Expressions, operand: Operand, back: int) -> str:
    return f"p.before({_place(w, operand, str(back))})"


def _place(w: Expressions, operand: Operand, year: str) -> str:
    """What is looked at, when, and of which body or item, in the code."""
    body, *rows = w.names.held(operand.lift)
    given = [f"Y{w.unit.elsewhere(operand)}", year, body]
    return ", ".join([*given, f"({', '.join(rows)},)"] if rows else given)


def _looked(w: Expressions, operand: Operand, call: str) -> Value:
    """What a call gives, in the form of the operand."""
    if w.unit.irrational.of(operand):
        return reals.made(w.code, f"as_number(*{call})")
    kind = _type(w, operand)
    if not isinstance(kind, Quantity):
        return Value("flag" if isinstance(kind, Flag) else "word", w.code.let(f"{call}[0]"), maybe=True)
    top, bottom = w.code.fresh(), w.code.fresh("x_d")
    w.code.put(f"{top}, {bottom} = {call}")
    w.code.see(top)
    return Value("pair", top, bottom, maybe=True)


def _type(w: Expressions, operand: Operand) -> Any:
    ref = operand if isinstance(operand, ir.Ref) else operand.inner
    d = w.spec.program.definitions[ref.targets[0]]
    return Quantity() if isinstance(d, NodeDef) else d.type
