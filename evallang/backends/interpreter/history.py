"""Other periods and places in ratings."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from evallang import numbers
from evallang.backends.interpreter.absence import MISSING, UNDECIDED, Absent, undefined
from evallang.backends.interpreter.frames import Code, Frame, Local
from evallang.ir import expr as ir

if TYPE_CHECKING:
    from evallang.backends.interpreter.compile import Compiler


def _at(c: Compiler, operand: ir.Expr, code: Code, fr: Frame, period: int) -> Any:
    """The value of an operand in another period."""
    name = c.text(operand)
    if fr.period is None:
        return Absent(MISSING, f"`{name}` of the year {period} is needed, and the data has no periods")
    frame = fr if period == fr.period else fr.shifted(period)
    if frame is None:
        whose = f"`{fr.key}`" if fr.parent is not None else "this body"
        return Absent(MISSING, f"`{name}` of the year {period} is needed, and the data has no row of {whose} for it")
    return code(frame, frame.body, ())


def previous(c: Compiler, e: ir.Previous) -> Code:
    code, back = c.code(e.operand), e.back
    return lambda fr, this, loc: _at(c, e.operand, code, fr, (fr.period or 0) - back)


def in_period(c: Compiler, e: ir.InPeriod) -> Code:
    code, period = c.code(e.operand), c.code(e.period)

    def look(fr: Frame, this: Frame, loc: Local) -> Any:
        year = period(fr, this, loc)
        if type(year) is Absent:
            return year.spread()
        if not isinstance(year, Fraction) or year.denominator != 1:
            return undefined(f"`{c.text(e.period)}` is no year")
        return _at(c, e.operand, code, fr, int(year))

    return look


def worse_in_a_row(c: Compiler, e: ir.WorseInARow) -> Code:
    code, years = c.code(e.operand), e.years

    def worse(fr: Frame, this: Frame, loc: Local) -> Any:
        values = []
        for back in range(years, -1, -1):
            value = _at(c, e.operand, code, fr, (fr.period or 0) - back)
            if type(value) is Absent:
                return value.spread()
            values.append(value)
        try:
            falls = [numbers.compare(b, a) < 0 if e.more_is_better else numbers.compare(b, a) > 0 for a, b in zip(values, values[1:], strict=False)]
        except numbers.NumberError as error:
            return Absent(UNDECIDED, str(error))
        return all(falls)

    return worse


def in_rating(c: Compiler, e: ir.InRating) -> Code:
    def placed(fr: Frame, this: Frame, loc: Local) -> Any:
        unknown: Absent | None = None
        for node in e.nodes:
            value = c.run.ranking(e.rating, node, fr.body).among_the(e.end, e.count, e.what, fr.body.key)
            if value is True:
                return True
            if type(value) is Absent:
                unknown = unknown or value
        return False if unknown is None else unknown

    return placed
