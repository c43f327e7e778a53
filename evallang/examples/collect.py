"""The examples of a document as data and expectations; what they name must exist."""

from __future__ import annotations

from typing import Any

from attrs import define, field, frozen

from evallang.diagnostics import Diagnostic, Label
from evallang.ir.paths import Paths, UnknownPath
from evallang.ir.program import InputDef, ItemDef, Program
from evallang.semantics.collect import kinds_advice
from evallang.semantics.spans import beginning, word_of
from evallang.source import SourceFile, Span
from evallang.suggest import meant_or_listed
from evallang.syntax import ast

ONLY_BODY = "the body"


@frozen
class Expectation:
    """One expected result: of which body, in which period (None: the last), at which path."""

    body: str
    period: int | None
    path: tuple[str, ...]
    value: ast.Constant | ast.Path | ast.Text | ast.State
    span: Span


@define(eq=False)
class ExampleSet:
    """One `example`: facts by (body, period), tables of items, expectations, options switched.

    An `unconfirmed` one expects what the rules give, and nobody has said yet that this is right.
    """

    title: str
    span: Span
    unconfirmed: bool = False
    readings: dict[str, str] = field(factory=dict)
    facts: dict[tuple[str, int | None], dict[str, str]] = field(factory=dict)
    tables: list[tuple[str, int | None, str, ast.Table]] = field(factory=list)
    parameters: dict[str, str] = field(factory=dict)
    expectations: list[Expectation] = field(factory=list)
    expects: bool = False
    given: dict[tuple[str, int | None, str], Span] = field(factory=dict)


@frozen
class FileSet:
    """`examples from … expect …`: two CSV files and how their columns are named."""

    inputs: str
    expected: str
    key: str
    columns: dict[str, str]
    blank_not_compared: bool
    span: Span


def collect_examples(module: ast.Module, program: Program) -> tuple[list[ExampleSet], list[FileSet], list[Diagnostic]]:
    """The examples of a module, its acceptance sets, and what they name wrongly."""
    collector = _Collector(module.source, program)
    for statement in _examples(module.statements):
        if isinstance(statement, ast.Example):
            collector.example(statement)
        else:
            collector.files(statement)
    return collector.sets, collector.file_sets, collector.diagnostics


def _examples(statements: tuple[Any, ...]) -> list[ast.Example | ast.Examples]:
    found: list[ast.Example | ast.Examples] = []
    for s in statements:
        if isinstance(s, ast.Example | ast.Examples):
            found.append(s)
        elif isinstance(s, ast.Part | ast.Node | ast.Item):
            found += _examples(s.body or ())
    return found


