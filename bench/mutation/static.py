"""What is found wrong in rules by reading them alone, in words that a mutant and its original can be compared by."""

from __future__ import annotations

from collections import Counter

from attrs import frozen

from evallang import checking
from evallang.checking import Checked
from evallang.source import SourceFile

Identity = tuple[str, ...]
"""A finding without its place and its figures: these move with any change of the text."""


@frozen
class Read:
    """What came of reading rules: the program, None where there are errors, and how often each finding was made."""

    checked: Checked | None
    findings: Counter[Identity]


def static(source: SourceFile) -> Read:
    """Read rules as `evallang check` does, without their examples being run."""
    checked, diagnostics = checking.check_source(source)
    return Read(checked, Counter((d.code,) for d in diagnostics))


def noticed(original: Read, mutant: Read) -> tuple[str, ...]:
    """The codes of what is found in a mutant and not in its original."""
    return tuple(sorted({identity[0] for identity in mutant.findings - original.findings}))
