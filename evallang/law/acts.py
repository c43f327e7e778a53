"""What a document says of itself: its name, what it amends, when it was adopted and when it is in force."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from evallang.source import SourceFile, Span
from evallang.syntax import ast


@frozen(eq=False)
class Act:
    """One rule file as a legal document. Dates are None where the text gives none that can be read."""

    module: ast.Module
    name: str
    label: str
    word: str
    amends: str
    title: str
    adopted: date | None
    since: date | None
    until: date | None
    assumed: str
    until_assumed: str
    draft: bool
    base_in_part: bool
    span: Span

    @property
    def source(self) -> SourceFile:
        """The file."""
        return self.module.source

    @property
    def shown(self) -> str:
        """How messages call it: by its name, with its number where the file gives one."""
        return f"`{self.name}`" + (f" ({self.title})" if self.title else "")


def act_of(module: ast.Module) -> Act | None:
    """The act that a module holds; None for one without a first line."""
    head: dict[type, object] = {type(s): s for s in reversed(module.statements)}
    document = head.get(ast.Document)
    if not isinstance(document, ast.Document):
        return None
    source, force = head.get(ast.Source), head.get(ast.InForce)
    since = force.since if isinstance(force, ast.InForce) else None
    until = force.until if isinstance(force, ast.InForce) else None
    return Act(
        module,
        document.name.text,
        document.label.value if document.label else "",
        document.word,
        document.amends.text if document.amends else "",
        source.text.value if isinstance(source, ast.Source) else "",
        day(source.dated) if isinstance(source, ast.Source) else None,
        day(since.date) if since else _assumed(head),
        day(until.date) if until else None,
        since.assumed.value if since and since.assumed else "",
        until.assumed.value if until and until.assumed else "",
        ast.Status in head,
        ast.BaseInPart in head,
        document.span,
    )


def _assumed(head: dict[type, object]) -> date | None:
    """A draft that gives no day is taken to hold from the day on which it was adopted."""
    source = head.get(ast.Source)
    return day(source.dated) if ast.Status in head and isinstance(source, ast.Source) else None


def day(text: str | None) -> date | None:
    """A date of the text; None for one that is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