class _Collector:
    def __init__(self, source: SourceFile, program: Program) -> None:
        self.source = source
        self.program = program
        self.paths = Paths(program)
        self.sets: list[ExampleSet] = []
        self.file_sets: list[FileSet] = []
        self.diagnostics: list[Diagnostic] = []

    def report(self, code: str, message: str, span: Span, advice: str | None = None) -> None:
        self.diagnostics.append(Diagnostic(code, message, self.source, span, help=advice))

    def example(self, s: ast.Example) -> None:
        found = ExampleSet(s.title.value, s.title.span, s.unconfirmed)
        for under in ast.unders(s.marks):
            self.switch(found, under.path)
        self.statements(found, s.body or (), ONLY_BODY, None)
        self.outside(found)
        if not found.expects:
            self.report("E0241", "the example expects nothing", s.title.span, "write `expect NODE VALUE`")
        self.sets.append(found)

    def switch(self, found: ExampleSet, path: ast.Path) -> None:
        known = self.program.readings
        reading = next((r for r in known if r.name == path.segments[0]), None)
        if reading is not None and len(path.segments) == 2 and reading.option(path.segments[1]) is not None:
            found.readings[reading.name] = path.segments[1]
            return
        options = [f"{r.name}.{o.name}" for r in known if reading in (None, r) for o in r.options]
        advice = meant_or_listed(str(path), options, "option") or "write `under reading.option`"
        self.report("E0219", f"`{path}` names no option of a reading", path.span, advice)

    def statements(self, found: ExampleSet, statements: tuple[Any, ...], body: str, period: int | None) -> None:
        for s in statements:
            match s:
                case ast.Given(facts=facts):
                    for fact in facts:
                        self.given(found, fact, body, period)
                case ast.GivenTable():
                    self.table(found, s, body, period)
                case ast.Expect(facts=facts):
                    for fact in facts:
                        self.expected(found, fact, body, period)
                case ast.ExampleBody(name=name, body=inner):
                    key = name.text if isinstance(name, ast.Name) else name.value
                    found.facts.setdefault((key, period), {})
                    self.statements(found, inner, key, period)
                case ast.Period(year=year, body=inner):
                    self.statements(found, inner, body, int(year.replace("_", "")))
                case ast.Words():
                    pass
                case _:
                    message = f"`{word_of(s)}` cannot stand in an example"
                    self.report("E0207", message, beginning(s, self.source), "an example holds `given` and `expect`")

    def given(self, found: ExampleSet, fact: ast.GivenFact, body: str, period: int | None) -> None:
        name = str(fact.path)
        text = self.text(fact.value)
        if name == "kind":
            found.facts.setdefault((body, period), {})["kind"] = text
            names = tuple(kind.name for kind in self.program.kinds)
            if text not in names and text not in (kind.label for kind in self.program.kinds):
                self.report("E0208", f"unknown kind `{text}`", fact.value.span, kinds_advice(text, names))
            self.once(found, body, period, name, fact.path.span)
            return
        target = self.find(fact.path)
        if target is None:
            return
        self.once(found, body, period, name, fact.path.span)
        if target.sort == "parameter":
            found.parameters[name] = text
            return
        if target.sort == "item":
            advice = f"give its rows in a table: `given {name}`, and a header in the next line"
            self.report("E0242", f"`{name}` is a list, not one value", fact.path.span, advice)
            return
        definition = self.program.definitions[target.numbers[0]] if target.sort == "value" else None
        if target.keys:
            self.report(
                "E0242",
                f"`{name}` belongs to an item",
                fact.path.span,
                "give items in a table: `given ITEM`, then its rows",
            )
        elif not isinstance(definition, InputDef) and not getattr(definition, "scored_by", ""):
            self.report(
                "E0242",
                f"`{name}` is computed, it cannot be given",
                fact.path.span,
                "give the inputs that it is made of",
            )
        else:
            assert definition is not None
            found.facts.setdefault((body, period), {})[".".join(definition.path)] = text

    def once(self, found: ExampleSet, body: str, period: int | None, name: str, span: Span) -> None:
        """Report what is given to one body in one period a second time."""
        first = found.given.setdefault((body, period, name), span)
        if first is not span:
            whose = "" if body == ONLY_BODY else f" to `{body}`"
            label = (Label(first, "first given here"),)
            message = f"`{name}` is given twice{whose}"
            self.diagnostics.append(
                Diagnostic("E0203", message, self.source, span, help="keep one of them", labels=label)
            )

    def outside(self, found: ExampleSet) -> None:
        """Report what is given or expected outside of the bodies of an example that names some."""
        bodies = {key for key, _ in found.facts} - {ONLY_BODY}
        if not bodies:
            return
        advice = "write it between the braces of the body that is meant"
        for (body, _, name), span in found.given.items():
            if body == ONLY_BODY and name not in found.parameters:
                self.report("E0207", f"`{name}` is given to no body, and the example has several", span, advice)
        for wanted in found.expectations:
            if wanted.body == ONLY_BODY:
                name = ".".join(wanted.path)
                self.report(
                    "E0207", f"`{name}` is expected of no body, and the example has several", wanted.span, advice
                )

    @staticmethod
    def text(value: ast.Constant | ast.Path | ast.Text | ast.State) -> str:
        """What is given as a data file would write it; `missing` is an empty cell."""
        match value:
            case ast.Constant(text=text):
                return text
            case ast.Text(value=words):
                return words
            case ast.State():
                return ""
            case _:
                return str(value)

    def table(self, found: ExampleSet, s: ast.GivenTable, body: str, period: int | None) -> None:
        name = str(s.path)
        meant = [item for item in self.program.items if name in (item.name, ".".join(item.path))]
        if not meant:
            self.report("E0201", f"no item is called `{name}`", s.path.span, _items(self.program))
            return
        item = next((item for item in meant if name == ".".join(item.path)), meant[0])
        width = len(s.table.header)
        for row in s.table.rows:
            if len(row.cells) != width:
                self.report(
                    "E0215",
                    f"the row has {len(row.cells)} cells, the header {width}",
                    row.span,
                    "an empty cell is `| |`",
                )
                return
        self.once(found, body, period, name, s.path.span)
        found.facts.setdefault((body, period), {})
        listed = name if len(meant) > 1 else list_name(self.program, item)
        found.tables.append((body, period, listed, s.table))

    def expected(self, found: ExampleSet, fact: ast.GivenFact, body: str, period: int | None) -> None:
        found.expects = True
        if self.find(fact.path) is not None:
            found.expectations.append(Expectation(body, period, fact.path.segments, fact.value, fact.span))

    def find(self, path: ast.Path) -> Any:
        try:
            return self.paths.find(path.segments)
        except UnknownPath as error:
            message, _, hint = str(error).partition("; ")
            self.report("E0201", message, path.span, self.whole_path(path) or hint or None)
            return None

    def whole_path(self, path: ast.Path) -> str | None:
        """What to write where a name needs something before or behind it."""
        if any(rating.name == str(path) for rating in self.program.ratings):
            return f"it is a rating: write `{path}.rank`"
        name = path.segments[-1]
        level = next((d.level for d in self.program.definitions if d.name == name and d.level), ())
        if not level:
            return None
        items = ".".join(f"{self.program.items[number].name}.KEY" for number in level)
        whose = self.program.items[level[-1]].name
        return f"each `{whose}` has its own: write `{items}.{name}`, with the key of the one meant"

    def files(self, s: ast.Examples) -> None:
        columns = {}
        for column in s.columns:
            columns[column.column.text] = ".".join(column.path.segments)
            self.find(column.path)
        self.file_sets.append(
            FileSet(s.inputs.value, s.expected.value, s.key.text, columns, s.blank_not_compared, s.inputs.span)
        )


def list_name(program: Program, item: ItemDef) -> str:
    """The name of a list among the tables of an example: its whole path where another one is called the same."""
    alike = [other for other in program.items if other.name == item.name]
    return item.name if len(alike) == 1 else ".".join(item.path)


def _items(program: Program) -> str | None:
    names = ", ".join(f"`{item.name}`" for item in program.items)
    return f"the items are {names}" if names else None
