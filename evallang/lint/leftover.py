"""Whether each operand of `and` and `or` ever decides the whole: a body for which the others leave it to that one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.ir import expr as ir
from evallang.lint.finding import Verdict
from evallang.lint.outcomes import Copy, decided
from evallang.lint.partial import keeps_a_value
from evallang.lint.wanted import Wanted
from evallang.types import FLAG

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

MOST = 6
"""Conditions with more operands are left to ranges alone."""


@frozen(eq=False)
class Operand:
    """One that may say nothing: its number, and what was tried where that is not decided."""

    number: int
    tried: str = ""


def leftover(subject: Subject, copies: Sequence[Copy]) -> Iterator[Operand]:
    """The operands that no body shows to decide, whatever goes before the condition."""
    e = copies[0][1]
    if not isinstance(e, ir.Apply) or e.op not in ("and", "or") or len(e.args) > MOST:
        return
    if any(subject.search.asking.used(Wanted(((x, True),))).ratings for _, x in copies):
        return  # nothing is said of a place in a rating
    for n, part in enumerate(e.args):
        if isinstance(part, ir.Asks) or keeps_a_value(subject, part, (*e.args[:n], *e.args[n + 1 :])):
            continue  # the whole may have no value without it
        asked = [(site, _deciding(x, n)) for site, x in copies if isinstance(x, ir.Apply)]
        decision = decided(subject, asked, value=True, alone=True)
        if decision.verdict is not Verdict.REFUTED:
            yield Operand(n, decision.tried)


def _deciding(e: ir.Apply, n: int) -> ir.Expr:
    """That the other operands leave the whole to one of them, and it says otherwise than they do."""
    others = e.args[:n] + e.args[n + 1 :]
    if e.op == "and":
        return ir.Apply("and", (*others, _not(e.args[n])), type=FLAG)
    return ir.Apply("and", (*map(_not, others), e.args[n]), type=FLAG)


def _not(e: ir.Expr) -> ir.Expr:
    return ir.Apply("not", (e,), type=FLAG)
