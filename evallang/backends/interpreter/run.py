"""THE reference: one scoring of one period, exact, each value computed once and only when asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from evallang.backends.interpreter.absence import INVALID, MISSING, NOT_APPLICABLE, Absent, undefined
from evallang.backends.interpreter.aggregates import group
from evallang.backends.interpreter.compile import Compiler
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.lookup import Table
from evallang.backends.interpreter.nodes import NodeRunner
from evallang.backends.interpreter.ranking import Ranking
from evallang.ir import expr as ir
from evallang.ir.data import Cell, Dataset
from evallang.ir.deep import deep_calls
from evallang.ir.program import BracketsDef, Conditions, FormulaDef, InputDef, NodeDef, Program, RatingDef
from evallang.ir.walk import walk
from evallang.types import BodyType

_NOT_GIVEN = Cell()


class Foreign(Protocol):
    """Where the values of nodes come from that other methodologies score."""

    def value(self, node: NodeDef, fr: Frame) -> Any:
        """The value of a node; None when its methodology is not here."""


class Runners(dict[int, "NodeRunner"]):
    """What evaluates the nodes, by number; each is made when it is asked for."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run

    def __missing__(self, number: int) -> NodeRunner:
        node = self.run.program.definitions[number]
        assert isinstance(node, NodeDef)
        with deep_calls():
            runner = self[number] = self.run.new_runner(node)
        return runner


