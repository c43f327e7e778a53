"""Expressions without their layout, sugar and numbering: equal forms mean the same rule."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from attrs import fields

from evallang.ir import expr as ir
from evallang.ir.program import Program

Form = Any
"""Nested tuples of texts and numbers."""

_SORTED = frozenset({"add", "mul", "and", "or", "min", "max", "equal", "unequal", "sum", "product"})


class Canonical:
    """The forms of one program's expressions: places are written as paths, so that two programs compare."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def form(self, e: ir.Expr | None) -> Form:
        """The form of an expression; None for none."""
        if e is None:
            return None
        simple = self._named(e)
        return self._made(e) if simple is None else simple

    def _named(self, e: ir.Expr) -> Form | None:
        """What stands for itself or names something."""
        match e:
            case ir.Const(value=value):
                return _constant(value)
            case ir.UndefinedConst(why=why):
                return "undefined", why
            case ir.Ref():
                return "ref", self.path(e.targets), e.lift
            case ir.ItemRef():
                return "item", tuple(self.program.items[i].path for i in e.items), e.keys, self.form(e.inner), e.lift
            case ir.ParameterRef(name=name):
                return "parameter", name
            case ir.Local(index=index):
                return "local", index
            case ir.PointsOf(node=node):
                return "points", self.path((node,))
            case ir.GradeOf(node=node):
                return "grade", self.form(node)
        return None

    def _made(self, e: ir.Expr) -> Form:
        """What is made of other expressions."""
        match e:
            case ir.Apply(op=op, args=args):
                return self._apply(op, args)
            case ir.ByReading(reading=reading, cases=cases):
                r = self.program.readings[reading]
                named = {o.name: self.form(c) for o, c in zip(r.options, cases, strict=True)}
                return "by", r.id or r.name, tuple(sorted(named.items()))
            case ir.Invoke(name=name, args=args):
                return "call", name, tuple(map(self.form, args))
            case ir.Lookup(brackets=brackets, args=args, column=column):
                return "look up", self.program.brackets[brackets].name, tuple(map(self.form, args)), column
            case ir.Aggregate():
                return self._aggregate(e)
            case ir.InRating():
                return "in rating", e.end, e.count, e.what, self.program.ratings[e.rating].name, e.nodes
        return self._plain(e)

    def path(self, targets: tuple[int, ...]) -> tuple[str, ...]:
        """The path of a definition; its variants share it."""
        return self.program.definitions[targets[0]].path if targets else ()

    def _apply(self, op: str, args: tuple[ir.Expr, ...]) -> Form:
        forms = [self.form(a) for a in args]
        if op == "sub" and len(forms) == 2:
            return self._sum([forms[0], ("neg", forms[1])])
        if op == "add":
            return self._sum(forms)
        if op in _SORTED:
            forms.sort(key=repr)
        if op in ("greater", "greater_equal"):
            op, forms = ("less" if op == "greater" else "less_equal"), forms[::-1]
        return op, *forms

    @staticmethod
    def _sum(forms: list[Form]) -> Form:
        flat: list[Form] = []
        for form in forms:
            flat += form[1:] if isinstance(form, tuple) and form and form[0] == "add" else [form]
        return "add", *sorted(flat, key=repr)

    def _aggregate(self, e: ir.Aggregate) -> Form:
        more = (e.none, e.least, e.weight, *e.extra, e.own)
        return e.op, self.form(e.value), self.over(e.over), tuple(map(self.form, more))

    def over(self, over: ir.Over) -> Form:
        """The form of what is gone through."""
        match over:
            case ir.ItemsOf():
                return "items", self.program.items[over.item].path, over.of_every_body, over.lift, self.form(over.where)
            case ir.BodiesOf():
                return "bodies", over.same_kind, self.form(over.same), self.form(over.where)
            case ir.PartsOf(node=node):
                return "parts", self.path((node,))

    def _plain(self, e: Any) -> Form:
        values = []
        for field in fields(type(e)):
            if field.name in ("type", "span"):
                continue
            value = getattr(e, field.name)
            values.append(self.form(value) if hasattr(value, "span") else value)
        return type(e).__name__, *values


def _constant(value: Fraction | bool | str | date) -> Form:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ("number", value) if isinstance(value, Fraction) else ("text", str(value))
