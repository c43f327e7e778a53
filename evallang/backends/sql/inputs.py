"""The first steps of the query: the values of its tables, and what is asked of each before it counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from evallang.backends.sql.kinds import read_kind
from evallang.backends.sql.names import free_of
from evallang.backends.sql.place import Place, Shared, sort_of
from evallang.backends.sql.steps import Join, Level
from evallang.backends.sql.tables import DOUBTFUL, PLACES, Column, Table
from evallang.backends.sql.values import DATE, FLAG, MISSING, NUMBER, UNDEFINED, WORD, Value
from evallang.ir.program import InputDef
from evallang.tables.bodies import KIND
from evallang.types import BodyType, Choice, DateType, Quantity

MOST = 10**15
"""Whole numbers are exact in a DOUBLE up to 2^53; a larger value of the data leaves its row in doubt."""


@frozen(eq=False)
class _Given:
    """An input as it stands in its table: the raw value, and whether it counts."""

    definition: InputDef
    raw: str
    status: str


def read(shared: Shared, found: list[Table], sources: Mapping[Level, str]) -> None:
    """The first steps: keys, kinds, names, and the inputs with their statuses.

    `sources` is the SQL that reads tables which are not to be read as they are.
    """
    for table in found:
        named = free_of(_word(table.level), [t.name for t in found], shared.steps.dialect)
        _base(shared, table, named, sources.get(table.level))
    given: dict[int, _Given] = {}
    for table in found:
        place = Place(shared, table.level)
        doubt = _in_doubt(place, table)
        if shared.strange_kind:  # which inputs the row gives depends on the kind
            doubt = place.let(f"{doubt} OR {shared.strange_kind}")
        for column in table.columns:
            for d in column.inputs:
                given[d.number] = _checked(place, table, column, d, doubt)
    broken = _at_most(shared, given)
    for number, one in given.items():
        shared.inputs[number] = _value(Place(shared, one.definition.level), one, broken.get(number, []))


def _word(level: Level) -> str:
    return "bodies" if not level else "list" + "_".join(str(n) for n in level)


def _base(shared: Shared, table: Table, named: str, source: str | None) -> None:
    """The table with its keys; a row without a period belongs to the period 0."""
    steps, dialect, level = shared.steps, shared.steps.dialect, table.level
    q = dialect.name_of
    steps.names[level] = named
    steps.sources[level] = f"{source or q(table.name)} t"
    names = [f"t.{q(k.name)}" for k in table.keys]
    steps.keys[level] = (names[0], f"COALESCE({names[1]}, 0)", *names[2:])
    place = Place(shared, level)
    if not level:
        shared.body = steps.given((), names[0])
        shared.period = steps.given((), steps.keys[()][1])
        if shared.holds.program.kinds:
            read_kind(place, _raw(shared, table, KIND), _in_doubt(place, table))
        else:
            shared.kind = place.math.null(WORD)
        shared.name = place.let(body_name(shared, shared.body))
    else:
        shared.inputs_keys[level] = steps.given(level, names[-1])
    for column in table.columns:
        if column.item is not None:
            shared.given[level, column.item] = place.let(f"COALESCE({_raw(shared, table, column.name)}, TRUE)")


def _raw(shared: Shared, table: Table, column: str) -> str:
    return shared.steps.given(table.level, f"t.{shared.steps.dialect.name_of(column)}")


def _in_doubt(place: Place, table: Table) -> str:
    return place.let(f"COALESCE({_raw(place.shared, table, DOUBTFUL)}, FALSE)")


def body_name(shared: Shared, column: str) -> str:
    """The name that the methodology has for a body, by its name or its label; else its key."""
    string, cases = shared.steps.dialect.string, []
    for body in shared.holds.program.bodies:
        cases.append(f"WHEN {column} = {string(body.name)} THEN {string(body.name)}")
        if body.label and body.label != body.name:
            both = f"NOT EXISTS (SELECT 1 FROM {shared.bodies} WHERE x.body = {string(body.name)})"
            cases.append(f"WHEN {column} = {string(body.label)} AND {both} THEN {string(body.name)}")
    return f"CASE {' '.join(cases)} ELSE {column} END" if cases else column


def _checked(place: Place, table: Table, column: Column, d: InputDef, doubt: str) -> _Given:
    """The raw value with its status, the same over all years where it is not given for each."""
    raw = _raw(place.shared, table, column.name)
    s = place.let(f"CASE WHEN {doubt} THEN 9 WHEN {raw} IS NULL THEN 1 {_refused(place, d, raw)}ELSE 0 END")
    if d.kinds is not None and place.shared.kind:
        # a column that kinds share gives this input for its own kinds only
        kinds = place.strings(sorted(d.kinds))
        inside = f"{place.shared.kind} IN ({kinds})" if kinds else "FALSE"
        s = place.let(f"CASE WHEN NOT ({inside}) THEN 1 ELSE {s} END")
    program = place.shared.holds.program
    if d.yearly or not any(i.yearly for i in program.inputs) or d.number not in {i.number for i in program.inputs}:
        return _Given(d, raw, s)
    return _carried(place, d, raw, s)


def _carried(place: Place, d: InputDef, raw: str, s: str) -> _Given:
    keys = ", ".join(f"p.k{i}" for i in range(2 + len(place.level)) if i != 1)
    over = f"OVER (PARTITION BY {keys})"
    is_flag = sort_of(d.type) == FLAG
    plain = place.let(f"CASE WHEN {s} = 0 THEN {f'CASE WHEN {raw} THEN 1 ELSE 0 END' if is_flag else raw} END")
    low, high = place.let(f"MIN({plain}) {over}"), place.let(f"MAX({plain}) {over}")
    worst = place.let(f"MAX(CASE WHEN {s} IN (2, 9) THEN {s} ELSE 0 END) {over}")
    status = place.let(
        f"CASE WHEN {worst} = 9 THEN 9 WHEN {low} <> {high} THEN {place.shared.invalid} WHEN {s} = 2 THEN 2 "
        f"WHEN {low} = {high} THEN 0 WHEN {worst} = 2 THEN 2 ELSE {s} END"
    )
    return _Given(d, place.let(f"{low} = 1") if is_flag else low, status)


def _refused(place: Place, d: InputDef, raw: str) -> str:
    """When a value is invalid (2), or one that only an engine can take (9)."""
    kind, found = d.type, []
    if isinstance(kind, Choice):
        found.append(f"WHEN {raw} NOT IN ({place.strings(kind.options)}) THEN 9")
    if isinstance(kind, BodyType):
        known = [word for body in place.shared.holds.program.bodies for word in (body.name, body.label) if word]
        declared = f"{raw} NOT IN ({place.strings(known)}) AND " if known else ""
        found.append(f"WHEN {declared}{raw} NOT IN (SELECT x.body FROM {place.shared.bodies}) THEN 9")
    if isinstance(kind, DateType):  # a database has days before, after and without end
        first, last = (f"CAST('{day}' AS DATE)" for day in (date.min, date.max))
        found.append(f"WHEN {raw} < {first} OR {raw} > {last} THEN 9")
    if isinstance(kind, Quantity):
        found.append(f"WHEN {raw} > {MOST} OR {raw} < -{MOST} THEN 9")
        found += [
            f"WHEN {raw} {sign} {exact_literal(bound)} THEN {place.shared.invalid}"
            for sign, bound in (("<", kind.low), (">", kind.high))
            if bound is not None
        ]
    return "".join(f"{test} " for test in found)


def exact_literal(bound: Fraction) -> str:
    """A bound as a decimal literal; they are written so in the rules."""
    places = 0
    while (bound * 10**places).denominator != 1 and places < 18:
        places += 1
    digits = str(abs(int(bound * 10**places))).rjust(places + 1, "0")
    return ("-" if bound < 0 else "") + digits[: len(digits) - places] + (f".{digits[-places:]}" if places else "")


def _at_most(shared: Shared, given: dict[int, _Given]) -> dict[int, list[tuple[str, str]]]:
    """Where `at most` is broken, both values are invalid; where one of them is in doubt, so is the other.

    By the number of the input: when it is broken, and when that is not known.
    """
    found: dict[int, list[tuple[str, str]]] = {}
    for one in given.values():
        for target in one.definition.at_most:
            bound = given.get(target)
            if bound is None:
                continue
            inner, outer = one.definition.level, bound.definition.level
            place = Place(shared, inner)
            tests = (
                place.let(f"COALESCE({one.status} = 0 AND {bound.status} = 0 AND {one.raw} > {bound.raw}, FALSE)"),
                place.let(f"{one.status} = 9 OR {bound.status} = 9"),
            )
            found.setdefault(one.definition.number, []).append(tests)
            found.setdefault(target, []).append(tests if inner == outer else _of_items(shared, tests, inner, outer))
    return found


def _of_items(shared: Shared, tests: tuple[str, str], inner: Level, outer: Level) -> tuple[str, str]:
    """Whether tests hold for any item."""
    join, place = Join(inner, 2 + len(outer)), Place(shared, outer)
    looked = [shared.steps.look(outer, f"MAX(CASE WHEN {test} THEN 1 ELSE 0 END)", join) for test in tests]
    broken, open_ = (place.let(f"COALESCE({found}, 0) = 1") for found in looked)
    return broken, open_


def _value(place: Place, one: _Given, bounds: list[tuple[str, str]]) -> Value:
    d, s, sort = one.definition, one.status, sort_of(one.definition.type)
    if bounds:
        broken, open_ = (" OR ".join(tests) for tests in zip(*bounds, strict=True))
        invalid = place.shared.invalid
        s = place.let(f"CASE WHEN {s} <> 0 THEN {s} WHEN {broken} THEN {invalid} WHEN {open_} THEN 9 ELSE 0 END")
    if not isinstance(place.shared.holds.program.definitions[d.number], InputDef):
        s = place.let(f"CASE WHEN {s} = 1 THEN {UNDEFINED} ELSE {s} END")  # what another methodology scores
    if sort in (FLAG, DATE):
        return place.plain(one.raw, s, sort)
    if sort == WORD:
        named = isinstance(d.type, BodyType)
        return place.plain(body_name(place.shared, one.raw) if named else one.raw, s, WORD)
    double = place.shared.steps.dialect.double
    v = place.let(f"CASE WHEN {s} = 0 THEN CAST({one.raw} AS {double}) END")
    if isinstance(d.type, Quantity) and d.type.whole:
        return Value(NUMBER, v, s, "0", 1, float(MOST), 0.0, 1.0)
    # A DECIMAL becomes a DOUBLE by one rounding in PostgreSQL and Spark, by up to three in DuckDB (two halves of 64
    # bits, then the scale).
    return place.math.made(v, s, f"ABS({v}) * 5e-16", 10**PLACES, float(MOST), 0.5, 0.9 / 10**PLACES)


def absent_input(shared: Shared, d: InputDef) -> Value:
    """An input for which the table has no column."""
    return Place(shared, d.level).math.absent(sort_of(d.type), MISSING)
