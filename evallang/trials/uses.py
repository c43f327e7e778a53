"""What each value of a program is made of: the index by which a changed rule is told where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from attrs import define, field, frozen

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, NodeDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import among_expressions, conditions_of, definition_expressions, grade_expressions

_FIRST_YEAR, _LAST_YEAR = 1000, 9999
Sort = Literal["value", "grade", "rank", "trigger"]


@frozen
class Target:
    """A result that both versions give; `path` is that of its declaration, `name` the ranked node of several.

    `variant` is shown and `kinds` are searched where only one of several nodes of the path is meant.
    """

    sort: Sort
    path: tuple[str, ...]
    name: str = ""
    variant: str = ""
    kinds: frozenset[str] | None = None

    @property
    def result(self) -> tuple[str, ...]:
        """The path of the result."""
        if self.sort in ("value", "trigger"):
            return self.path
        return (*self.path, *filter(None, [self.name]), self.sort)


@define(eq=False)
class Used:
    """What some expressions use themselves, the formulas with parameters that they call included.

    `years` are those that they name, and `back` is how many years before another one they look.
    """

    definitions: set[int] = field(factory=set)
    grades: set[int] = field(factory=set)
    ratings: set[int] = field(factory=set)
    items: set[int] = field(factory=set)
    named: set[tuple[str, str]] = field(factory=set)
    years: set[int] = field(factory=set)
    back: int = 0
    over_years: bool = False
    others: bool = False

    def add(self, other: Used) -> None:
        """Use all that another uses."""
        for name in ("definitions", "grades", "ratings", "items", "named", "years"):
            getattr(self, name).update(getattr(other, name))
        self.back = max(self.back, other.back)
        self.over_years |= other.over_years
        self.others |= other.others


class Uses:
    """The uses of one program: of each result, and the results that use a thing."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._functions: dict[int, Used] = {}

    @cached_property
    def of_target(self) -> dict[Target, Used]:
        """What each result uses itself; nodes of one name together."""
        found: dict[Target, Used] = {}
        for d in self.program.definitions:
            own = self.of(definition_expressions(d))
            own.named |= {("reading", self._reading(r)) for c in conditions_of(d) for r, _ in c}
            found.setdefault(Target("value", d.path), Used()).add(own)
            if isinstance(d, NodeDef) and d.grades:
                found.setdefault(Target("grade", d.path), Used()).add(self._grade(d))
        for number, rating in enumerate(self.program.ratings):
            own = self.of([*among_expressions(self.program, number), *rating.nodes])
            own.others = True
            for name in rating.names if rating.each else ("",):
                found[Target("rank", (rating.name,), name)] = own
        for trigger in self.program.triggers:
            found[Target("trigger", trigger.path)] = self.of(g.guard for g in trigger.guards if g.guard is not None)
        return found

    @cached_property
    def users(self) -> dict[tuple[str, str], list[Target]]:
        """The results that use a parameter, brackets, a formula with parameters, a reading, an input, the registers.

        And those that ask for an answer of brackets, which is a column.
        """
        found: dict[tuple[str, str], list[Target]] = {}
        for target, used in self.of_target.items():
            for thing in used.named:
                found.setdefault(thing, []).append(target)
            for number in used.definitions:
                d = self.program.definitions[number]
                if isinstance(d, InputDef):
                    places = found.setdefault(("input", ".".join(d.path)), [])
                    if target not in places:
                        places.append(target)
        return found

    def of(self, expressions: Iterable[ir.Expr]) -> Used:
        """What some expressions use."""
        used = Used()
        for root in expressions:
            for e in walk(root):
                self._add(e, used)
        return used

    def closed(self, target: Target) -> Used:
        """What a result uses, itself or through others."""
        whole = Used()
        whole.add(self.of_target.get(Target(target.sort, target.path, target.name), Used()))
        done: set[tuple[str, int]] = set()
        while True:
            waiting = [("value", n) for n in whole.definitions] + [("grade", n) for n in whole.grades]
            waiting = [w for w in [*waiting, *(("rank", n) for n in whole.ratings)] if w not in done]
            if not waiting:
                return whole
            for sort, number in waiting:
                done.add((sort, number))
                for inner in self._targets(sort, number):
                    whole.add(self.of_target.get(inner, Used()))

    def of_one(self, e: ir.Expr) -> Used:
        """What an expression uses, what stands inside it left aside."""
        used = Used()
        self._add(e, used)
        return used

    def _targets(self, sort: str, number: int) -> Iterator[Target]:
        if sort == "rank":
            rating = self.program.ratings[number]
            yield from (Target("rank", (rating.name,), name) for name in (rating.names if rating.each else ("",)))
            return
        path = self.program.definitions[number].path
        yield Target("value", path)
        if sort == "grade":
            yield Target("grade", path)

    def _grade(self, d: NodeDef) -> Used:
        own = self.of(e for grade in d.grades for e in grade_expressions(grade))
        own.definitions.add(d.number)
        for grade in d.grades:
            conditions = (grade.conditions, *(row.conditions for row in grade.table.rows))
            own.named |= {("reading", self._reading(r)) for c in conditions for r, _ in c}
        return own

    def _reading(self, number: int) -> str:
        reading = self.program.readings[number]
        return reading.id or reading.name

    def _add(self, e: ir.Expr, used: Used) -> None:
        program = self.program
        match e:
            case ir.Ref(targets=targets):
                used.definitions.update(targets)
            case ir.GradeOf(node=node):
                used.grades.update(node.targets)
            case ir.ParameterRef(name=name):
                used.named.add(("parameter", name))
            case ir.ByReading(reading=number):
                used.named.add(("reading", self._reading(number)))
            case ir.Lookup(brackets=number):  # of the column that is headed by the kind of the body: `table.`
                table = program.brackets[number]
                used.named |= {("brackets", table.name), ("answer", f"{table.name}.{e.column or ''}")}
                used.named |= {("reading", self._reading(r)) for row in table.rows for r, _ in row.conditions}
            case ir.Invoke(function=number):
                used.add(self._function(number))
            case ir.InScope() | ir.HasAttribute():
                used.named.add(("register", ""))
            case ir.InRating(rating=number):
                used.ratings.add(number)
                used.others = True
            case ir.Previous(back=back) | ir.WorseInARow(years=back):
                used.over_years = True
                used.back = max(used.back, back)
            case ir.InPeriod(period=period):
                used.over_years = True
                used.years |= set(self._years(period))
            case ir.Aggregate(over=over):
                self._over(over, used)

    def _years(self, period: ir.Expr) -> Iterator[int]:
        """The years that an expression names, or parameters in it."""
        for e in walk(period):
            if isinstance(e, ir.ParameterRef):
                values = (p.value for p in self.program.parameters if p.name == e.name and p.value is not None)
                yield from (year for value in values for year in self._years(value))
            elif isinstance(e, ir.Const) and isinstance(e.value, Fraction) and e.value.denominator == 1:
                yield from [int(e.value)] if _FIRST_YEAR <= e.value <= _LAST_YEAR else []

    def _over(self, over: Any, used: Used) -> None:
        match over:
            case ir.PartsOf(node=number):
                node = self.program.definitions[number]
                assert isinstance(node, NodeDef)
                used.definitions.update(t for part in node.parts for t in part.part.targets)
            case ir.ItemsOf():
                used.items.add(over.item)
                used.others |= over.of_every_body
            case ir.BodiesOf():
                used.others = True

    def _function(self, number: int) -> Used:
        """What a formula with parameters uses, itself included; none calls itself."""
        if number not in self._functions:
            function = self.program.functions[number]
            own = self.of([function.value])
            own.named.add(("function", function.name))
            self._functions[number] = own
        return self._functions[number]
