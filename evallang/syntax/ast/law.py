"""Who assesses whom, until when: registers, offices, attributes, assessors, events and deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from evallang.source import Span
from evallang.syntax.ast.base import Citation, Marks, Name, Path, Text, node, place
from evallang.syntax.ast.expressions import Expr
from evallang.syntax.ast.types import TypeExpr

if TYPE_CHECKING:
    from evallang.syntax.ast.declarations import Statement


@node
class CoversAll:
    """`covers all except a, b, not activity "…"`: every node, but for those named; one activity left out."""

    excepted: tuple[Path, ...] = ()
    activity: Text | None = None
    span: Span = place()


@node
class CoversOnly:
    """`covers only a, b`."""

    paths: tuple[Path, ...]
    span: Span = place()


Covers = CoversAll | CoversOnly


@node
class Body:
    """A body known by name; in a register also what it is assessed in and the attributes that it has."""

    name: Name
    label: Text | None = None
    covers: Covers | None = None
    attributes: tuple[Path, ...] = ()
    marks: Marks = ()
    span: Span = place()


@node
class Register:
    """A list of bodies, each with what it is assessed in."""

    name: Name
    label: Text | None = None
    kinds: tuple[Path, ...] = ()
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Office:
    """An authority or an official who assesses, decides or receives."""

    name: Name
    label: Text | None = None
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Attribute:
    """A property of a body on which it depends who assesses it."""

    name: Name
    label: Text | None
    type: TypeExpr
    marks: Marks = ()
    span: Span = place()


@node
class Assessed:
    """Which bodies: those named, or all where a condition holds; a condition may narrow the named ones too."""

    paths: tuple[Path, ...] = ()
    where: Expr | None = None
    span: Span = place()


@node
class Assessor:
    """`assessor of NODE is OFFICE for …`: the general rule; its exceptions stand in the block."""

    node: Path
    office: Path
    assessed: Assessed | None = None
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Except:
    """`except WHOM : OFFICE`: overrides the general rule."""

    assessed: Assessed
    office: Path
    marks: Marks = ()
    span: Span = place()


@node
class Event:
    """A day on which something happens, from which a deadline runs."""

    name: Name
    label: Text | None = None
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class FixedDay:
    """`2024-03-01`."""

    date: str
    span: Span = place()


@node
class DayOfYear:
    """`1 March of next year`: in the assessed year, or in the one after it."""

    day: str
    month: Name
    next_year: bool = False
    span: Span = place()


@node
class DueOn:
    """`before D`: the last day is the one before it; `by D`: D is the last day."""

    word: Literal["before", "by"]
    day: FixedDay | DayOfYear
    span: Span = place()


@node
class DueIn:
    """`in July of next year`: any day of the month."""

    month: Name
    next_year: bool = False
    span: Span = place()


@node
class DueWithin:
    """`within 5 working days of EVENT`; `sort` is empty for months."""

    count: str
    sort: Literal["working", "calendar", ""]
    unit: Name
    event: Path
    span: Span = place()


Due = DueOn | DueIn | DueWithin


@node
class Deadline:
    """What must be done, and by which day."""

    name: Name
    label: Text | None
    due: Due
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Annex:
    """`annex progress_2021 §app1`: an annex that is a document of its own file."""

    name: Name
    marks: Marks = ()
    span: Span = place()


@node
class Repealed:
    """`repealed §31`: what is left of a provision in a consolidated text."""

    citation: Citation
    marks: Marks = ()
    span: Span = place()
