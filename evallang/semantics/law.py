"""Registers, assessors and deadlines of the tree → the law part of the program."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import evolve

from evallang.ir.law import (
    AssessedDef,
    AssessorDef,
    CoverDef,
    DeadlineDef,
    Due,
    DueDay,
    EventDef,
    ExceptDef,
    LawDef,
    LineDef,
    OfficeDef,
    RegisterDef,
)  # fmt: skip
from evallang.semantics.context import Context, Lowering, provisions
from evallang.semantics.dispatch import lower
from evallang.semantics.entities import Entity
from evallang.semantics.lookup import resolve
from evallang.semantics.typing import need_flag
from evallang.source import Span
from evallang.suggest import meant_or_listed
from evallang.syntax import ast
from evallang.types import FLAG, Flag, Unknown, shown

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


_MOST_DIGITS = 18
"""Longer numbers of days are a slip of the hand."""


def law_def(low: Lowering) -> LawDef:
    """Who assesses whom and until when."""
    found = low.collected
    return LawDef(
        tuple(OfficeDef(e.name, e.label, provisions(e.marks), e.span) for e in found.offices),
        tuple(_register(low, e) for e in found.registers),
        _with_exceptions([_assessor(low, e) for e in found.assessors]),
        tuple(EventDef(e.name, e.label, provisions(e.marks), e.span) for e in found.events),
        tuple(_deadline(low, e) for e in found.deadlines),
        tuple(e.number for e in found.attributes),
        found.base_in_part,
        tuple(dict.fromkeys(found.trusted)),
    )


def _register(low: Lowering, e: Entity) -> RegisterDef:
    s: ast.Register = e.statement
    lines = []
    for body in s.body or ():
        if isinstance(body, ast.Body):
            lines.append(_line(low, e, body))
        elif not isinstance(body, ast.Words):
            low.report(
                "E0207", "this cannot stand in a register", body.span, 'a register holds `body NAME "…" covers …`'
            )
    return RegisterDef(e.name, e.label, tuple(sorted(e.kinds or ())), tuple(lines), provisions(s.marks), e.span)


def _line(low: Lowering, register: Entity, s: ast.Body) -> LineDef:
    known = {a.name: low.input_types[a.number] for a in low.collected.attributes}
    for path in s.attributes:
        kind = known.get(str(path), FLAG)
        if str(path) not in known and not low.collected.trust(str(path)):
            advice = meant_or_listed(str(path), known, "attribute") or "declare it: `attribute NAME : flag`"
            low.report("E0201", f"unknown attribute `{path}`", path.span, advice)
        elif not isinstance(kind, Flag | Unknown):
            message = f"`{path}` is {shown(kind)}, and a line says which flags a body has"
            low.report("E0209", message, path.span, "give its value in the data")
    label = s.label.value if s.label else ""
    attributes = frozenset(str(p) for p in s.attributes)
    cited = provisions(s.marks, provisions(register.marks))
    conditions = low.conditions(s.marks)
    return LineDef(s.name.text, label, _covers(low, register, s), attributes, cited, conditions, s.name.span)


def _covers(low: Lowering, register: Entity, s: ast.Body) -> CoverDef:
    match s.covers:
        case ast.CoversAll(excepted=paths, activity=activity):
            nodes = _nodes(low, register, paths)
            return CoverDef(True, nodes, tuple(map(str, paths)), activity.value if activity else "")
        case ast.CoversOnly(paths=paths):
            return CoverDef(False, _nodes(low, register, paths), tuple(map(str, paths)))
    return CoverDef()


def _nodes(low: Lowering, place: Entity, paths: tuple[ast.Path, ...]) -> frozenset[int]:
    return frozenset(number for path in paths for number in _node(low, place, path))


def _node(low: Lowering, place: Entity, path: ast.Path) -> tuple[int, ...]:
    """The variants of a node; none for one that the held part lacks."""
    found = resolve(low.collected, place.scope, path, "node")
    if found is None:
        return ()
    if found.entities[0].sort != "node" or found.rest:
        low.report("E0229", f"`{path}` is no node", path.span, "write a block, a direction or a part of one")
        return ()
    return tuple(e.number for e in found.entities)


def _office(low: Lowering, path: ast.Path) -> str:
    name = str(path)
    known = [e.name for e in low.collected.offices]
    if name not in known and not low.collected.trust(name):
        advice = meant_or_listed(name, known, "office") or f'declare it: `office {name} "…"`'
        low.report("E0201", f"no office is called `{name}`", path.span, advice)
    return name


def _assessed(low: Lowering, place: Entity, s: ast.Assessed | None) -> AssessedDef:
    if s is None:
        return AssessedDef()
    found = low.collected
    known = [e.name for e in (*found.offices, *found.bodies)] + list(found.kind_names)
    for path in s.paths:
        if str(path) not in known and not found.trust(str(path)):
            advice = meant_or_listed(str(path), known, "name")
            low.report("E0201", f"no body, office or kind is called `{path}`", path.span, advice)
    where = None
    if s.where is not None:
        ctx = Context(low, place.scope)
        where = lower(ctx, s.where, FLAG)
        need_flag(ctx, where, "`where`")
    return AssessedDef(tuple(map(str, s.paths)), where, found.source.slice(s.span))


def _assessor(low: Lowering, e: Entity) -> AssessorDef:
    s: ast.Assessor | ast.InAssessor = e.statement
    exceptions = []
    cited: tuple[str, ...] = provisions(s.marks) if isinstance(s, ast.Assessor) else ()
    for line in s.body or ():
        if isinstance(line, ast.Except):
            exceptions.append(
                ExceptDef(
                    _assessed(low, e, line.assessed), _office(low, line.office), low.conditions(line.marks),
                    provisions(line.marks, cited), line.span,
                )
            )  # fmt: skip
        elif not isinstance(line, ast.Words):
            low.report("E0207", "this cannot stand in an assessor", line.span, "it holds `except WHOM : OFFICE`")
    if isinstance(s, ast.InAssessor):
        return AssessorDef(_node(low, e, s.node), str(s.node), "", AssessedDef(), tuple(exceptions), (), (), s.span)
    return AssessorDef(
        _node(low, e, s.node), str(s.node), _office(low, s.office), _assessed(low, e, s.assessed), tuple(exceptions),
        low.conditions(s.marks), cited, s.span,
    )  # fmt: skip


def _with_exceptions(found: list[AssessorDef]) -> tuple[AssessorDef, ...]:
    """The rules with the exceptions that `in assessor of` adds; those to a rule that is not held stand together."""
    whole: list[AssessorDef] = [rule for rule in found if rule.office]
    for added in (rule for rule in found if not rule.office):
        places = [i for i, rule in enumerate(whole) if (rule.node or rule.path) == (added.node or added.path)]
        for i in places:
            whole[i] = evolve(whole[i], exceptions=(*whole[i].exceptions, *added.exceptions))
        if not places:
            whole.append(added)
    return tuple(sorted(whole, key=lambda rule: rule.span.start))


def _deadline(low: Lowering, e: Entity) -> DeadlineDef:
    s: ast.Deadline = e.statement
    words = next((x.text.value for x in s.body or () if isinstance(x, ast.Words)), "")
    return DeadlineDef(
        e.name, e.label, _due(low, s.due), words, provisions(s.marks), low.conditions(s.marks), e.span
    )  # fmt: skip


def _due(low: Lowering, due: ast.Due) -> Due:
    match due:
        case ast.DueOn(word=word, day=day):
            if isinstance(day, ast.DayOfYear):
                return Due(word, _day(low, day))
            return Due(word, DueDay(date=_date(low, day.date, day.span)))
        case ast.DueIn(month=month, next_year=next_year):
            return Due("in", DueDay(month=_month(low, month), next_year=next_year))
        case ast.DueWithin():
            return Due("within", count=_count(low, due), unit=_unit(low, due), event=_event(low, due.event))


def _date(low: Lowering, text: str, span: Span) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        low.report("E0226", f"`{text}` is no date", span, "write year-month-day, as in `2023-05-29`")
        return None


def _day(low: Lowering, s: ast.DayOfYear) -> DueDay:
    month = _month(low, s.month)
    day = int(s.day) if s.day.isdigit() and len(s.day) <= _MOST_DIGITS else 0
    try:
        date(2024, month, day)
    except ValueError:
        low.report("E0226", f"there is no {s.day} {s.month.text}", s.span, "write a day of the month, as in `1 March`")
    return DueDay(day=day, month=month, next_year=s.next_year)


def _month(low: Lowering, name: ast.Name) -> int:
    if name.text in MONTHS:
        return MONTHS.index(name.text) + 1
    low.report("E0226", f"`{name.text}` is no month", name.span, meant_or_listed(name.text, MONTHS, "month"))
    return 1


def _count(low: Lowering, s: ast.DueWithin) -> int:
    if len(s.count) > _MOST_DIGITS:
        message = f"a number of days with {len(s.count)} digits"
        low.report("E0226", message, s.span, "count the digits of the law")
        return 1
    if s.count.isdigit() and int(s.count) > 0:
        return int(s.count)
    low.report("E0226", f"`{s.count}` is no number of days", s.span, "write a whole number above 0")
    return 1


def _unit(low: Lowering, s: ast.DueWithin) -> Any:
    if s.unit.text in ("day", "days") and s.sort:
        return f"{s.sort} days"
    if s.unit.text in ("month", "months") and not s.sort:
        return "months"
    message = f"`{' '.join(filter(None, (s.sort, s.unit.text)))}` does not say how days are counted"
    low.report("E0226", message, s.unit.span, "write `working days`, `calendar days` or `months`")
    return ""


def _event(low: Lowering, path: ast.Path) -> str:
    known = [e.name for e in low.collected.events]
    if str(path) not in known and not low.collected.trust(str(path)):
        advice = meant_or_listed(str(path), known, "event") or f'declare it: `event {path} "…"`'
        low.report("E0201", f"no event is called `{path}`", path.span, advice)
    return str(path)
