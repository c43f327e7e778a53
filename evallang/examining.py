"""What the checker finds in rules: the checks that are asked for, the examination, and what the author accepts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

from evallang.examples.coverage.measure import Measurement, ScoreWith
from evallang.examples.run import Score
from evallang.ir.data import Dataset
from evallang.ir.program import Program
from evallang.lint.accepted import PAGES, UNUSED, Acceptance, acceptances, apart
from evallang.lint.check import Check, all_checks
from evallang.lint.clamped import idle_sides
from evallang.lint.decision import Answered, Solver
from evallang.lint.finding import Finding, Verdict
from evallang.lint.granted import granted
from evallang.lint.replay import replayer
from evallang.lint.run import examined
from evallang.lint.subject import Subject
from evallang.lint.wanted import Wanted
from evallang.source import SourceFile
from evallang.syntax import ast


@frozen(eq=False)
class Examined:
    """What was found in one text: open findings, those that its author accepts, and how many claims were proved."""

    name: str
    source: SourceFile
    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Acceptance], ...]
    proved: dict[str, int]

    @property
    def undecided(self) -> int:
        """How many claims were not decided."""
        return sum(finding.verdict is Verdict.UNDECIDED for finding in self.findings)


class UnknownCheck(ValueError):
    """A code, or the beginning of one, that no check has."""


def examine(
    program: Program, module: ast.Module, score: Score, *, select: Iterable[str] = (), ignore: Iterable[str] = (),
    prove: bool | None = None, data: Dataset | None = None,
) -> Examined:  # fmt: skip
    """Run the checks on rules without errors.

    `select` and `ignore` are codes or beginnings of codes (`C3` is all of arithmetic). With `prove` a solver decides
    what ranges and made-up bodies leave open; None takes it where it is installed. `data` are asked what depends on
    them. Raises UnknownCheck.
    """
    checks = selected(select, ignore)
    if any(word.upper().startswith(UNUSED[:3]) for word in select):
        checks = all_checks()  # whether an acceptance applies is known when all are run
    solver = _solver() if prove or (prove is None and has_solver()) else None
    replay = replayer(program, score)
    report = examined(program, module, replay, checks=checks, solver=solver, data=data)
    known = {check.code for check in all_checks()}
    asked = {check.code for check in checks}
    given = acceptances(module)
    parts = apart(report.findings, given, program.source, known, asked)
    idle = {a.code for a in parts.unused} & known
    if solver is not None and idle:  # what is accepted must not depend on whether there is a solver
        plain = examined(program, module, replay, checks=[c for c in checks if c.code in idle], data=data)
        met = apart(plain.findings, given, program.source, known, asked).accepted
        parts = apart(report.findings, given, program.source, known, asked, {a.span for _, a in met})
    wanted = [f for f in parts.open if _is_chosen(f.code, select, ignore)]
    return Examined(program.name, program.source, tuple(wanted), tuple(parts.accepted), report.proved)


def measurement(
    program: Program, module: ast.Module, folder: Path, choices: tuple[int, ...], score: ScoreWith
) -> Measurement:  # fmt: skip
    """What measures the examples of rules, and asks for none of what cannot be and is no mistake."""
    found = Measurement(program, module.source, folder, score)
    subject = Subject(program, module, choices, lambda _: False, instant=True)
    found.goals.leave_out(granted(subject), idle_sides(subject))
    return found


def selected(select: Iterable[str], ignore: Iterable[str]) -> Sequence[Check]:
    """The checks that are asked for. Raises UnknownCheck for a word that begins no code."""
    codes = [check.code for check in all_checks()]
    for word in (*select, *ignore):
        if not any(code.startswith(word.upper()) for code in (*codes, *PAGES)):
            raise UnknownCheck(f"no check has the code `{word}`")
    return [check for check in all_checks() if _is_chosen(check.code, select, ignore)]


def _is_chosen(code: str, select: Iterable[str], ignore: Iterable[str]) -> bool:
    wanted, left_out = [w.upper() for w in select], [w.upper() for w in ignore]
    return (not wanted or code.startswith(tuple(wanted))) and not (left_out and code.startswith(tuple(left_out)))


def has_solver() -> bool:
    """Whether the extra `[prove]` is installed."""
    return find_spec("z3") is not None


def _solver() -> Solver:
    def asked(subject: Subject, wanted: Wanted) -> Answered | None:
        from evallang.prove.solve import solved  # noqa: PLC0415  # it takes long to load, and most claims need none

        return solved(subject, wanted)

    return asked
