"""Brackets: the one row that fits; which one is in doubt where a border is nearer than the bound."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from evallang.backends.sql.floats import MAX_GRID, U
from evallang.backends.sql.place import Place
from evallang.backends.sql.values import NUMBER, UNDEFINED, WORD, Value, lack
from evallang.ir.program import BracketsDef, Interval, Test


def row_of(at: Place, table: BracketsDef, args: list[Value], columns: dict[str | None, str]) -> Value:
    """What the fitting row answers in a column: one for all (None), or one for each kind."""
    rows = at.shared.holds.rows(table)
    if any(x.s == UNDEFINED for x in args):
        return at.math.absent(_sort(table, columns), UNDEFINED)
    signs: list[str] = []
    fits = [at.let(_fits(at, row.tests, args, signs)) for row in rows]
    lacking = at.let(lack([x.s for x in args]))
    count = at.let(" + ".join(f"CASE WHEN {fit} THEN 1 ELSE 0 END" for fit in fits) or "0")
    doubt = " OR ".join(f"{sign} IS NULL" for sign in dict.fromkeys(signs)) or "FALSE"
    found = at.let(f"CASE WHEN {lacking} <> 0 THEN {lacking} WHEN {doubt} THEN 9 WHEN {count} <> 1 THEN 3 ELSE 0 END")
    held: list[Fraction | str] = []
    cases = []
    for fit, row in zip(fits, rows, strict=True):
        for kind, column in columns.items():
            answer = row.results[table.results.index(column)] if column in table.results else None
            if answer is not None:
                of_kind = "" if kind is None else f" AND {at.shared.kind} = {at.string(kind)}"
                cases.append(f"WHEN {fit}{of_kind} THEN {_literal(at, answer)}")
                held.append(answer)
    sort = _sort(table, columns)
    if not cases:
        return at.math.given_that(found, at.math.absent(sort, UNDEFINED))
    v = at.let(f"CASE WHEN {found} <> 0 THEN NULL {' '.join(cases)} END")
    s = at.let(f"CASE WHEN {found} <> 0 THEN {found} WHEN {v} IS NULL THEN 3 ELSE 0 END")
    return _answer(at, v, s, held) if sort == NUMBER else Value(WORD, v, s)


def _sort(table: BracketsDef, columns: dict[str | None, str]) -> str:
    places = [table.results.index(c) for c in columns.values() if c in table.results]
    return WORD if any(isinstance(row.results[p], str) for row in table.rows for p in places) else NUMBER


def _literal(at: Place, answer: Fraction | str) -> str:
    return at.string(answer) if isinstance(answer, str) else at.math.constant(answer).v


def _answer(at: Place, v: str, s: str, held: list[Fraction | str]) -> Value:
    numbers = [x for x in held if isinstance(x, Fraction)]
    most = max(abs(float(x)) for x in numbers)
    error = 0.0 if all(Fraction(float(x)) == x for x in numbers) else most * U
    grid = lcm(*(x.denominator for x in numbers))
    least = min((abs(float(x)) for x in numbers if x), default=1.0)
    return Value(
        NUMBER, v, s, at.math.number(error) if error else "0", grid if grid <= MAX_GRID else None, most, error, least
    )


def _fits(at: Place, tests: tuple[Test, ...], args: list[Value], signs: list[str]) -> str:
    """Whether a row fits; `signs` gets what must be known for that."""
    parts: list[str] = []
    for test, arg in zip(tests, args, strict=True):
        if isinstance(test, Interval):
            for bound, order, closed in ((test.low, ">", test.low_closed), (test.high, "<", test.high_closed)):
                if bound is not None:
                    parts.append(f"{_sign(at, arg, bound, signs)} {order}{'=' if closed else ''} 0")
        elif isinstance(test, bool):
            parts.append(f"{arg.v} = {'TRUE' if test else 'FALSE'}")
        elif isinstance(test, Fraction):
            parts.append(f"{_sign(at, arg, test, signs)} = 0")
        elif test is not None:
            parts.append(f"{arg.v} = {at.string(test)}")
    return f"COALESCE({' AND '.join(parts)}, FALSE)" if parts else "TRUE"


def _sign(at: Place, arg: Value, bound: Fraction, signs: list[str]) -> str:
    sign = at.math.sign(arg, at.math.constant(bound))
    signs.append(sign)
    return sign
