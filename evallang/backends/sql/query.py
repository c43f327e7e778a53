"""A methodology as one SQL query: the tables it reads, the steps, the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import prod

from attrs import define, evolve, field

from evallang.backends.interpreter.run import Run
from evallang.backends.specialised import Specialised
from evallang.backends.sql import expressions
from evallang.backends.sql.dialect import DIALECTS, Dialect
from evallang.backends.sql.head import called_otherwise, head
from evallang.backends.sql.inputs import absent_input, read
from evallang.backends.sql.kinds import of_known_kind
from evallang.backends.sql.logic import choose
from evallang.backends.sql.names import Names, ResultNames, result_names
from evallang.backends.sql.nodes import for_kinds, grade_of, node
from evallang.backends.sql.place import Place, Shared, sort_of
from evallang.backends.sql.steps import Level, Step, Steps, plain
from evallang.backends.sql.tables import DOUBTFUL, Table, renamed, tables
from evallang.backends.sql.values import FLAG, INVALID, NUMBER, VALUE, Value, spread
from evallang.ir.data import Cell, Dataset
from evallang.ir.deep import deep_calls
from evallang.ir.program import FormulaDef, InputDef, NodeDef, Program, TriggerDef
from evallang.tables.bodies import KIND

STATUSES = {
    0: "value", 1: "undefined", 2: "undefined", 3: "undefined", 4: "undefined", 6: "not applicable", 9: "in doubt",
}  # fmt: skip
"""What a result's status is called; what was missing or invalid below it is undefined in a result."""


