"""Limits that keep the cost of a rule file in proportion to its length: the depth of chains, functions written out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evallang.diagnostics import Diagnostic
from evallang.ir import expr as ir
from evallang.ir.deep import MAX_CHAIN
from evallang.ir.program import NodeDef, Program
from evallang.ir.walk import walk
from evallang.semantics.context import CHAIN_HELP
from evallang.semantics.order import Dependencies, definition_expressions, grade_expressions
from evallang.source import SourceFile

MAX_EXPANDED = 100_000
"""The operations of one formula with those of every formula that it calls, as often as it calls them."""


def expanded(expressions: Iterable[ir.Expr], functions: Sequence[int]) -> int:
    """The operations of expressions, calls written out; `functions` has the size of each by number."""
    return sum(
        1 + (functions[e.function] if isinstance(e, ir.Invoke) and e.function < len(functions) else 0)
        for root in expressions for e in walk(root)
    )  # fmt: skip


def grows_too_large(size: int, expressions: Iterable[ir.Expr], functions: Sequence[int]) -> bool:
    """Whether a size is above the limit, and that of nothing that is called: each growth is reported once."""
    if size <= MAX_EXPANDED:
        return False
    called = (e.function for root in expressions for e in walk(root) if isinstance(e, ir.Invoke))
    return all(functions[number] <= MAX_EXPANDED for number in called if number < len(functions))


def too_large(name: str) -> tuple[str, str]:
    """The message about a formula that is too large when written out, and the advice."""
    return (
        f"`{name}` and the formulas that it calls come to more than {MAX_EXPANDED} operations",
        "call each formula once, and pass its value on as an argument",
    )


def check_sizes(program: Program, functions: Sequence[int]) -> list[Diagnostic]:
    """Report values whose calls grow without measure when they are written out."""
    found = []
    for d in program.definitions:
        roots = [*definition_expressions(d)]
        for grade in d.grades if isinstance(d, NodeDef) else ():
            roots += grade_expressions(grade)
        if grows_too_large(expanded(roots, functions), roots, functions):
            message, advice = too_large(d.short)
            found.append(Diagnostic("E0012", message, program.source, d.span, help=advice))
    return found


def check_chain(dependencies: Dependencies, source: SourceFile) -> list[Diagnostic]:
    """Report the first value, if any, from which a chain of uses is too long; there is no cycle."""
    edges = dependencies.edges
    length = [0] * len(edges)
    for root in range(len(edges)):
        stack = [root]
        while stack:
            here = stack[-1]
            open_ = [t for t in edges[here] if not length[t]] if not length[here] else []
            if open_:
                stack += open_
                continue
            stack.pop()
            length[here] = 1 + max((length[t] for t in edges[here]), default=0)
            if length[here] > MAX_CHAIN:
                name, span = dependencies.name(here)
                message = f"`{name}` stands in a chain of more than {MAX_CHAIN} values in which each uses the next"
                return [Diagnostic("E0012", message, source, span, help=CHAIN_HELP)]
    return []
