"""Findings that an author accepts in the rule file, one by one: `accept C101 "why"` on the line that they concern."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from attrs import frozen

from evallang.diagnostics import Severity
from evallang.lint.finding import Finding
from evallang.source import SourceFile, Span
from evallang.suggest import meant
from evallang.syntax import ast
from evallang.syntax.marked import marked

UNUSED = "C590"
"""An acceptance that no longer applies."""
UNKNOWN = "C591"
"""An acceptance of a code that no check has."""
NO_REASON = "C592"
"""An acceptance whose reason is empty."""

PAGES = {
    UNUSED: (
        "an acceptance that no longer applies",
        """`accept CODE "why"` stands on a line on which the checker finds nothing of that code: the rule was mended, or
the acceptance stands on another line than what it is about.

**What to do.** Delete it, or write it at the end of the line that it concerns.

**Found in:**

```eval
methodology m
indicator order §3 {
  points 10 §3 accept C103 "the act sets no limit"
  input early : count §3
  score early
  clamp .. points §3
}
```

**Not found in:**

```eval
methodology m
indicator order §3 {
  points 10 §3 accept C103 "the act sets no limit"
  input early : count §3
  score early
}
```""",
    ),
    UNKNOWN: (
        "an acceptance of no check",
        """The code behind `accept` is none that the checker has, so nothing is accepted by it.

**What to do.** Write the code that stands before the finding, such as `C101`.

**Found in:**

```eval
methodology m
indicator order §3 {
  points 10 §3 accept C1O3 "the act sets no limit"
  input early : count §3
  score early
}
```

**Not found in:**

```eval
methodology m
indicator order §3 {
  points 10 §3 accept C103 "the act sets no limit"
  input early : count §3
  score early
}
```""",
    ),
    NO_REASON: (
        "an acceptance without a reason",
        """Between the quotes behind `accept CODE` stands nothing, so nothing is accepted: a later reader could not
tell a finding that somebody looked into from one that was only made silent.

**What to do.** Write why the finding stays: what the act says, who was asked and when.

**Found in:**

```eval
methodology m
indicator order §3 {
  points 10 §3 accept C103 ""
  input early : count §3
  score early
}
```

**Not found in:**

```eval
methodology m
indicator order §3 {
  points 10 §3 accept C103 "the act sets no limit"
  input early : count §3
  score early
}
```""",
    ),
}
"""What is said of these codes, which no check of the rules has: title and page."""


_REASON = "say between the quotes why the finding stays"


@frozen
class Acceptance:
    """`accept CODE "why"` at `span`.

    It concerns what begins on its line; behind something that goes over several lines, also what begins there, from
    the line `first` on.
    """

    code: str
    why: str
    span: Span
    line: int
    first: int


class Apart(NamedTuple):
    """Findings nobody accepted, those accepted with their acceptances, and the acceptances that meet no finding.

    An acceptance without a reason is told among the first, and is none.
    """

    open: list[Finding]
    accepted: list[tuple[Finding, Acceptance]]
    unused: list[Acceptance]


def acceptances(module: ast.Module) -> tuple[Acceptance, ...]:
    """All acceptances of a rule file, in their order."""
    found = [
        _acceptance(mark, holder.span, module.source)
        for holder in marked(module.statements)
        for mark in holder.marks
        if isinstance(mark, ast.Accept)
    ]
    return tuple(sorted(found, key=lambda a: a.span))


def _acceptance(mark: ast.Accept, held: Span, source: SourceFile) -> Acceptance:
    line, first = source.position(mark.span.start).line, source.position(held.start).line
    return Acceptance(mark.code.text, mark.why.value, mark.span, line, first)


def apart(
    findings: Sequence[Finding],
    acceptances: Sequence[Acceptance],
    source: SourceFile,
    known: Collection[str],
    asked: Collection[str] | None = None,
    elsewhere: Collection[Span] = (),
) -> Apart:
    """Tell open findings from accepted ones. What is wrong with the acceptances themselves comes last of the open.

    `known` are the codes of all checks, `asked` those that were run (all, unless said): an acceptance of a check that
    was not run may well apply. `elsewhere` are the places of those that apply where less is decided: they are used.
    """
    by_code: dict[str, list[Acceptance]] = {}
    reasoned = [a for a in acceptances if a.why.strip()]
    for acceptance in reasoned:
        by_code.setdefault(acceptance.code, []).append(acceptance)
    left, accepted = [], []
    for finding in findings:
        line = source.position(finding.span.start).line
        # The nearest one: that of the line itself before that of a clause around it.
        fitting = [a for a in by_code.get(finding.code, ()) if a.first <= line <= a.line]
        if fitting:
            accepted.append((finding, min(fitting, key=lambda a: a.line)))
        else:
            left.append(finding)
    met = {acceptance.span for _, acceptance in accepted} | set(elsewhere)
    run = known if asked is None else asked
    unused = [a for a in reasoned if a.span not in met and (a.code in run or a.code not in known)]
    wrong = [a for a in acceptances if a in unused or not a.why.strip()]
    return Apart([*left, *(_complaint(a, known) for a in wrong)], accepted, unused)


def _complaint(a: Acceptance, known: Collection[str]) -> Finding:
    if not a.why.strip():
        message = f"the acceptance of `{a.code}` gives no reason, so nothing is accepted by it"
        return Finding(NO_REASON, message, a.span, severity=Severity.WARNING, help=_REASON, subject=a.code)
    if a.code in known:
        message = f"the acceptance of `{a.code}` no longer applies: the checker finds nothing of this code here"
        advice = "delete it, or write it at the end of the line that it concerns"
        return Finding(UNUSED, message, a.span, severity=Severity.WARNING, help=advice, subject=a.code)
    message = f"no check has the code `{a.code}`, so nothing is accepted by it"
    advice = meant(a.code, sorted(known)) or "write the code that the checker shows before the finding, such as `C101`"
    return Finding(UNKNOWN, message, a.span, severity=Severity.WARNING, help=advice, subject=a.code)
