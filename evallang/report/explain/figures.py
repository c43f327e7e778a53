"""Values and expressions as people read them: `10 - 3 / 100000 * 10000`."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.aggregates import aggregate_values
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir import expr as ir
from evallang.numbers import decimal34

_DIGITS = 12
_SIGNS = {
    "mul": (" * ", 6), "div": (" / ", 6), "power": (" ^ ", 8), "and": (" and ", 2), "or": (" or ", 1),
    "equal": (" = ", 4), "unequal": (" != ", 4), "less": (" < ", 4), "less_equal": (" <= ", 4),
    "greater": (" > ", 4), "greater_equal": (" >= ", 4),
}  # fmt: skip


def figure(value: Any) -> str:
    """A value in a few characters: exact where that is short, else twelve digits and `…`."""
    if type(value) is Absent:
        return value.status
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | date) or value is None:
        return str(value)
    text, exact = decimal34(value)
    if exact and len(text) <= 20:
        return text
    if isinstance(value, Fraction) and value.denominator < 10_000 and len(str(value)) <= 12:
        return f"{value.numerator}/{value.denominator}"
    digits = sum(c.isdigit() for c in text)
    return text if digits <= _DIGITS else _cut(text) + "…"


def _cut(text: str) -> str:
    """The first twelve significant digits."""
    if "E" in text or "." not in text:
        return text
    kept, seen, started = "", 0, False
    for char in text:
        started = started or char in "123456789"
        seen += char.isdigit() and started
        if seen > _DIGITS and "." in kept:
            break
        kept += char
    return kept.rstrip(".")


class Figures:
    """Writes expressions with the numbers of one frame in the places of names."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.code = run.compiler.code

    def value(self, e: ir.Expr, fr: Frame, loc: tuple[Any, ...] = ()) -> Any:
        """The value of an expression."""
        return self.code(e)(fr, fr.body, loc)

    def show(self, e: ir.Expr, fr: Frame, loc: tuple[Any, ...] = (), around: int = 0) -> str:
        """The expression with numbers; `around` is the strength of the operator outside."""
        match e:
            case ir.ByReading(reading=reading, cases=cases):
                return self.show(cases[self.run.choices[reading]], fr, loc, around)
            case ir.If(condition=condition, then=then, otherwise=otherwise):
                holds = self.value(condition, fr, loc)
                if type(holds) is Absent:
                    return figure(holds)
                return self.show(then if holds else otherwise, fr, loc, around)
            case ir.Invoke(function=number, args=args):
                values = tuple([self.value(a, fr, loc) for a in args])
                return self.show(self.run.program.functions[number].value, fr, values, around)
            case ir.Lookup(args=args):
                inside = ", ".join(self.show(a, fr, loc) for a in args)
                return f"{self.run.program.brackets[e.brackets].name}({inside})"
            case ir.Apply():
                return self._apply(e, fr, loc, around)
            case ir.Aggregate():
                return self._aggregate(e, fr, loc)
            case _:
                return self._leaf(self.value(e, fr, loc), around)

    @staticmethod
    def _leaf(value: Any, around: int) -> str:
        text = figure(value)
        return f"({text})" if (text.startswith("-") and around > 5) or ("/" in text and around > 5) else text

    def _apply(self, e: ir.Apply, fr: Frame, loc: tuple[Any, ...], around: int) -> str:
        if e.op == "add":
            text = self._sum(e, fr, loc)
            return f"({text})" if around > 5 else text
        if e.op == "neg":
            return f"-{self.show(e.args[0], fr, loc, 7)}"
        if e.op == "not":
            return f"not {self.show(e.args[0], fr, loc, 3)}"
        if e.op in _SIGNS:
            sign, strength = _SIGNS[e.op]
            shown = [
                self.show(a, fr, loc, strength + (i > 0 and e.op in ("div", "power"))) for i, a in enumerate(e.args)
            ]
            text = sign.join(shown)
            return f"({text})" if around > strength else text
        name, _, mode = e.op.partition(":")
        shown = [self.show(a, fr, loc) for a in e.args]
        return f"{name}({', '.join(shown)}{' ' + mode if mode else ''})"

    def _sum(self, e: ir.Apply, fr: Frame, loc: tuple[Any, ...]) -> str:
        text = self.show(e.args[0], fr, loc, 5)
        for term in e.args[1:]:
            if isinstance(term, ir.Apply) and term.op == "neg":
                text += f" - {self.show(term.args[0], fr, loc, 6)}"
            else:
                text += f" + {self.show(term, fr, loc, 6 if isinstance(term, ir.Apply) and term.op == 'add' else 5)}"
        return text

    def _aggregate(self, e: ir.Aggregate, fr: Frame, loc: tuple[Any, ...]) -> str:
        found = aggregate_values(self.run.compiler, e, fr, loc)
        if found is None or type(found) is Absent:
            return figure(self.value(e, fr, loc))
        values = [figure(value) for value, _ in found]
        if not values and e.none is not None:
            return self.show(e.none, fr, loc)
        shown = ", ".join(values[:8]) + (f", … ({len(values)} values)" if len(values) > 8 else "")
        return f"{e.op}({shown})"
