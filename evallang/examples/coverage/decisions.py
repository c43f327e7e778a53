"""Conditions on which something hangs, and which part of one decides it.

A part is shown to decide by masking MC/DC: with the other parts as they are, its own value is that of the whole. In
`a and b`, `a` decides where `b` is true; in `a or b` where `b` is false. In `x > 0 and y / x > 2` the first part
decides by being false where the other has no value: it could change nothing. Two examples in which it decides, once
true and once false, are an independence pair (J. J. Chilenski, S. P. Miller: Applicability of modified condition/
decision coverage to software testing. Software Engineering Journal 9 (1994) 193–200; masking: J. J. Chilenski, An
investigation of three forms of the modified condition decision coverage criterion, DOT/FAA/AR-01/18, 2001).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import frozen

from evallang.examples.coverage.goal import Key
from evallang.ir import expr as ir
from evallang.source import Span

Values = Callable[[ir.Expr], Any]
"""What a part of a condition is in the frame in which the whole was looked at."""


@frozen(eq=False)
class Decision:
    """A condition: the guard of a `when`, or that of an `if`. `parts` are what `and`, `or` and `not` join."""

    sort: str
    expr: ir.Expr
    span: Span
    parts: tuple[ir.Expr, ...]

    @classmethod
    def of(cls, sort: str, e: ir.Expr, span: Span) -> Decision:
        """The decision that an expression is."""
        return cls(sort, e, span, tuple(_parts(e)))

    def outcome(self, value: bool) -> Key:
        """The goal that the whole is true, or false."""
        return (self.sort, self.span, value)

    def alone(self, number: int, value: bool) -> Key:
        """The goal that a part decides by being true, or false."""
        return ("part", self.span, number, value)

    @property
    def inner(self) -> Iterator[Key]:
        """The goals of its parts; a condition of one part has none."""
        if len(self.parts) > 1:
            yield from (self.alone(i, value) for i in range(len(self.parts)) for value in (True, False))

    def touched(self, values: Values) -> Iterator[Key]:
        """The goals of those parts that decide."""
        places = {id(part): i for i, part in enumerate(self.parts)}
        for part, value in _deciding(self.expr, values):
            yield self.alone(places[id(part)], value)


def is_joined(e: ir.Expr) -> bool:
    """Whether a condition has parts."""
    return isinstance(e, ir.Apply) and e.op in ("and", "or", "not")


def _parts(e: ir.Expr) -> Iterator[ir.Expr]:
    if isinstance(e, ir.Apply) and is_joined(e):
        for part in e.args:
            yield from _parts(part)
    else:
        yield e


def masking_parts(e: ir.Expr, part: ir.Expr) -> Iterator[tuple[ir.Expr, bool]]:
    """What must be so that a part decides: of each `and` around it the others true, of each `or` the others false."""
    while isinstance(e, ir.Apply) and is_joined(e) and e is not part:
        around = next(inner for inner in e.args if any(x is part for x in _parts(inner)))
        yield from ((other, e.op == "and") for other in e.args if other is not around)
        e = around


def _deciding(e: ir.Expr, values: Values) -> Iterator[tuple[ir.Expr, bool]]:
    """The parts whose value is that of the whole, `not` aside, each with its value."""
    if not (isinstance(e, ir.Apply) and is_joined(e)):
        value = values(e)
        if isinstance(value, bool):
            yield e, value
        return
    known = [_value(part, values) for part in e.args]
    masking = e.op == "or"
    for i, part in enumerate(e.args):
        others = {other for j, other in enumerate(known) if j != i}
        # Another one without a value leaves the decision to a part that settles the whole.
        if others <= ({not masking, None} if known[i] is masking else {not masking}):
            yield from _deciding(part, values)


def _value(e: ir.Expr, values: Values) -> bool | None:
    """True, false, or None where it is neither."""
    if not (isinstance(e, ir.Apply) and is_joined(e)):
        value = values(e)
        return value if isinstance(value, bool) else None
    known = [_value(part, values) for part in e.args]
    if e.op == "not":
        return None if known[0] is None else not known[0]
    masking = e.op == "or"
    if masking in known:
        return masking
    return None if None in known else not masking
