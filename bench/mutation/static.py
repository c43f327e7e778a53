"""What is found wrong in rules by reading them alone, in words that a mutant and its original can be compared by."""

from __future__ import annotations

from collections import Counter

from attrs import frozen

from evallang import checking
from evallang.checking import Checked
from evallang.lint.finding import Verdict
from evallang.rules import Rules
from evallang.source import SourceFile

Identity = tuple[str, ...]
"""A finding without its place and its figures: these move with any change of the text."""


@frozen
class Read:
    """What came of reading rules: the program, None where there are errors, and how often each finding was made."""

    checked: Checked | None
    findings: Counter[Identity]


def static(source: SourceFile) -> Read:
    """Read rules: errors and warnings of `evallang check` that need no examination."""
    checked, diagnostics = checking.check_source(source)
    return Read(checked, Counter((d.code,) for d in diagnostics))


def examined(rules: Rules) -> Counter[Identity]:
    """What the checker finds without a solver; what it does not decide is nothing found."""
    found = rules.examine(prove=False).findings
    return Counter((f.code, f.subject, *f.provisions) for f in found if f.verdict is not Verdict.UNDECIDED)


def noticed(original: Counter[Identity], mutant: Counter[Identity]) -> tuple[str, ...]:
    """The codes of what is found in a mutant and not in its original."""
    return tuple(sorted({identity[0] for identity in mutant - original}))
