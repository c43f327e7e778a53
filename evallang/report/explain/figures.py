"""Values and expressions as people read them: `10 - 3 / 100000 * 10000`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.run import Run
from evallang.ir import expr as ir
from evallang.numbers import decimal34
from evallang.report.explain.scope import Scope, members_of

LONGEST = 300
"""A formula whose numbers take more characters is shown with the results of what it calls."""
MOST_VALUES = 8
"""So many values of a list stand in a formula; the list itself names the others."""

_EXACT = 20
_DIGITS, _PLACES = 6, 4
_STEPS = 400
_SIGNS = {
    "mul": (" * ", 6), "div": (" / ", 6), "power": (" ^ ", 8), "and": (" and ", 2), "or": (" or ", 1),
    "equal": (" = ", 4), "unequal": (" != ", 4), "less": (" < ", 4), "less_equal": (" <= ", 4),
    "greater": (" > ", 4), "greater_equal": (" >= ", 4),
}  # fmt: skip
_ADDING, _TIMES, _MINUS, _NOT = 5, 6, 7, 3


def figure(value: Any) -> str:
    """A value in a few characters: exact where that is short, else at least six digits and four decimals, and `…`."""
    if type(value) is Absent:
        return value.status
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | date) or value is None:
        return str(value)
    text, exact = decimal34(value)
    return text if exact and len(text) <= _EXACT else _cut(text) + "…"


def exactly(value: Any) -> str:
    """A fraction that its decimals do not show to the end: `29/3`; "" for any other value."""
    if not isinstance(value, Fraction) or not figure(value).endswith("…"):
        return ""
    text = f"{value.numerator}/{value.denominator}"
    return text if len(text) <= 2 * _EXACT else ""


def _cut(text: str) -> str:
    """The first digits of a decimal, none of the whole part left out."""
    if "e" in text or "." not in text:
        return text
    whole, _, part = text.partition(".")
    known = len(whole.lstrip("-0"))
    places = max(_PLACES, _DIGITS - known) + (0 if known else len(part) - len(part.lstrip("0")))
    return f"{whole}.{part[:places]}"


class _TooLong(Exception):
    """A formula that calls others so often that its numbers could not be read."""


class Figures:
    """Writes expressions with numbers in the places of names, and called formulas with their arguments put in."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._left = 0
        self._inside = True

    def show(self, e: ir.Expr, scope: Scope) -> str:
        """The expression with numbers; called formulas only by name where the whole would be too long."""
        for inside in (True, False):
            self._inside, self._left = inside, _STEPS
            try:
                text = self._show(e, scope, 0)
            except _TooLong:
                continue
            if len(text) <= LONGEST:
                return text
        return figure(scope.value(e))

    def _show(self, e: ir.Expr, scope: Scope, around: int) -> str:
        """`around` is the strength of the operator outside."""
        self._left -= 1
        if self._left < 0:
            raise _TooLong
        e, scope = scope.followed(e)
        writes = _WRITES.get(type(e))
        if writes is None:
            return self._leaf(figure(scope.value(e)), around)
        text, strength = writes(self, e, scope, around)
        return f"({text})" if around > strength else text

    @staticmethod
    def _leaf(text: str, around: int) -> str:
        return f"({text})" if text.startswith("-") and around > _ADDING else text

    def _const(self, e: ir.Const, scope: Scope, around: int) -> tuple[str, int]:
        return (e.text if e.text.endswith("%") else figure(e.value)), _NEVER

    def _if(self, e: ir.If, scope: Scope, around: int) -> tuple[str, int]:
        holds = scope.value(e.condition)
        if type(holds) is Absent:
            return figure(scope.value(e)), _NEVER
        return self._show(e.then if holds else e.otherwise, scope, around), _NEVER

    def _invoke(self, e: ir.Invoke, scope: Scope, around: int) -> tuple[str, int]:
        if self._inside:
            return self._show(*scope.called(e), around), _NEVER
        return f"{e.name}({', '.join(figure(scope.value(arg)) for arg in e.args)})", _NEVER

    def _lookup(self, e: ir.Lookup, scope: Scope, around: int) -> tuple[str, int]:
        inside = ", ".join(self._show(a, scope, 0) for a in e.args)
        return f"{self.run.program.brackets[e.brackets].name}({inside})", _NEVER

    def _apply(self, e: ir.Apply, scope: Scope, around: int) -> tuple[str, int]:
        if e.op == "add":
            return self._sum(e, scope), _ADDING
        if e.op == "neg":
            return f"-{self._show(e.args[0], scope, _MINUS)}", _ADDING
        if e.op == "not":
            return f"not {self._show(e.args[0], scope, _NOT)}", _NOT
        if e.op in _SIGNS:
            sign, strength = _SIGNS[e.op]
            firmer = e.op in ("div", "power")
            shown = [self._show(a, scope, strength + (i > 0 and firmer)) for i, a in enumerate(e.args)]
            return sign.join(shown), strength
        name, _, mode = e.op.partition(":")
        shown = [self._show(a, scope, 0) for a in e.args]
        return f"{name}({', '.join(shown)}{' ' + mode if mode else ''})", _NEVER

    def _sum(self, e: ir.Apply, scope: Scope) -> str:
        text = self._show(e.args[0], scope, _ADDING)
        for term in e.args[1:]:
            inner, here = scope.followed(term)
            if isinstance(inner, ir.Apply) and inner.op == "neg":
                text += f" - {self._show(inner.args[0], here, _TIMES)}"
            else:
                text += f" + {self._show(inner, here, _TIMES)}"
        return text

    def _aggregate(self, e: ir.Aggregate, scope: Scope, around: int) -> tuple[str, int]:
        if e.op in ("count", "some", "every"):
            return figure(scope.value(e)), _NEVER
        pairs = self._pairs(e, scope)
        if pairs is None or any(type(value) is Absent for value, _ in pairs):
            return figure(scope.value(e)), _NEVER
        if not pairs and e.none is not None:
            return self._show(e.none, scope, around), _NEVER
        own = f"{figure(scope.value(e.own))} among " if e.own is not None else ""
        shown = [
            figure(value) + (f" weighted {figure(weight)}" if weight is not None else "") for value, weight in pairs
        ]
        listed = ", ".join(shown[:MOST_VALUES]) + (f", … {len(shown)} values" if len(shown) > MOST_VALUES else "")
        extra = "".join(f", {self._show(x, scope, 0)}" for x in e.extra)
        return f"{e.op}({own}{listed}{extra})", _NEVER

    def _pairs(self, e: ir.Aggregate, scope: Scope) -> list[tuple[Any, Any]] | None:
        if isinstance(e.over, ir.PartsOf):
            return [(value, None) for _, value in self.run.nodes[e.over.node].parts(scope.frame)]
        found = members_of(e, scope)
        return None if found is None else [(value, weight) for _, value, weight in found.counted]


_NEVER = 99  # what binds so firmly needs no parentheses
_WRITES: dict[type, Callable[[Figures, Any, Scope, int], tuple[str, int]]] = {
    ir.Const: Figures._const, ir.If: Figures._if, ir.Invoke: Figures._invoke, ir.Lookup: Figures._lookup,
    ir.Apply: Figures._apply, ir.Aggregate: Figures._aggregate,
}  # fmt: skip
