"""What every value of a methodology can be, from the types of its inputs: abstract interpretation over ranges.

(Cousot & Cousot, POPL 1977.) A condition that holds narrows what it compares; readings are as chosen. The values are
those of the bodies of one kind, or of one body that the rules name, wherever there is a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from evallang.ir.expr import Expr, Ref
from evallang.ir.program import (
    ClampStep,
    Conditions,
    ExemptionDef,
    FormulaDef,
    Guarded,
    InputDef,
    NodeDef,
    Program,
    RoundStep,
)
from evallang.lint.declared import declared
from evallang.lint.estimate import Estimate
from evallang.lint.facts import Facts, assumed, truth
from evallang.lint.lattice import Lattice
from evallang.lint.meaning import Meanings
from evallang.lint.ranges import (
    ANY,
    NOTHING,
    Range,
    divided,
    exactly,
    greatest,
    least,
    negative,
    rounded,
    times,
    total,
    union,
)  # fmt: skip
from evallang.lint.stood_in import is_stood_in, looks_back

Others = Callable[[str | None, str | None], "Values"]
"""The values of the bodies of a kind, and of one that the rules name."""


@frozen(eq=False)
class Like:
    """Ranges that are known already, and whether those of a definition may be others here."""

    known: Values
    differs: Callable[[int], bool]


class Values:
    """The ranges of all values under some choice of readings; each is worked out once.

    `kind` is that of the bodies (None: it is not known, or there are none), `body` one that the rules name. `likes`
    say which ranges need not be worked out again, `others` gives the values of other bodies.
    """

    def __init__(
        self, program: Program, choices: Sequence[int], kind: str | None = None, body: str | None = None,
        likes: Sequence[Like] = (), others: Others | None = None,
    ) -> None:  # fmt: skip
        self.program = program
        self.likes = tuple(likes)
        self.choices = tuple(choices)
        self.kind = kind
        self.body = body
        self.estimate = Estimate(self)
        self.meanings: Meanings = Meanings(program, choices, like=likes[0].known.meanings if likes else None)
        self._others = others
        self.lattice = Lattice(self)
        self._known: dict[int, Range] = {}
        self._open: set[int] = set()

    @property
    def is_open(self) -> bool:
        """Whether a definition is being worked out, which then is no part of what it is made of."""
        return bool(self._open)

    @cached_property
    def anyone(self) -> Values:
        """The values of bodies of any kind, such as those of a list of all."""
        if self.kind is None:
            return self
        return Values(self.program, self.choices) if self._others is None else self._others(None, None)

    def active(self, conditions: Conditions) -> bool:
        """Whether the readings that something stands under are chosen so."""
        for reading, option in conditions:  # noqa: SIM110  # asked too often for a generator
            if self.choices[reading] != option:
                return False
        return True

    def is_for(self, number: int) -> bool:
        """Whether a definition is for these bodies: by its kinds and options, and by the marks of its table."""
        d = self.program.definitions[number]
        if not self.active(d.conditions) or (self.kind and d.kinds is not None and self.kind not in d.kinds):
            return False
        marks = getattr(d, "exemptions", ())
        return not marks or not any(e.compensation != "full points" for e in self.exempted(d))

    def exempted(self, d: InputDef | FormulaDef | NodeDef) -> list[ExemptionDef]:
        """The exemptions of a node that these bodies fall under."""
        return [e for e in getattr(d, "exemptions", ()) if self.falls_under(e)]

    def falls_under(self, e: ExemptionDef) -> bool:
        """Whether these bodies are named by a mark."""
        return self.active(e.conditions) and (self.body in e.bodies or self.kind in e.kinds)

    def targets(self, numbers: Sequence[int]) -> list[int]:
        """Which of the variants of a name these bodies may have."""
        definitions, kind = self.program.definitions, self.kind
        if kind is None:
            return list(numbers)
        return [n for n in numbers if (whose := definitions[n].kinds) is None or kind in whose]

    def others(self, *, same_kind: bool) -> list[Values]:
        """The values of all bodies, or of those of this kind: some are of bodies that the rules exempt by name."""
        every: list[str | None] = [k.name for k in self.program.kinds]
        kinds = [self.kind] if same_kind or not every else every
        given = self._others or (lambda kind, body: Values(self.program, self.choices, kind, body))
        return [given(kind, body) for kind in kinds for body in (None, *self._named)]

    @cached_property
    def _named(self) -> list[str]:
        return sorted({body for d in self.program.nodes for e in d.exemptions for body in e.bodies})

    # ---- definitions

    def of_definition(self, number: int) -> Range:
        """What an input, a formula or a node can be where it has a value."""
        if number in self._known:
            return self._known[number]
        for like in self.likes:
            if not like.differs(number):
                return like.known.of_definition(number)
        d = self.program.definitions[number]
        if number in self._open:  # its own value of another period, as it is given there, or of other bodies
            return declared(self.program, d) if isinstance(d, InputDef) else ANY
        self._open.add(number)
        match d:
            case InputDef():
                found = declared(self.program, d)
                if d.fallback is not None:
                    found = union([found, self.of(d.fallback)])
            case FormulaDef():
                found = self.of(d.value)
            case NodeDef():
                found = self.after(d)
        self._open.discard(number)
        self._known[number] = found
        return found

    def after(self, node: NodeDef, steps: int | None = None) -> Range:
        """What a node can be after so many of its active clamps and roundings; after all for None."""
        if any(e.compensation == "full points" for e in self.exempted(node)):
            return self._added([node.number], marks=False)
        found = self.before_steps(node)
        for step in self.steps(node)[:steps]:
            found = self.stepped(found, step)
        return found

    def steps(self, node: NodeDef) -> list[ClampStep | RoundStep]:
        """The clamps and roundings that act under the readings chosen."""
        return [step for step in node.steps if self.active(step.conditions)]

    def before_steps(self, node: NodeDef) -> Range:
        """What a node can be by its clauses, its weights or its parts."""
        found = [self.of(clause.value, facts) for clause, facts in self.clauses(node)]
        return union([*found, self.without_clause(node)] if self._falls_through(node) or not found else found)

    def _falls_through(self, node: NodeDef) -> bool:
        active = [c for c in node.clauses if self.active(c.conditions)]
        return not any(c.guard is None or truth(c.guard, {}, self) for c in active)

    def without_clause(self, node: NodeDef) -> Range:
        """What a node can be by its weights or its parts."""
        weights = next((w for w in node.weights if self.active(w.conditions)), None)
        if weights is not None:
            if weights.shared_out:
                return union(self.of(p.part) for p in weights.parts)
            return total(times(self.of(p.weight), self.of(p.part)) for p in weights.parts)
        if node.scored_by:
            return ANY
        return total(self.parts(node)) if node.parts else NOTHING

    def parts(self, node: NodeDef) -> list[Range]:
        """What the parts of a node can be as they enter the sum, those that are for these bodies."""
        found, factor = [], self._share_factor(node)
        for entry in node.parts:
            for n in filter(self.is_for, self.targets(entry.part.targets)):
                part = self.of_definition(n) if entry.sign > 0 else negative(self.of_definition(n))
                found.append(times(part, factor) if factor is not None and self._is_row(n) else part)
        return found

    def _share_factor(self, node: NodeDef) -> Range | None:
        """By how much the points that marks share out raise the other rows."""
        if not any(self.falls_under(e) for e in node.shared_out):
            return None
        rows = [n for p in node.parts if p.sign > 0 for n in self.targets(p.part.targets) if self._is_row(n)]
        full, left = self._added(rows, marks=False), self._added(rows, marks=True)
        return union([divided(full, left), exactly(Fraction(1))]) if left.may_be_zero else divided(full, left)

    def _is_row(self, number: int) -> bool:
        return getattr(self.program.definitions[number], "word", "") == "row"

    def _added(self, numbers: Sequence[int], *, marks: bool) -> Range:
        """The points of nodes added; with `marks` without those that are not for these bodies."""
        found = []
        for n in numbers:
            node = self.program.definitions[n]
            if not self.active(node.conditions) or (marks and not self.is_for(n)):
                continue
            claimed = self.points(n)
            if claimed is not None:
                found.append(claimed)
            elif isinstance(node, NodeDef):
                inner = [t for p in node.parts if p.sign > 0 for t in self.targets(p.part.targets)]
                found.append(self._added(inner, marks=marks))
        return total(found)

    def clauses(self, node: NodeDef) -> Iterator[tuple[Guarded, Facts]]:
        """The clauses that can act, each with what is known where it does: the guards before it were false."""
        facts: Facts = {}
        for clause in node.clauses:
            if not self.active(clause.conditions):
                continue
            known = True if clause.guard is None else truth(clause.guard, facts, self)
            if known is False:
                continue
            yield clause, facts if clause.guard is None else assumed(clause.guard, facts, True, self)
            if known or clause.guard is None:
                return
            facts = assumed(clause.guard, facts, False, self)

    def stepped(self, found: Range, step: ClampStep | RoundStep) -> Range:
        """What a clamp or a rounding makes of a range."""
        if isinstance(step, RoundStep):
            size = self.of(step.step).point
            return rounded(found, size, step.mode) if size and size > 0 else ANY
        if step.low is not None:
            found = greatest([found, self.of(step.low)])
        if step.high is not None:
            found = least([found, self.of(step.high)])
        return found

    def points(self, number: int) -> Range | None:
        """The points that a node claims for these bodies; None where it claims none."""
        node = self.program.definitions[number]
        given = next((p for p in getattr(node, "points", ()) if self.active(p.conditions) and not p.states), None)
        if given is None:
            return None
        if given.value is not None:
            return self.of(given.value)
        claimed = [
            exactly(v) for k, v in given.by_kind
            if (k == self.kind if self.kind else node.kinds is None or k in node.kinds)
        ]  # fmt: skip
        return union(claimed) if claimed else None

    # ---- expressions

    def of(self, e: Expr, facts: Facts | None = None) -> Range:
        """What an expression can be where some facts hold."""
        return self.estimate.of(e, facts or {}, ())

    def meaning(self, e: Expr) -> Expr | None:
        """What an expression stands for: a short formula for what it says, a reading for the case of its option."""
        return self.meanings.of(e, self.targets(e.targets) if isinstance(e, Ref) else ())

    def is_stood_in(self, e: Expr) -> bool:
        """Whether an expression is an input for which something stands in wherever it is missing."""
        return isinstance(e, Ref) and is_stood_in(self.program, self.targets(e.targets)) and not self._looks_back

    @cached_property
    def _looks_back(self) -> bool:
        return looks_back(self.program)
