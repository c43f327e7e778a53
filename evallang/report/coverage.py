"""What the examples of a file touch and what not, as text."""

from __future__ import annotations

from evallang.examples.coverage.goal import Goal
from evallang.examples.coverage.measure import Coverage
from evallang.examples.coverage.missing import Missing
from evallang.source import SourceFile


def coverage_lines(coverage: Coverage, file: str, source: SourceFile) -> list[str]:
    """How much is touched, by sort; then what no confirmed example touches, each with its place and provision."""
    counts = coverage.counts()
    touched, there = (sum(pair[i] for pair in counts.values()) for i in (0, 1))
    if not there:
        return [f"{file}: there is nothing to touch"]
    lines = [f"{file}: {touched:,} of {there:,} touched"]
    lines += [f"  {sort:<10} {done:>5,} of {all_:>5,}" for sort, (done, all_) in counts.items()]
    lines += [f"{file}:{_line(goal, source)}: {_said(goal, coverage)}" for goal in coverage.untouched]
    return lines


def missing_lines(missing: Missing, file: str, source: SourceFile) -> list[str]:
    """How many examples are written, how much they touch, and for what no body was found."""
    count, touched = len(missing.examples), missing.touched
    written = f"{count:,} {'example' if count == 1 else 'examples'} written, unconfirmed"
    what = f"{written}: {touched:,} more touched" if count else "no example to write"
    left = f", {len(missing.unreached):,} not reached" if missing.unreached else ""
    lines = [f"{file}: {what}{left}"]
    for goal, tried in missing.unreached:
        lines.append(f"{file}:{_line(goal, source)}: {goal.sentence}; none found among {tried:,} bodies")
    return lines


def _line(goal: Goal, source: SourceFile) -> int:
    return source.position(goal.span.start).line


def _said(goal: Goal, coverage: Coverage) -> str:
    cited = " ".join(goal.provisions)
    unconfirmed = " (an unconfirmed one does)" if goal.key in coverage.further else ""
    return f"{goal.sentence}{unconfirmed}" + (f"  {cited}" if cited else "")
