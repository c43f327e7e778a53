"""The resolved program: every declaration of a methodology, numbered, with its provisions.

Numbers are places in the tuples of `Program`. A *definition* is an input, a formula without parameters or a node;
the three share one numbering, so that a reference needs one number only.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from evallang.ir.document import DatedText, InForce, NormDef, RestsOn
from evallang.ir.expr import Expr, Over, Ref
from evallang.ir.law import LawDef
from evallang.ir.record import Record
from evallang.source import NOWHERE, SourceFile, Span
from evallang.types import Type

Conditions = tuple[tuple[int, int], ...]
"""`under` suffixes: pairs of reading and option numbers; all must be chosen."""


@frozen
class Named:
    """A name with the words for it."""

    name: str
    label: str = ""

    @property
    def words(self) -> str:
        """The label, or the name where there is none."""
        return self.label or self.name


@frozen(eq=False, repr=False)
class ReadingDef(Record):
    """A question, its options, which is chosen, and why."""

    name: str
    id: str
    question: str
    options: tuple[Named, ...]
    reasons: tuple[str, ...]
    choice: int
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)

    def option(self, name: str) -> int | None:
        """The number of an option by name."""
        return next((i for i, option in enumerate(self.options) if option.name == name), None)


@frozen(eq=False, repr=False)
class ParameterDef(Record):
    """A number of the document; without a value it must be supplied."""

    name: str
    label: str
    type: Type
    value: Expr | None
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False, repr=False)
class ItemDef(Record):
    """A list: its path, the number of the item that holds it (or None), and the name of its key."""

    name: str
    label: str
    path: tuple[str, ...]
    parent: int | None
    key: str
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False, repr=False)
class Definition(Record):
    """What inputs, formulas and nodes have in common.

    `path` has every enclosing name, `short` is the shortest that is unique and starts at a declared node.
    `level` is the chain of items it lives in, outermost first; `kinds` None means every kind.
    `provisions` are cited, the nearest first; `amended` says which act changed it: `amended by §1 of order_2 from …`.
    """

    number: int
    path: tuple[str, ...]
    short: str
    label: str
    level: tuple[int, ...]
    kinds: frozenset[str] | None
    conditions: Conditions
    provisions: tuple[str, ...]
    symbol: str
    amended: tuple[str, ...]
    span: Span = field(repr=False)

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path[-1]


@frozen(eq=False, repr=False)
class InputDef(Definition):
    """A value that the data gives. `fallback` stands in when it is missing in the scored period.

    `asked` is False for an input of a table's row that no rule of the row uses.
    """

    type: Type
    yearly: bool = False
    more_is: str = ""
    at_most: tuple[int, ...] = ()
    column: str = ""
    fallback: Expr | None = None
    asked: bool = True


@frozen(eq=False, repr=False)
class FormulaDef(Definition):
    """A named value."""

    value: Expr
    type: Type


@frozen(eq=False, repr=False)
class FunctionDef(Record):
    """A formula with parameters."""

    name: str
    label: str
    params: tuple[str, ...]
    value: Expr
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False, repr=False)
class Guarded(Record):
    """A clause with a guard: the value if the guard is true. `guard` None is always true."""

    guard: Expr | None
    value: Expr
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)
    word: str = "when"


@frozen(eq=False, repr=False)
class ClampStep(Record):
    """`clamp low .. high`."""

    low: Expr | None
    high: Expr | None
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False, repr=False)
class RoundStep(Record):
    """`round step mode`."""

    step: Expr
    mode: str
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


Step = ClampStep | RoundStep


@frozen(eq=False, repr=False)
class WeightedPart(Record):
    """A part with its weight."""

    part: Ref
    weight: Expr
    provisions: tuple[str, ...]


@frozen(eq=False, repr=False)
class WeightsDef(Record):
    """`weights a 45%, b 30%`."""

    parts: tuple[WeightedPart, ...]
    shared_out: bool
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False, repr=False)
class PointsDef(Record):
    """The points of a node, one number or one per kind; `states` marks a number that the law gives again."""

    value: Expr | None
    by_kind: tuple[tuple[str, Fraction], ...]
    states: bool
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False, repr=False)
class PartDef(Record):
    """A part as it enters the sum: `sign` is −1 for a penalty."""

    part: Ref
    sign: int


@frozen(eq=False, repr=False)
class ExemptionDef(Record):
    """`mark * not for X`: for whom the node does not apply, and how that is made up for."""

    bodies: frozenset[str]
    kinds: frozenset[str]
    compensation: str
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen
class Interval:
    """A bound in a cell; None is unbounded; `closed` ends belong to it."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True


