"""What only follows from a mistake of syntax, and is not said a second time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evallang.diagnostics import Diagnostic, has_errors
from evallang.source import SourceFile

_BRACES = ("E0106", "E0107")
"""A brace too many or too few: nobody knows what stands inside of what."""

_OF_THE_WHOLE = ("E0223", "E0243")
"""Sums, and rows that are not there: the line that could not be read may be the one that is missing."""


def without_followers(
    source: SourceFile, syntax: Sequence[Diagnostic], found: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """The findings about meaning that stand by themselves, given the mistakes of syntax in the same text.

    A line that could not be read in whole is not judged; sums and warnings wait until everything can be read.
    """
    if not has_errors([*syntax]):
        return [*found]
    if any(d.code in _BRACES for d in syntax):
        return []
    broken = {source.position(d.span.start).line for d in syntax if d.span is not None}
    whole = [d for d in found if d.is_error and d.code not in _OF_THE_WHOLE]
    return [d for d in whole if d.span is None or source.position(d.span.start).line not in broken]
