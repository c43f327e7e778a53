"""Running examples: the same road as for real data, from cells to scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

from attrs import define, field

from evallang import numbers
from evallang.backends.scores import Result, Scores
from evallang.diagnostics import Diagnostic, Severity
from evallang.examples.collect import ONLY_BODY, ExampleSet, Expectation, FileSet
from evallang.ir.data import Address, Finding
from evallang.ir.paths import UnknownPath
from evallang.ir.program import Program
from evallang.numbers import parse_number, parse_share
from evallang.source import SourceFile, Span
from evallang.syntax import ast
from evallang.tables.examples_in import read_rows
from evallang.tables.files import read
from evallang.tables.raw import DataError, RawData, RawRow, RawTable

Delivered = set[tuple[str, str]] | None
"""Which lists an example gives, by body; a list that it does not give was not delivered."""

Score = Callable[[RawData, Mapping[str, str], Mapping[str, str], str, "int | None", Delivered], Scores]
"""(data, readings, parameters, name of the key column, period, lists delivered) → scores."""

_LONG = 10**30  # a fraction of larger numbers says nothing to a reader
_HERE = "the example"
_YEAR = 2000  # of an example that names no period in a methodology that looks back


@define(eq=False)
class Outcome:
    """What an example came to: how many figures were compared, and each that differs."""

    title: str
    compared: int = 0
    failures: list[Diagnostic] = field(factory=list)
    unconfirmed: bool = False


def run_example(example: ExampleSet, program: Program, source: SourceFile, score: Score) -> Outcome:
    """Score the facts of an example and compare what is expected."""
    outcome = Outcome(example.title, unconfirmed=example.unconfirmed)
    unused: dict[Finding, None] = {}
    try:
        raw = _raw(example, program)
        delivered = {(body, name) for body, _, name, _ in example.tables}
        by_period: dict[int | None, Scores] = {}
        for wanted in example.expectations:
            if wanted.period not in by_period:
                by_period[wanted.period] = score(
                    raw, example.readings, example.parameters, "body", wanted.period, delivered
                )
                unused |= dict.fromkeys(filter(_is_unused, by_period[wanted.period].findings))
            _compare(outcome, wanted, by_period[wanted.period], source)
    except (DataError, KeyError) as error:
        outcome.failures.append(
            Diagnostic("E0402", f"the example cannot be run: {error.args[0]}", source, example.span)
        )
    if unused:  # what differs may only follow from it
        outcome.failures = [
            Diagnostic("E0242", finding.message, source, _place(example, finding.address), help=finding.help)
            for finding in unused
        ]
    return outcome


def _is_unused(finding: Finding) -> bool:
    """Whether a finding is about a row or a column that an example gives and that nothing reads."""
    address = finding.address
    if address is None or address.file != _HERE or address.column == "kind":
        return False
    return bool(address.column and not address.row) or (finding.severity is Severity.ERROR and "row" in address.row)


def _place(example: ExampleSet, address: Address | None) -> Span:
    """The row that a finding is about, else the header of its column, else the title of the example."""
    if address is None:
        return example.span
    for body, _, name, table in example.tables:
        for number, row in enumerate(table.rows, 1):
            if address.row == _row_place(name, body, number):
                return row.span
        for cell in table.header if not address.row else ():
            if cell.text == address.column:
                return cell.span
    return example.span


def _row_place(name: str, body: str, number: int) -> str:
    return f", row {number} of `{name}`" + ("" if body == ONLY_BODY else f" of `{body}`")


def _raw(example: ExampleSet, program: Program) -> RawData:
    """The facts as tables, as if they had been read from files."""
    years = {period for _, period in example.facts if period is not None}
    for _, _, _, table in example.tables:
        years |= _years(table)
    last = max(years) if years else _YEAR if any(d.yearly for d in program.inputs) else None
    rows: dict[tuple[str, int | None], dict[str, str]] = {}
    given = example.facts or {(ONLY_BODY, None): {}}
    for (body, period), facts in given.items():
        rows.setdefault((body, last if period is None else period), {}).update(facts)
    columns = sorted({column for facts in rows.values() for column in facts})
    headers = ("body", *(("period",) if last is not None else ()), *columns)
    bodies = RawTable("bodies", _HERE, headers)
    for (body, period), facts in rows.items():
        start = [body] if last is None else [body, str(period)]
        bodies.rows.append(
            RawRow("" if body == ONLY_BODY else f", body `{body}`", [*start, *(facts.get(c, "") for c in columns)])
        )
    return RawData((bodies, *(_items(entry, last) for entry in example.tables)))


def _years(table: ast.Table) -> set[int]:
    place = next((i for i, cell in enumerate(table.header) if cell.text == "period"), None)
    if place is None:
        return set()
    return {int(c.text) for row in table.rows if isinstance(c := row.cells[place], ast.Constant) and c.text.isdigit()}


def _items(given: tuple[str, int | None, str, ast.Table], last: int | None) -> RawTable:
    body, period, name, table = given
    headers = tuple(cell.text for cell in table.header)
    year = last if period is None else period
    dated = year is not None and "period" not in headers
    before = ("body", "period") if dated else ("body",)
    found = RawTable(name, _HERE, (*before, *headers))
    for number, row in enumerate(table.rows, 1):
        start = [body, str(year)] if dated else [body]
        found.rows.append(RawRow(_row_place(name, body, number), [*start, *map(_cell, row.cells)]))
    return found


def _cell(cell: ast.Cell) -> str:
    match cell:
        case ast.Constant(text=text) | ast.Ordinal(text=text):
            return text
        case ast.Text(value=words):
            return words
        case ast.Path():
            return ".".join(cell.segments)
        case _:
            return ""


def _compare(outcome: Outcome, wanted: Expectation, scores: Scores, source: SourceFile) -> None:
    period = scores.periods[-1]
    try:
        result = scores.result(scores[wanted.body, period].frame, scores.paths.find(wanted.path), ".".join(wanted.path))
    except UnknownPath as error:
        outcome.failures.append(Diagnostic("E0201", str(error), source, wanted.span))
        return
    outcome.compared += 1
    if not _agrees(result, wanted.value):
        shown = wanted.value.word if isinstance(wanted.value, ast.State) else source.slice(wanted.value.span)
        whose = "" if wanted.body == ONLY_BODY else f" of `{wanted.body}`"
        outcome.failures.append(
            Diagnostic(
                "E0401",
                f"`{'.'.join(wanted.path)}`{whose} is {_shown(result)}, expected {shown}",
                source,
                wanted.span,
                help=_why(result),
            )
        )


def _shown(result: Result) -> str:
    if isinstance(result.value, Fraction) and 1 < result.value.denominator < _LONG and abs(result.value) < _LONG:
        return f"{result} ({result.value.numerator}/{result.value.denominator})"
    return str(result)


def _why(result: Result) -> str | None:
    return "; ".join(filter(None, (result.because, ", ".join(result.at)))) or None


def _agrees(result: Result, wanted: ast.Constant | ast.Path | ast.Text | ast.State) -> bool:
    match wanted:
        case ast.State(word=word):
            return result.status == ("undefined" if word == "missing" else word)
        case ast.Constant(text=text):
            return _same_number(result, text)
        case ast.Path():
            return _same_word(result, str(wanted))
        case _:
            return _same_word(result, wanted.value)


def _same_number(result: Result, text: str) -> bool:
    try:
        wanted = parse_share(text) if text.endswith("%") else parse_number(text)
        value = result.value
        return isinstance(value, Fraction | numbers.Real) and numbers.compare(value, wanted) == 0
    except (ValueError, numbers.NumberError):
        return False


def _same_word(result: Result, word: str) -> bool:
    if isinstance(result.value, bool):
        return word == ("yes" if result.value else "no")
    return isinstance(result.value, str) and word in (result.value, result.label)


def run_files(files: FileSet, folder: Path, source: SourceFile, score: Score) -> Outcome:
    """Score an acceptance set and compare every figure of its second file."""
    outcome = Outcome(f"{files.inputs} against {files.expected}")
    try:
        scores = score(read([folder / files.inputs]), {}, {}, files.key, None, None)
        expected = read_rows(folder / files.expected, files.key)
    except (DataError, OSError) as error:
        outcome.failures.append(Diagnostic("E0402", f"the examples cannot be read: {error}", source, files.span))
        return outcome
    for key, row in expected.items():
        for column, (text, address) in row.items():
            if column == files.key or (not text and files.blank_not_compared):
                continue
            problem = _figure(scores, key, files.columns.get(column, column), text)
            outcome.compared += 1
            if problem:
                outcome.failures.append(Diagnostic("E0401", f"{address}: {problem}", source, files.span))
    return outcome


def _figure(scores: Scores, key: str, path: str, text: str) -> str | None:
    """What is wrong with one figure, or None."""
    try:
        result = scores[key][path]
    except KeyError as error:
        return str(error.args[0])
    if not text:
        return None if result.status != "value" else f"`{path}` of `{key}` is {result}, expected no value"
    if _same_word(result, text) or _same_number(result, text):
        return None
    return f"`{path}` of `{key}` is {_shown(result)}, expected {text}" + (
        f" ({result.because})" if result.because else ""
    )
