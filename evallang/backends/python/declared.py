"""Inputs as a file declares them: what a record may call them, what they take, what is done to records before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from attrs import define

from evallang.backends.python.runtime.words import folded
from evallang.backends.python.unit import Unit
from evallang.ir.program import InputDef, NodeDef
from evallang.tables.columns import foreign_columns, short_header, words_of
from evallang.tables.roles import chain, item_under, words_of_item
from evallang.types import BodyType, Choice, DateType, Flag, Quantity, Type


@define(eq=False)
class Declared:
    """Writes the inputs of one file."""

    unit: Unit
    active: Callable[..., bool]

    def lines(self) -> list[str]:
        """The inputs that are read, and what is known of their values in other years and on other levels."""
        before = self._before()
        every = (*self.unit.program.inputs, *foreign_columns(self.unit.program))
        inputs = [line for d in every if d.number in self.unit.read for line in self._input(d)]
        items = [self._level(number) for number in sorted(self.unit.levels, key=lambda n: len(self._chain(n)))]
        return [self._level(None), *items, *inputs, *before, *self._parameters()]

    def _parameters(self) -> Iterator[str]:
        """What parameters rest on, whose values stand in the code itself."""
        for number in sorted(self.unit.named):
            parameter = self.unit.program.parameters[number]
            value = "" if parameter.value is None else f" = {self.unit.text(parameter.value)}"
            if parameter.provisions:
                yield f"# parameter {parameter.name}{value} {' '.join(parameter.provisions)}"

    def _input(self, d: InputDef) -> Iterable[str]:
        kind = d.type
        node = self.unit.program.definitions[d.number]
        name = node.scored_by if isinstance(node, NodeDef) else d.short
        given = [repr(self._key(d)), repr(name), repr(_takes(kind))]
        if isinstance(kind, Quantity):
            given += [f"low={_fraction(kind.low)}", f"high={_fraction(kind.high)}"]
            given += ["whole=True"] * kind.whole + ["share=True"] * kind.share
        if isinstance(kind, Choice):
            given.append(f"options=Words({named((o, kind.label(o)) for o in kind.options)!r})")
        yield f"I{d.number} = Input({', '.join(given)}){_beside(d.provisions)}"
        if isinstance(kind, Quantity) and not kind.whole:
            yield f"I{d.number}_KNOWN: dict[Any, tuple[int, int]] = {{}}"

    def _inputs(self, level: tuple[int, ...] = ()) -> list[InputDef]:
        program = self.unit.program
        return [d for d in (*program.inputs, *foreign_columns(program)) if d.level == level]

    def _above(self, level: tuple[int, ...]) -> int:
        return len(self.unit.program.items[level[-1]].path) if level else 0

    def _key(self, d: InputDef) -> str:
        """What compiled code calls an input in a record."""
        return short_header(d, self._above(d.level))

    # ---- what records may call things

    def _level(self, number: int | None) -> str:
        """The words of the records of bodies, or of an item."""
        program, level = self.unit.program, self._chain(number)
        words, aside = self._words(level)
        if number is None:
            keys = ("body", "period", "kind") if program.kinds else ("body", "period")
            return f"BODY = Level({keys!r}, {words!r}, {aside!r}, kinds=KINDS)"
        item = program.items[number]
        outer = "BODY" if item.parent is None else f"V{item.parent}"
        named = f"name={item.name!r}, called={self._called(number)!r}, outer={outer}"
        return f"V{number} = Level({(item.key,)!r}, {words!r}, {aside!r}, {named}){_beside(item.provisions)}"

    def _chain(self, number: int | None) -> tuple[int, ...]:
        return () if number is None else chain(self.unit.program, number)

    def _words(self, level: tuple[int, ...]) -> tuple[dict[str, str], dict[str, str]]:
        """What the inputs that are read may be called, and what capitals change of that."""
        inputs = self._inputs(level)
        known, without_capitals = words_of(inputs, self._above(level), self.active)
        keys = {d.path: self._key(d) for d in inputs if d.number in self.unit.read}
        words = {word: keys[path] for word, path in known.items() if path in keys}
        lower = {word.casefold() for word in words}
        words |= {word: "" for word in known if word not in words and word.casefold() in lower}  # another input
        meant = {word: keys.get(path, "") if path else "" for word, path in without_capitals.items() if word in lower}
        found = folded(words)
        return words, {word: key for word, key in meant.items() if found[word] != key}

    def _called(self, number: int) -> tuple[str, ...]:
        """What a list may be called where it stands."""
        program = self.unit.program
        outer = tuple(program.items[n].name for n in self._chain(number)[:-1])
        words = dict.fromkeys(word.casefold() for word in words_of_item(program.items[number]))
        return tuple(word for word in words if item_under(program, (*outer, word)) == number)

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
                below.append(f"({self.unit.level(number)}, {self._tree(inner, inputs, said)})")
        return f"({_tuple(here)}, {_tuple(below)})"


def _beside(provisions: tuple[str, ...]) -> str:
    """The end of a line that rests on some provisions."""
    return f"  # {' '.join(provisions)}" if provisions else ""


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
    """What a record may call something, a name or a label: a name goes first, a label of two means nothing.

    They stand in the order of `evallang.tables.values.option_words`: of two words as near, the first is told.
    """
    pairs = list(given)
    labels = [label for _, label in pairs]
    found = {label: name for name, label in pairs if labels.count(label) == 1}
    return found | {name: name for name, _ in pairs}
