"""What is said of data that is looked through part by part: the first findings, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable

from evallang.ir.data import Finding
from evallang.report.findings import MOST, has_errors, lines


class Told:
    """The findings so far; of those behind the first ones a number is kept that tells them apart, not the words."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.first, self.errors = list[Finding](), False
        self._seen = set[int]()
        self._take(findings)

    def more(self, findings: Iterable[Finding]) -> None:
        """What was found in another part: what is said of the whole was said before."""
        self._take(finding for finding in findings if finding.address is not None)

    def _take(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            known = hash((finding.message, str(finding.address)))
            if known not in self._seen:
                self._seen.add(known)
                self.errors |= has_errors([finding])
                if len(self.first) < MOST:
                    self.first.append(finding)

    def lines(self) -> list[str]:
        """The findings for a terminal."""
        left = len(self._seen) - len(self.first)
        return [*lines(self.first), *([f"… and {left:,} more"] if left else [])]