Test = Interval | Fraction | str | bool | None
"""What a cell asks of its column: bounds, one number, an option, a flag, or anything (None)."""


@frozen(eq=False, repr=False)
class TableRow(Record):
    """A row of brackets: what it asks and what it answers, by result column; `asked` is the former as written."""

    tests: tuple[Test, ...]
    results: tuple[Fraction | str | None, ...]
    text: str
    conditions: Conditions
    provisions: tuple[str, ...]
    amended: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, repr=False)
    asked: tuple[str, ...] = field(default=(), repr=False)


@frozen(eq=False, repr=False)
class BracketsDef(Record):
    """A table over numbers and choices: the names of its input columns and of its result columns.

    `takes` says what brackets are given, as it is written, and `types` what that means; a type is not known where
    none is written. The rows are checked against it, no look-up is.
    """

    name: str
    label: str
    inputs: tuple[str, ...]
    results: tuple[str, ...]
    rows: tuple[TableRow, ...]
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)
    takes: tuple[str, ...] = field(default=(), repr=False)
    types: tuple[Type, ...] = field(default=(), repr=False)


@frozen(eq=False, repr=False)
class GradeDef(Record):
    """The grades of a node: a table over its value (rounded for the look-up only) and other columns."""

    step: Expr | None
    mode: str | None
    columns: tuple[Expr | None, ...]
    table: BracketsDef
    labels: tuple[Named, ...]
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False, repr=False)
class NodeDef(Definition):
    """A block, direction, criterion, indicator, …, row or cell of a table.

    The first of `clauses` whose conditions hold and whose guard is true gives the value; without one, `weights`,
    `scored_by`, or the sum of `parts`. Then `steps` act in order. `exemptions` say for whom the node does not apply;
    `shared_out` are those of its rows whose points are shared out among the others.
    """

    word: str
    points: tuple[PointsDef, ...] = ()
    clauses: tuple[Guarded, ...] = ()
    weights: tuple[WeightsDef, ...] = ()
    scored_by: str = ""
    parts: tuple[PartDef, ...] = ()
    steps: tuple[Step, ...] = ()
    grades: tuple[GradeDef, ...] = ()
    exemptions: tuple[ExemptionDef, ...] = ()
    shared_out: tuple[ExemptionDef, ...] = ()


@frozen(eq=False, repr=False)
class AmongDef(Record):
    """Who takes part in a rating and within what group."""

    over: Over
    conditions: Conditions
    provisions: tuple[str, ...]


@frozen(eq=False, repr=False)
class RatingDef(Record):
    """A ranking by one node, or one ranking for each of several."""

    name: str
    label: str
    among: tuple[AmongDef, ...]
    nodes: tuple[Ref, ...]
    names: tuple[str, ...]
    each: bool
    highest_first: bool
    ties: str
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False, repr=False)
class TriggerDef(Record):
    """A condition on a body and what it leads to: any of `guards`."""

    name: str
    label: str
    path: tuple[str, ...]
    guards: tuple[Guarded, ...]
    proposes: str
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)


@frozen(eq=False, repr=False)
class Program(Record):
    """A whole methodology."""

    name: str
    label: str
    source: SourceFile = field(repr=False)
    origin: str = ""
    dated: date | None = None
    in_force: InForce = field(factory=InForce)
    draft: bool = False
    text_of: DatedText | None = None
    language: str = ""
    kinds: tuple[Named, ...] = ()
    versions: tuple[Named, ...] = ()
    bodies: tuple[Named, ...] = ()
    readings: tuple[ReadingDef, ...] = ()
    parameters: tuple[ParameterDef, ...] = ()
    items: tuple[ItemDef, ...] = ()
    definitions: tuple[InputDef | FormulaDef | NodeDef, ...] = field(default=(), repr=False)
    functions: tuple[FunctionDef, ...] = ()
    brackets: tuple[BracketsDef, ...] = field(default=(), repr=False)
    ratings: tuple[RatingDef, ...] = ()
    triggers: tuple[TriggerDef, ...] = ()
    norms: tuple[NormDef, ...] = field(default=(), repr=False)
    law: LawDef = field(default=LawDef(), repr=False)
    rests: RestsOn = field(default=RestsOn(), repr=False)

    @property
    def rests_on(self) -> tuple[frozenset[int], ...]:
        """For each definition the readings that its value depends on."""
        return self.rests.definitions

    @cached_property
    def inputs(self) -> tuple[InputDef, ...]:
        """The inputs in document order."""
        return tuple(d for d in self.definitions if isinstance(d, InputDef))

    @cached_property
    def nodes(self) -> tuple[NodeDef, ...]:
        """The nodes in document order."""
        return tuple(d for d in self.definitions if isinstance(d, NodeDef))
