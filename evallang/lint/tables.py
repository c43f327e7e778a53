"""The tables of a document, brackets and grades: taken apart by themselves, and where values are looked up in them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from evallang.ir import expr as ir
from evallang.ir.program import BracketsDef, GradeDef, NodeDef, TableRow
from evallang.ir.walk import walk
from evallang.lint.grid import Cell, Region, cells, holes, overlaps
from evallang.lint.sets import EVERYTHING, Domain, domain_of
from evallang.lint.sites import Guard
from evallang.semantics.order import definition_expressions
from evallang.source import Span
from evallang.types import NUMBER, Choice, Flag, Quantity, Type

if TYPE_CHECKING:
    from evallang.lint.decision import Decision
    from evallang.lint.scale import Miss
    from evallang.lint.subject import Subject


@frozen(eq=False)
class Use:
    """Where something is looked up in a table: by which definition, in whose frames, under which guards.

    `graded` says that it is the value of the definition itself, `by_reading` that it is looked up so under some
    options of a reading only.
    """

    owner: int
    args: tuple[ir.Expr, ...]
    level: tuple[int, ...]
    guards: tuple[Guard, ...]
    place: Span
    graded: bool = False
    by_reading: bool = False


@define(eq=False)
class Table:
    """Brackets, or the grades of a node, with the rows that hold and the uses that are seen.

    `whole` says that all uses are seen; under an option that is not chosen only those are that rest on its reading.
    """

    definition: BracketsDef
    rows: tuple[TableRow, ...]
    types: tuple[Type, ...]
    node: NodeDef | None = None
    grade: GradeDef | None = None
    uses: list[Use] = field(factory=list)
    whole: bool = True

    @property
    def name(self) -> str:
        """The table in words."""
        return f"`{self.definition.name}`" if self.node is None else f"the grades of `{self.node.short}`"

    @property
    def plain_name(self) -> str:
        """The same without backticks, for the titles of examples."""
        return self.name.replace("`", "")

    @property
    def provisions(self) -> tuple[str, ...]:
        """What the table cites."""
        return self.definition.provisions or (self.grade.provisions if self.grade is not None else ())

    @property
    def depends(self) -> bool:
        """Whether another option of a reading may give it other rows."""
        conditions = self.grade.conditions if self.grade is not None else ()
        return bool(conditions) or any(row.conditions for row in self.definition.rows)

    @cached_property
    def given(self) -> tuple[Domain, ...]:
        """What the table takes by itself, by the types that it declares; an undeclared one by what it is given."""
        return tuple(self._domain(i) for i in range(len(self.definition.inputs)))

    @cached_property
    def _open(self) -> tuple[Domain, ...]:
        return tuple(d if d.options else Domain(EVERYTHING) for d in self.given)

    def declared(self, column: int) -> Quantity | None:
        """The numbers that a column is declared to take; None where nothing is declared."""
        kind = self.types[column] if column < len(self.types) else None
        return kind if isinstance(kind, Quantity) else None

    def _domain(self, column: int) -> Domain:
        kind = self.types[column] if column < len(self.types) else None
        kinds = [kind, *(use.args[column].type for use in self.uses)]
        found = next((k for k in kinds if isinstance(k, Choice | Flag | Quantity)), None)
        domain = domain_of(found) if found is not None else None
        named = dict.fromkeys(test for row in self.rows if isinstance(test := row.tests[column], str))
        if domain is not None and (domain.options or not named):
            return domain if found is kind or domain.options else Domain(EVERYTHING)
        return Domain(options=tuple(named)) if named else Domain(EVERYTHING)

    # ---- the rows by themselves

    @cached_property
    def cells(self) -> list[Cell] | None:
        """The table taken apart; None where it has too many cells."""
        return cells(self.rows, self._open) if self._open else []

    @cached_property
    def holes(self) -> list[Region]:
        """Where no row answers, whatever the table is given."""
        return holes(self.cells or [], self._open)

    @cached_property
    def overlaps(self) -> list[tuple[TableRow, TableRow, Region]]:
        """Where two rows answer."""
        return overlaps(self.cells or [], self._open)


class Tables:
    """All tables under one choice of readings, each with its uses.

    `taken` and `decided` keep what was found out about uses, for the next check that asks.
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.program = subject.program
        self.taken: dict[tuple[Use, str | None, str | None], tuple[tuple[Domain, ...], ...]] = {}
        self.decided: dict[tuple[object, ...], Decision] = {}
        self.misses: dict[int, Miss | None] = {}

    @cached_property
    def all(self) -> list[Table]:
        """The brackets, then the grades, in the order of the document."""
        found = [
            Table(b, self._active(b), b.types, uses=self._uses.get(number, []), whole=self._seen_whole(number))
            for number, b in enumerate(self.program.brackets)
        ]
        found += filter(None, map(self._graded, self.subject.nodes()))
        return [t for t in found if self.subject.option is None or t.uses or t.depends]

    def _active(self, table: BracketsDef) -> tuple[TableRow, ...]:
        return tuple(row for row in table.rows if self.subject.active(row.conditions))

    def _graded(self, node: NodeDef) -> Table | None:
        grade = next((g for g in node.grades if self.subject.active(g.conditions)), None)
        if grade is None:
            return None
        value: ir.Expr = ir.Ref((node.number,), node.short, type=NUMBER, span=grade.span)
        if grade.step is not None and grade.mode is not None:
            value = ir.Apply(f"round:{grade.mode}", (value, grade.step), type=NUMBER, span=grade.span)
        args = tuple(value if c is None else c for c in grade.columns)
        kinds = tuple(NUMBER if c is None else c.type for c in grade.columns)
        use = Use(node.number, args, node.level, (), grade.span, graded=True, by_reading=bool(grade.conditions))
        return Table(grade.table, self._active(grade.table), kinds, node, grade, [use])

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The bodies that marks name: what is so for all bodies of a kind need not be so for them."""
        marks = (e for node in self.program.nodes for e in (*node.exemptions, *node.shared_out))
        return tuple(dict.fromkeys(body for e in marks for body in sorted(e.bodies)))

    # ---- uses

    @cached_property
    def _uses(self) -> dict[int, list[Use]]:
        found: dict[int, list[Use]] = {}
        for number in self._looking:
            d = self.program.definitions[number]
            if not self.subject.active(d.conditions) or not self.subject.concerns(number):
                continue
            readings = [*_readings(definition_expressions(d)), *self._in_functions]
            for site in self.subject.sites.of(number):
                if isinstance(e := site.expr, ir.Lookup):
                    read = any(span.start <= e.span.start and e.span.end <= span.end for span in readings)
                    use = Use(number, e.args, site.level, site.guards, site.place, by_reading=read)
                    found.setdefault(e.brackets, []).append(use)
        return found

    @cached_property
    def _in_functions(self) -> list[Span]:
        return _readings(function.value for function in self.program.functions)

    @cached_property
    def _looking(self) -> list[int]:
        """The definitions that look something up, themselves or by a formula that they call."""
        base = self.subject.base
        if base is not None:
            return base.tables._looking
        return [d.number for d in self.program.definitions if self._looked_up(definition_expressions(d))]

    def _looked_up(self, expressions: Iterable[ir.Expr]) -> set[int]:
        """The tables in which some expressions look something up, themselves or by formulas that they call."""
        found: set[int] = set()
        for root in expressions:
            for e in walk(root):
                if isinstance(e, ir.Lookup):
                    found.add(e.brackets)
                elif isinstance(e, ir.Invoke):
                    found |= self._by_function[e.function]
        return found

    @cached_property
    def _by_function(self) -> list[set[int]]:
        """The tables in which formulas with parameters look something up; each stands after those that it calls."""
        found: list[set[int]] = []
        for function in self.program.functions:
            inside = list(walk(function.value))
            called = [found[e.function] for e in inside if isinstance(e, ir.Invoke)]
            found.append({e.brackets for e in inside if isinstance(e, ir.Lookup)}.union(*called))
        return found

    def _seen_whole(self, number: int) -> bool:
        """Whether every use of brackets is seen: none stands in a trigger or in a call that is not written out."""
        base = self.subject.base
        if base is not None:
            earlier = base.tables
            return number not in earlier._unseen and all(
                self.subject.concerns(use.owner) for use in earlier._uses.get(number, ())
            )
        return number not in self._unseen

    @cached_property
    def _unseen(self) -> frozenset[int]:
        triggers = [g.guard for t in self.program.triggers for g in t.guards if g.guard is not None]
        found = self._looked_up(triggers)
        for number in self._looking:
            d = self.program.definitions[number]
            if self.subject.active(d.conditions):
                for site in self.subject.sites.of(number):
                    if isinstance(site.expr, ir.Invoke):
                        found |= self._by_function[site.expr.function]
        return frozenset(found)


def _readings(expressions: Iterable[ir.Expr]) -> list[Span]:
    """Where expressions say something else under each option of a reading."""
    return [e.span for root in expressions for e in walk(root) if isinstance(e, ir.ByReading)]
