"""Comparisons, `and`, `or` and `not` with Kleene's three values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evallang.backends.python import arithmetic, near, reals
from evallang.backends.python.reals import boxed
from evallang.backends.python.value import Value
from evallang.ir import expr as ir

if TYPE_CHECKING:
    from evallang.backends.python.expressions import Expressions


def comparison(w: Expressions, e: ir.Apply) -> Value:
    """A comparison of numbers, or of names, flags and days."""

    def compared(v: list[Value]) -> Value:
        a, b = v
        near.refuse(a, b)
        if a.form == b.form == "pair":
            return Value("flag", w.code.let(arithmetic.compared(a, e.op, b), "c"))
        if reals.some_real(v):
            return Value("flag", w.code.let(f"compared({e.op!r}, {boxed(a)}, {boxed(b)})", "c"), maybe=True)
        return Value("flag", w.code.let(f"{a.code} {arithmetic.COMPARED[e.op]} {b.code}", "c"))

    return w.strict(w.all(e.args), lambda v: compared(list(v)), "c")


def negated(w: Expressions, v: Value) -> Value:
    """The opposite of a flag."""
    if not v.maybe:
        return Value("flag", w.code.let(f"not {v.code}", "c"))
    return Value(
        "flag", w.code.let(f"{v.code}.spread() if type({v.code}) is Absent else not {v.code}", "c"), maybe=True
    )


def several(w: Expressions, e: ir.Apply) -> Value:
    """`a and b and …`, or with `or`; what is not applicable makes the whole undefined, wherever it stands."""
    values = w.all(e.args)
    if not any(v.maybe for v in values):
        return Value("flag", w.code.let(f" {e.op} ".join(v.code for v in values), "c"))
    given = ", ".join(v.code for v in values)
    return Value("flag", w.code.let(f"kleene({e.op == 'or'}, {given})", "c"), maybe=True)
