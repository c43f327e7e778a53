"""What is wrong, where, and what to do about it: data only; renderers stand at the edge."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from evallang.source import SourceFile, Span


class Severity(Enum):
    """How much a finding matters: an error stops scoring, a warning does not, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Label:
    """A second place that explains a diagnostic, with a few words."""

    span: Span
    text: str
    source: SourceFile | None = None


@frozen
class Diagnostic:
    """One mistake, one message.

    `code` is stable (`E0101`); `message` starts in lower case, has no final stop and puts the user's text in
    backticks; `help` says what to do. `source` is None only for what concerns no single file.
    """

    code: str
    message: str
    source: SourceFile | None = None
    span: Span | None = None
    severity: Severity = Severity.ERROR
    help: str | None = None
    labels: tuple[Label, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether this stops the rules from being used."""
        return self.severity is Severity.ERROR

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of printing: by file, then place, then code."""
        name = self.source.name if self.source else ""
        span = self.span or Span(0, 0)
        return (name, span.start, span.end, self.code, self.message)


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether any of the diagnostics is an error."""
    return any(d.is_error for d in diagnostics)
