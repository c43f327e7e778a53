"""What one rule says for each row of a table, `each { … }`: a mistake in it is one mistake, in however many rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TYPE_CHECKING

from evallang.ir.program import NodeDef
from evallang.lint.claims import Claim
from evallang.lint.finding import Place

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

MOST = 3
"""So many rows are named, and how many more there are."""
_OF_A_TABLE = ("row", "cell")


def rule_of(subject: Subject, node: NodeDef) -> Hashable:
    """Where the rule stands by which a node is scored: one place for the rows that share it, the node else."""
    clauses = [clause for clause in node.clauses if subject.active(clause.conditions)]
    if node.word not in _OF_A_TABLE or not clauses:
        return node.number
    steps = [step.span for step in node.steps if subject.active(step.conditions)]
    return tuple((span.start, span.end) for span in [*(clause.value.span for clause in clauses), *steps])


def with_rows_alike(subject: Subject, claims: Iterable[Claim], wanted: Callable[[Claim], bool]) -> list[Claim]:
    """Claims, and those of the rows that share a rule with one of them, in the order of the document.

    Under another option only some of the rows may be examined, and the first of all tells for them.
    """
    given = [claim for claim in claims if wanted(claim)]
    if subject.option is None:
        return given
    rules = {rule_of(subject, claim.node) for claim in given if claim.node.word in _OF_A_TABLE}
    others = (
        claim
        for node in subject.program.nodes
        if rules and node.points and subject.active(node.conditions) and not subject.concerns(node.number)
        if rule_of(subject, node) in rules
        for kind in subject.kinds_of(node)
        if (claim := subject.claims.of(node.number, kind)) is not None and wanted(claim)
    )
    return sorted([*given, *others], key=lambda claim: claim.node.number)


def alike(nodes: Iterable[NodeDef]) -> str:
    """The other rows of which the same is to be said."""
    names = list(dict.fromkeys(f"`{node.short}`" for node in nodes))
    if not names:
        return ""
    left = len(names) - MOST
    shown = ", ".join(names) if left <= 0 else f"{', '.join(names[:MOST])} and {left} more"
    return f"; so it is by the same rule in {shown}"


def places(subject: Subject, node: NodeDef) -> Iterator[Place]:
    """Where the rule stands that several rows share."""
    for clause in node.clauses:
        if subject.active(clause.conditions) and clause.guard is None:
            yield Place(clause.value.span, "this is said of each row")
