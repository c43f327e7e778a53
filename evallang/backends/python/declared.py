"""Inputs as a file declares them: what a record may call them, what they take, what is done to records before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from attrs import define, field

from evallang.backends.python.unit import Unit
from evallang.ir.program import InputDef, NodeDef
from evallang.tables.columns import foreign_columns, keys_of
from evallang.types import BodyType, Choice, DateType, Flag, Quantity, Type


@define(eq=False)
class Declared:
    """Writes the inputs of one file."""

    unit: Unit
    active: Callable[..., bool]
    _known: dict[tuple[int, ...], dict[tuple[str, ...], list[str]]] = field(factory=dict)

    def lines(self) -> list[str]:
        """The inputs that are read, and what is known of their values in other years and on other levels."""
        before = self._before()
        every = (*self.unit.program.inputs, *foreign_columns(self.unit.program))
        return [*(line for d in every if d.number in self.unit.read for line in self._input(d)), *before]

    def _input(self, d: InputDef) -> Iterable[str]:
        kind = d.type
        node = self.unit.program.definitions[d.number]
        name = node.scored_by if isinstance(node, NodeDef) else d.short
        given = [repr(self._keys(d)), repr(name), repr(_takes(kind))]
        if isinstance(kind, Quantity):
            given += [f"low={_fraction(kind.low)}", f"high={_fraction(kind.high)}"]
            given += ["whole=True"] * kind.whole + ["share=True"] * kind.share
        if isinstance(kind, Choice):
            given.append(f"options={named((o, kind.label(o)) for o in kind.options)!r}")
        yield f"I{d.number} = Input({', '.join(given)})"
        if isinstance(kind, Quantity) and not kind.whole:
            yield f"I{d.number}_KNOWN: dict[Any, tuple[int, int]] = {{}}"

    def _inputs(self, level: tuple[int, ...] = ()) -> list[InputDef]:
        program = self.unit.program
        return [d for d in (*program.inputs, *foreign_columns(program)) if d.level == level]

    def _keys(self, d: InputDef) -> tuple[str, ...]:
        """What an input may be called in a record: what a column of a data file may be headed with."""
        if d.level not in self._known:
            above = len(self.unit.program.items[d.level[-1]].path) if d.level else 0
            self._known[d.level] = keys_of(self._inputs(d.level), above, self.active)
        return tuple(self._known[d.level].get(d.path, ()))

    # ---- records before they are scored

    def _before(self) -> Iterator[str]:
        bounds: list[InputDef] = []
        if self.unit.has_outer_bounds:
            bounds = [d for d in self.unit.program.inputs if d.at_most]
            self.unit.read |= {n for d in bounds for n in (d.number, *d.at_most)}
        if self.unit.is_yearly:
            fixed = [d for d in self.unit.program.inputs if not d.yearly and d.number in self.unit.read]
            yield f"FIXED: Tree = {self._tree((), fixed, lambda d: [f'I{d.number}'])}"
        if bounds:
            yield f"BOUNDS: Tree = {self._tree((), bounds, self._bounds)}"

    def _bounds(self, d: InputDef) -> list[str]:
        """What an input is at most, with the names of both, and how many levels outwards that is."""
        found = []
        for n in d.at_most:
            over = self.unit.program.definitions[n]
            found.append(f"(I{d.number}, {d.name!r}, I{n}, {over.name!r}, {len(d.level) - len(over.level)})")
        return found

    def _tree(self, level: tuple[int, ...], inputs: list[InputDef], said: Callable[[InputDef], list[str]]) -> str:
        here = [word for d in inputs if d.level == level for word in said(d)]
        below = []
        for number, item in enumerate(self.unit.program.items):
            inner = (*level, number)
            if item.parent == (level[-1] if level else None) and any(d.level[: len(inner)] == inner for d in inputs):
                below.append(f"({item.name!r}, {item.key!r}, {self._tree(inner, inputs, said)})")
        return f"({_tuple(here)}, {_tuple(below)})"


def _tuple(words: list[str]) -> str:
    return f"({', '.join(words)}{',' * (len(words) == 1)})"


def _takes(kind: Type) -> str:
    match kind:
        case Quantity():
            return "number"
        case Flag():
            return "flag"
        case Choice():
            return "choice"
        case BodyType():
            return "body"
        case DateType():
            return "day"
    return "text"


def _fraction(x: object) -> str:
    return str(x) if isinstance(x, Fraction) and x.denominator == 1 else repr(x)


def named(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a record may call something, a name or a label: a name goes first, a label of two means nothing."""
    pairs = list(given)
    labels = [label for name, label in pairs if label != name]
    found = {label: name for name, label in pairs if labels.count(label) == 1}
    return found | {name: name for name, _ in pairs}
