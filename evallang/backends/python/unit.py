"""What the functions of one file share: the program, constants, what cannot be written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property

from attrs import define, field

from evallang.backends.interpreter.absence import Absent
from evallang.backends.python.code import letters
from evallang.backends.python.irrational import Irrational
from evallang.backends.python.value import Form
from evallang.ir import expr as ir
from evallang.ir.program import Program
from evallang.ir.walk import walk
from evallang.numbers import Real
from evallang.semantics.order import definition_expressions, grade_expressions
from evallang.source import Span
from evallang.tables.roles import chain

Operand = ir.Ref | ir.ItemRef
"""What may be looked at in another year."""
Forms = tuple[tuple[int, Form], ...]
"""Parameters of a formula by their places, with what sort of value each is."""


class NotCompiled(Exception):
    """Something that this engine does not write; `span` is where it stands."""

    def __init__(self, what: str, span: Span) -> None:
        super().__init__(what)
        self.span = span


@define(eq=False)
class Unit:
    """One file under chosen readings, with the values of its parameters."""

    program: Program
    choices: tuple[int, ...]
    parameters: dict[int, Fraction | Real | bool | str | date | Absent]
    constants: dict[str, str] = field(factory=dict)
    """By text, the name of a constant of the file."""
    lists: list[tuple[ir.Aggregate, Forms]] = field(factory=list)
    """The lists of bodies, by the number that they have in the file, with the parameters that they name."""
    elsewheres: list[Operand] = field(factory=list)
    """What is looked at in other years, by the number that it has in the file."""
    rated: dict[tuple[int, int], ir.Aggregate] = field(factory=dict)
    """The lists of ratings: by the rating and the place of the node in it, the values that are ranked."""
    together: bool = False
    """Whether records must be scored together: something looks at other bodies."""
    linked: frozenset[int] = frozenset()
    """The nodes that a document scores which is given with this one."""
    read: set[int] = field(factory=set)
    """The inputs that are read."""
    named: set[int] = field(factory=set)
    """The parameters that are named."""
    levels: set[int] = field(factory=set)
    """The items whose records are looked at, and those that hold them."""

    @property
    def is_yearly(self) -> bool:
        """Whether inputs are given for each year: what is not given so holds in every year."""
        return any(d.yearly for d in self.program.inputs)

    @cached_property
    def of_kinds(self) -> dict[str | None, str]:
        """The word by which the functions of each kind are told apart; None for bodies of none."""
        found: dict[str | None, str] = {None: "any"}
        for kind in self.program.kinds:
            word = wanted = letters(kind.name)
            count = 1
            while word in found.values():
                count += 1
                word = f"{wanted}_{count}"
            found[kind.name] = word
        return found

    @cached_property
    def looks_back(self) -> bool:
        """Whether records of other years are looked at, or for values that hold in every year."""
        program = self.program
        roots = [x for d in program.definitions for x in definition_expressions(d)]
        roots += [x for n in program.nodes for grade in n.grades for x in grade_expressions(grade)]
        roots += [f.value for f in program.functions]
        roots += [g.guard for t in program.triggers for g in t.guards if g.guard is not None]
        return self.is_yearly or any(
            isinstance(x, ir.Previous | ir.InPeriod | ir.WorseInARow) for root in roots for x in walk(root)
        )

    @property
    def has_outer_bounds(self) -> bool:
        """Whether an input of items is bounded by one of what is around them."""
        definitions = self.program.definitions
        return any(definitions[n].level != d.level for d in self.program.inputs for n in d.at_most)

    @cached_property
    def irrational(self) -> Irrational:
        """Which values may be irrational."""
        return Irrational(self.program)

    def listed(self, e: ir.Aggregate, forms: Forms) -> int:
        """The number of a list of bodies; in a formula, for parameters of such forms."""
        for number, (known, given) in enumerate(self.lists):
            if known is e and given == forms:
                return number
        self.lists.append((e, forms))
        return len(self.lists) - 1

    def elsewhere(self, operand: Operand) -> int:
        """The number of what is looked at in other years."""
        wanted = _looked_at(operand)
        for number, known in enumerate(self.elsewheres):
            if _looked_at(known) == wanted and self.text(known) == self.text(operand):
                return number
        self.elsewheres.append(operand)
        return len(self.elsewheres) - 1

    def constant(self, text: str, word: str) -> str:
        """The name of a constant with such a text."""
        if text not in self.constants:
            self.constants[text] = f"{word}_{len(self.constants) + 1}"
        return self.constants[text]

    def absent(self, value: Absent) -> str:
        """The name of what is never there."""
        given = [repr(value.status), repr(value.because)]
        if value.at or value.cited or value.unread:
            given += [repr(value.at), repr(value.cited), repr(value.unread)]
        return self.constant(f"Absent({', '.join(given)})", "NONE")

    def level(self, number: int) -> str:
        """What the file calls the records of an item."""
        self.levels |= set(chain(self.program, number))
        return f"V{number}"

    def text(self, e: ir.Expr) -> str:
        """An expression as its author wrote it, in one line."""
        return " ".join(self.program.source.slice(e.span).split())


def _looked_at(operand: Operand) -> tuple[object, ...]:
    if isinstance(operand, ir.Ref):
        return operand.targets
    return (operand.items, operand.keys, operand.inner.targets, operand.inner.lift)


def every_one(codes: Iterable[str]) -> str:
    """Whether all of some values are there, as text."""
    return " and ".join(f"type({code}) is not Absent" for code in dict.fromkeys(codes))


def some_absent(codes: Iterable[str]) -> str:
    """Whether one of some values is not there, as text."""
    return " or ".join(f"type({code}) is Absent" for code in dict.fromkeys(codes))
