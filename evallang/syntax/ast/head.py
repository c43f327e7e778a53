"""The head of a document: what act this is, from when, in which language, for which kinds."""

from __future__ import annotations

from typing import Literal

from evallang.source import Span
from evallang.syntax.ast.base import Marks, Name, Text, node, place
from evallang.syntax.ast.types import Choice


@node
class Document:
    """`methodology NAME "…"`, `act NAME "…"`, or `amendment NAME "…" amends OTHER`."""

    word: Literal["methodology", "act", "amendment"]
    name: Name
    label: Text | None = None
    marks: Marks = ()
    amends: Name | None = None
    span: Span = place()


@node
class Source:
    """`source "№ …" dated 2020-03-11`."""

    text: Text
    dated: str | None = None
    span: Span = place()


@node
class Day:
    """A date with the reason why it was assumed, if the text does not give it."""

    date: str
    assumed: Text | None = None
    span: Span = place()


@node
class InForce:
    """`in force D until D`: the second is the first day no longer in force."""

    since: Day
    until: Day | None = None
    span: Span = place()


@node
class Status:
    """`status draft`: never in force."""

    span: Span = place()


@node
class Language:
    """`language kk`: the language of labels."""

    name: Name
    span: Span = place()


@node
class Kinds:
    """`kinds central "…", local "…"`."""

    choices: tuple[Choice, ...]
    marks: Marks = ()
    span: Span = place()


@node
class Versions:
    """`versions language kk "…", ru "…"`: the columns of a table `by language`."""

    name: Name
    choices: tuple[Choice, ...]
    marks: Marks = ()
    span: Span = place()


@node
class Words:
    """`text \"\"\"…\"\"\"`: the words of a provision."""

    text: Text
    span: Span = place()


@node
class BaseInPart:
    """`base in part`: the edition that is amended is not held in full."""

    span: Span = place()


Head = Document | Source | InForce | Status | Language | Kinds | Versions | Words | BaseInPart
