"""A program as it holds for the bodies of one kind under chosen readings: where every compiling engine starts from.

The rules of what acts when are those of `evallang.backends.interpreter.nodes`, which is the reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from attrs import define, field

from evallang.ir import expr as ir
from evallang.ir.program import (
    AmongDef,
    BracketsDef,
    Conditions,
    ExemptionDef,
    FormulaDef,
    GradeDef,
    Guarded,
    InputDef,
    NodeDef,
    PointsDef,
    Program,
    RatingDef,
    Step,
    TableRow,
    WeightsDef,
)
from evallang.semantics.order import Dependencies


@define(eq=False)
class Specialised:
    """What holds under `choices` (an option for each reading) for bodies of a `kind`; None: not known, or no kinds."""

    program: Program
    choices: tuple[int, ...]
    kind: str | None = None
    _dependencies: Dependencies | None = field(default=None, repr=False)

    def active(self, conditions: Conditions) -> bool:
        """Whether what stands under options holds."""
        return all(self.choices[reading] == option for reading, option in conditions)

    # ---- names

    def target(self, targets: Sequence[int]) -> int | None:
        """The variant of a name that these bodies have, None where it is for other kinds."""
        return next((n for n in targets if self.is_of_kind(self.program.definitions[n])), None)

    def is_of_kind(self, d: InputDef | FormulaDef | NodeDef) -> bool:
        """Whether a definition is for bodies of this kind."""
        return d.kinds is None or self.kind in d.kinds

    def written_out(self, e: ir.Expr) -> ir.Expr:
        """An expression without a choice between readings at its top."""
        while isinstance(e, ir.ByReading):
            e = e.cases[self.choices[e.reading]]
        return e

    # ---- nodes

    def clauses(self, node: NodeDef) -> list[Guarded]:
        """The clauses in their order, up to the first that holds always."""
        found = []
        for clause in node.clauses:
            if self.active(clause.conditions):
                found.append(clause)
                if clause.guard is None:
                    break
        return found

    def weights(self, node: NodeDef) -> WeightsDef | None:
        """The weights of the parts."""
        return next((w for w in node.weights if self.active(w.conditions)), None)

    def steps(self, node: NodeDef) -> list[Step]:
        """The clamps and roundings."""
        return [step for step in node.steps if self.active(step.conditions)]

    def grades(self, node: NodeDef) -> GradeDef | None:
        """The grades."""
        return next((grade for grade in node.grades if self.active(grade.conditions)), None)

    def claim(self, node: NodeDef) -> PointsDef | None:
        """The points that it claims itself."""
        return next((p for p in node.points if not p.states and self.active(p.conditions)), None)

    def exemptions(self, node: NodeDef) -> list[ExemptionDef]:
        """For whom it does not apply."""
        return [e for e in node.exemptions if self.active(e.conditions)]

    def shared_out(self, node: NodeDef) -> list[ExemptionDef]:
        """Whose points are shared out among its other rows."""
        return [e for e in node.shared_out if self.active(e.conditions)]

    def rows(self, table: BracketsDef) -> list[TableRow]:
        """The rows of brackets."""
        return [row for row in table.rows if self.active(row.conditions)]

    def among(self, rating: RatingDef) -> AmongDef | None:
        """Who takes part in a rating."""
        return next((a for a in rating.among if self.active(a.conditions)), None)

    # ---- order

    @property
    def dependencies(self) -> Dependencies:
        """What uses what."""
        if self._dependencies is None:
            self._dependencies = Dependencies(self.program)
        return self._dependencies

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The numbers of the definitions, each after all that it uses in the same period."""
        edges, count = self.dependencies.edges, len(self.program.definitions)
        found: list[int] = []
        done: set[int] = set()
        waiting = [(n, False) for n in reversed(range(count))]
        while waiting:
            here, left = waiting.pop()
            if left:
                if here < count:
                    found.append(here)
            elif here not in done:
                done.add(here)
                waiting.append((here, True))
                waiting += [(n, False) for n in sorted(edges[here], reverse=True) if n not in done]
        return tuple(found)
