"""Findings for a terminal: as diagnostics, then the mathematics, the reading and the body on which it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evallang.diagnostics import Diagnostic, Label
from evallang.examining import Examined
from evallang.lint.finding import Finding, Settled, Verdict
from evallang.report.diagnostics import counts, render
from evallang.source import SourceFile


def shown(finding: Finding, source: SourceFile) -> str:
    """One finding as several lines, without a line end after the last."""
    head = render(as_diagnostic(finding, source))
    blank = " " * head.splitlines()[2].index("|")  # the column in which the lines of a diagnostic stand
    lines = [head, *(f"{blank}= {name}: {text}" for name, text in _more(finding) if text)]
    if finding.witness is not None:
        shows = f" {finding.witness.shows}" if finding.witness.shows else ""
        lines.append(f"{blank}= witness:{shows}")
        lines += [f"{blank}  {line}".rstrip() for line in finding.witness.example.rstrip("\n").splitlines()]
    return "\n".join(lines)


def as_diagnostic(finding: Finding, source: SourceFile) -> Diagnostic:
    """A finding as a diagnostic."""
    labels = tuple(Label(place.span, place.text) for place in finding.places)
    return Diagnostic(
        finding.code, finding.message, source, finding.span, finding.severity, finding.help or None, labels
    )  # fmt: skip


def _more(finding: Finding) -> Iterable[tuple[str, str]]:
    yield "mathematics", finding.mathematics
    yield "provision", ", ".join(finding.provisions)
    yield "reading", depends(finding)
    if finding.verdict is Verdict.UNDECIDED:
        yield "not decided", f"tried: {finding.tried}"


def depends(finding: Finding) -> str:
    """On which options of readings a finding depends: `only if A03-01 is read as annex or paragraph`.

    `if A is read as x, or B as y`, where it shows under each of these alone and not under the chosen options; a plain
    `if` where other findings tell of the same.
    """
    if finding.any_of and len(finding.depends) > 1:
        first, *others = finding.depends
        return f"if {first.reading} is read as {_options(first)}" + "".join(
            f", or {s.reading} as {_options(s)}" for s in others
        )
    said = [f"{s.reading} is read as {_options(s)}" for s in finding.depends]
    word = "if" if finding.besides else "only if"
    return f"{word} {' and '.join(said)}" if said else ""


def _options(settled: Settled) -> str:
    return " or ".join(f"`{option}`" for option in settled.options)


def summary(texts: Sequence[Examined]) -> list[str]:
    """What was found in all texts, in a few words each: `2 errors, 3 warnings found`, `40 claims proved`."""
    findings = [finding for text in texts for finding in text.findings]
    severities = counts(as_diagnostic(f, text.source) for text in texts for f in text.findings)
    undecided = sum(f.verdict is Verdict.UNDECIDED for f in findings)
    accepted = sum(len(text.accepted) for text in texts)
    proved = sum(sum(text.proved.values()) for text in texts)
    said = [
        f"{severities} found" if severities else "nothing found" if texts else "",
        f"{undecided} not decided" if undecided else "",
        f"{accepted} accepted" if accepted else "",
        f"{proved:,} claim{'' if proved == 1 else 's'} proved" if proved else "",
    ]
    return [words for words in said if words]
