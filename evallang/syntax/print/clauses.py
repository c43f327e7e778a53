"""Clauses and the lines of the head, each as a sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evallang.syntax import ast
from evallang.syntax.print.expressions import expr, selector
from evallang.syntax.print.flow import NOTHING, Flow, words
from evallang.syntax.print.page import Page
from evallang.syntax.print.pieces import choices, marks, marks_in_columns, path, paths, text
from evallang.syntax.print.sheet import Sheet
from evallang.syntax.print.tables import cell


def _clause(head: Flow, marks_: ast.Marks) -> Sheet:
    """A clause whose citations line up with those of its neighbours."""
    return Sheet((head, *marks_in_columns(marks_)), "clause")


def _alone(*pieces: str | Flow) -> Sheet:
    return Sheet((words(*pieces),))


def _points(c: ast.Points, page: Page) -> Sheet:
    if isinstance(c.value, tuple):
        value = page.listed([(Flow.of(f"{k.kind.text} {k.points}", k.span), k.span) for k in c.value])
    else:
        value = expr(c.value, page)
    return _clause(words("states" if c.states else "", "points", value), c.marks)


def _score(c: ast.Score, page: Page) -> Sheet:
    return _clause(words("score", expr(c.value, page)), c.marks)


def _scored_by(c: ast.ScoredBy, _page: Page) -> Sheet:
    return _clause(words("scored by", path(c.path)), c.marks)


def _when(c: ast.When, page: Page) -> Sheet:
    guard = words("when", expr(c.guard, page))
    if c.value is None:
        return _clause(guard, c.marks)
    return Sheet((guard, words(":", expr(c.value, page)), *marks_in_columns(c.marks)), "when")


def _clamp(c: ast.Clamp, page: Page) -> Sheet:
    low = expr(c.low, page) if c.low is not None else NOTHING
    high = expr(c.high, page) if c.high is not None else NOTHING
    return _clause(words("clamp", low, "..", high), c.marks)


def _round(c: ast.Round, page: Page) -> Sheet:
    return _clause(words("round", expr(c.step, page), c.mode), c.marks)


def _grade(c: ast.Grade, page: Page) -> Sheet:
    step = words("round", expr(c.step, page), c.mode or "") if c.step is not None else NOTHING
    return Sheet((words("grade", step, marks(c.marks)),), table=c.table)


def _parts(c: ast.Parts, page: Page) -> Sheet:
    return _alone("parts", paths(c.paths, page), marks(c.marks))


def _weights(c: ast.Weights, page: Page) -> Sheet:
    shown = [(_weight(w, page), w.span) for w in c.weights]
    flow = words("weights", page.listed(shown))
    if c.shared_out:
        flow = flow.then(Flow.of(","), "").then(Flow.of("shared out when missing"))
    return _alone(flow, marks(c.marks))


def _weight(w: ast.Weight, page: Page) -> Flow:
    value = expr(w.value, page)
    if not isinstance(w.value, ast.Number | ast.Percent):
        value = Flow.of("(").then(value, "").then(Flow.of(")"), "")
    return words(path(w.path), value, marks(w.marks)).spanning(w.span)


def _indicator_table(c: ast.IndicatorTable, page: Page) -> Sheet:
    by = f"by {c.by.text}" if c.by else ""
    kinds = words("for", paths(c.kinds, page)) if c.kinds else NOTHING
    return Sheet((words("table", by, kinds, marks(c.marks)),), table=c.table)


def _mark_rule(c: ast.MarkRule, page: Page) -> Sheet:
    flow = words("mark * not for", paths(c.paths, page))
    if c.compensation:
        flow = flow.then(Flow.of(","), "").then(Flow.of(c.compensation))
    return _clause(flow, c.marks)


def _each(c: ast.Each, _page: Page) -> Sheet:
    return Sheet((Flow.of("each"),), body=c.body)


def _row_rule(c: ast.RowRule, page: Page) -> Sheet:
    return Sheet((words("row", paths(c.paths, page)), marks(c.marks)), "row", c.body)


def _choose(c: ast.Choose, _page: Page) -> Sheet:
    return _alone("choose", c.option.text)


def _among(c: ast.Among, page: Page) -> Sheet:
    return Sheet((words("among", selector(c.selector, page)), *marks_in_columns(c.marks)), "among")


def _rank_by(c: ast.RankBy, page: Page) -> Sheet:
    flow = words("by each of" if c.each else "by", paths(c.paths, page))
    for more in (f"{c.order} first" if c.order else "", f"ties {c.ties.text}" if c.ties else ""):
        if more:
            flow = flow.then(Flow.of(","), "").then(Flow.of(more))
    return _alone(flow, marks(c.marks))


def _proposes(c: ast.Proposes, _page: Page) -> Sheet:
    return _alone("proposes", text(c.text), marks(c.marks))


def _fact(f: ast.GivenFact) -> Flow:
    value = f.value.word if isinstance(f.value, ast.State) else cell(f.value)
    return Flow.of(f"{path(f.path)} {value}", f.span)


def _given(c: ast.Given | ast.Expect, page: Page) -> Sheet:
    word = "given" if isinstance(c, ast.Given) else "expect"
    return _alone(word, page.listed([(_fact(f), f.span) for f in c.facts]))


def _given_table(c: ast.GivenTable, _page: Page) -> Sheet:
    return Sheet((words("given", path(c.path)),), table=c.table)


def _document(h: ast.Document, _page: Page) -> Sheet:
    amends = f"amends {h.amends.text}" if h.amends else ""
    return _alone(h.word, h.name.text, text(h.label), amends, marks(h.marks))


def _head(word: str, *pieces: str | Flow) -> Sheet:
    return Sheet((Flow.of(word), words(*pieces)), "head")


def _source(h: ast.Source, _page: Page) -> Sheet:
    return _head("source", text(h.text), f"dated {h.dated}" if h.dated else "")


def _in_force(h: ast.InForce, _page: Page) -> Sheet:
    return _head("in force", _day(h.since), *(("until", _day(h.until)) if h.until else ()))


def _day(d: ast.Day) -> Flow:
    return words(d.date, f"assumed {text(d.assumed)}" if d.assumed else "").spanning(d.span)


def _status(_h: ast.Status, _page: Page) -> Sheet:
    return _head("status", "draft")


def _language(h: ast.Language, _page: Page) -> Sheet:
    return _head("language", h.name.text)


def _kinds(h: ast.Kinds, page: Page) -> Sheet:
    return _head("kinds", choices(h.choices, page), marks(h.marks))


def _versions(h: ast.Versions, page: Page) -> Sheet:
    return _head("versions", h.name.text, choices(h.choices, page), marks(h.marks))


def _base_in_part(_h: ast.BaseInPart, _page: Page) -> Sheet:
    return _alone("base in part")


def _words(h: ast.Words, _page: Page) -> Sheet:
    return _alone("text", text(h.text))


SHEETS: dict[type, Callable[[Any, Page], Sheet]] = {
    ast.Points: _points, ast.Score: _score, ast.ScoredBy: _scored_by, ast.When: _when, ast.Clamp: _clamp,
    ast.Round: _round, ast.Grade: _grade, ast.Parts: _parts, ast.Weights: _weights,
    ast.IndicatorTable: _indicator_table, ast.MarkRule: _mark_rule, ast.Each: _each, ast.RowRule: _row_rule,
    ast.Choose: _choose, ast.Among: _among, ast.RankBy: _rank_by, ast.Proposes: _proposes, ast.Given: _given,
    ast.Expect: _given, ast.GivenTable: _given_table, ast.Document: _document, ast.Source: _source,
    ast.InForce: _in_force, ast.Status: _status, ast.Language: _language, ast.Kinds: _kinds,
    ast.Versions: _versions, ast.Words: _words, ast.BaseInPart: _base_in_part,
}  # fmt: skip
