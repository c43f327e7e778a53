"""What the author's layout decides: where lines were broken, what stood on one line, where comments are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from evallang.source import Span
from evallang.syntax import ast
from evallang.syntax.print.flow import Flow, chained

WIDTH = 120
"""A block that was written on one line stays there if it is no wider than this."""


class Page:
    """The source text of a module, asked for the author's line breaks."""

    def __init__(self, module: ast.Module) -> None:
        self.text = module.source.text
        self._comments = sorted(comment.span.start for comment in module.comments)

    def breaks(self, left: Span, right: Span) -> bool:
        """Whether the author began a new line between two pieces."""
        return self.text.find("\n", left.end, right.start) >= 0

    def on_one_line(self, first: Span, whole: Span) -> bool:
        """Whether the block that `first` begins stood on one line, in a statement without comments."""
        brace = max(self.text.rfind("{", whole.start, first.start), whole.start)
        return self.text.find("\n", brace, whole.end) < 0 and not self.commented(whole)

    def commented(self, span: Span) -> bool:
        """Whether a comment stands inside a span."""
        at = bisect_left(self._comments, span.start)
        return at < len(self._comments) and self._comments[at] < span.end

    def alone_on_its_line(self, offset: int) -> bool:
        """Whether only blanks stand before `offset` on its line."""
        return not self.text[self.text.rfind("\n", 0, offset) + 1 : offset].strip()

    def follows_blank(self, offset: int) -> bool:
        """Whether the line before that of `offset` is blank, and only blanks stand between."""
        start = self.text.rfind("\n", 0, offset) + 1
        if start == 0 or self.text[start:offset].strip():
            return False
        return not self.text[self.text.rfind("\n", 0, start - 1) + 1 : start - 1].strip()

    def listed(self, pieces: Sequence[tuple[Flow, Span]]) -> Flow:
        """Pieces with commas between, broken where the author broke them."""
        parts = []
        for i, (flow, span) in enumerate(pieces):
            ended = flow.then(Flow.of(","), "") if i < len(pieces) - 1 else flow
            parts.append((ended, i > 0 and self.breaks(pieces[i - 1][1], span)))
        return chained(parts)
