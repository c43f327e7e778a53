"""Code of the operations of the kernel (`interpreter.kernel`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve

from evallang.backends.interpreter.absence import undefined
from evallang.backends.python import arithmetic, logic, near, ranges, reals
from evallang.backends.python.branches import Branches
from evallang.backends.python.code import Code
from evallang.backends.python.irrational import MOST
from evallang.backends.python.value import Value, constant
from evallang.ir import expr as ir

if TYPE_CHECKING:
    from evallang.backends.python.expressions import Expressions


def applied(w: Expressions, e: ir.Apply) -> Value:
    """An operation on values."""
    if e.op in ("and", "or"):
        return logic.several(w, e)
    if e.op == "not":
        return logic.negated(w, w.of(e.args[0]))
    if e.op in arithmetic.COMPARED:
        return logic.comparison(w, e)
    if _is_total(e):
        return _whole(w, e)
    values = w.all(e.args)
    if e.op == "div":
        return w.strict(values, lambda v: _divided(w, e, v[0], v[1]))
    if e.op.startswith("round:"):
        return w.strict(values, lambda v: rounded(w, v[0], v[1], e.op[6:]))
    if e.op == "power":
        return w.strict(values, lambda v: _power(w, v[0], v[1]))
    return w.strict(values, lambda v: _operated(w.code, e.op, v))


_TOTAL = ("add", "sub", "mul", "neg", "sum", "product", "min", "max", "mean", "abs")


def _is_total(e: ir.Expr) -> bool:
    """Whether an operation always gives a number where its operands are there, unless they may be irrational."""
    return isinstance(e, ir.Apply) and e.op in _TOTAL


def _whole(w: Expressions, e: ir.Apply) -> Value:
    """Operations that always give a number, in one piece: what is not there is looked at once for all of them.

    The first of some operands that is not there says why, in whatever brackets they stand (`interpreter.absence.lack`).
    """
    leaves: list[Value] = []

    def tree(e: ir.Expr) -> Callable[[Sequence[Value]], Value]:
        if isinstance(e, ir.Apply) and _is_total(e):
            parts = [tree(a) for a in e.args]
            return lambda v: _operated(w.code, e.op, [part(v) for part in parts])
        place = len(leaves)
        leaves.append(w.of(e))
        return lambda v: v[place]

    made = tree(e)
    return w.strict(leaves, made)


def _operated(code: Code, op: str, v: Sequence[Value]) -> Value:
    make = _MADE.get(op)
    return reals.operated(code, op, v) if make is None or reals.some_real(v) else make(code, v)


def _divided(w: Expressions, e: ir.Apply, above: Value, below: Value) -> Value:
    why = undefined(f"the divisor `{w.unit.text(e.args[1])}` is 0")
    if reals.some_real((above, below)):
        given = f"{w.unit.absent(why)}, {reals.boxed(above)}, {reals.boxed(below)}"
        return reals.made(w.code, f"divided({given})")
    if is_literal(below):
        return arithmetic.divide(w.code, above, below) if int(below.code) else w.never(why)
    if below.low is not None and below.low > 0:
        return arithmetic.divide(w.code, above, below)
    if w.code.leave:
        with w.code.block(f"if not {below.code}:"):
            w.code.put(w.code.leave)
        return arithmetic.divide(w.code, above, below)
    found = Branches(w.code, w.code.fresh())
    with found.under(f"if {below.code}:"):
        found.give(arithmetic.divide(w.code, above, below))
    with found.under("else:"):
        found.nothing(w.unit.absent(why))
    return found.value()


def is_literal(v: Value) -> bool:
    """Whether a number is written in the rules."""
    return v.form == "pair" and isinstance(v.den, int) and v.code.removeprefix("-").isdecimal()


def _power(w: Expressions, base: Value, exponent: Value) -> Value:
    """A power: written out for small whole exponents, else a number that may be irrational."""
    if base.form == "number" or not is_literal(exponent) or exponent.den != 1 or abs(int(exponent.code)) > MOST:
        return reals.operated(w.code, "power", [base, exponent])
    count = int(exponent.code)
    if count >= 0:
        return arithmetic.multiply(w.code, [base] * count) if count else constant(Fraction(1))
    why = undefined("a negative power of zero")
    if base.code == "0":
        return w.never(why)
    found = Branches(w.code, w.code.fresh())
    with found.under(f"if {base.code}:"):
        below = arithmetic.multiply(w.code, [base] * -count)
        found.give(arithmetic.divide(w.code, constant(Fraction(1)), below))
    with found.under("else:"):
        found.give(w.never(why))
    return found.value()


def rounded(w: Expressions, value: Value, step: Value, mode: str, word: str = "x") -> Value:
    """A rounding of a value that is there."""
    if reals.some_real((value, step)):
        return reals.made(w.code, f"rounded_real({reals.boxed(value)}, {reals.boxed(step)}, {mode!r})", word)
    if is_literal(step):
        size = Fraction(int(step.code), int(step.den))
        if size <= 0:
            return w.never(undefined("the rounding step is not a number above 0"))
        return arithmetic.rounded(w.code, value, size, mode, word)
    near.refuse(value, step)
    top, bottom = w.code.fresh(word), w.code.fresh(f"{word}_d")
    w.code.put(f"{top}, {bottom} = to_step({value.code}, {value.den}, {step.code}, {step.den}, {mode!r})")
    w.code.see(top)
    return Value("pair", top, bottom, maybe=True)


def _gathered(code: Code, op: str, values: Sequence[Value]) -> Value:
    near.refuse(*values)
    top, bottom = code.fresh(), code.fresh("x_d")
    given = ", ".join(f"({v.code}, {v.den})" for v in values)
    code.put(f"{top}, {bottom} = gathered({op!r}, [{given}])")
    code.see(top)
    return Value("pair", top, bottom, maybe=op == "harmean")


_MADE: dict[str, Callable[[Code, Sequence[Value]], Value]] = {
    "add": arithmetic.add, "sum": arithmetic.add, "mul": arithmetic.multiply, "product": arithmetic.multiply,
    "sub": lambda c, v: arithmetic.add(c, [v[0], arithmetic.negate(c, v[1])]),
    "neg": lambda c, v: arithmetic.negate(c, v[0]),
    "min": lambda c, v: arithmetic.choose(c, v, "less"), "max": lambda c, v: arithmetic.choose(c, v, "greater"),
    "mean": lambda c, v: arithmetic.divide(c, arithmetic.add(c, v), constant(Fraction(len(v)))),
    "abs": lambda c, v: evolve(v[0], code=c.let(f"abs({v[0].code})"), low=Fraction(0), high=ranges.most(v[0])),
    "floor": lambda c, v: arithmetic.rounded(c, v[0], Fraction(1), "floor"),
    "ceiling": lambda c, v: arithmetic.rounded(c, v[0], Fraction(1), "ceiling"),
    "median": lambda c, v: _gathered(c, "median", v), "harmean": lambda c, v: _gathered(c, "harmean", v),
}  # fmt: skip
