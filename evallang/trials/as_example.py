"""A trial as an `example` that can be pasted into the rules, in the one layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from evallang.backends.interpreter.absence import Absent
from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions
from evallang.source import from_text, width
from evallang.syntax import format_module, parse
from evallang.tables.columns import short_header
from evallang.tables.item_keys import key_headers
from evallang.trials import said
from evallang.trials.made import Made, Path, Trial, Value
from evallang.trials.short_paths import ShortPaths, Unsayable, required
from evallang.trials.sides import Switch
from evallang.trials.uses import Target
from evallang.types import BodyType

WIDTH = 100
"""A line of facts goes on in the next one before it is wider than this."""


@frozen
class Expected:
    """One result that an example expects: of which body (the subject of the trial), in which year (the last one).

    `keys` are those of the item that it is of, `value` is what `Side.results` gives for it.
    """

    target: Target
    value: Any
    keys: tuple[str, ...] = ()
    body: str | None = None
    year: int | None = None


class ExampleWriter:
    """Writes trials as examples of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.names = ShortPaths(program)
        self.yearly = any(d.yearly for d in program.inputs)
        self.names_years = any(
            isinstance(e, ir.InPeriod) for d in program.definitions for x in definition_expressions(d) for e in walk(x)
        ) or any(isinstance(e, ir.InPeriod) for f in program.functions for e in walk(f.value))

    def write(
        self, trial: Trial, expected: Sequence[Expected], title: str, *, under: Switch = (),
        parameters: Mapping[str, Value] | None = None, provisions: Iterable[str] = (), unconfirmed: bool = False,
    ) -> str | None:  # fmt: skip
        """The example, ending with a line feed; None for what no example can say.

        Expected results that have no exact words (irrational numbers, undecided comparisons) are left out, and an
        example that would expect nothing is None. `under` are readings by id or name, each with an option,
        `parameters` are those that the document leaves open, `provisions` are cited as they are written there.
        """
        try:
            body = self._statements(trial, expected, parameters or {})
            marks = [*provisions, *self._under(under), *["unconfirmed"] * unconfirmed]
            head = " ".join(["example", required(said.quoted(" ".join(title.replace('"', "'").split()))), *marks])
        except Unsayable:
            return None
        module, _ = parse(from_text("example", f"{head} {{\n{body}}}\n"))
        return format_module(module)

    def can_write(self, trial: Trial, expected: Sequence[Expected]) -> bool:
        """Whether an example can say a trial and what is expected of it."""
        try:
            return bool(self._statements(trial, expected, {}))
        except Unsayable:
            return False

    def can_say(self, target: Target, value: Any, keys: tuple[str, ...] = ()) -> bool:
        """Whether an example can expect a result; of an input that has no value it cannot say why."""
        if isinstance(value, Absent) and self.names.is_input(target.path):
            return False
        try:
            return said.expected(value) is not None and bool(self.names.result(target, keys))
        except Unsayable:
            return False

    def _under(self, under: Switch) -> Iterator[str]:
        for name, option in under:
            reading = next((r for r in self.program.readings if name in (r.id, r.name)), None)
            if reading is not None and reading.options[reading.choice].name != option:
                yield f"under {reading.name}.{option}"

    # ---- bodies and years

    def _statements(self, trial: Trial, expected: Sequence[Expected], parameters: Mapping[str, Value]) -> str:
        self._deliverable(trial)
        last = trial.years[-1]
        wanted: dict[tuple[str, int | None], list[str]] = {}
        for e in expected:
            value = said.expected(e.value)
            if value is not None:
                place = (e.body or trial.subject, last if e.year is None else e.year)
                wanted.setdefault(place, []).append(f"{self.names.result(e.target, e.keys)} {value}")
        if not wanted:
            raise Unsayable
        alone, dated = self._alone(trial), self._dated(trial)
        lines = _listed("given", [f"{name} {required(said.given(v))}" for name, v in parameters.items()])
        for year in trial.years:
            inside = []
            for name in dict.fromkeys(name for name, _ in trial.made):
                if (name, year) in trial.made:
                    facts = self._facts(trial, (name, year), alone) + _listed("expect", wanted.get((name, year), []))
                    inside += facts if alone else [f"body {required(said.word(name))} {{", *facts, "}"]
            lines += [f"period {year} {{", *inside, "}"] if dated else inside
        return "".join(f"{line}\n" for line in lines)

    def _alone(self, trial: Trial) -> bool:
        """Whether the body needs no name: no rule and no value names it, and each of its years gives something."""
        if len(trial.kinds) > 1:
            return False
        known = {word for body in self.program.bodies for word in (body.name, body.label)}
        exempted = {
            name for node in self.program.nodes for e in (*node.exemptions, *node.shared_out) for name in e.bodies
        }
        referring = any(self._names_body(made) for made in trial.made.values())
        bare = any(
            not made.values and not made.lists and not trial.kinds[name] for (name, _), made in trial.made.items()
        )
        return not (trial.subject in known | exempted or referring or (bare and self._dated(trial)))

    def _names_body(self, made: Made) -> bool:
        """Whether a value that is given is a body."""
        inputs = (self.names.inputs.get(path, ()) for path, value in made.values.items() if value is not None)
        if any(isinstance(d.type, BodyType) for found in inputs for d in found):
            return True
        return any(self._names_body(row) for rows in made.lists.values() for row in rows.values())

    def _dated(self, trial: Trial) -> bool:
        """Whether the years are said: there are several, or a formula names one."""
        return trial.years[-1] is not None and (len(trial.years) > 1 or self.names_years)

    def _facts(self, trial: Trial, place: tuple[str, int | None], alone: bool) -> list[str]:
        """What is given for a body in a year; there is something, unless the body is named."""
        made, kind = trial.made[place], trial.kinds[place[0]]
        once = bool(kind) or not alone
        facts = [f"kind {required(said.word(kind))}"] if kind else []
        for path, value in made.values.items():
            d = self.names.input(path, kind)
            if d is not None and not (once and self._said_later(trial, place, d)):
                facts.append(f"{self.names.given(d)} {required(said.given(value))}")
        lines = _listed("given", facts)
        for number in range(len(self.program.items)):
            lines += self._table(number, made, kind)
        return lines

    def _said_later(self, trial: Trial, place: tuple[str, int | None], d: InputDef) -> bool:
        """Whether a value is the same in every year: then it is said in the last one."""
        held = {year: made.values.get(d.path) for (name, year), made in trial.made.items() if name == place[0]}
        if d.yearly or not self.yearly or place[1] == max(held, key=lambda year: year or 0):
            return False
        return None not in held.values() and len(set(held.values())) == 1

    # ---- items

    def _deliverable(self, trial: Trial) -> None:
        """A list that one body or item gives in an example is given, empty, by its likes too."""
        for item in self.program.items:
            parent = None if item.parent is None else self.program.items[item.parent].path
            for name in trial.kinds if parent is None else [None]:
                above = [made for (body, _), made in trial.made.items() if name in (None, body)]
                holders = above if parent is None else [row for _, row in _rows(above, parent)]
                if len({item.path in made.lists for made in holders}) > 1:
                    raise Unsayable

    def _table(self, number: int, made: Made, kind: str | None) -> list[str]:
        """The table of a list: with its own keys, and with those of the items that hold it."""
        item = self.program.items[number]
        parent = None if item.parent is None else self.program.items[item.parent].path
        holders = [((), made)] if parent is None else list(_rows([made], parent))
        if not any(item.path in holder.lists for _, holder in holders):
            return []
        rows = [((*k, key), row) for k, holder in holders for key, row in holder.lists.get(item.path, {}).items()]
        given = {path: None for _, row in rows for path in row.values}
        inputs = sorted((d for path in given if (d := self.names.input(path, kind))), key=lambda d: d.number)
        headers = [*key_headers(self.program, number), *(short_header(d, len(item.path)) for d in inputs)]
        table = [[required(said.path((h,)) if i == 0 else said.word(h)) for i, h in enumerate(headers)]]
        for keys, row in rows:
            cells = [said.cell(row.values.get(d.path)) for d in inputs]
            table.append([required(cell) for cell in (*map(said.key, keys), *cells)])
        return [f"given {self.names.list_name(number)}", *("| " + " | ".join(cells) + " |" for cells in table)]


def _rows(made: Iterable[Made], at: Path) -> Iterator[tuple[tuple[str, ...], Made]]:
    """The items of a list at any depth, each with its keys, those of the items that hold it first."""
    for holder in made:
        for path, rows in holder.lists.items():
            if path == at[: len(path)]:
                for key, row in rows.items():
                    if path == at:
                        yield (key,), row
                    else:
                        yield from (((key, *inner), found) for inner, found in _rows([row], at))


def _listed(word: str, facts: Sequence[str]) -> list[str]:
    """`given a 1, b 2` in as many lines as it takes."""
    if not facts:
        return []
    lines = [word]
    for i, fact in enumerate(facts):
        shown = fact + ("," if i < len(facts) - 1 else "")
        if i and width(f"{lines[-1]} {shown}") > WIDTH:
            lines.append(shown)
        else:
            lines[-1] += f" {shown}"
    return lines
