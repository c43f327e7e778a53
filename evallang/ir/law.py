"""Who assesses whom and until when, resolved: offices, registers, assessors, events, deadlines.

Nodes are places in the definitions of the program. A name that the held part of an act lacks is kept as text.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import field, frozen

from evallang.ir.expr import Expr
from evallang.source import NOWHERE, Span

Conditions = tuple[tuple[int, int], ...]
"""`under` suffixes, as in the program."""


@frozen
class OfficeDef:
    """An authority or official."""

    name: str
    label: str
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen
class CoverDef:
    """In which nodes a body is assessed: all but `nodes`, or only `nodes`; `names` are the same as written."""

    everything: bool = True
    nodes: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()
    activity: str = ""


@frozen
class LineDef:
    """A body in a register."""

    name: str
    label: str
    covers: CoverDef
    attributes: frozenset[str]
    provisions: tuple[str, ...]
    conditions: Conditions = ()
    span: Span = field(default=NOWHERE, repr=False)


@frozen
class RegisterDef:
    """A list of bodies; `kinds` are those of its bodies, none where every kind may stand in it."""

    name: str
    label: str
    kinds: tuple[str, ...]
    lines: tuple[LineDef, ...]
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False)
class AssessedDef:
    """Whom a rule or an exception is about: bodies by name, those where a condition holds, both, or everyone."""

    names: tuple[str, ...] = ()
    where: Expr | None = None
    text: str = ""


@frozen(eq=False)
class ExceptDef:
    """An exception, which overrides the rule."""

    assessed: AssessedDef
    office: str
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False)
class AssessorDef:
    """Who assesses a node; `office` is empty where only exceptions to a rule are held."""

    node: tuple[int, ...]
    path: str
    office: str
    assessed: AssessedDef
    exceptions: tuple[ExceptDef, ...]
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen
class EventDef:
    """A day from which deadlines run."""

    name: str
    label: str
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen
class DueDay:
    """A day of the calendar: a date, or a day and month of the assessed year or the next; day 0 is a whole month."""

    date: date | None = None
    day: int = 0
    month: int = 0
    next_year: bool = False


@frozen
class Due:
    """When something is due: `before`, `by` or `in` a day or month, or `within` a count of days of an event."""

    word: Literal["before", "by", "in", "within"]
    day: DueDay = DueDay()
    count: int = 0
    unit: Literal["working days", "calendar days", "months", ""] = ""
    event: str = ""


@frozen
class DeadlineDef:
    """What must be done by when."""

    name: str
    label: str
    due: Due
    text: str
    provisions: tuple[str, ...]
    conditions: Conditions = ()
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False)
class LawDef:
    """All of it; `attributes` are inputs, `trusted` the names that the held part of the act lacks."""

    offices: tuple[OfficeDef, ...] = ()
    registers: tuple[RegisterDef, ...] = ()
    assessors: tuple[AssessorDef, ...] = ()
    events: tuple[EventDef, ...] = ()
    deadlines: tuple[DeadlineDef, ...] = ()
    attributes: tuple[int, ...] = ()
    base_in_part: bool = False
    trusted: tuple[str, ...] = ()
