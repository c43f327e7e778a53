"""A query held against the interpreter: statuses, grades and exact values equal, floats within the bound."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from attrs import define

from evallang.backends.scores import BodyScores, Result, Scores
from evallang.backends.sql.names import ResultNames
from evallang.backends.sql.query import Query
from evallang.numbers import Real, decimal34
from evallang.report.results_csv import item_frames
from evallang.tables.roles import chain


@define
class Seen:
    """How many results were compared, and how many were in doubt."""

    results: int = 0
    doubts: int = 0
    exact: int = 0


Rows = dict[tuple[Any, ...], dict[str, Any]]


def answers(query: Query, connection: Any, *, whole: bool = False) -> dict[tuple[int, ...], Rows]:
    """The rows of every level by their keys; step by step, or by the whole query."""
    found = {}
    for number in (None, *range(len(query.program.items))):
        level = () if number is None else tuple(chain(query.program, number))
        if query.results(level):
            asked = connection.answers if query.dialect.name == "spark" else partial(_answers, connection)
            found[level] = {_key(row, level): row for row in asked(query, level, whole=whole)}
    return found


def _key(row: dict[str, Any], level: tuple[int, ...]) -> tuple[Any, ...]:
    """The keys of a row; 0 for no period."""
    body, period, *items = tuple(row.values())[: 2 + len(level)]
    return (body, period or 0, *items)


def _answers(connection: Any, query: Query, level: tuple[int, ...], *, whole: bool) -> list[dict[str, Any]]:
    if whole:
        cursor = connection.execute(query.text(level))
    else:
        for statement in query.script("scored", level):
            connection.execute(statement)
        cursor = connection.execute("SELECT * FROM scored")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not whole:
        connection.execute("DROP TABLE scored")
    return rows


def differences(query: Query, given: dict[tuple[int, ...], Rows], scores: Scores, seen: Seen) -> Iterator[str]:
    """What differs in the results of the bodies and of their lists."""
    for level, rows in given.items():
        called = query.called(level)
        for key, expected in _expected(scores, level):
            row = rows.get(key)
            if row is None:
                yield f"{key}: no row"
                continue
            for path in query.results(level):
                said = _differs(row, called[path], expected(path), seen)
                if said:
                    yield f"{key} {path}: {said}"


def _expected(scores: Scores, level: tuple[int, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    for body in scores:
        if not level:
            yield (body.key, body.period or 0), body.__getitem__
            continue
        for keys, frame in item_frames(body.frame, level):
            yield (body.key, body.period or 0, *keys), _of_item(scores, body, frame, level)


def _of_item(scores: Scores, body: BodyScores, frame: Any, level: tuple[int, ...]) -> Any:
    start = len(scores.program.items[level[-1]].path)

    def of(path: str) -> Result:
        found = [d for d in scores.program.nodes if d.level == level and ".".join(d.path[start:]) == path]
        node = next((d for d in found if d.kinds is None or frame.kind in d.kinds), None)
        if node is None:
            return Result(path, "undefined" if frame.kind is None else "not applicable")
        return scores.of_node(frame, node)

    return of


def _differs(row: Mapping[str, Any], called: ResultNames, result: Result, seen: Seen) -> str:
    status = row[called.status]
    seen.results += 1
    if status == "in doubt":
        seen.doubts += 1
        return "" if row["in_doubt"] else "in doubt, and the row is not"
    if status != result.status:
        return f"{status}, and the interpreter says {result.status} ({result.value}, {result.because})"
    value = row[called.value]
    if status != "value":
        return "" if value is None else f"{status}, and a value {value}"
    if isinstance(result.value, bool | str | date):
        return "" if value == result.value else f"{value}, and the interpreter has {result.value}"
    if result.value is None:
        return "" if value is None else f"{value} for nothing"
    return _number_differs(row, called, result.value, seen)


def _number_differs(row: Mapping[str, Any], called: ResultNames, exact: Any, seen: Seen) -> str:
    if isinstance(exact, Real):
        exact = Fraction(decimal34(exact)[0])
    value, error = row[called.value], row[called.error]
    if value is None or error is None or abs(Fraction(float(value)) - exact) > Fraction(float(error)):
        return f"{value} ± {error}, and the exact value is {exact} ({float(exact)})"
    if called.exact and (numerator := row[called.exact]) is not None:
        seen.exact += 1
        grid = int(called.exact.rpartition(" ")[2])
        if Fraction(numerator, grid) != exact:
            return f"{numerator}/{grid} is not {exact}"
    return ""
