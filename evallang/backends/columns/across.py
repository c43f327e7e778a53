"""Which results look at other rows: at other bodies, at the items of every body, at other periods."""

from __future__ import annotations

from collections.abc import Iterable

from evallang.ir import expr as ir
from evallang.ir.paths import Target
from evallang.ir.program import NodeDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import Dependencies, definition_expressions, grade_expressions


class Across:
    """What of a program looks at other rows, through whatever it uses."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.dependencies = Dependencies(program)
        self._functions: list[bool] = []
        for function in program.functions:  # a function stands after those that it calls
            self._functions.append(self._looks([function.value]))
        own = [self._looks(definition_expressions(d)) for d in program.definitions]
        own += [self._looks(vertex.expressions) for vertex in self.dependencies.others]
        for number in self.dependencies.ratings:
            own[number] = True
        self._looks_across = own
        self._close()

    def _looks(self, expressions: Iterable[ir.Expr]) -> bool:
        return any(self._directly(e) for root in expressions for e in walk(root))

    def _directly(self, e: ir.Expr) -> bool:
        match e:
            case ir.Previous() | ir.InPeriod() | ir.WorseInARow() | ir.InRating():
                return True
            case ir.Aggregate(over=over):
                return isinstance(over, ir.BodiesOf) or (isinstance(over, ir.ItemsOf) and over.of_every_body)
            case ir.Invoke(function=number):
                return number >= len(self._functions) or self._functions[number]
        return False

    def _close(self) -> None:
        users: list[list[int]] = [[] for _ in self._looks_across]
        for user, used in enumerate(self.dependencies.edges):
            for number in used:
                users[number].append(user)
        waiting = [n for n, across in enumerate(self._looks_across) if across]
        while waiting:
            for user in users[waiting.pop()]:
                if not self._looks_across[user]:
                    self._looks_across[user] = True
                    waiting.append(user)

    def value(self, number: int) -> bool:
        """Whether the value of a definition does."""
        return self._looks_across[number]

    def expressions(self, expressions: Iterable[ir.Expr]) -> bool:
        """Whether any of some expressions does."""
        found = list(expressions)
        return self._looks(found) or any(self._looks_across[n] for n in self.dependencies.of(found)[0])

    def path(self, target: Target) -> bool:
        """Whether a result does."""
        match target.sort:
            case "rank":
                return True
            case "trigger":
                guards = self.program.triggers[target.numbers[0]].guards
                return self.expressions(g.guard for g in guards if g.guard is not None)
            case "value" | "grade" if any(self.value(n) for n in target.numbers):
                return True
            case "grade":
                nodes = [d for n in target.numbers if isinstance(d := self.program.definitions[n], NodeDef)]
                return self.expressions(e for node in nodes for grade in node.grades for e in grade_expressions(grade))
        return False
