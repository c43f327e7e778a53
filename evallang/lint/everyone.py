"""The ranges of values for everyone that a definition is for: by kind, and for each body that marks name."""

from __future__ import annotations

from collections.abc import Iterator

from evallang.ir.program import NodeDef, Program
from evallang.lint.subject import Subject
from evallang.lint.values import Values


def everyone(subject: Subject, node: NodeDef, named: tuple[str, ...]) -> Iterator[Values]:
    """One set of ranges for each kind of bodies; and for each body whose value may be another by a mark of a table."""
    for kind in subject.kinds_of(node):
        yield subject.values(kind)
        yield from (subject.values(kind, body) for body in named if node.number in subject.graph.apart(body))


def named_by_marks(program: Program) -> tuple[str, ...]:
    """The bodies that the marks of tables name."""
    return tuple(sorted({body for d in program.nodes for e in d.exemptions for body in e.bodies}))