@define(eq=False)
class Query:
    """A methodology under chosen readings, for one database; `outputs` are the paths that are wanted, none for all.

    `sources` is the SQL that reads tables which are not to be read as they are, and `bodies` that of the keys of all
    bodies.
    """

    program: Program
    choices: tuple[int, ...]
    dialect: Dialect
    parameters: Mapping[int, Cell] = field(factory=dict)
    invalid: str = INVALID
    outputs: tuple[str, ...] = ()
    sources: dict[Level, str] = field(factory=dict)
    bodies: str = "bodies"
    _shared: Shared | None = field(default=None, repr=False)
    _found: dict[Level, dict[str, Value]] = field(factory=dict, repr=False)
    _called: dict[Level, dict[str, ResultNames]] = field(factory=dict, repr=False)
    _underway: set[int] = field(factory=set, repr=False)

    @classmethod
    def of(
        cls, program: Program, choices: tuple[int, ...], dialect: str, parameters: Mapping[int, Cell] | None = None
    ) -> Query:
        """For a database by its name."""
        return cls(program, choices, DIALECTS[dialect], parameters or {})

    @property
    def shared(self) -> Shared:
        """The steps with the inputs read."""
        if self._shared is None:
            run = Run(self.program, self.choices, Dataset(), None, self.parameters)
            self._shared = Shared(Specialised(self.program, self.choices), run, Steps(self.dialect))
            self._shared.define, self._shared.invalid = self.define, self.invalid
            self._shared.bodies = f"{self.bodies} x"
            read(self._shared, self.tables, self.sources)
        return self._shared

    @property
    def tables(self) -> list[Table]:
        """The tables that the query reads."""
        return list(tables(self.program, Specialised(self.program, self.choices).active, self.dialect))

    def define(self, number: int) -> Value:
        """The columns of a definition."""
        shared = self.shared
        found = shared.definitions.get(number)
        if found is None:
            d = self.program.definitions[number]
            place = Place(shared, d.level)
            if number in self._underway:
                kind = NUMBER if isinstance(d, NodeDef) else sort_of(d.type)
                return place.unsaid(f"`{d.short}`, which looks at itself in another period", kind)
            self._underway.add(number)
            before, shared.steps.note = shared.steps.note, _note(d)
            found = shared.definitions[number] = self._defined(place, d)
            shared.steps.note = before
            self._underway.discard(number)
        return found

    def _defined(self, place: Place, d: InputDef | FormulaDef | NodeDef) -> Value:
        if isinstance(d, NodeDef):
            return node(place, d)
        if isinstance(d, FormulaDef):
            return for_kinds(place, d.kinds, expressions.value(place, d.value))
        found = self.shared.inputs.get(d.number) or absent_input(self.shared, d)
        if d.fallback is not None:
            spare = expressions.value(place, d.fallback)
            instead = place.let(f"{found.s} = 1 AND {spare.s} IN (0, 9)")
            found = choose(place, instead, spare, found) if found.s != VALUE else found
        return for_kinds(place, d.kinds, found)

    # ---- results

    def results(self, level: Level = ()) -> dict[str, Value]:
        """The results of a row of a level by their paths: nodes, and for bodies grades and triggers."""
        if level not in self._found:
            with deep_calls():
                for number in () if self.outputs else self.shared.holds.order:
                    self.define(number)
                makers = dict(self._results(level))
                wanted = [path for path in self.outputs if path in makers] if self.outputs else list(makers)
                self._found[level] = {path: makers[path]() for path in wanted}
        return self._found[level]

    def called(self, level: Level = ()) -> dict[str, ResultNames]:
        """The columns of the results of a row of a level by their paths."""
        if level not in self._called:
            own = [key.name for key in self._table(level).keys]
            own += [KIND] if not level and self.program.kinds else []
            self._called[level] = result_names(self.dialect, [*own, DOUBTFUL], self.results(level))
        return self._called[level]

    def _table(self, level: Level) -> Table:
        return next(t for t in self.tables if t.level == level)

    def paths(self, level: Level = ()) -> list[str]:
        """The paths of all results of a level, wanted or not."""
        return [path for path, _ in self._results(level)]

    def _results(self, level: Level) -> Iterator[tuple[str, Callable[[], Value]]]:
        place = Place(self.shared, level)
        start = len(self.program.items[level[-1]].path) if level else 0
        groups: dict[str, list[int]] = {}
        for d in self.program.nodes:
            if d.level == level:
                groups.setdefault(".".join(d.path[start:]) if level else d.short, []).append(d.number)
        for path, numbers in groups.items():
            yield path, partial(self._variant, place, numbers, self.define)
        if level:
            return
        for rating in self.program.ratings:
            for name in [f"{rating.name}.{n}" for n in rating.names] if rating.each else [rating.name]:
                yield f"{name}.rank", partial(place.unsaid, f"the rating `{rating.name}`")
        for path, numbers in groups.items():
            graded = [n for n in numbers if self._node(n).grades]
            if graded:
                yield f"{path}.grade", partial(self._variant, place, numbers, partial(grade_of, place))
        for trigger in self.program.triggers:
            yield ".".join(trigger.path), partial(self._trigger, place, trigger)

    def _node(self, number: int) -> NodeDef:
        d = self.program.definitions[number]
        assert isinstance(d, NodeDef)
        return d

    def _variant(self, place: Place, numbers: list[int], of: object) -> Value:
        """The variant for the kind of the body, where there is one."""
        if len(numbers) == 1 and self._node(numbers[0]).kinds is None:
            return of(numbers[0])  # type: ignore[operator,no-any-return]
        result: Value | None = None
        for number in reversed(numbers):
            one, kinds = of(number), self._node(number).kinds  # type: ignore[operator]
            if result is None:
                s = place.let(f"CASE WHEN {place.shared.kind} IS NULL THEN 3 ELSE 6 END")
                result = Value(one.sort, place.math.null(one.sort), s)
            fits = (
                "TRUE" if kinds is None else f"COALESCE({place.shared.kind} IN ({place.strings(sorted(kinds))}), FALSE)"
            )
            result = choose(place, place.let(fits if kinds is None or kinds else "FALSE"), one, result)
        assert result is not None
        return result

    def _trigger(self, place: Place, trigger: TriggerDef) -> Value:
        """Any of its conditions; without one that holds, the first absence is that of the trigger."""
        guards = [
            expressions.value(place, g.guard)
            for g in trigger.guards
            if g.guard is not None and self.shared.holds.active(g.conditions)
        ]
        if not guards:
            return Value(FLAG, "FALSE")
        yes = place.let(" OR ".join(f"COALESCE({g.v}, FALSE)" for g in guards))
        doubt = " OR ".join(f"{g.s} = 9" for g in guards)
        first = "0"
        for g in reversed(guards):
            first = place.let(f"CASE WHEN {g.s} <> 0 THEN {spread(g.s)} ELSE {first} END")
        return place.plain(yes, f"CASE WHEN {yes} THEN 0 WHEN {doubt} THEN 9 ELSE {first} END", FLAG)

    def text(self, level: Level = ()) -> str:
        """The whole query for the bodies, or for the rows of a list."""
        steps, columns = self.made(level)
        made = ",\n".join(f"{s.name} {self._held(s)}" for s in steps)
        shown = ",\n  ".join(columns)
        return f"{self.head(level)}WITH {made}\nSELECT\n  {shown}\nFROM {steps[-1].name}\n"

    def head(self, level: Level = ()) -> str:
        """The remarks above what is written, when all of it is made."""
        self.made(level)
        return head(self.program, self.choices, self.parameters, self.dialect, self.shared.unsaid, self._renamed(level))

    def _held(self, step: Step) -> str:
        """A step in its brackets."""
        is_kept = step.readers > 1 or (step.gathered and self.dialect.keeps_gathered)
        return (self.dialect.shared if is_kept else "AS (\n{0}\n)").format(step.select)

    def merged(self, level: Level = ()) -> int:
        """How many times over a database plans the steps that merges each of them into all that read it, at most."""
        return prod(step.readers for step in self.made(level)[0] if step.readers)

    def script(self, name: str, level: Level = ()) -> list[str]:
        """The same as statements that keep each step in a table, and the results in the table `name`.

        A planner takes one short statement after the other, where one query of a hundred steps keeps it for minutes.
        """
        steps, columns = self.made(level)
        readers = Counter(name_read for step in steps for name_read in step.reads)
        found = []
        for step in steps:
            found.append(f"{self.dialect.kept} {step.name} AS\n{step.select}")
            for name_read in sorted(step.reads):
                readers[name_read] -= 1
                if not readers[name_read]:
                    found.append(f"DROP TABLE {name_read}")
        found.append(f"CREATE TABLE {name} AS SELECT {', '.join(columns)} FROM {steps[-1].name}")
        return [*found, *(f"DROP TABLE {step.name}" for step in steps if step.name not in readers)]

    def made(self, level: Level) -> tuple[list[Step], list[str]]:
        """The steps, and what is shown of the last one."""
        found, place = self.results(level), Place(self.shared, level)
        name, called, keys = self.dialect.name_of, self.called(level), self._table(level).keys
        # Inside, 0 is the period of data without: it can be compared and joined.
        columns = [f"{'NULLIF(k1, 0)' if i == 1 else f'k{i}'} AS {name(key.name)}" for i, key in enumerate(keys)]
        wanted: list[str] = []

        def column(sql: str, called: str) -> None:
            wanted.append(place.let(sql))
            columns.append(f"{plain(wanted[-1])} AS {name(called)}")

        if not level and self.program.kinds:
            column(self.shared.kind, KIND)
        for path, value in found.items():
            x, names = _of_known_kind(place, value), called[path]
            column(x.v, names.value)
            if names.error:
                column(x.e if x.s == VALUE else f"CASE WHEN {x.s} = 0 THEN {x.e} END", names.error)
            if names.exact:
                column(_numerator(place, x), names.exact)
            column(_status(x.s), names.status)
        tests = [self.shared.strange_kind] if self.shared.strange_kind else []
        doubts = " OR ".join([*tests, *(f"{x.s} = 9" for x in found.values() if x.s != VALUE)]) or "FALSE"
        column(doubts, DOUBTFUL)
        return self.shared.steps.render(wanted, level), columns

    def _renamed(self, level: Level) -> Iterator[str]:
        """What is called otherwise than in the rules: columns of results, tables and their columns."""
        for path, names in self.called(level).items():
            if names.value != path:
                yield f"the result `{path}` is `{names.value}`"
        yield from (line for table in self.tables for line in renamed(table))

    def free_table(self, name: str) -> str:
        """A name for the results that no table has which the query reads."""
        names = Names(self.dialect)
        for table in self.tables:
            names.take(table.name)
        return names.take(name)

    def schema(self) -> str:
        """CREATE TABLE for each table that the query reads."""
        q, texts = self.dialect.name_of, []
        for table in self.tables:
            above = "".join(f"-- {line}\n" for line in called_otherwise(renamed(table)))
            columns = ",\n".join(f"  {q(c.name)} {c.type}" for c in (*table.keys, *table.columns))
            texts.append(f"{above}CREATE TABLE {q(table.name)} (\n{columns}\n);\n")
        return "\n".join(texts)