class Run:
    """One program under one choice of readings, over one data set, for one scored period."""

    def __init__(
        self,
        program: Program,
        choices: tuple[int, ...],
        data: Dataset,
        period: int | None,
        parameters: Mapping[int, Cell] | None = None,
        others: Foreign | None = None,
    ) -> None:
        self.program = program
        self.others = others
        self.choices = choices
        self.data = data
        self.period = period
        self.supplied = dict(parameters or {})
        self.cache: dict[Any, Any] = {}
        self.points: dict[Any, Any] = {}
        self._frames: dict[tuple[str, int | None], Frame] = {}
        self._tables: dict[int, Table] = {}
        self._parameters: dict[int, Any] = {}
        self._bodies: dict[int | None, list[Frame]] = {}
        self._rankings: dict[Any, Ranking] = {}
        self.compiler = self.new_compiler()
        self.nodes = Runners(self)

    # ---- what a run that is watched makes otherwise

    def new_compiler(self) -> Compiler:
        """What makes closures of expressions."""
        return Compiler(self)

    def new_runner(self, node: NodeDef) -> NodeRunner:
        """What evaluates a node."""
        return NodeRunner(self, node)

    def new_table(self, definition: BracketsDef) -> Table:
        """Brackets with the rows that hold."""
        return Table(definition, [row for row in definition.rows if self.active(row.conditions)])

    def restart(self, data: Dataset) -> None:
        """Take other data for the same rules and period; what was made of the rules is kept."""
        self.data = data
        for known in (self.cache, self.points, self._frames, self._bodies, self._rankings):
            known.clear()

    def forget(self, numbers: Collection[int]) -> None:
        """Work out some definitions anew, for all bodies; of the data nothing but inputs among them has changed."""
        for known in (self.cache, self.points, self._rankings):
            known.clear()
        for frame in self._frames.values():
            frame.forget(numbers)

    def active(self, conditions: Conditions) -> bool:
        """Whether what stands under these options holds now."""
        return all(self.choices[reading] == option for reading, option in conditions)

    # ---- frames

    def frame(self, key: str, period: int | None) -> Frame | None:
        """A body in a period, or None where the data has none."""
        place = (key, period)
        if place not in self._frames:
            record = self.data.records.get(place)
            if record is None:
                return None
            self._frames[place] = Frame(self, record, None)
        return self._frames[place]

    def bodies(self, period: int | None) -> list[Frame]:
        """All bodies of a period."""
        if period not in self._bodies:
            frames = [self.frame(record.key, period) for record in self.data.bodies(period)]
            self._bodies[period] = [frame for frame in frames if frame is not None]
        return self._bodies[period]

    # ---- definitions

    def compute(self, number: int, fr: Frame) -> Any:
        """The value of a definition for a frame of its level."""
        definition = self.program.definitions[number]
        if isinstance(definition, NodeDef):
            return self.nodes[number].value(fr)
        if definition.kinds is not None and fr.kind not in definition.kinds:
            return self.no_kind(fr) or Absent(NOT_APPLICABLE, f"`{definition.short}` is not for the kind `{fr.kind}`")
        if isinstance(definition, FormulaDef):
            value = self.compiler.code(definition.value)(fr, fr.body, ())
            return value.under(definition.provisions) if type(value) is Absent else value
        return self._input(definition, fr)

    def _input(self, definition: InputDef, fr: Frame) -> Any:
        cell = fr.record.cells.get(definition.number, _NOT_GIVEN)
        if cell.value is not None:
            return self._body_name(definition, cell.value)
        at = (str(cell.address),) if cell.address else ()
        if cell.invalid is not None:
            return Absent(INVALID, f"`{definition.short}` cannot be read: {cell.invalid}", at)
        if definition.fallback is not None and fr.period == self.period:
            value = self.compiler.code(definition.fallback)(fr, fr.body, ())
            if type(value) is not Absent:
                return value
        return Absent(MISSING, f"`{definition.short}` is missing", at)

    def _body_name(self, definition: InputDef, value: Any) -> Any:
        """A body of the data by its declared name, where it has one."""
        return self.data.names.get(value, value) if isinstance(definition.type, BodyType) else value

    def parameter(self, number: int) -> Any:
        """The value of a parameter: as supplied, else as written."""
        if number not in self._parameters:
            definition = self.program.parameters[number]
            cell = self.supplied.get(number, _NOT_GIVEN)
            if cell.invalid is not None:
                self._parameters[number] = Absent(INVALID, f"`{definition.name}` cannot be read: {cell.invalid}")
            elif cell.value is not None:
                self._parameters[number] = cell.value
            elif definition.value is not None:
                self._parameters[number] = self.compiler.code(definition.value)(None, None, ())  # type: ignore[arg-type]  # parameters look at no body
            else:
                self._parameters[number] = undefined(
                    f"the parameter `{definition.name}` has no value; supply one", definition.provisions
                )
        return self._parameters[number]

    def foreign(self, number: int, fr: Frame) -> Any:
        """The value of a node that another methodology scores: its result, a value in the data, or undefined."""
        node = self.program.definitions[number]
        assert isinstance(node, NodeDef)
        found = self.others.value(node, fr) if self.others is not None else None
        if found is not None:
            return found
        cell = fr.record.cells.get(number, _NOT_GIVEN)
        if cell.value is not None:
            return cell.value
        at = (str(cell.address),) if cell.address else ()
        if cell.invalid is not None:
            return Absent(INVALID, f"the result of `{node.scored_by}` cannot be read: {cell.invalid}", at)
        return undefined(f"the result of `{node.scored_by}` is not given", at)

    def table(self, definition: BracketsDef) -> Table:
        """Brackets with the rows that hold."""
        if id(definition) not in self._tables:
            self._tables[id(definition)] = self.new_table(definition)
        return self._tables[id(definition)]

    def no_kind(self, fr: Frame) -> Absent | None:
        """Why the kind of a body is not known, or None when it is."""
        if fr.kind is not None:
            return None
        return undefined(
            f"the kind of `{fr.body.key}` is not given",
            (str(fr.body.record.address),) if fr.body.record.address else (),
        )

    def cells(self, e: ir.Expr, fr: Frame) -> tuple[str, ...]:
        """The cells of the inputs that an expression names."""
        found = []
        for x in walk(e):
            if isinstance(x, ir.Ref) and len(x.targets) == 1 and x.lift == 0:
                cell = fr.record.cells.get(x.targets[0])
                if cell is not None and cell.address is not None:
                    found.append(str(cell.address))
        return tuple(found)

    # ---- triggers and ratings

    def trigger(self, number: int, fr: Frame) -> Any:
        """Whether any condition of a trigger holds, by Kleene's `or`."""
        unknown: Absent | None = None
        for guard in self.program.triggers[number].guards:
            if guard.guard is None or not self.active(guard.conditions):
                continue
            value = self.compiler.code(guard.guard)(fr, fr, ())
            if value is True:
                return True
            if type(value) is Absent:
                unknown = unknown or value.spread().under(guard.provisions)
        return False if unknown is None else unknown

    def ranking(self, number: int, node: int, fr: Frame) -> Ranking:
        """The rating of a node within the group of a body."""
        rating = self.program.ratings[number]
        among = next((a for a in rating.among if self.active(a.conditions)), None)
        if among is None:
            return self._ranked(rating, [])
        over = among.over if isinstance(among.over, ir.BodiesOf) else ir.BodiesOf()
        own = group(self.compiler, over)(fr, fr, ())
        if type(own) is Absent:  # it is not known with whom to rank it
            return self._ranked(rating, [(fr, own)])
        place = (number, node, fr.period, own)
        if place not in self._rankings:
            self._rankings[place] = self._ranked(rating, self._entries(rating.nodes[node], over, fr, own))
        return self._rankings[place]

    def _ranked(self, rating: RatingDef, entries: Iterable[tuple[Frame, Any]]) -> Ranking:
        held = [(frame.key, value) for frame, value in entries]
        return Ranking(rating.name, rating.highest_first, rating.ties, held)

    def _entries(self, node: ir.Ref, over: ir.BodiesOf, fr: Frame, own: Any) -> list[tuple[Frame, Any]]:
        value, grouped = self.compiler.code(node), group(self.compiler, over)
        where = self.compiler.code(over.where) if over.where is not None else None
        entries = []
        for frame in self.bodies(fr.period):
            if grouped(frame, frame, ()) != own:
                continue
            holds = True if where is None else where(frame, frame, ())
            if type(holds) is Absent:
                entries.append((frame, holds))
            elif holds:
                entries.append((frame, value(frame, frame, ())))
        return entries
