"""One function of the file: the results of a body of one kind, definition after definition in straight lines."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import define, field

from evallang.backends.python import arithmetic
from evallang.backends.python.code import Code
from evallang.backends.python.expressions import Expressions
from evallang.backends.python.nodes import Nodes
from evallang.backends.python.unit import NotCompiled, Unit
from evallang.backends.python.value import Value
from evallang.backends.specialised import Specialised
from evallang.ir.program import FormulaDef, InputDef, NodeDef, TriggerDef
from evallang.types import BodyType, Choice, DateType, Flag, Quantity


@define(eq=False)
class Function:
    """Writes a function. With `given` all inputs are there and plain; what is not goes to the careful one."""

    unit: Unit
    spec: Specialised
    given: bool
    code: Code = field(factory=Code)
    known: dict[int, Value] = field(factory=dict)
    _points: dict[int, Value | None] = field(factory=dict)
    _grades: dict[int, Value] = field(factory=dict)

    writer: Expressions = field(init=False)
    nodes: Nodes = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.writer = Expressions(self.unit, self.spec, self.code, self)
        self.nodes = Nodes(self.writer)

    # ---- names

    @property
    def body(self) -> str:
        """The name of the body."""
        return "name_of(r)"

    def of(self, number: int) -> Value:
        """The value of a definition; a negative number is what another methodology gives for a node."""
        if number not in self.known:
            raise NotCompiled("a value of items", self.spec.program.definitions[number].span)
        return self.known[number]

    def points(self, number: int) -> Value | None:
        """The points of a node."""
        if number not in self._points or not self._holds(self._points[number]):
            node = self.spec.program.definitions[number]
            assert isinstance(node, NodeDef)
            self._points[number] = self.nodes.points(node)
        return self._points[number]

    def grade(self, number: int) -> Value:
        """The grade of a node."""
        if number not in self._grades or not self._holds(self._grades[number]):
            node = self.spec.program.definitions[number]
            assert isinstance(node, NodeDef)
            self._grades[number] = self.nodes.grade(node, self.of(number))
        return self._grades[number]

    def _holds(self, value: Value | None) -> bool:
        """Whether a value that was made before can be used here: it may stand in a branch that was not taken."""
        if value is None or not value.code.isidentifier() or value.code.startswith("NONE_"):
            return True
        return self.code.is_seen(value.code)

    # ---- lines

    def write(self, numbers: Sequence[int], inputs: dict[int, str], careful: str) -> None:
        """The definitions in their order; `inputs` are the names of what is said of inputs, by number."""
        given = [d for n in numbers if isinstance(d := self.spec.program.definitions[n], InputDef)]
        for d in given:
            self.known[d.number] = self._input(d, inputs, careful)
        self._compare(given, careful)
        for number in numbers:
            d = self.spec.program.definitions[number]
            if isinstance(d, InputDef):
                self.known[number] = self._fallen_back(d, self.known[number])
                continue
            self.code.comment(f"{d.short}: {d.label} {' '.join(d.provisions)}")
            self.known[number] = self._formula(d) if isinstance(d, FormulaDef) else self.nodes.value(d)

    def _compare(self, given: Sequence[InputDef], careful: str) -> None:
        """What an input is at most: where it is more, neither of the two is believed."""
        known = {d.number for d in given}
        for d in given:
            for n in d.at_most:
                if n not in known or self.known[d.number].form != "pair" or self.known[n].form != "pair":
                    continue
                more, above = self.known[d.number], self.known[n]
                if self.given:
                    with self.code.block(f"if {arithmetic.compared(more, 'greater', above)}:"):
                        self.code.put(f"return {careful}(r)")
                    continue
                names = f"{d.name!r}, {self.spec.program.definitions[n].name!r}"
                sides = f"{more.code}, {more.den}, {above.code}, {above.den}"
                self.code.put(f"{more.code}, {above.code} = within({sides}, {names})")

    def _formula(self, d: FormulaDef) -> Value:
        value = self.writer.of(d.value)
        if not self.spec.is_of_kind(d):
            value = self.writer.never(self.writer.not_for_kind(d.number))
        if value.maybe and d.provisions and value.code.isidentifier():
            name = self.code.let(value.code, d.name)
            with self.code.block(f"if type({name}) is Absent:"):
                self.code.put(f"{name} = {name}.under({d.provisions!r})")
            return Value(value.form, name, value.den, True, value.low)
        return value

    def trigger(self, trigger: TriggerDef) -> Value:
        """Whether any condition of a trigger holds."""
        given = []
        for guard in trigger.guards:
            if guard.guard is not None and self.spec.active(guard.conditions):
                value = self.writer.of(guard.guard)
                given.append(f"({value.code}, {guard.provisions!r})")
        return Value("flag", self.code.let(f"triggered({', '.join(given)})", trigger.name), maybe=True)

    # ---- inputs

    def _input(self, d: InputDef, inputs: dict[int, str], careful: str) -> Value:
        if not self.spec.is_of_kind(d):
            if self.spec.kind is None:
                return Value("word", self.code.let("no_kind(r)"), maybe=True)
            return self.writer.never(self.writer.not_for_kind(d.number))
        spec = inputs[d.number]
        return self._quickly(d, spec, careful) if self.given else self._carefully(d, spec)

    def _carefully(self, d: InputDef, spec: str) -> Value:
        match d.type:
            case Quantity(whole=whole, low=low, high=high):
                name, bottom = self.code.fresh(d.name), self.code.fresh(f"{d.name}_d")
                self.code.put(f"{name}, {bottom} = number(r, {spec})")
                value = Value("pair", name, 1 if whole else bottom, True, low, high)
            case Flag():
                value = Value("flag", self.code.let(f"value_of(r, {spec})", d.name), maybe=True)
            case _:
                value = Value("word", self.code.let(f"value_of(r, {spec})", d.name), maybe=True)
        return value

    def _fallen_back(self, d: InputDef, value: Value) -> Value:
        if d.fallback is None or self.given or not value.maybe:
            return value
        found = self.writer.of(d.fallback)
        if found.maybe or found.form != "pair" or value.form != "pair":
            raise NotCompiled("what stands in for a missing value and is no plain number", d.span)
        with self.code.block(f"if type({value.code}) is Absent and {value.code}.status == 'missing':"):
            if value.den == 1 and found.den == 1:
                self.code.put(f"{value.code} = {found.code}")
            elif isinstance(value.den, str):
                self.code.put(f"{value.code}, {value.den} = {found.code}, {found.den}")
            else:
                raise NotCompiled("what stands in for a missing value and is no whole number", d.span)
        return value

    def _quickly(self, d: InputDef, spec: str, careful: str) -> Value:
        name = self.code.let(f"r.get({d.short!r})", d.name)
        match d.type:
            case Quantity(whole=True):
                tests = [f"type({name}) is not int", *self._bounds(d, name)]
                value = Value("pair", name, 1, low=d.type.low, high=d.type.high)
            case Quantity():
                bottom = self.code.fresh(f"{d.name}_d")
                self.code.put(f"{name}, {bottom} = {spec}_KNOWN.get({name}) or seen({name}, {spec}, {spec}_KNOWN)")
                tests = [f"{name} is None"]
                value = Value("pair", name, bottom, low=d.type.low, high=d.type.high)
            case Flag():
                tests, value = [f"{name} is not True and {name} is not False"], Value("flag", name)
            case Choice(options=options):
                tests, value = [f"{name} not in {options!r}"], Value("word", name)
            case BodyType() | DateType() | _:
                return self._carefully(d, spec)
        with self.code.block(f"if {' or '.join(tests)}:"):
            self.code.put(f"return {careful}(r)")
        return value

    def _bounds(self, d: InputDef, name: str) -> list[str]:
        assert isinstance(d.type, Quantity)
        found = []
        if d.type.low is not None:
            found.append(f"{name} < {_whole_at_least(d.type.low)}")
        if d.type.high is not None:
            found.append(f"{name} > {d.type.high.numerator // d.type.high.denominator}")
        return found


def _whole_at_least(low: Fraction) -> int:
    return -(-low.numerator // low.denominator)
