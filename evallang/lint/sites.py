"""Where expressions stand: each with what must hold for it to be looked at, calls of formulas written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from evallang.ir import expr as ir
from evallang.ir.program import Conditions, FormulaDef, InputDef, NodeDef, Program, RatingDef, TriggerDef
from evallang.ir.walk import children
from evallang.lint.partial import is_total
from evallang.lint.shifted import shifted
from evallang.source import Span
from evallang.symbolic.inline import inlined

Guard = tuple[ir.Expr, bool]
"""A condition, and whether it must be true or false."""


@frozen(eq=False)
class Site:
    """An expression where it is looked at.

    `owner` is the number of the definition that holds it, -1 for a trigger. `level` is the chain of items in whose
    frames it is looked at; an expression inside an aggregate is looked at for the members of the list, which are bodies
    where `level` is that of a body. `guards` are looked at in the same frames. `place` is where it stands, of a call
    that of the call. `clause` is the whole of what is said there; `of_grade` says that it is looked at for the grade,
    not for the value.
    """

    expr: ir.Expr
    owner: int
    level: tuple[int, ...]
    guards: tuple[Guard, ...]
    conditions: Conditions
    provisions: tuple[str, ...]
    place: Span
    clause: Span
    of_grade: bool = False


def level_of(program: Program, item: int) -> tuple[int, ...]:
    """The chain of items down to one, outermost first."""
    parent = program.items[item].parent
    return (item,) if parent is None else (*level_of(program, parent), item)


class Sites:
    """All sites of a program under chosen readings."""

    def __init__(self, program: Program, choices: tuple[int, ...]) -> None:
        self.program = program
        self.choices = choices
        self._roots: dict[int, tuple[Site, ...]] = {}
        self._sites: dict[int, tuple[Site, ...]] = {}

    def of(self, number: int) -> Iterator[Site]:
        """The sites of one definition, outer expressions first."""
        if number not in self._sites:
            self._sites[number] = tuple(self._found(number))
        yield from self._sites[number]

    def of_trigger(self, trigger: TriggerDef) -> Iterator[Site]:
        """The sites of the conditions of a trigger."""
        for root in self.trigger_roots(trigger):
            yield from self._inside(root, root.expr, root.guards)

    def trigger_roots(self, trigger: TriggerDef) -> Iterator[Site]:
        """The whole conditions of a trigger: one holds where those before it do not."""
        before: tuple[Guard, ...] = ()
        for clause in trigger.guards if self._active(trigger.conditions) else ():
            if clause.guard is not None and self._active(clause.conditions):
                whole, under = inlined(clause.guard, self.program), (*trigger.conditions, *clause.conditions)
                cites, place = clause.provisions or trigger.provisions, clause.guard.span
                yield Site(whole, -1, (), before, under, cites, place, place)
                before = (*before, (whole, False))

    def of_rating(self, rating: RatingDef) -> Iterator[Site]:
        """The condition for taking part in a rating: it is looked at for each body by itself."""
        among = next((a for a in rating.among if self._active(a.conditions)), None)
        where = getattr(among.over, "where", None) if among is not None and self._active(rating.conditions) else None
        if among is not None and where is not None:
            whole, under = inlined(where, self.program), (*rating.conditions, *among.conditions)
            cites = among.provisions or rating.provisions
            yield Site(whole, -1, (), (), under, cites, where.span, where.span)

    def _found(self, number: int) -> Iterator[Site]:
        for root in self.roots(number):
            yield from self._inside(root, root.expr, root.guards)

    def roots(self, number: int) -> tuple[Site, ...]:
        """The whole expressions of a definition: a clause with its guards, a bound of a clamp, a column of grades."""
        if number not in self._roots:
            self._roots[number] = tuple(self._whole(number))
        return self._roots[number]

    def _whole(self, number: int) -> Iterator[Site]:
        d = self.program.definitions[number]
        if not self._active(d.conditions):
            return
        match d:
            case InputDef():
                yield from [] if d.fallback is None else [self._root(d, d.fallback, (), d.conditions, d.provisions)]
            case FormulaDef():
                yield self._root(d, d.value, (), d.conditions, d.provisions)
            case NodeDef():
                yield from self._clauses(d)
                yield from self._rest(d)

    def _active(self, conditions: Conditions) -> bool:
        return all(self.choices[reading] == option for reading, option in conditions)

    def _root(
        self, d: InputDef | FormulaDef | NodeDef, e: ir.Expr, guards: tuple[Guard, ...], conditions: Conditions,
        provisions: tuple[str, ...],
    ) -> Site:  # fmt: skip
        whole = inlined(e, self.program)
        return Site(whole, d.number, d.level, guards, conditions, provisions or d.provisions, e.span, e.span)

    def _clauses(self, d: NodeDef) -> Iterator[Site]:
        """Guards and values in order: each clause is looked at only where all guards before it are false."""
        before: tuple[Guard, ...] = ()
        for clause in d.clauses:
            if not self._active(clause.conditions):
                continue
            under = (*d.conditions, *clause.conditions)
            if clause.guard is None:
                yield self._root(d, clause.value, before, under, clause.provisions)
                return
            guard = self._root(d, clause.guard, before, under, clause.provisions)
            yield guard
            yield self._root(d, clause.value, (*before, (guard.expr, True)), under, clause.provisions)
            before = (*before, (guard.expr, False))

    def _rest(self, d: NodeDef) -> Iterator[Site]:
        for weights in d.weights:
            if self._active(weights.conditions):
                for part in weights.parts:
                    yield self._root(d, part.weight, (), weights.conditions, part.provisions or weights.provisions)
        for step in d.steps:
            if self._active(step.conditions):
                for end in [getattr(step, name, None) for name in ("low", "high", "step")]:
                    yield from [] if end is None else [self._root(d, end, (), step.conditions, step.provisions)]
        for grade in d.grades:
            if self._active(grade.conditions):
                for column in grade.columns:
                    if column is not None:
                        root = self._root(d, column, (), grade.conditions, grade.provisions)
                        yield evolve(root, of_grade=True)

    def _inside(self, root: Site, e: ir.Expr, guards: tuple[Guard, ...]) -> Iterator[Site]:
        yield Site(
            e, root.owner, root.level, guards, root.conditions, root.provisions, self._place(root, e), root.clause,
            root.of_grade,
        )  # fmt: skip
        for inner, more in self._below(e):
            yield from self._inside(root, inner, (*guards, *more))
        if isinstance(e, ir.Aggregate) and not isinstance(e.over, ir.PartsOf):
            yield from self._members(root, e, guards)

    def _place(self, root: Site, e: ir.Expr) -> Span:
        """The place of an expression in its own clause; of what a formula says elsewhere, that of the clause."""
        held = root.place.start <= e.span.start and e.span.end <= root.place.end
        return e.span if held else root.place

    def _below(self, e: ir.Expr) -> Iterator[tuple[ir.Expr, tuple[Guard, ...]]]:
        match e:
            case ir.If(condition=c, then=t, otherwise=o):
                yield c, ()
                yield t, ((c, True),)
                yield o, ((c, False),)
            case ir.Apply(op="and" | "or" as op, args=given):
                sure = [other for other in given if is_total(self.program, other)]
                for x in given:  # one without a value matters only where the others leave it to this one
                    yield x, tuple((other, op == "and") for other in sure if other is not x)
            case ir.ByReading(reading=reading, cases=cases):
                yield cases[self.choices[reading]], ()
            case ir.Aggregate():
                outside: Iterable[ir.Expr | None] = (e.none, e.least, *e.extra, e.own)
                yield from ((x, ()) for x in outside if x is not None)
            case ir.Ref() | ir.ItemRef() | ir.GradeOf() | ir.Previous() | ir.InPeriod() | ir.WorseInARow() | ir.Asks():
                return
            case _:
                yield from ((x, ()) for x in children(e))

    def _members(self, root: Site, e: ir.Aggregate, guards: tuple[Guard, ...]) -> Iterator[Site]:
        """What is looked at for each member of a list; of other bodies nothing is known that holds for this one."""
        over = e.over
        assert not isinstance(over, ir.PartsOf)
        level: tuple[int, ...] = ()
        outside: tuple[Guard, ...] = ()
        if isinstance(over, ir.ItemsOf):
            level = level_of(self.program, over.item)
            outside = () if over.lift or over.of_every_body else tuple(_from_inside(guards))
        where: tuple[Guard, ...] = () if over.where is None else ((over.where, True),)
        inner = evolve(root, level=level, guards=outside)
        if over.where is not None:
            yield from self._inside(inner, over.where, outside)
        for x in (e.value, e.weight):
            if x is not None and not (isinstance(x, ir.Local) and x.index < 0):
                yield from self._inside(inner, x, (*outside, *where))


def _from_inside(guards: Iterable[Guard]) -> Iterator[Guard]:
    """The conditions that can be said from one of the items, said from there."""
    for condition, holds in guards:
        said = shifted(condition, 1)
        if said is not None:
            yield said, holds
