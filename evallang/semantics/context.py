"""Where an expression stands, and the state that lowering shares."""

from __future__ import annotations

from typing import Any

from attrs import define, evolve, field, frozen

from evallang import types
from evallang.diagnostics import Label
from evallang.ir import expr as ir
from evallang.ir.deep import MAX_CHAIN
from evallang.ir.program import BracketsDef, Conditions, FunctionDef, ReadingDef
from evallang.semantics.entities import Collected, Entity, Scope
from evallang.semantics.spans import piece
from evallang.source import Span
from evallang.suggest import meant, meant_or_listed
from evallang.syntax import ast
from evallang.types import Type

CHAIN_HELP = "let them use fewer of one another"


@define(eq=False)
class Lowering:
    """What is known while one document is lowered.

    `formulas` holds values by the number of the definition, `function_sizes` the operations of each function with its
    calls written out, `depth` how many formulas are being lowered, each for the sake of the one before.
    """

    collected: Collected
    readings: dict[str, tuple[int, ReadingDef]] = field(factory=dict)
    formulas: dict[int, ir.Expr | None] = field(factory=dict)
    functions: list[FunctionDef] = field(factory=list)
    function_keys: dict[Any, int] = field(factory=dict)
    function_sizes: list[int] = field(factory=list)
    depth: int = 0
    brackets: dict[int, BracketsDef | None] = field(factory=dict)
    input_types: dict[int, Type] = field(factory=dict)
    parameter_types: dict[int, Type] = field(factory=dict)
    ratings: dict[int, tuple[str, ...]] = field(factory=dict)
    used: set[int] = field(factory=set)
    symbols: dict[str, list[Any]] | None = None

    def report(self, code: str, message: str, span: Span, advice: str | None = None, *labels: Label) -> None:
        """Add an error."""
        self.collected.report(code, message, span, advice, *labels)

    def goes_deeper(self, name: str, span: Span) -> bool:
        """Count one more formula that is lowered for the sake of another; reports, once, that they are too many."""
        if self.depth >= MAX_CHAIN:
            self.report(
                "E0012",
                f"`{name}` stands in a chain of more than {MAX_CHAIN} formulas in which each uses the next",
                span,
                CHAIN_HELP,
            )
            return False
        self.depth += 1
        return True

    def conditions(self, marks: ast.Marks) -> Conditions:
        """The `under` suffixes among marks as numbers."""
        found = []
        for mark in marks:
            if isinstance(mark, ast.Under):
                pair = self.option(mark.path)
                if pair is not None:
                    found.append(pair)
        return tuple(found)

    def is_chosen(self, conditions: Conditions) -> bool:
        """Whether the options under which something stands are those that the readings choose."""
        choices = {number: reading.choice for number, reading in self.readings.values()}
        return all(choices[reading] == option for reading, option in conditions)

    def option(self, path: ast.Path) -> tuple[int, int] | None:
        """`reading.option` as numbers; reports what is unknown."""
        name, option = path.segments[0], path.segments[-1]
        known = self.reading(name, piece(path, 0))
        if known is None:
            return None
        if len(path.segments) != 2:
            options = [f"`{known[1].name}.{o.name}`" for o in known[1].options[:3]]
            self.report(
                "E0219", f"`{path}` names no option", path.span, f"write the option too: {' or '.join(options)}"
            )
            return None
        number = known[1].option(option)
        if number is None:
            self.unknown_option(known[1], option, piece(path, 1))
            return None
        return known[0], number

    def reading(self, name: str, span: Span) -> tuple[int, ReadingDef] | None:
        """A reading by name or id; reports an unknown one."""
        known = self.readings.get(name)
        if known is None and name not in self.collected.unread:
            known_names = [reading.name for _, reading in self.readings.values()]
            advice = meant(name, self.readings) or meant_or_listed(name, known_names, "reading")
            self.report("E0220", f"unknown reading `{name}`", span, advice or 'declare it: `reading NAME "…" { … }`')
        return known

    def unknown_option(self, reading: ReadingDef, option: str, span: Span) -> None:
        """Report an option that a reading does not have."""
        if option not in self.collected.unread:
            advice = meant_or_listed(option, (o.name for o in reading.options), "option")
            self.report("E0219", f"the reading `{reading.name}` has no option `{option}`", span, advice)


@frozen(eq=False)
class Context:
    """Where an expression stands.

    Its scope, the items it is inside of, its node, the parameters of its formula and what that formula cites.
    """

    low: Lowering
    scope: Scope
    level: tuple[int, ...] = ()
    node: Entity | None = None
    locals: dict[str, tuple[int, Type]] = field(factory=dict)
    value_missing: bool = False
    cites: tuple[ast.Citation, ...] = ()

    def inside(self, **changes: Any) -> Context:
        """The same place with some things changed."""
        return evolve(self, **changes)

    @property
    def kind_type(self) -> types.Choice:
        """The type of `kind`."""
        kinds = self.low.collected.kinds
        return types.Choice(tuple(k.name.text for k in kinds), tuple(k.label.value if k.label else "" for k in kinds))


def only_under(
    low: Lowering, value: ir.Expr, conditions: Conditions, what: str, otherwise: ir.Expr | None = None
) -> ir.Expr:
    """A value that holds only while some options are chosen; else `otherwise`, or undefined with that reason."""
    definitions = dict(low.readings.values())
    for number, option in conditions:
        reading = definitions[number]
        why = f"{what} holds only under `{reading.name}.{reading.options[option].name}`"
        other = otherwise or ir.UndefinedConst(why, span=value.span)
        cases = tuple(value if i == option else other for i in range(len(reading.options)))
        value = ir.ByReading(number, cases, type=value.type, span=value.span)
    return value


def provisions(marks: ast.Marks, outer: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The citations among marks as text, or those around when there are none."""
    return tuple(str(c) for c in ast.citations(marks)) or outer
