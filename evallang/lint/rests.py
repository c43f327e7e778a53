"""On which readings an expression rests: what was decided of it holds under every option of the others."""

from __future__ import annotations

from collections.abc import Hashable

from evallang.ir import expr as ir
from evallang.ir.program import NodeDef, Program
from evallang.ir.walk import walk
from evallang.lint.wanted import Wanted
from evallang.symbolic.canonical import Canonical


class Rests:
    """The readings that expressions of one program rest on."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.canonical = Canonical(program)
        self._functions: dict[int, frozenset[int]] = {}

    def key(self, wanted: Wanted, choices: tuple[int, ...]) -> Hashable:
        """Equal for two questions that have one answer, also under different choices of readings."""
        forms = tuple((self.canonical.form(guard), holds) for guard, holds in wanted.guards)
        readings = frozenset().union(*(self.of(guard) for guard, _ in wanted.guards))
        if wanted.node is not None:
            readings |= self._applies(wanted.node)
        chosen = tuple((r, choices[r]) for r in sorted(readings))
        return forms, wanted.level, wanted.node, wanted.kinds, wanted.name, chosen

    def of(self, root: ir.Expr) -> frozenset[int]:
        """The readings that an expression rests on, itself or through others."""
        found: set[int] = set()
        rests, program = self.program.rests_on, self.program
        for e in walk(root):
            match e:
                case ir.Ref(targets=targets):
                    found = found.union(*(rests[t] for t in targets))
                case ir.PointsOf(node=node) | ir.Aggregate(over=ir.PartsOf(node=node)):
                    found |= rests[node]
                case ir.ByReading(reading=reading):
                    found.add(reading)
                case ir.Invoke(function=number):
                    found |= self._of_function(number)
                case ir.Lookup(brackets=number):
                    found.update(r for row in program.brackets[number].rows for r, _ in row.conditions)
                case ir.ParameterRef(target=number):
                    parameter = program.parameters[number]
                    found.update(r for r, _ in parameter.conditions)
                    found |= self.of(parameter.value) if parameter.value is not None else frozenset()
                case ir.InRating(rating=number):
                    found |= program.rests.ratings[number]
        return frozenset(found)

    def _of_function(self, number: int) -> frozenset[int]:
        if number not in self._functions:
            self._functions[number] = self.of(self.program.functions[number].value)
        return self._functions[number]

    def _applies(self, number: int) -> frozenset[int]:
        """The readings on which it depends whether a definition is for a body."""
        d = self.program.definitions[number]
        marks = (*d.exemptions, *d.shared_out) if isinstance(d, NodeDef) else ()
        return frozenset(r for conditions in (d.conditions, *(m.conditions for m in marks)) for r, _ in conditions)