def _note(d: InputDef | FormulaDef | NodeDef) -> str:
    cited = ", ".join(d.provisions[:1])
    words = f"{d.short}{f' ({d.label})' if d.label else ''}{f' {cited}' if cited else ''}"
    return " ".join(words.split()).rstrip("\\")  # Spark goes on with a remark after a backslash


def _of_known_kind(place: Place, x: Value) -> Value:
    """A result, in doubt where the kind of the body is."""
    s = of_known_kind(place, x.s)
    return x if s == x.s else evolve(x, s=s, v=f"CASE WHEN {s} = 0 THEN {x.v} ELSE {place.math.null(x.sort)} END")


def _status(s: str) -> str:
    cases = " ".join(f"WHEN {code} THEN '{word}'" for code, word in STATUSES.items())
    return f"CASE {s} {cases} END"


def _numerator(place: Place, x: Value) -> str:
    """The exact value times its grid: the nearest whole number, where only one is near enough."""
    assert x.grid is not None
    math, grid = place.math, place.math.number(float(x.grid))
    near = place.shared.steps.dialect.floor.format(f"{x.v} * {grid} + {math.number(0.5)}")  # of what BIGINT holds
    error = "0" if x.certain else x.e
    sure = (
        f"{x.s} = 0 AND ABS({x.v} * {grid}) < {math.number(2.0**52)} "
        f"AND {error} * {grid} + ABS({x.v} * {grid}) * 4e-16 < 0.25"
    )
    return f"CASE WHEN {sure} THEN CAST({near} AS BIGINT) END"
