"""Registers, assessors, deadlines and the operations of amendments, each as a sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evallang.syntax import ast
from evallang.syntax.print.expressions import expr
from evallang.syntax.print.flow import NOTHING, Flow, words
from evallang.syntax.print.page import Page
from evallang.syntax.print.pieces import marks, path, paths, text, type_
from evallang.syntax.print.sheet import Sheet


def _body(d: ast.Body, page: Page) -> Sheet:
    covers = _covers(d.covers, page) if d.covers is not None else NOTHING
    has = words("has", paths(d.attributes, page)) if d.attributes else NOTHING
    return Sheet((words("body", d.name.text), Flow.of(text(d.label)), words(covers, has), marks(d.marks)), "body")


def _covers(value: ast.Covers, page: Page) -> Flow:
    if isinstance(value, ast.CoversOnly):
        return words("covers only", paths(value.paths, page)).spanning(value.span)
    flow = words("covers all", words("except", paths(value.excepted, page)) if value.excepted else NOTHING)
    if value.activity is not None:
        flow = flow.then(Flow.of(","), "").then(words("not activity", text(value.activity)))
    return flow.spanning(value.span)


def _attribute(d: ast.Attribute, page: Page) -> Sheet:
    head = words("attribute", d.name.text)
    return Sheet((head, Flow.of(text(d.label)), words(":", type_(d.type, page)), marks(d.marks)), "attribute")


def _listed(word: str) -> Callable[[Any, Page], Sheet]:
    """A declaration that stands in a list of its like: its labels and marks line up."""

    def sheet(d: ast.Office | ast.Event, _page: Page) -> Sheet:
        return Sheet((words(word, d.name.text), Flow.of(text(d.label)), marks(d.marks)), word, d.body)

    return sheet


def _register(d: ast.Register, page: Page) -> Sheet:
    kinds = words("for", paths(d.kinds, page)) if d.kinds else NOTHING
    return Sheet((words("register", d.name.text, text(d.label), kinds, marks(d.marks)),), "", d.body)


def _assessed(value: ast.Assessed, page: Page) -> Flow:
    whom = paths(value.paths, page) if value.paths else Flow.of("body")
    where = words("where", expr(value.where, page)) if value.where is not None else NOTHING
    return words(whom, where).spanning(value.span)


def _assessor(d: ast.Assessor, page: Page) -> Sheet:
    whom = words("for", _assessed(d.assessed, page)) if d.assessed is not None else NOTHING
    head = words("assessor of", path(d.node), "is", path(d.office))
    return Sheet((head, words(whom, marks(d.marks))), "assessor", d.body)


def _except(c: ast.Except, page: Page) -> Sheet:
    head = words("except", _assessed(c.assessed, page))
    return Sheet((head, words(":", path(c.office)), marks(c.marks)), "except")


def _year(next_year: bool) -> str:
    return "of next year" if next_year else ""


def _due(value: ast.Due) -> Flow:
    match value:
        case ast.DueOn(word=word, day=ast.FixedDay(date=date)):
            shown = words(word, date)
        case ast.DueOn(word=word, day=ast.DayOfYear() as day):
            shown = words(word, day.day, day.month.text, _year(day.next_year))
        case ast.DueIn():
            shown = words("in", value.month.text, _year(value.next_year))
        case ast.DueWithin():
            shown = words("within", value.count, value.sort, value.unit.text, "of", path(value.event))
    return shown.spanning(value.span)


def _deadline(d: ast.Deadline, _page: Page) -> Sheet:
    head = words("deadline", d.name.text)
    return Sheet((head, Flow.of(text(d.label)), _due(d.due), marks(d.marks)), "deadline", d.body)


def _annex(d: ast.Annex, _page: Page) -> Sheet:
    return Sheet((words("annex", d.name.text), marks(d.marks)), "annex")


def _repealed(d: ast.Repealed, _page: Page) -> Sheet:
    return Sheet((words("repealed", str(d.citation), marks(d.marks)),))


def _order(value: ast.Order) -> str:
    by = f"by {value.by}" if value.by else ""
    since = f"from {value.since}" if value.since else ""
    because = f"because {text(value.because)}" if value.because else ""
    return " ".join(filter(None, (by, since, because)))


def _operation(head: str, o: Any, **more: Any) -> Sheet:
    return Sheet((words(head, _order(o.order)),), **more)


def _repeal(o: ast.Repeal, _page: Page) -> Sheet:
    return _operation(f"repeal {o.target}", o)


def _replace(o: ast.Replace, _page: Page) -> Sheet:
    return _operation(f"replace {o.target}", o, body=o.body)


def _insert(o: ast.Insert, _page: Page) -> Sheet:
    return _operation(f"insert {o.target} {o.word} {o.anchor}", o, body=o.body)


def _retitle(o: ast.Retitle, _page: Page) -> Sheet:
    return Sheet((words("retitle", str(o.target), _order(o.order), text(o.title)),))


def _new_edition(o: ast.NewEdition, _page: Page) -> Sheet:
    is_ = f"is {o.document.text}" if o.document else ""
    head = words("new edition", str(o.target or ""), _order(o.order), is_)
    return Sheet((head,), body=o.body)


def _in_register(o: ast.InRegister, _page: Page) -> Sheet:
    return _operation(f"in register {path(o.register)}", o, body=o.body)


def _in_table(o: ast.InTable, _page: Page) -> Sheet:
    return _operation(f"in table {o.table}", o, body=o.body)


def _in_assessor(o: ast.InAssessor, _page: Page) -> Sheet:
    return _operation(f"in assessor of {path(o.node)}", o, body=o.body)


def _key(value: ast.LineKey) -> str:
    return f'"{value.text}"' if value.quoted else value.text


def _line(word: str) -> Callable[[Any, Page], Sheet]:
    def sheet(o: ast.ReplaceLine | ast.InsertLine, _page: Page) -> Sheet:
        key = o.line if isinstance(o, ast.ReplaceLine) else o.after
        return Sheet((words(word, _key(key)),), body=o.body, rows=o.rows)

    return sheet


def _repeal_line(o: ast.RepealLine, _page: Page) -> Sheet:
    return Sheet((words("repeal line", _key(o.line)),))


SHEETS: dict[type, Callable[[Any, Page], Sheet]] = {
    ast.Body: _body, ast.Attribute: _attribute, ast.Office: _listed("office"), ast.Event: _listed("event"),
    ast.Register: _register, ast.Assessor: _assessor, ast.Except: _except, ast.Deadline: _deadline,
    ast.Annex: _annex, ast.Repealed: _repealed, ast.Repeal: _repeal, ast.Replace: _replace, ast.Insert: _insert,
    ast.Retitle: _retitle, ast.NewEdition: _new_edition, ast.InRegister: _in_register, ast.InTable: _in_table,
    ast.InAssessor: _in_assessor, ast.RepealLine: _repeal_line, ast.ReplaceLine: _line("replace line"),
    ast.InsertLine: _line("insert line after"),
}  # fmt: skip
