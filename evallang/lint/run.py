"""The whole examination: under the chosen readings, then under each other option, one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import evolve, field, frozen

from evallang.diagnostics import Severity
from evallang.ir.data import Dataset
from evallang.ir.program import Program
from evallang.lint.check import Check, all_checks
from evallang.lint.decision import Solver
from evallang.lint.finding import EVERYTHING, Answer, Finding, Proved, Same, Settled, Told, Verdict
from evallang.lint.subject import Replay, Subject
from evallang.syntax import ast
from evallang.uncollected import uncollected

_SEVERE = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@frozen(eq=False)
class Report:
    """What the examination of one document found; `proved` counts by code the claims that were proved."""

    program: Program
    findings: tuple[Finding, ...]
    proved: dict[str, int] = field(factory=dict)


def examined(
    program: Program,
    module: ast.Module,
    replay: Replay,
    *,
    checks: Sequence[Check] | None = None,
    solver: Solver | None = None,
    instant: bool = False,
    data: Dataset | None = None,
) -> Report:
    """Examine a methodology.

    `replay` runs the text of an example. While it is `instant`, only the chosen readings are looked at, and only what
    ranges decide is told. `data` are asked which of their results depend on a rounding. The findings come in the order
    of their places, the gravest first on one place.
    """
    with uncollected():  # all that is found is kept; a third of the time went into looking for garbage
        return _examined(program, module, replay, all_checks() if checks is None else checks, solver, instant, data)


def _examined(
    program: Program, module: ast.Module, replay: Replay, taken: Sequence[Check], solver: Solver | None,
    instant: bool, data: Dataset | None,
) -> Report:  # fmt: skip
    chosen = tuple(reading.choice for reading in program.readings)
    base = Subject(program, module, chosen, replay, solver=solver, instant=instant, data=data)
    findings, proved = _asked(base, taken)
    merged = _Merged(program, findings)
    told: set[Same | Told] = {f.same for f in findings if f.verdict is not Verdict.UNDECIDED and not f.figure}
    told |= {f.told for f in findings}
    for option in () if instant else _options(program):
        switched = tuple(option[1] if r == option[0] else o for r, o in enumerate(chosen))
        subject = Subject(program, module, switched, replay, option, solver, instant, data, base, told)
        more, fine = _asked(subject, [check for check in taken if check.by_reading])
        merged.add(option, more, subject)
        told |= {f.told for f in more}
        proved += fine
    counts: dict[str, int] = {}
    for claim in proved:
        counts[claim.code] = counts.get(claim.code, 0) + 1
    found = [f for f in merged.findings() if not (instant and f.verdict is Verdict.UNDECIDED)]
    return Report(program, tuple(sorted(found, key=_order)), counts)


def _asked(subject: Subject, checks: Iterable[Check]) -> tuple[list[Finding], list[Proved]]:
    answers: list[Answer] = [answer for check in checks for answer in check.run(subject)]
    return [a for a in answers if isinstance(a, Finding)], [a for a in answers if isinstance(a, Proved)]


def _options(program: Program) -> Iterable[tuple[int, int]]:
    """Every option that is not chosen."""
    for number, reading in enumerate(program.readings):
        yield from ((number, o) for o in range(len(reading.options)) if o != reading.choice)


class _Merged:
    """Findings under the chosen readings and under other options, each told once with what it depends on.

    What shows only under other options is told once for all options under which the same is said of it.
    """

    def __init__(self, program: Program, findings: Sequence[Finding]) -> None:
        self.program = program
        self.chosen: dict[_Claim, Finding] = {_claim(f): f for f in reversed(findings)}
        self.gone: dict[_Claim, dict[int, set[int]]] = {}
        self.more: dict[Told, Finding] = {}
        self.under: dict[Told, dict[int, set[int]]] = {}

    def add(self, option: tuple[int, int], findings: Sequence[Finding], subject: Subject) -> None:
        """Take what was found under one other option."""
        reading, number = option
        there = {_claim(f): f for f in reversed(findings)}
        for claim, finding in there.items():
            if not _says(self.chosen.get(claim), finding):
                self.more.setdefault(finding.told, finding)
                self.under.setdefault(finding.told, {}).setdefault(reading, set()).add(number)
        for claim, finding in self.chosen.items():
            if not _says(finding, there.get(claim)) and _rests(finding, subject):
                self.gone.setdefault(claim, {}).setdefault(reading, set()).add(number)

    def findings(self) -> list[Finding]:
        """All of them."""
        found, places = [], Counter(f.same for f in (*self.chosen.values(), *self.more.values()))
        for claim, finding in self.chosen.items():
            gone = self.gone.get(claim, {})
            left = tuple(self._left(r, lost) for r, lost in sorted(gone.items()))
            found.append(evolve(finding, depends=left, besides=places[finding.same] > 1))
        for told, finding in self.more.items():
            under = tuple(self._settled(r, o) for r, o in sorted(self.under[told].items()))
            found.append(evolve(finding, depends=under, any_of=True, besides=places[finding.same] > 1))
        return found

    def _left(self, reading: int, lost: set[int]) -> Settled:
        count = len(self.program.readings[reading].options)
        return self._settled(reading, set(range(count)) - lost)

    def _settled(self, reading: int, options: set[int]) -> Settled:
        r = self.program.readings[reading]
        return Settled(r.id or r.name, tuple(r.options[o].name for o in sorted(options)))


_Claim = tuple[Same, bool]
"""By what a claim is known again, and whether it is left open: what is open somewhere is not shown there."""


def _claim(finding: Finding) -> _Claim:
    return finding.same, finding.verdict is Verdict.UNDECIDED


def _says(finding: Finding | None, other: Finding | None) -> bool:
    """Whether what is said under one option holds as it is said by another one: an exact figure must be the same."""
    return finding is not None and other is not None and finding.figure in ("", other.figure)


def _rests(finding: Finding, subject: Subject) -> bool:
    """Whether a finding is about something that was examined under the option."""
    if finding.owner is None:
        return False
    return finding.owner == EVERYTHING or subject.concerns(finding.owner)


def _order(finding: Finding) -> tuple[int, int, int, str, str]:
    return (finding.span.start, _SEVERE[finding.severity], finding.span.end, finding.code, finding.subject)


def undecided(findings: Iterable[Finding]) -> int:
    """How many claims were not decided."""
    return sum(f.verdict is Verdict.UNDECIDED for f in findings)
