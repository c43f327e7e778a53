"""Other periods and places in ratings."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import evolve

from evallang import numbers
from evallang.backends.interpreter.absence import MISSING, UNDECIDED, Absent, in_doubt, lack, undefined
from evallang.backends.interpreter.frames import Code, Frame, Local
from evallang.ir import expr as ir

if TYPE_CHECKING:
    from evallang.backends.interpreter.compile import Compiler


class _Operand:
    """What is looked at in another period: the value of a definition, at the level where it stands."""

    def __init__(self, c: Compiler, operand: ir.Ref | ir.ItemRef) -> None:
        self.name = c.text(operand)
        self.lift = operand.lift
        self.reference = evolve(operand, lift=0)  # kept, since the compiler knows expressions by identity
        self.code = c.code(self.reference)

    def at(self, fr: Frame, period: int | None) -> Any:
        """The value in a period (None: in another one, and the data has none), or why there is none."""
        for _ in range(self.lift):
            assert fr.parent is not None
            fr = fr.parent
        return _at(self.name, self.code, fr, period)

    def before(self, fr: Frame, back: int) -> Any:
        """The value so many periods before."""
        return self.at(fr, None if fr.period is None else fr.period - back)


def _at(name: str, code: Code, fr: Frame, period: int | None) -> Any:
    """The value of a code in another period."""
    if fr.period is None or period is None:
        return Absent(MISSING, f"`{name}` of another period is needed, and the data has no periods")
    frame = fr if period == fr.period else fr.shifted(period)
    if frame is None:
        whose = f"`{fr.key}`" if fr.parent is not None else "this body"
        return Absent(MISSING, f"`{name}` of the year {period} is needed, and the data has no row of {whose} for it")
    return code(frame, frame.body, ())


def previous(c: Compiler, e: ir.Previous) -> Code:
    """The value a number of periods earlier."""
    operand, back = _operand(c, e.operand), e.back
    return lambda fr, this, loc: operand.before(fr, back)


def _operand(c: Compiler, e: ir.Expr) -> _Operand:
    assert isinstance(e, ir.Ref | ir.ItemRef)  # nothing else is lowered so
    return _Operand(c, e)


def in_period(c: Compiler, e: ir.InPeriod) -> Code:
    """The value in the period that a formula names."""
    operand, period = _operand(c, e.operand), c.code(e.period)

    def look(fr: Frame, this: Frame, loc: Local) -> Any:
        year = period(fr, this, loc)
        if type(year) is Absent:
            return year.spread()
        if not isinstance(year, Fraction) or year.denominator != 1 or not 0 < year < 10_000:
            return undefined(f"`{c.text(e.period)}` is no year")
        return operand.at(fr, int(year))

    return look


def worse_in_a_row(c: Compiler, e: ir.WorseInARow) -> Code:
    """Whether the value has become worse from each period to the next, so many times up to this one."""
    operand, years = _operand(c, e.operand), e.years

    def worse(fr: Frame, this: Frame, loc: Local) -> Any:
        values = [operand.before(fr, back) for back in range(years, -1, -1)]
        absent = lack(values)
        if absent is not None:
            return absent
        try:
            falls = [
                numbers.compare(b, a) < 0 if e.more_is_better else numbers.compare(b, a) > 0
                for a, b in pairwise(values)
            ]
        except numbers.NumberError as error:
            return Absent(UNDECIDED, str(error))
        return all(falls)

    return worse


def in_rating(c: Compiler, e: ir.InRating) -> Code:
    """Whether the body is among the first or the last of a rating, or of any of its lists."""

    def placed(fr: Frame, this: Frame, loc: Local) -> Any:
        unknown: Absent | None = None
        for node in e.nodes:
            value = c.run.ranking(e.rating, node, fr.body).among_the(e.end, e.count, e.what, fr.body.key)
            if value is True:
                return True
            if type(value) is Absent:
                unknown = in_doubt(unknown, value)
        return False if unknown is None else unknown

    return placed
