"""Text that may run over several lines, and knows from which place of the source each line comes."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from evallang.source import Span


@frozen
class FlowLine:
    """One printed line: its levels of indentation, its words, and their place in the source."""

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


def chained(pieces: Sequence[tuple[Flow, bool]], before: str = " ") -> Flow:
    """Many pieces: each on the line of the one before it, or on the next, one level deeper, where told so.

    The same as `then` for each of them, without copying what is already there.
    """
    lines: list[FlowLine] = []
    open_: list[FlowLine] = []
    for flow, broken in pieces:
        if not flow.lines:
            continue
        deeper = 1 if broken and (lines or open_) else 0
        base = deeper or (open_[-1].indent if open_ else 0)
        if deeper and open_:
            lines.append(_closed(open_, before))
            open_ = []
        first, *rest = (evolve(line, indent=line.indent + base) for line in flow.lines) if base else flow.lines
        open_.append(evolve(first, indent=open_[0].indent) if open_ else first)
        if rest:
            lines.append(_closed(open_, before))
            lines += rest[:-1]
            open_ = [rest[-1]]
    return Flow((*lines, _closed(open_, before))) if open_ else NOTHING


def _closed(parts: list[FlowLine], between: str) -> FlowLine:
    """The pieces of one line as that line."""
    if len(parts) == 1:
        return parts[0]
    start = next((p.start for p in parts if p.start is not None), None)
    end = next((p.end for p in reversed(parts) if p.end is not None), None)
    return FlowLine(parts[0].indent, between.join(p.text for p in parts), start, end)


def words(*parts: str | Flow) -> Flow:
    """Pieces on one line with a space between; absent ones leave no trace."""
    return chained([(Flow.of(part) if isinstance(part, str) else part, False) for part in parts])
