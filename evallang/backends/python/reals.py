"""Code of numbers that may be irrational: each is one object, and an operation is that of the interpreter."""

from __future__ import annotations

from collections.abc import Sequence

from evallang.backends.python import near
from evallang.backends.python.code import Code
from evallang.backends.python.value import Value

_CALLED = {
    "add": "added_up", "sum": "added_up", "sub": "sub", "mul": "multiplied", "product": "multiplied", "neg": "neg",
    "power": "power", "min": "least", "max": "greatest", "abs": "abs_", "floor": "floor", "ceiling": "ceiling",
    "sqrt": "sqrt", "root": "root", "ln": "ln", "exp": "exp",
}  # fmt: skip


def boxed(v: Value) -> str:
    """A value as one object."""
    near.refuse(v)
    if v.form != "pair":
        return v.code
    number = f"Fraction({v.code})" if v.den == 1 else f"Fraction({v.code}, {v.den})"
    return f"{v.code} if type({v.code}) is Absent else {number}" if v.maybe else number


def some_real(values: Sequence[Value]) -> bool:
    """Whether one of some values may be irrational."""
    return any(v.form == "number" for v in values)


def operated(code: Code, op: str, values: Sequence[Value], word: str = "x") -> Value:
    """An operation of the kernel; absent where one of the values is."""
    given = ", ".join(boxed(v) for v in values)
    if op in _CALLED:
        return made(code, f"computed({_CALLED[op]}, {given})", word)
    return made(code, f"summarised({op!r}, ({given},))", word)


def made(code: Code, call: str, word: str = "x") -> Value:
    """What a call gives that may fail."""
    if code.leave:  # floats are in front: no bound is known of their error
        raise near.TooFar
    return Value("number", code.let(call, word), maybe=True)
