"""What uses what among the definitions of a program, whatever is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from functools import cached_property

from evallang.ir import expr as ir
from evallang.ir.program import Program
from evallang.ir.walk import walk
from evallang.semantics.order import Dependencies, definition_expressions


class Graph:
    """The definitions that use others, directly or through others; earlier values of inputs are left aside."""

    def __init__(self, program: Program) -> None:
        self.program = program
        edges = Dependencies(program).edges
        self.users: list[set[int]] = [set() for _ in edges]
        for user, used in enumerate(edges):
            for number in used:
                self.users[number].add(user)
        self._apart: dict[str, frozenset[int]] = {}
        self._looking = functions_with(program, _is_of_the_body)

    def above(self, numbers: Iterable[int]) -> frozenset[int]:
        """Some definitions with all that use them."""
        waiting, found = list(numbers), set(numbers)
        while waiting:
            more = self.users[waiting.pop()] - found
            found |= more
            waiting += more
        return frozenset(n for n in found if n < len(self.program.definitions))

    def apart(self, body: str) -> frozenset[int]:
        """The definitions whose values for one body may be others than for all bodies of its kind."""
        if body not in self._apart:
            named = {
                d.number for d in self.program.nodes if any(body in e.bodies for e in (*d.exemptions, *d.shared_out))
            }
            self._apart[body] = self.above(named | self._telling)
        return self._apart[body]

    @cached_property
    def _telling(self) -> set[int]:
        """The definitions whose formulas look at which body it is."""
        return {
            d.number for d in self.program.definitions
            if any(holds(e, _is_of_the_body, self._looking) for e in definition_expressions(d))
        }  # fmt: skip


def functions_with(program: Program, is_so: Callable[[ir.Expr], bool]) -> frozenset[int]:
    """The formulas with parameters in which something stands, themselves or in those that they call."""
    found: set[int] = set()
    for number, function in enumerate(program.functions):  # a function stands after those that it calls
        if holds(function.value, is_so, found):
            found.add(number)
    return frozenset(found)


def holds(root: ir.Expr, is_so: Callable[[ir.Expr], bool], functions: Set[int]) -> bool:
    """Whether something stands in an expression, or in one of some functions that it calls."""
    return any(is_so(e) or (isinstance(e, ir.Invoke) and e.function in functions) for e in walk(root))


def _is_of_the_body(e: ir.Expr) -> bool:
    return isinstance(e, ir.ThisBody)
