"""What is decided of a claim: whether a body exists for which something holds, and what was tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.lint.finding import Verdict
from evallang.lint.wanted import Found, Wanted

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

RANGES = "ranges of values"
BODIES = f"{RANGES}, bodies made up step by step"
"""What is tried first."""
MOST_COPIES = 3
"""So many copies of one claim, as in the rows of a table, are looked into."""

Solver = Callable[["Subject", Wanted], "Answered | None"]
"""Decides by a solver whether a body exists; None where it does not know."""


@frozen(eq=False)
class Answered:
    """What a solver says: that there is no such body (`found` None), or one on which the interpreter agrees."""

    found: Found | None


@frozen(eq=False)
class Decision:
    """Whether a body exists: proved that none does, found, or not decided with what was tried.

    `solved` says that it was a solver that proved it.
    """

    verdict: Verdict
    found: Found | None = None
    tried: str = ""
    solved: bool = False
