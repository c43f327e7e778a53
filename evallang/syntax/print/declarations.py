"""Declarations, each as a sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evallang.syntax import ast
from evallang.syntax.print.expressions import expr
from evallang.syntax.print.flow import NOTHING, Flow, words
from evallang.syntax.print.page import Page
from evallang.syntax.print.pieces import marks, marks_before, params, path, paths, text, type_, type_with_traits
from evallang.syntax.print.sheet import Sheet


def _node(d: ast.Node, page: Page) -> Sheet:
    kinds = words("for", paths(d.kinds, page)) if d.kinds else NOTHING
    parents = words("in", paths(d.parents, page)) if d.parents else NOTHING
    head = words(d.word, d.name.text)
    return Sheet((head, Flow.of(text(d.label)), words(kinds, parents, marks(d.marks))), d.word, d.body)


def _input(d: ast.Input, page: Page) -> Sheet:
    type__ = words(":", type_with_traits(d.type, d.traits, page))
    return Sheet((words("input", d.name.text), Flow.of(text(d.label)), type__, marks(d.marks)), "input", d.body)


def _parameter(d: ast.Parameter, page: Page) -> Sheet:
    type__ = words(":", type_(d.type, page)) if d.type else NOTHING
    value = words("=", expr(d.value, page)) if d.value is not None else NOTHING
    head = words("parameter", d.name.text)
    return Sheet((head, Flow.of(text(d.label)), type__, *marks_before(d.marks, value)), "parameter")


def _with_params(word: str, d: ast.Formula | ast.Brackets, page: Page) -> Flow:
    between = " " if d.label else ""
    return words(word, d.name.text, text(d.label)).then(params(d.params, page), between)


def _formula(d: ast.Formula, page: Page) -> Sheet:
    value = words("=", expr(d.value, page))
    return Sheet((_with_params("formula", d, page), *marks_before(d.marks, value)), "formula")


def _brackets(d: ast.Brackets, page: Page) -> Sheet:
    return Sheet((words(_with_params("brackets", d, page), marks(d.marks)),), table=d.table)


def _item(d: ast.Item, _page: Page) -> Sheet:
    by = f"by {d.key.text}" if d.key else ""
    return Sheet((words("item", d.name.text, text(d.label), by, marks(d.marks)),), "", d.body)


def _option(d: ast.Option, _page: Page) -> Sheet:
    because = words("because", text(d.because)) if d.because else NOTHING
    head = words("option", d.name.text)
    return Sheet((head, Flow.of(text(d.label)), because, marks(d.marks)), "option")


def _titled(word: str) -> Callable[[Any, Page], Sheet]:
    """A declaration of a word, a name, a label, marks and a block."""

    def sheet(d: ast.Reading | ast.Rating | ast.Trigger | ast.Part, _page: Page) -> Sheet:
        return Sheet((words(word, d.name.text, text(d.label), marks(d.marks)),), "", d.body)

    return sheet


def _norm(d: ast.Norm, _page: Page) -> Sheet:
    name = d.name.text if d.name else ""
    return Sheet((words("norm", name, text(d.label), marks(d.marks)),), "", d.body)


def _example(d: ast.Example, _page: Page) -> Sheet:
    mark = "unconfirmed" if d.unconfirmed else ""
    return Sheet((words("example", text(d.title), marks(d.marks), mark),), "", d.body)


def _example_body(d: ast.ExampleBody, _page: Page) -> Sheet:
    name = text(d.name) if isinstance(d.name, ast.Text) else d.name.text
    return Sheet((words("body", name),), "example body", d.body)


def _period(d: ast.Period, _page: Page) -> Sheet:
    return Sheet((words("period", d.year),), "period", d.body)


def _examples(d: ast.Examples, page: Page) -> Sheet:
    columns = [(Flow.of(f"{c.column.text} is {path(c.path)}", c.span), c.span) for c in d.columns]
    if d.blank_not_compared:
        columns.append((Flow.of("blank not compared"), columns[-1][1] if columns else d.key.span))
    listed = page.listed([(Flow.of(d.key.text, d.key.span), d.key.span), *columns])
    head = words("examples from", text(d.inputs), "expect", text(d.expected), "key", listed)
    return Sheet((words(head, marks(d.marks)),))


SHEETS: dict[type, Callable[[Any, Page], Sheet]] = {
    ast.Node: _node, ast.Input: _input, ast.Parameter: _parameter, ast.Formula: _formula,
    ast.Brackets: _brackets, ast.Item: _item, ast.Option: _option, ast.Reading: _titled("reading"),
    ast.Rating: _titled("rating"), ast.Trigger: _titled("trigger"), ast.Part: _titled("document"),
    ast.Norm: _norm, ast.Example: _example, ast.ExampleBody: _example_body,
    ast.Period: _period, ast.Examples: _examples,
}  # fmt: skip
