"""Grammar rules of expressions → nodes. See base.py for the conventions."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from lark import Token

from evallang.source import Span
from evallang.syntax import ast
from evallang.syntax.build.base import Children, at, content, over


def number(c: Children) -> ast.Number:
    return ast.Number(str(c[0]), span=at(c[0]))


def percent(c: Children) -> ast.Percent:
    return ast.Percent(str(c[0]), span=at(c[0]))


def date(c: Children) -> ast.Date:
    return ast.Date(str(c[0]), span=at(c[0]))


def string(c: Children) -> ast.String:
    return ast.String(content(c[0]), span=at(c[0]))


def ref(c: Children) -> ast.Ref:
    return ast.Ref(c[0], span=c[0].span)


def no(c: Children) -> ast.Ref:
    span = at(c[0])
    return ast.Ref(ast.Path(("no",), span=span), span=span)


def this_body(c: Children) -> ast.ThisBody:
    return ast.ThisBody(span=over(c))


def undefined(c: Children) -> ast.UndefinedBecause:
    return ast.UndefinedBecause(c[1], span=over(c))


def parenthesised(c: Children) -> Any:
    return evolve(c[1], span=over(c))  # what stands around it ends where its parenthesis ends


def _chain(c: Children) -> ast.Chain:
    return ast.Chain(tuple(c[::2]), tuple(str(t) for t in c[1::2]), span=over(c))


sum_rule = product = _chain


def _logic(c: Children) -> ast.Logic:
    return ast.Logic("and" if c[1] == "and" else "or", tuple(c[::2]), span=over(c))


either = both = _logic


def not_(c: Children) -> ast.Unary:
    return ast.Unary("not", c[1], span=over(c))


def minus(c: Children) -> ast.Unary:
    return ast.Unary("-", c[1], span=over(c))


def power(c: Children) -> ast.Power:
    return ast.Power(c[0], c[2], span=over(c))


def compare(c: Children) -> ast.Compare:
    return ast.Compare(str(c[1]), c[0], c[2], span=over(c))


def worse_in_a_row(c: Children) -> ast.WorseInARow:
    return ast.WorseInARow(c[0], str(c[2]), span=over(c))


def if_(c: Children) -> ast.If:
    return ast.If(c[1], c[3], c[5], span=over(c))


def in_period(c: Children) -> ast.InPeriod:
    what = c[2]
    period: ast.Expr = number([what]) if type(what) is Token else ast.Ref(what, span=what.span)
    return ast.InPeriod(c[0], period, span=over(c))


def in_rating(c: Children) -> ast.InRating:
    return ast.InRating(
        "first" if c[0] == "first" else "last",
        str(c[1]),
        str(c[2] or ""),  # type: ignore[arg-type]  # the grammar lets only these words through
        c[4],
        span=over(c),
    )


def by_switch(c: Children) -> ast.BySwitch:
    return ast.BySwitch(c[1], tuple(x for x in c if isinstance(x, ast.Case)), span=over(c))


def case(c: Children) -> ast.Case:
    return ast.Case(c[0], c[2], c[3], span=over(c))


def items(c: Children) -> ast.Items:
    return ast.Items(c[0], c[1] is not None, None, span=over(c))


def quantified(c: Children) -> ast.Quantified:
    return ast.Quantified(str(c[0]), c[1], span=over(c))  # type: ignore[arg-type]  # some, every or no by the grammar


def quantified_where(c: Children) -> ast.Quantified:
    bare: ast.Items = c[1]
    span = Span(bare.span.start, over(c[3:]).end)
    narrowed = ast.Items(bare.path, bare.of_every_body, c[3], span=span)
    return ast.Quantified(str(c[0]), narrowed, span=over(c))  # type: ignore[arg-type]  # as above


def call(c: Children) -> ast.Call:
    arguments = tuple(x for x in c[2:-1] if x is not None and type(x) is not Token)
    return ast.Call(c[0], arguments, span=over(c))


def mode(c: Children) -> Words:
    return Words(" ".join(c), over(c))


class Words:
    """Keywords joined by a space and where they stand."""

    __slots__ = ("span", "text")

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.span = span


def step(c: Children) -> ast.Step:
    return ast.Step(c[0], c[1].text, span=over(c))


def over_rule(c: Children) -> ast.Over:
    return ast.Over(c[0], c[2], span=over(c))


def filtered(c: Children) -> ast.Filtered:
    return ast.Filtered(ast.Items(c[0], False, c[2], span=over(c)), span=over(c))


def filtered_everywhere(c: Children) -> ast.Filtered:
    return ast.Filtered(ast.Items(c[0], True, c[5], span=over(c)), span=over(c))


def none_value(c: Children) -> ast.Named:
    return ast.Named("none", c[1], span=over(c))


def at_least(c: Children) -> ast.Named:
    return ast.Named("at least", c[2], span=over(c))


def weighted_by(c: Children) -> ast.Named:
    return ast.Named("weighted by", c[2], span=over(c))


def bodies(c: Children) -> ast.Bodies:
    return ast.Bodies(c[0] is not None, c[4], c[6], span=over(c))


def item_selector(c: Children) -> ast.Items:
    return ast.Items(c[0], c[1] is not None, c[5], span=over(c))
