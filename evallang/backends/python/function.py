"""One function of the file: the results of a body of one kind, definition after definition in straight lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from attrs import define, evolve, field

from evallang.backends.python.code import Code
from evallang.backends.python.expressions import Expressions
from evallang.backends.python.inputs import Inputs
from evallang.backends.python.marks import Marks
from evallang.backends.python.nodes import Nodes
from evallang.backends.python.sums import Sums
from evallang.backends.python.unit import Forms, NotCompiled, Unit
from evallang.backends.python.value import Value
from evallang.backends.specialised import Specialised
from evallang.ir.program import FormulaDef, InputDef, NodeDef, TriggerDef


@define(eq=False)
class Level:
    """The body, or an item of it: the name of its record in the code, and the values of its definitions."""

    record: str
    known: dict[int, Value] = field(factory=dict)


@define(eq=False)
class Function:
    """Writes a function. With `careful`, the name of another one, inputs are there and plain, or it is left to that."""

    unit: Unit
    spec: Specialised
    careful: str | None
    numbers: Sequence[int]
    code: Code = field(factory=Code)
    this: str = "name_of(r, p)"
    levels: list[Level] = field(factory=lambda: [Level("r")])
    writer: Expressions = field(init=False)
    marks: Marks = field(init=False)
    sums: Sums = field(init=False)
    nodes: Nodes = field(init=False)
    inputs: Inputs = field(init=False)
    _points: dict[int, Value | None] = field(factory=dict)
    _grades: dict[int, Value] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.writer = Expressions(self.unit, self.spec, self.code, self)
        self.marks = Marks(self.writer)
        self.sums = Sums(self.writer, self.marks.points)
        self.nodes = Nodes(self.writer, self.sums)
        self.inputs = Inputs(self.writer, self.careful)

    def take(self, forms: Forms) -> None:
        """The parameters of a formula in which a list stands, from `given`."""
        found: list[Value] = [Value("word", "None")] * (forms[-1][0] + 1 if forms else 0)
        for at, (place, form) in enumerate(forms):
            name = self.code.fresh("argument")
            bottom = self.code.fresh(f"{name}_d") if form == "pair" else ""
            self.code.put(f"{name}{bottom and ', '}{bottom} = given[{at}]")
            self.code.see(name)
            found[place] = Value(form, name, bottom or 1, maybe=True)
        self.writer.locals = [found]

    # ---- names

    @property
    def body(self) -> str:
        """The name of the body that asks."""
        return self.this

    def record(self, lift: int) -> str:
        """The record so many levels outwards."""
        return self.levels[-1 - lift].record

    def held(self, lift: int) -> list[str]:
        """The records from the body to the one so many levels outwards."""
        return [level.record for level in self.levels[: len(self.levels) - lift]]

    def of(self, number: int) -> Value:
        """The value of a definition; of an item's, where it is first needed."""
        d = self.spec.program.definitions[number]
        assert len(d.level) < len(self.levels)  # no name reaches into an item from outside
        known = self.levels[len(d.level)].known
        if number not in known or not self._holds(known[number]):
            known[number] = self._made(d)
        return known[number]

    def points(self, number: int) -> Value | None:
        """The points of a node."""
        if number not in self._points or not self._holds(self._points[number]):
            self._points[number] = self.marks.points(self._node(number))
        return self._points[number]

    def grade(self, number: int) -> Value:
        """The grade of a node."""
        if number not in self._grades or not self._holds(self._grades[number]):
            self._grades[number] = self.marks.grade(self._node(number), self.of(number))
        return self._grades[number]

    def parts(self, number: int) -> list[Value]:
        """The parts of a node as they enter its sum."""
        return self.sums.parts(self._node(number))

    def result(self, node: NodeDef) -> Value:
        """What the record says that another document gives to a node."""
        if node.number in self.unit.linked:
            raise NotCompiled("a result of another document that is given with this one", node.span)
        return self.inputs.result(node, self.levels[len(node.level)].record)

    def _node(self, number: int) -> NodeDef:
        node = self.spec.program.definitions[number]
        assert isinstance(node, NodeDef)
        return node

    def _holds(self, value: Value | None) -> bool:
        """Whether a value that was made before can be used here: it may stand in a branch that was not taken."""
        if value is None or not value.code.isidentifier() or value.code.startswith("NONE_"):
            return True
        return self.code.is_seen(value.code)

    # ---- lines

    def write(self) -> None:
        """The definitions of the body in their order."""
        self._read(())
        for number in self.numbers:
            d = self.spec.program.definitions[number]
            if not d.level and not isinstance(d, InputDef):
                self.of(number)

    @contextmanager
    def inside(self, level: tuple[int, ...], record: str) -> Iterator[None]:
        """The code for an item, whose record has a name."""
        outer = self.levels
        self.levels = [*outer[: len(level)], Level(record)]
        self._read(level)
        yield
        self.levels = outer

    def _read(self, level: tuple[int, ...]) -> None:
        here = self.levels[-1]
        wanted = (self.spec.program.definitions[n] for n in self.numbers)
        given = [d for d in wanted if isinstance(d, InputDef) and d.level == level]
        self.inputs.read(given, here.record, here.known)
        for d in given:
            if d.fallback is not None:
                here.known[d.number] = self.inputs.fallen_back(d, here.known[d.number])

    def _made(self, d: InputDef | FormulaDef | NodeDef) -> Value:
        assert not isinstance(d, InputDef)
        outer, this = self.levels, self.this
        self.levels = outer[: len(d.level) + 1]  # what it names stands on its own level or around it
        self.this = "name_of(r, p)"
        self.code.comment(f"{d.short}: {d.label} {' '.join(d.provisions)}")
        found = self._formula(d) if isinstance(d, FormulaDef) else self.nodes.value(d)
        self.levels, self.this = outer, this
        return found

    def _formula(self, d: FormulaDef) -> Value:
        if not self.spec.is_of_kind(d):
            return self.writer.never(self.writer.not_for_kind(d.number))
        value = self.writer.of(d.value)
        if value.maybe and d.provisions and value.code.isidentifier():
            name = self.code.let(f"cited({value.code}, {d.provisions!r})", d.name)
            return evolve(value, code=name)
        return value

    def trigger(self, trigger: TriggerDef) -> Value:
        """Whether any condition of a trigger holds."""
        given = []
        self.code.cite(f"{trigger.name}: {trigger.label}", trigger.provisions)
        for guard in trigger.guards:
            if guard.guard is not None and self.spec.active(guard.conditions):
                if guard.provisions != trigger.provisions:
                    self.code.cite(f"{guard.word} {self.unit.text(guard.guard)}", guard.provisions)
                value = self.writer.of(guard.guard)
                given.append(f"({value.code}, {guard.provisions!r})")
        return Value("flag", self.code.let(f"triggered({', '.join(given)})", trigger.name), maybe=True)
