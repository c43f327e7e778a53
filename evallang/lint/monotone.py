"""How the values of a methodology move when one input is greater: monotonicity by abstract interpretation.

What is found holds for every two sets of data that differ in that input of one body only (of an item of it, where the
input is one of items; in the last year, where it is given for each), wherever a value is there in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import evolve

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, FormulaDef, Guarded, InputDef, NodeDef, RoundStep, WeightsDef
from evallang.lint.branches import Branch, Extent
from evallang.lint.dependents import Dependents
from evallang.lint.facts import Facts
from evallang.lint.motion import EITHER, STILL, UNKNOWN, Motion, joined
from evallang.lint.moves import Moves
from evallang.lint.segments import Said, segmented
from evallang.lint.values import Values

if TYPE_CHECKING:
    from evallang.lint.subject import Subject


MOST_YEARS = 4
"""So many years, the last one among them, it is asked of whether a yearly input matters."""


class Monotone:
    """How every value moves with one definition: an input, or a node taken as if it were one."""

    def __init__(
        self, values: Values, variable: int, uses: Dependents, *, thorough: bool = False, past: int = 0
    ) -> None:  # fmt: skip
        """While it is `thorough` derivatives are looked at too, which takes a while.

        A yearly input is greater in one year, so many before the last as `past` says.
        """
        self.past = past
        self.thorough = thorough
        self.values = values
        self.program = values.program
        self.variable = variable
        d = self.program.definitions[variable]
        self.yearly = isinstance(d, InputDef) and d.yearly
        self.uses = uses
        self.users = uses.users(variable)
        self.moves = Moves(self)
        self._known: dict[tuple[object, ...], Motion] = uses.motions
        self._open: set[int] = set()
        self._before: dict[int, Monotone] = {}

    @staticmethod
    def under(
        subject: Subject, variable: int, kind: str | None, *, thorough: bool = False, past: int = 0
    ) -> Monotone:  # fmt: skip
        """How the values of the bodies of a kind move under the readings of a subject."""
        made, place = subject.monotones, (variable, kind, thorough, past)
        if place not in made:
            made[place] = Monotone(subject.values(kind), variable, subject.uses, thorough=thorough, past=past)
        return made[place]

    @cached_property
    def anyone(self) -> Monotone:
        """The same for bodies of any kind, such as those of a list of all."""
        return self if self.values.anyone is self.values else self._like(self.values.anyone, self.past)

    def before(self, years: int) -> Monotone:
        """The same, seen from so many years before."""
        past = self.past - years
        if past not in self._before:
            self._before[past] = self._like(self.values, past)
        return self._before[past]

    def _like(self, values: Values, past: int) -> Monotone:
        return Monotone(values, self.variable, self.uses, thorough=self.thorough, past=past)

    # ---- definitions

    def of_definition(self, number: int) -> Motion:
        """How an input, a formula or a node moves."""
        if number == self.variable:
            return self._of_variable()
        if number not in self.users or not self.values.active(self.program.definitions[number].conditions):
            return STILL
        place = (self.thorough, self.past, self.variable, self._kind(number), number, *self._options(number))
        if place not in self._known:
            if number in self._open:  # its own value of another period, or of other bodies
                return UNKNOWN
            self._open.add(number)
            found, d = self._fresh(number), self.program.definitions[number]
            if self.thorough and found.own == EITHER:
                found = evolve(found, own=segmented(self, d))
            if found.moves and self._is_drawn_to_a_point(number):
                found = found.presence()
            self._known[place] = found
            self._open.discard(number)
        return self._known[place]

    def _kind(self, number: int) -> str | None:
        """The kind of the bodies, where a definition is worked out otherwise for those of another one."""
        return self.values.kind if number in self.uses.by_kind else None

    def _of_variable(self) -> Motion:
        d = self.program.definitions[self.variable]
        if not self.past:
            return Motion(own=1)
        return STILL if not isinstance(d, InputDef) or d.fallback is None else self.of(d.fallback, {})

    def _options(self, number: int) -> Sequence[int]:
        """The options on which a definition rests: under other ones of the rest it moves in the same way."""
        return [self.values.choices[r] for r in self.uses.readings(number)]

    def _fresh(self, number: int) -> Motion:
        d = self.program.definitions[number]
        match d:
            case InputDef():
                return STILL if d.fallback is None else self.of(d.fallback, {})
            case FormulaDef():
                return self.of(d.value, {})
        return self.of_node(d)

    def _is_drawn_to_a_point(self, number: int) -> bool:
        """Whether clamps leave a node one value only."""
        d = self.program.definitions[number]
        clamped = isinstance(d, NodeDef) and any(isinstance(step, ClampStep) for step in self.values.steps(d))
        return clamped and self.values.of_definition(number).point is not None

    def of(self, e: ir.Expr, facts: Facts) -> Motion:
        """How an expression moves where some facts hold in both cases."""
        return self.moves.of(self.uses.written_out(e), facts)

    # ---- nodes

    def of_node(self, node: NodeDef) -> Motion:
        """How a node moves: as its clauses, its weights or its parts do, and then its clamps and roundings."""
        if any(e.compensation == "full points" for e in self.values.exempted(node)):
            return self.of_points(node.number)
        return joined([self.cases(node, {}).motion, *map(self.of_step, self.values.steps(node))])

    def cases(self, d: Said, facts: Facts) -> Branch:
        """How what a definition says moves where some facts hold; what it can be is that after clamps and roundings."""
        if isinstance(d, NodeDef):
            return self._clauses(d, [c for c in d.clauses if self.values.active(c.conditions)], facts, None)
        said = d.fallback if isinstance(d, InputDef) else d.value
        assert said is not None
        return self._case(said, facts, None)

    def _clauses(self, node: NodeDef, clauses: Sequence[Guarded], facts: Facts, before: ir.Expr | None) -> Branch:
        """How the first clause that holds moves, and what its value can be; `before` is the guard that does not."""
        if not clauses:
            value, moves = self._without_clause(node), self.moves
            extent = self._stepped(node, self.values.without_clause(node))
            return Branch(value, lambda _: extent, lambda: False, lambda: moves.held(facts))
        first, rest = clauses[0], clauses[1:]
        if first.guard is None:
            return self._case(first.value, facts, before, node)
        guard = self.uses.written_out(first.guard)
        known, found = self.moves.known(guard, facts), []
        if known is not False:
            found.append(self._case(first.value, self.moves.where(guard, facts, True), guard, node))
        if not known:
            found.append(self._clauses(node, rest, self.moves.where(guard, facts, False), guard))
        return self.moves.choice(guard, facts, found)

    def _case(self, value: ir.Expr, facts: Facts, guard: ir.Expr | None, node: NodeDef | None = None) -> Branch:
        found = self.moves.branch(self.uses.written_out(value), facts, guard or value)
        if node is None or not self.values.steps(node):
            return found
        return evolve(found, extent=lambda more: self._stepped(node, found.extent(more)))

    def _stepped(self, node: NodeDef, extent: Extent) -> Extent:
        """What is left of it by the clamps and roundings of a node, which rise with what they are made of."""
        for step in self.values.steps(node):
            extent = None if extent is None else self.values.stepped(extent, step)
        return extent

    def _without_clause(self, node: NodeDef) -> Motion:
        weights = next((w for w in node.weights if self.values.active(w.conditions)), None)
        if weights is not None:
            return self._weighted(weights)
        return STILL if node.scored_by else joined(self.parts(node))

    def _weighted(self, weights: WeightsDef) -> Motion:
        parts = [self.of(p.part, {}) for p in weights.parts]
        shares = joined(self.of(p.weight, {}) for p in weights.parts)
        held = joined(
            part.scaled(self.values.of(p.weight)) for part, p in zip(parts, weights.parts, strict=True)
        )  # fmt: skip
        if shares.still and (held.steady or not weights.shared_out):
            return held
        found = joined([held, shares]).anyhow()
        return found.loose() if weights.shared_out else found  # what is left may add up to 0

    def parts(self, node: NodeDef) -> list[Motion]:
        """How the parts of a node that move enter the sum, those that are for these bodies."""
        signs = self.uses.parts(node)
        moved = sorted(n for n in (self.users | {self.variable}) if n in signs)
        found = []
        for number in filter(self.values.is_for, self.values.targets(moved)):
            motion = self.of_definition(number)
            found += [-motion if sign < 0 else motion for sign in signs[number]]
        return found

    def of_step(self, step: ClampStep | RoundStep) -> Motion:
        """What a clamp or rounding adds: both rise with what they are made of; a step that moves does anything."""
        if isinstance(step, RoundStep):
            return self.of(step.step, {}).anyhow()
        return joined(self.of(end, {}) for end in (step.low, step.high) if end is not None)

    def of_points(self, number: int) -> Motion:
        """How the points of a node move; hardly any do."""
        node = self.program.definitions[number]
        claims = [p for p in getattr(node, "points", ()) if self.values.active(p.conditions) and not p.states]
        if claims:
            return STILL if claims[0].value is None else self.of(claims[0].value, {})
        below = [t for entry in getattr(node, "parts", ()) for t in entry.part.targets if entry.sign > 0]
        return joined(map(self.of_points, below))
