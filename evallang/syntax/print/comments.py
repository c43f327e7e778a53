"""Comments put back: each to the line that it stood behind, or before the line that it stood above."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from attrs import define, field

from evallang.syntax import ast
from evallang.syntax.print.lines import Line
from evallang.syntax.print.page import Page


@define
class Remarks:
    """The comments of one printed line: those above it and the one behind it."""

    above: list[ast.Comment] = field(factory=list)
    behind: ast.Comment | None = None


def place(lines: Sequence[Line], comments: Sequence[ast.Comment], page: Page) -> list[list[Remarks]]:
    """For each line, and each printed line in it, its comments; and one more for what stands at the end."""
    parts = [part for line in lines for part in line.flow.lines]
    starts = _rising([part.start for part in parts])
    flat = [Remarks() for _ in range(len(parts) + 1)]
    for comment in sorted(comments, key=lambda c: c.span):
        before = bisect_left(starts, comment.span.start) - 1
        if before < 0:
            flat[0].above.append(comment)
        elif not page.alone_on_its_line(comment.span.start):
            # Two comments behind one line, which the author had broken: the first moves above it.
            earlier, flat[before].behind = flat[before].behind, comment
            if earlier is not None:
                flat[before].above.append(earlier)
        elif comment.span.start < (parts[before].end or 0):
            flat[before].above.append(comment)
        else:
            flat[before + 1].above.append(comment)
    return _grouped(lines, flat)


def _rising(starts: list[int | None]) -> list[int]:
    """Places in the source that never fall; a line without one takes that of the line before."""
    result: list[int] = []
    for start in starts:
        last = result[-1] if result else 0
        result.append(last if start is None else max(start, last))
    return result


def _grouped(lines: Sequence[Line], flat: list[Remarks]) -> list[list[Remarks]]:
    result, at = [], 0
    for line in lines:
        count = len(line.flow.lines)
        result.append(flat[at : at + count])
        at += count
    return [*result, flat[at:]]
