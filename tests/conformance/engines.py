"""Each engine over a case: what it says of each result, or that it leaves it to the interpreter."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from fractions import Fraction
from typing import Any

from agreeing.engines import has_floats, rounded
from attrs import define, field, frozen
from columns.comparing import as_objects, columns_of
from columns.items import given, lists_of
from conformance.case import Case, number_text
from conformance.reading import Record, parameters, records
from sql.comparing import answers
from sql.loading import fill

from evallang import numbers
from evallang.backends.columns.across import Across
from evallang.backends.columns.column import STATUSES
from evallang.backends.python.scorer import Scorer
from evallang.backends.python.unit import NotCompiled
from evallang.backends.sql.names import ResultNames
from evallang.backends.sql.query import Query
from evallang.rules import Rules

Place = tuple[Any, ...]
"""A body, its period, the keys of an item, and the path of a result."""


@frozen
class Near:
    """A number that is known to lie so near to the exact one."""

    value: Fraction
    error: Fraction

    def fits(self, expected: dict[str, Any]) -> bool:
        """Whether the exact number lies where this one says."""
        text = expected.get("number", expected.get("real"))
        return text is not None and abs(Fraction(text) - self.value) <= self.error


@define
class Said:
    """What an engine says of a run; what it refuses is not in `results`, and `refusals` say why."""

    results: dict[Place, dict[str, Any] | Near] = field(factory=dict)
    refusals: list[str] = field(factory=list)


Engine = Callable[[Case, Rules, dict[str, str]], Said]


# ---- compiled Python


def compiled_python(case: Case, rules: Rules, readings: dict[str, str]) -> Said:
    """Straight-line code: with the reasons, results of bodies only."""
    said, given = Said(), parameters(case.data)
    paths = rules.score(case.data, readings=readings).columns

    def compiled(outputs: list[str]) -> Any:
        return rules.compile(outputs=outputs, readings=readings, parameters=given)

    held = []
    for path in paths:
        try:
            compiled([path])
            held.append(path)
        except NotCompiled as refusal:
            said.refusals.append(str(refusal))
    if not held:
        return said
    scorer = compiled(held)
    given_records = records(case.data)
    for record, found in zip(given_records, scorer.score_all(given_records), strict=True):
        for path in held:
            said.results[record["body"], record.get("period"), (), path] = _told(found[path])
    for path in rounded(rules, held):
        _hold_floats(compiled([path]), path, given_records, said)
    return said


def _hold_floats(alone: Scorer, path: str, given: list[Record], said: Said) -> None:
    """Of a result that is rounded, code with floats in front says the same."""
    if has_floats(alone):
        for record, found in zip(given, alone.score_all(given), strict=True):
            place, ours = (record["body"], record.get("period"), (), path), _told(found[path])
            assert ours == said.results[place], f"{place}: {ours} with floats, {said.results[place]} without"


def _told(value: Any) -> dict[str, Any]:
    if type(value).__name__ != "Absent":  # the file has a class of its own
        return _as_json(value)
    status = "undefined" if value.status in ("missing", "invalid") else value.status
    return {"status": status, "because": value.because}


def _as_json(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"flag": value}
    if isinstance(value, str):
        return {"name": value}
    if isinstance(value, Fraction | int):
        return {"number": number_text(Fraction(value))}
    if type(value).__name__ == "RealNumber":
        return {"real": str(value)}
    return {"real": numbers.decimal34(value)[0]}


# ---- columns


def columns(case: Case, rules: Rules, readings: dict[str, str]) -> Said:
    """Columns, without the rows and the paths that they leave to the interpreter, and what no frame of items says."""
    said, held, program = Said(), records(case.data), rules.program
    flat = as_objects(columns_of([{k: v for k, v in record.items() if not isinstance(v, list)} for record in held]))
    frames = {name: as_objects(frame) for name, frame in lists_of(held, program).items()}
    lists, across = [given(record, program) for record in held], Across(program)
    for these in {names for names in lists if names is not None}:
        # In a frame each body has a list, or none: what looks at other bodies is for data that is alike in this.
        found = rules.score_columns(
            flat, lists={name: frames[name] for name in these}, readings=readings, period="all",
            parameters=parameters(case.data),
        )  # fmt: skip
        said.refusals += [path for path in found if path in found.whole]
        for path, column in found.items():
            if path in found.whole or (len(set(lists)) > 1 and across.path(rules.paths.find(path))):
                continue
            for row in (row for row, names in enumerate(lists) if names == these):
                status, value = STATUSES[column.status[row]], column.exact(row)
                said.results[held[row]["body"], held[row].get("period"), (), path] = (
                    _as_json(value) if status == "value" else {"status": status, "because": column.reason(row)}
                )
    return said


# ---- databases


@frozen
class Database:
    """A query in a database that `connect` gives: statuses and values of what is not in doubt, also of items."""

    dialect: str
    connect: Callable[[], Any]

    def __call__(self, case: Case, rules: Rules, readings: dict[str, str]) -> Said:
        """What the query decides."""
        cells, _ = rules.supplied(parameters(case.data), readings)
        query = Query.of(rules.program, rules.choices(readings), self.dialect, cells)
        said, held = Said(), records(case.data)
        if strange := sorted(set(_headings(held)) - set(_columns(query))):
            said.refusals.append(f"no table of `--schema` has a column {strange[0]}")
            return said
        with closing(self.connect()) as connection:
            fill(connection, query, _as_cells(held), "?" if self.dialect == "duckdb" else "%s")
            for level, rows in answers(query, connection).items():
                name = rules.program.items[level[-1]].name if level else ""
                for (body, period, *keys), row in rows.items():
                    for path in query.results(level):
                        result = _decided(row, query.called(level)[path])
                        if result is not None:
                            inside = (name, *keys) if level else ()
                            said.results[body, period or None, inside, path] = result
        return said


def _decided(row: dict[str, Any], called: ResultNames) -> dict[str, Any] | Near | None:
    status, value = row[called.status], row[called.value]
    if status == "in doubt":
        return None
    if status != "value":
        return {"status": status}
    if called.exact and (numerator := row[called.exact]) is not None:
        return {"number": number_text(Fraction(int(numerator), int(called.exact.rpartition(" ")[2])))}
    if called.error:
        return Near(Fraction(value), Fraction(row[called.error]))
    return _as_json(value)


def _headings(held: list[Record]) -> Iterator[str]:
    for record in held:
        yield from record
        yield from (name for value in record.values() if isinstance(value, list) for name in _headings(value))


def _columns(query: Query) -> Iterator[str]:
    """What the tables of a query have columns for, by any path of it; and the lists."""
    yield from ("period", *(item.name for item in query.program.items))
    yield from (d.short for d in query.program.inputs)  # also one that is asked under another option
    for table in query.tables:
        yield from (key.name for key in table.keys)
        for column in table.columns:
            yield column.name
            yield from (".".join(d.path) for d in column.inputs)


def _as_cells(held: list[Record]) -> list[Record]:
    """Texts as the values of typed columns: what is written plainly is read, all else is in doubt."""
    return [{name: _cell(name, value) for name, value in record.items()} for record in held]


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return _as_cells(value)
    if name in ("body", "kind", "period", "id", "code", "town") or isinstance(value, bool):
        return value
    for read in (Fraction, date.fromisoformat):
        try:
            return read(str(value))
        except (ValueError, ZeroDivisionError):
            continue
    return value


# ---- against what is expected


def expected_places(run: dict[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every result of a run by its place."""
    for body in run["bodies"]:
        for path, result in body["results"].items():
            yield (body["body"], body.get("period"), (), path), result
        for name, rows in body.get("items", {}).items():
            for row in rows:
                for path, result in row["results"].items():
                    yield (body["body"], body.get("period"), (name, *row["keys"]), path), result


def agrees(said: dict[str, Any] | Near, expected: dict[str, Any]) -> bool:
    """Whether a result is the expected one: the value exactly, the status, and where a reason is given the reason."""
    if isinstance(said, Near):
        return said.fits(expected)
    if "status" not in said:
        return said == {key: value for key, value in expected.items() if key != "points"}
    if said["status"] != expected.get("status"):
        return False
    because = expected["because"].partition(" at data.json")[0]  # a record knows of no file
    return "because" not in said or said["because"].partition(" at ")[0] == because.partition(" at ")[0]


def shown(place: Place, said: Any, expected: dict[str, Any]) -> str:
    """One difference in words."""
    ours = said if isinstance(said, Near) else json.dumps(said, ensure_ascii=False)
    return f"{place}: {ours}, expected {json.dumps(expected, ensure_ascii=False)}"
