"""Formulas that weigh values, `45% * a + b * 30 / 100 + …`: the weights of the parts, and what is added beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, NodeDef, Program
from evallang.ir.walk import walk
from evallang.lint.facts import truth
from evallang.lint.forms import form
from evallang.lint.values import Values
from evallang.source import Span
from evallang.types import NUMBER, Quantity

_ONE = ir.Const(Fraction(1), "1", type=NUMBER)
_TURNED = ir.Const(Fraction(-1), "-1", type=NUMBER)


@frozen(eq=False)
class Term:
    """A part times a weight; `value` is None where a parameter leaves the weight open.

    `share` is the one percentage among the factors of the weight, else what stands before a part that is divided.
    """

    part: ir.Expr
    weight: ir.Expr
    value: Fraction | None
    percent: bool
    share: ir.Expr | None = None


@frozen(eq=False)
class Weighed:
    """Weighed parts that are added up at `span`, and a number added to them; what is `capped` has a fixed end.

    All of it is multiplied by `times`, which stands in no weight.
    """

    terms: tuple[Term, ...]
    rest: Fraction
    span: Span
    capped: bool = False
    times: Fraction = Fraction(1)

    @property
    def are_percentages(self) -> bool:
        """Whether every weight is written as one."""
        return all(t.percent for t in self.terms)


def weighed(e: ir.Expr, values: Values) -> Iterator[Weighed]:
    """A formula as sums of weighed parts: roundings and fixed bounds aside, each branch that may be taken by itself.

    Short formulas are followed; what is no such sum gives none.
    """
    match e:
        case ir.Apply(op=op, args=(inner, *_)) if op.startswith("round"):
            yield from weighed(inner, values)
        case ir.Apply(op="min" | "max" as op, args=args):
            left = [x for x in args if not _is_weight(x)]
            for found in weighed(left[0], values) if len(left) == 1 else ():
                yield evolve(found, capped=found.capped or op == "min")
        case ir.If(condition=c, then=then, otherwise=otherwise):
            known = truth(c, {}, values)
            for x in [then] * (known is not False) + [otherwise] * (known is not True):
                yield from weighed(x, values)
        case ir.Ref() | ir.ByReading() if (meant := values.meaning(e)) is not None:
            yield from weighed(meant, values)
        case ir.Apply(op="add" | "sum" | "sub" | "div" | "mul"):
            terms = list(_Terms(values).of(e, _ONE))
            joined = _joined(terms, e.span) if None not in terms else None
            yield from [] if joined is None else [_without_factor(joined, values)]


def _joined(found: Sequence[Term | Fraction | None], span: Span) -> Weighed | None:
    """The terms of one sum; the weights of a part that stands twice are added."""
    by_part: dict[object, Term] = {}
    for term in found:
        if isinstance(term, Term):
            key = form(term.part)
            by_part[key] = _together(by_part[key], term) if key in by_part else term
    if len(by_part) < 2:
        return None
    return Weighed(tuple(by_part.values()), sum((x for x in found if isinstance(x, Fraction)), Fraction(0)), span)


def _together(a: Term, b: Term) -> Term:
    value = None if a.value is None or b.value is None else a.value + b.value
    weight = ir.Apply("add", (a.weight, b.weight), type=NUMBER)
    return evolve(a, weight=weight, value=value, percent=a.percent and b.percent, share=None)


def _without_factor(found: Weighed, values: Values) -> Weighed:
    """A sum whose parts have all the same factor beside their weights, `40% * (a / 100) + …`, without it."""
    shares = [None if t.share is None else values.of(t.share).point for t in found.terms]
    factors = {t.value / s if t.value is not None and s else None for t, s in zip(found.terms, shares, strict=True)}
    (factor, *more) = factors
    if more or factor is None or factor <= 0 or factor == 1:
        return found
    terms = (
        evolve(t, weight=t.share, value=s, percent=_is_percent(t.share, values.program))
        for t, s in zip(found.terms, shares, strict=True) if t.share is not None
    )  # fmt: skip
    return evolve(found, terms=tuple(terms), times=factor)


class _Terms:
    def __init__(self, values: Values) -> None:
        self.values = values

    def of(self, e: ir.Expr, by: ir.Expr) -> Iterator[Term | Fraction | None]:
        """The terms of an expression that is taken so many times; None for what is no weighed part."""
        number = self._number(e)
        if number is not None:
            times = self._number(by)
            yield None if times is None else times * number
            return
        match e:
            case ir.Apply(op="add" | "sum", args=args):
                for a in args:
                    yield from self.of(a, by)
            case ir.Apply(op="sub", args=(a, b)):
                yield from self.of(a, by)
                yield from self.of(b, _times(by, _TURNED))
            case ir.Apply(op="neg", args=(a,)):
                yield from self.of(a, _times(by, _TURNED))
            case ir.Apply(op="mul", args=args):
                yield from self._product(args, by)
            case ir.Apply(op="div", args=(a, b)) if _is_weight(b):
                yield from self.of(a, ir.Apply("div", (by, b), type=NUMBER))
            case ir.Ref() | ir.ByReading() if (meant := self.values.meaning(e)) is not None:
                yield from self.of(meant, by)
            case ir.Ref():
                yield self._term(e, by)
            case ir.Apply(op="mean" | "min" | "max" | "median", args=args) if all(isinstance(a, ir.Ref) for a in args):
                yield self._term(e, by)  # on the scale of what it takes
            case _:
                yield None

    def _product(self, args: Sequence[ir.Expr], by: ir.Expr) -> Iterator[Term | Fraction | None]:
        parts = [a for a in args if not _is_weight(a)]
        if len(parts) != 1:
            yield None
            return
        for a in args:
            by = by if a is parts[0] else _times(by, a)
        yield from self.of(parts[0], by)

    def _term(self, part: ir.Expr, by: ir.Expr) -> Term:
        shares = list(_percentages(by, self.values.program))
        share = shares[0] if len(shares) == 1 else None
        match by:
            case ir.Apply(op="div", args=(before, _)) if not shares and before is not _ONE:
                share = before
        return Term(part, by, self._number(by), _is_percent(by, self.values.program), share)

    def _number(self, e: ir.Expr) -> Fraction | None:
        return self.values.of(e).point if _is_weight(e) else None


def _is_weight(e: ir.Expr) -> bool:
    """Whether an expression is made of numbers and parameters alone."""
    kinds = (ir.Const, ir.ParameterRef, ir.Apply, ir.ByReading, ir.KindOf, ir.If)
    return all(isinstance(x, kinds) for x in walk(e))


def _times(a: ir.Expr, b: ir.Expr) -> ir.Expr:
    return b if a is _ONE else ir.Apply("mul", (a, b), type=NUMBER)


def _is_percent(e: ir.Expr, program: Program) -> bool:
    """Whether a weight is written as a percentage, or is a parameter that may be."""
    match e:
        case ir.Const(text=text):
            return "%" in text
        case ir.ParameterRef(target=target):
            kind = program.parameters[target].type
            return isinstance(kind, Quantity) and kind.share
        case ir.Apply(op="add", args=args):
            return all(_is_percent(a, program) for a in args)
    return False


def _percentages(e: ir.Expr, program: Program) -> Iterator[ir.Expr]:
    """The factors of a weight that are written as percentages."""
    match e:
        case ir.Apply(op="mul", args=args):
            for a in args:
                yield from _percentages(a, program)
        case ir.Apply(op="div", args=(above, _)):
            yield from _percentages(above, program)
        case _ if _is_percent(e, program):
            yield e


def are_nodes(found: Weighed, program: Program) -> bool:
    """Whether all parts are nodes."""
    return all(isinstance(program.definitions[n], NodeDef) for t in found.terms for n in _targets(t.part))


def _targets(part: ir.Expr) -> Iterator[int]:
    return (n for x in walk(part) if isinstance(x, ir.Ref) for n in x.targets)


def scale(found: Weighed, values: Values) -> Fraction | None:
    """The number that all parts go up to from 0, as nodes or as inputs, times what all are; None where they differ."""
    ends = set()
    for term in found.terms:
        can = values.of(term.part)
        plain = all(isinstance(values.program.definitions[n], NodeDef | InputDef) for n in _targets(term.part))
        ends.add(can.high if plain and can.low == 0 else None)
    (end, *more) = ends
    return end * found.times if not more and end else None
