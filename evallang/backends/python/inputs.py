"""Code that takes inputs from a record: quickly where they are there and plain, else with all that may be wrong."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define

from evallang.backends.python import arithmetic
from evallang.backends.python.branches import Branches
from evallang.backends.python.code import Code
from evallang.backends.python.expressions import Expressions
from evallang.backends.python.unit import NotCompiled
from evallang.backends.python.value import Value
from evallang.ir.expr import Expr
from evallang.ir.program import InputDef, NodeDef
from evallang.tables.bodies import BODY, KIND, PERIOD
from evallang.tables.columns import short_header
from evallang.types import BodyType, Choice, Flag, Quantity


@define(eq=False)
class Inputs:
    """Writes the inputs of one function. `careful` is the name of the function to which what is not plain is left."""

    writer: Expressions
    careful: str | None

    @property
    def code(self) -> Code:
        """Where the lines go."""
        return self.writer.code

    def read(self, given: Sequence[InputDef], record: str, known: dict[int, Value]) -> None:
        """Some inputs of a record, each into `known`; bounds between them are looked at."""
        for d in given:
            self._refuse_key(d)
        names = self._taken([d for d in given if self._is_quick(d)], record)
        tests: list[str] = []
        for d in given:
            if d.number in names:
                known[d.number], found = self._quickly(d, names[d.number])
                tests += found
        for d in given:
            if d.number not in names:
                known[d.number] = self._one(d, record)
        self._leave([*tests, *self._compare(given, known)])

    def _is_quick(self, d: InputDef) -> bool:
        quickly = self.careful is not None and isinstance(d.type, Quantity | Flag | Choice)
        return quickly and self.writer.spec.is_of_kind(d)

    def _taken(self, given: Sequence[InputDef], record: str) -> dict[int, str]:
        """The names of what a record holds; where something is not there, it is left to the careful function."""
        names = {d.number: self.code.fresh(d.name) for d in given}
        if names:
            with self.code.block("try:"):
                for d in given:
                    self.code.put(f"{names[d.number]} = {record}[{self._key(d)!r}]")
            with self.code.block("except KeyError:"):
                self.code.put(f"return {self.careful}(r, p)")
        for name in names.values():
            self.code.see(name)
        return names

    def _key(self, d: InputDef | NodeDef) -> str:
        """What a record most often calls an input: the short path, or the path from the item."""
        return short_header(d, len(self.writer.spec.program.items[d.level[-1]].path) if d.level else 0)

    def _refuse_key(self, d: InputDef) -> None:
        """Raise NotCompiled for an input that a record cannot give by its name: its key stands there."""
        program, name = self.writer.spec.program, self._key(d)
        always = program.items[d.level[-1]].key if d.level else BODY  # beside it one in other capitals is told apart
        others = () if d.level else (PERIOD, KIND) if program.kinds else (PERIOD,)
        if name == always or name.casefold() in others:
            raise NotCompiled(f"an input that is called as a key is, `{d.short}`,", d.span)

    def _one(self, d: InputDef, record: str) -> Value:
        spec = self.writer.spec
        if not spec.is_of_kind(d):
            if spec.kind is None:
                return Value("never", self.code.let("no_kind(r)"), maybe=True)
            return self.writer.never(self.writer.not_for_kind(d.number))
        return self._carefully(d, record)

    def _carefully(self, d: InputDef, record: str) -> Value:
        self.writer.unit.read.add(d.number)
        self._leave_unknown(d, record)
        match d.type:
            case Quantity(whole=whole, low=low, high=high):
                name, bottom = self.code.fresh(d.name), self.code.fresh(f"{d.name}_d")
                self.code.put(f"{name}, {bottom} = number({record}, I{d.number})")
                self.code.see(name)
                return Value("pair", name, 1 if whole else bottom, True, low, high)
            case Flag():
                return Value("flag", self.code.let(f"value_of({record}, I{d.number})", d.name), maybe=True)
            case BodyType():
                self.writer.unit.together = True
                return Value("word", self.code.let(f"body_of({record}, I{d.number}, p.names)", d.name), maybe=True)
        return Value("word", self.code.let(f"value_of({record}, I{d.number})", d.name), maybe=True)

    def _leave_unknown(self, d: InputDef | NodeDef, record: str) -> None:
        """Where a record does not have an input by the name of the rules, it may have it by another."""
        if self.careful is not None:
            with self.code.block(f"if {self._key(d)!r} not in {record}:"):
                self.code.put(f"return {self.careful}(r, p)")

    def result(self, node: NodeDef, record: str) -> Value:
        """What a record says that another document gives to a node."""
        self.writer.unit.read.add(node.number)
        self._leave_unknown(node, record)
        name, bottom = self.code.fresh(node.name), self.code.fresh(f"{node.name}_d")
        self.code.put(f"{name}, {bottom} = result({record}, I{node.number})")
        self.code.see(name)
        return Value("pair", name, bottom, True)

    def _quickly(self, d: InputDef, name: str) -> tuple[Value, list[str]]:
        """An input that is there, and what must not hold of it."""
        self.writer.unit.read.add(d.number)
        match d.type:
            case Quantity(whole=True, low=low, high=high):
                return Value("pair", name, 1, low=low, high=high), [f"{name}.__class__ is not int", *_bounds(d, name)]
            case Quantity(low=low, high=high):
                bottom = self.code.fresh(f"{d.name}_d")
                self._pair(d, name, bottom)
                return Value("pair", name, bottom, low=low, high=high), [f"{name} is None"]
            case Choice(options=options):
                return Value("word", name), [f"{name}.__class__ is not str or {name} not in {options!r}"]
        return Value("flag", name), [f"{name} is not True and {name} is not False"]

    def _pair(self, d: InputDef, name: str, bottom: str) -> None:
        """A number as a pair; a float is looked up among those that were met, for only floats are equal to it there."""
        known = f"I{d.number}_KNOWN"
        with self.code.block(f"if {name}.__class__ is int:"):
            self.code.put(f"{bottom} = 1")
            if bounds := _bounds(d, name):
                self._leave(bounds)
        with self.code.block(f"elif {name}.__class__ is float:"):
            self.code.put(f"{name}, {bottom} = {known}.get({name}) or seen({name}, I{d.number}, {known})")
        with self.code.block("else:"):
            self.code.put(f"{name}, {bottom} = seen({name}, I{d.number}, {known})")

    def _leave(self, tests: Sequence[str]) -> None:
        if not tests:
            return
        for place, test in enumerate(tests):
            head, end = "    or " if place else "if ", ":" if place == len(tests) - 1 else " \\"
            self.code.put(f"{head}{test}{end}")
        with self.code.deeper():
            self.code.put(f"return {self.careful}(r, p)")

    def _compare(self, given: Sequence[InputDef], known: dict[int, Value]) -> list[str]:
        """What an input is at most: where it is more, neither is believed. The tests of those that are plain."""
        plain: list[str] = []
        if self.writer.unit.has_outer_bounds:  # then all bounds are looked at before
            return plain
        broken: list[tuple[Value, str, Value, str]] = []
        for d in given:
            for n in d.at_most:
                over = self.writer.spec.program.definitions[n]
                if n not in known or known[d.number].form != "pair" or known[n].form != "pair":
                    continue
                more, above = known[d.number], known[n]
                if not more.maybe and not above.maybe:
                    plain.append(arithmetic.compared(more, "greater", above))
                    continue
                names = f"{d.name!r}, {over.name!r}"
                sides = f"{more.code}, {more.den}, {above.code}, {above.den}"
                low, high = self.code.fresh("low"), self.code.fresh("high")
                self.code.put(f"{low}, {high} = within({sides}, {names})")
                broken.append((more, low, above, high))
        for more, low, above, high in broken:
            self.code.put(f"{more.code}, {above.code} = marked({more.code}, {low}), marked({above.code}, {high})")
        return plain

    def fallen_back(self, d: InputDef, value: Value) -> Value:
        """An input with what stands in for it where it is missing, in the year that is scored."""
        if d.fallback is None or not value.maybe or not self.writer.spec.is_of_kind(d):
            return value
        scored = " and p.is_scored" if self.writer.unit.looks_back else ""
        found = Branches(self.code, self.code.fresh(d.name))
        with found.under(f"if type({value.code}) is Absent and {value.code}.status == 'missing'{scored}:"):
            found.give(self._instead(d.fallback, value))
        with found.under("else:"):
            found.give(value)
        return found.value()

    def _instead(self, fallback: Expr, value: Value) -> Value:
        """What stands in; where that is not there either, why the value is missing."""
        other = self.writer.of(fallback)
        if not other.maybe:
            return other
        if other.form == "never":
            return Value("never", value.code, maybe=True)
        found = Branches(self.code, self.code.fresh())
        with found.under(f"if type({other.code}) is Absent:"):
            found.nothing(value.code)
        with found.under("else:"):
            found.give(other.sure())
        return found.value()


def _bounds(d: InputDef, name: str) -> list[str]:
    """Whether a whole number is beyond what an input may be, as text."""
    assert isinstance(d.type, Quantity)
    low, high, found = d.type.low, d.type.high, []
    if low is not None:
        found.append(f"{name} < {-(-low.numerator // low.denominator)}")
    if high is not None:
        found.append(f"{name} > {high.numerator // high.denominator}")
    return found
