"""Which definitions use which, through whatever stands between; and formulas written out, each once."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, NodeDef, Program
from evallang.ir.walk import walk
from evallang.lint.facts import NEGATED
from evallang.lint.forms import Form, form
from evallang.lint.kinds import by_kind
from evallang.lint.motion import Motion
from evallang.semantics.order import definition_expressions
from evallang.symbolic.inline import inlined
from evallang.trials.users import Users


class Dependents(Users):
    """The uses of one program, under all its readings together."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.inputs = frozenset(d.number for d in program.inputs)
        self._readings: dict[int, tuple[int, ...]] = {}
        self.motions: dict[tuple[object, ...], Motion] = {}
        """How definitions move, as other choices of readings have shown already."""
        self._own: dict[int, tuple[ir.Expr, frozenset[int]]] = {}
        self._dated: dict[int, bool] = {}
        self._compared: dict[int, set[Fraction]] | None = None
        self._parts: dict[int, dict[int, list[int]]] = {}

    def readings(self, number: int) -> tuple[int, ...]:
        """The readings on which a definition rests, those of the points that its formulas name among them."""
        if number not in self._readings:
            rests = self.program.rests_on
            found = set(rests[number]) if number < len(rests) else set(range(len(self.program.readings)))
            found |= {r for n, more in self._of_points.items() for r in more if n == number or number in self.users(n)}
            self._readings[number] = tuple(sorted(found))
        return self._readings[number]

    def parts(self, node: NodeDef) -> dict[int, list[int]]:
        """The signs with which the parts of a node enter its sum, by number."""
        if node.number not in self._parts:
            signs = self._parts[node.number] = {}
            for entry in node.parts:
                for number in entry.part.targets:
                    signs.setdefault(number, []).append(entry.sign)
        return self._parts[node.number]

    @cached_property
    def by_kind(self) -> frozenset[int]:
        """The definitions that are worked out otherwise for bodies of one kind than for those of another one."""
        return by_kind(self.program, self.users)

    @cached_property
    def inputs_by_form(self) -> dict[Form, int]:
        """The inputs by the forms of their names."""
        return {form(ir.Ref((d.number,), d.name)): d.number for d in self.program.inputs}

    @cached_property
    def _of_points(self) -> dict[int, set[int]]:
        """By definition, the readings under which the points stand that it names."""
        found: dict[int, set[int]] = {}
        for d in self.program.definitions:
            claims = self.claims(e for root in definition_expressions(d) for e in walk(root))
            under = {r for claim in claims for r, _ in claim.conditions}
            if under:
                found[d.number] = under
        return found

    def compared(self, number: int) -> list[Fraction]:
        """The numbers with which the rules compare an input."""
        if self._compared is None:
            self._compared = {}
            for d in self.program.definitions:
                for e in (e for root in definition_expressions(d) for e in walk(root)):
                    self._compare(e, self._compared)
        return sorted(self._compared.get(number, ()))

    @staticmethod
    def _compare(e: ir.Expr, found: dict[int, set[Fraction]]) -> None:
        if not isinstance(e, ir.Apply) or e.op not in NEGATED or len(e.args) != 2:
            return
        for side, other in (e.args, e.args[::-1]):
            if isinstance(side, ir.Ref) and isinstance(other, ir.Const) and isinstance(other.value, Fraction):
                for target in side.targets:
                    found.setdefault(target, set()).add(other.value)

    def written_out(self, e: ir.Expr) -> ir.Expr:
        """An expression with its calls of formulas written out."""
        return inlined(e, self.program)

    def of_expression(self, e: ir.Expr) -> frozenset[int]:
        """What an expression uses itself."""
        if id(e) not in self._own:
            self._own[id(e)] = (e, self.used_by([e]))
        return self._own[id(e)][1]

    def through_formulas(self, e: ir.Expr) -> set[int]:
        """What an expression uses, itself or through formulas, without a node between."""
        found = set(self.of_expression(e))
        waiting = list(found)
        while waiting:
            d = self.program.definitions[waiting.pop()]
            new = self.used[d.number] - found if isinstance(d, FormulaDef) else frozenset()
            found |= new
            waiting += new
        return found

    def closed(self, e: ir.Expr) -> set[int]:
        """What an expression uses, itself or through others."""
        found = set(self.of_expression(e))
        waiting = list(found)
        while waiting:
            new = self.used[waiting.pop()] - found
            found |= new
            waiting += new
        return found

    def names_a_year(self, e: ir.Expr) -> bool:
        """Whether an expression, or what it uses, looks at a year by its number."""
        if any(isinstance(x, ir.InPeriod | ir.Invoke) for x in walk(e)):
            return True
        return any(map(self._names_a_year, self.of_expression(e)))

    def _names_a_year(self, number: int) -> bool:
        if number not in self._dated:
            self._dated[number] = False  # while it is looked at
            expressions = list(definition_expressions(self.program.definitions[number]))
            self._dated[number] = any(map(self.names_a_year, expressions))
        return self._dated[number]
