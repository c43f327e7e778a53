"""Text that may run over several lines, and knows from which place of the source each line comes."""

from __future__ import annotations

import unicodedata

from attrs import evolve, frozen

from evallang.source import Span


def width(text: str) -> int:
    """How many columns a text takes: a letter is one, a mark that is set over a letter takes none."""
    if text.isascii():
        return len(text)
    return sum(unicodedata.category(char) not in {"Mn", "Me", "Cf"} for char in text)


@frozen
class FlowLine:
    """One printed line: levels of indentation below its statement, the words, and their place in the source."""

    indent: int
    text: str
    start: int | None = None
    end: int | None = None


@frozen
class Flow:
    """Printed lines of one piece of a statement; no lines at all for a piece that is absent."""

    lines: tuple[FlowLine, ...] = ()

    @classmethod
    def of(cls, text: str, span: Span | None = None) -> Flow:
        """A piece of one line; nothing for an empty text."""
        if not text:
            return cls()
        return cls((FlowLine(0, text, *(span or (None, None))),))

    @property
    def single(self) -> str | None:
        """The text if it stands on one line, else None."""
        if len(self.lines) == 1 and "\n" not in self.lines[0].text:
            return self.lines[0].text
        return None if self.lines else ""

    def then(self, other: Flow, between: str = " ") -> Flow:
        """This, and `other` going on behind it on the same line."""
        if not self.lines or not other.lines:
            return self if self.lines else other
        last, first = self.lines[-1], other.lines[0]
        joined = FlowLine(
            last.indent,
            last.text + between + first.text,
            last.start if last.start is not None else first.start,
            first.end if first.end is not None else last.end,
        )
        rest = tuple(evolve(line, indent=line.indent + last.indent) for line in other.lines[1:])
        return Flow((*self.lines[:-1], joined, *rest))

    def below(self, other: Flow) -> Flow:
        """This, and `other` on the next line, one level deeper."""
        if not self.lines:
            return other
        return Flow((*self.lines, *(evolve(line, indent=line.indent + 1) for line in other.lines)))

    def level(self, other: Flow) -> Flow:
        """This, and `other` on the next line, at the same level."""
        return Flow((*self.lines, *other.lines))

    def spanning(self, span: Span) -> Flow:
        """The same, known to cover all of `span`."""
        if not self.lines:
            return self
        first = evolve(self.lines[0], start=span.start)
        lines = (first, *self.lines[1:])
        return Flow((*lines[:-1], evolve(lines[-1], end=span.end)))


NOTHING = Flow()


def words(*parts: str | Flow) -> Flow:
    """Pieces on one line with a space between; absent ones leave no trace."""
    result = NOTHING
    for part in parts:
        result = result.then(Flow.of(part) if isinstance(part, str) else part)
    return result
