"""Grammar rules of clauses → nodes. See base.py for the conventions."""

from __future__ import annotations

from typing import Any

from lark import Token

from evallang.syntax import ast
from evallang.syntax.build.base import Children, nodes, over
from evallang.syntax.build.expressions import Words, number, percent


def points(c: Children) -> ast.Points:
    return ast.Points(c[1], False, c[2], span=over(c))


def states_points(c: Children) -> ast.Points:
    return ast.Points(c[2], True, c[3], span=over(c))


def kind_points(c: Children) -> tuple[ast.KindPoints, ...]:
    return nodes(c)


def kind_point(c: Children) -> ast.KindPoints:
    return ast.KindPoints(c[0], str(c[1]), span=over(c))


def score(c: Children) -> ast.Score:
    return ast.Score(c[1], c[2], span=over(c))


def scored_by(c: Children) -> ast.ScoredBy:
    return ast.ScoredBy(c[2], c[3], span=over(c))


def when(c: Children) -> ast.When:
    return ast.When(c[1], c[3], c[4], span=over(c))


def clamp(c: Children) -> ast.Clamp:
    return ast.Clamp(c[1], c[3], c[4], span=over(c))


def round_rule(c: Children) -> ast.Round:
    return ast.Round(c[1], c[2].text, c[3], span=over(c))


def grade(c: Children) -> ast.Grade:
    mode = c[3].text if c[3] is not None else None
    return ast.Grade(c[2], mode, c[4], c[5], span=over(c))


def parts(c: Children) -> ast.Parts:
    return ast.Parts(c[1], c[2], span=over(c))


def weights(c: Children) -> ast.Weights:
    weights_ = [x for x in c if isinstance(x, ast.Weight)]
    if c[-1] is not None:
        return ast.Weights(tuple(weights_), True, c[-1].marks, span=over(c))
    # An `under` or an acceptance behind the last weight speaks of the whole clause.
    last = weights_[-1]
    marks_ = tuple(m for m in last.marks if isinstance(m, ast.Under | ast.Accept))
    rest = tuple(m for m in last.marks if not isinstance(m, ast.Under | ast.Accept))
    weights_[-1] = ast.Weight(last.path, last.value, rest, span=last.span)
    return ast.Weights(tuple(weights_), False, marks_, span=over(c))


def weight(c: Children) -> ast.Weight:
    value = percent([c[1]]) if c[1].type == "PERCENT" else number([c[1]])
    return ast.Weight(c[0], value, c[2], span=over(c))


def weight_expression(c: Children) -> ast.Weight:
    return ast.Weight(c[0], c[2], c[4], span=over(c))


def shared_out(c: Children) -> ast.Weights:
    return ast.Weights((), True, c[-1], span=over(c))


def indicator_table(c: Children) -> ast.IndicatorTable:
    return ast.IndicatorTable(c[2], c[4] or (), c[5], c[6], span=over(c))


def mark_rule(c: Children) -> ast.MarkRule:
    targets = tuple(x for x in c[4:-2] if isinstance(x, ast.Path))
    how: Any = c[-2].text if c[-2] is not None else ""
    return ast.MarkRule(targets, how, c[-1], span=over(c))


def compensation(c: Children) -> Words:
    return Words(" ".join(c[1:]), over(c))


def each(c: Children) -> ast.Each:
    return ast.Each(c[1].statements, span=over(c))


def row_rule(c: Children) -> ast.RowRule:
    return ast.RowRule(c[1], c[3].statements, c[2], span=over(c))


def choose(c: Children) -> ast.Choose:
    return ast.Choose(c[1], span=over(c))


def among(c: Children) -> ast.Among:
    return ast.Among(c[1], c[2], span=over(c))


def rank_by(c: Children) -> ast.RankBy:
    paths = tuple(x for x in c if isinstance(x, ast.Path))
    order: Any = next((x.text for x in c if isinstance(x, Words)), None)
    return ast.RankBy(c[1] is not None, paths, order, c[-2], c[-1], span=over(c))


def rank_order(c: Children) -> Words:
    return Words(str(c[0]), over(c))


def proposes(c: Children) -> ast.Proposes:
    return ast.Proposes(c[1], c[2], span=over(c))


def fact(c: Children) -> ast.GivenFact:
    return ast.GivenFact(c[0], c[1], span=over(c))


def state(c: Children) -> ast.State:
    words: Any = " ".join(x for x in c if isinstance(x, Token))
    return ast.State(words, span=over(c))


def given(c: Children) -> ast.Given:
    return ast.Given(nodes(c), span=over(c))


def given_table(c: Children) -> ast.GivenTable:
    return ast.GivenTable(c[1], c[2], span=over(c))


def expect(c: Children) -> ast.Expect:
    return ast.Expect(nodes(c), span=over(c))
