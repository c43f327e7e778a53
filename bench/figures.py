"""What was measured, as tables of Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from timing import Times

HEADER = ("what", "median", "lowest to highest", "ratio", "aim")


@frozen
class Figure:
    """One row: a median with its spread, the ratio to the baseline of the same run, and the aim where there is one."""

    what: str
    median: str
    spread: str
    ratio: str = ""
    aim: str = ""


@frozen
class Section:
    """Figures that have one baseline."""

    title: str
    baseline: str
    figures: Sequence[Figure]

    def markdown(self) -> str:
        """The title, what the ratios are to, and the table."""
        rows = [HEADER, *((f.what, f.median, f.spread, f.ratio, f.aim) for f in self.figures)]
        return f"### {self.title}\n\nRatio to: {self.baseline}.\n\n" + table(rows)


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown, its columns lined up; the first row is the header."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"


def milliseconds(what: str, times: Times, baseline: Times | None, aim: str = "", *, per: int = 1) -> Figure:
    """A time in milliseconds, for each of `per` pieces of work."""
    low, median, high = (1000 * seconds / per for seconds in (times.low, times.median, times.high))
    spread = f"{_short(low)} to {_short(high)} ms"
    return Figure(what, f"{_short(median)} ms", spread, ratio(times.median / per, baseline), aim)


def ratio(value: float, baseline: Times | None) -> str:
    """How many times the median of the baseline; "1" for the baseline itself."""
    return "1" if baseline is None else f"{_short(value / baseline.median)}"


def _short(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
