"""Other periods over columns: values of the same body in another row, and what is fixed over all of them."""

from __future__ import annotations

from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evallang.backends.columns.inputs import Given
from evallang.backends.columns.states import INVALID, MISSING, UNDEFINED, VALUE, lack, settled, spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Days, Flags, Words
from evallang.ir import expr as ir

if TYPE_CHECKING:
    from evallang.backends.columns.engine import Engine
    from evallang.backends.columns.hidden import Hidden


class Calendar:
    """Where a body stands in a period: `bodies` has a number for each, `readable` the rows that count."""

    def __init__(self, bodies: NDArray[np.int64], periods: NDArray[np.int64], readable: NDArray[np.bool_]) -> None:
        self.periods = periods
        _, self.bodies = np.unique(bodies, return_inverse=True)
        rows = np.flatnonzero(readable)
        places = self._place(self.bodies[rows], periods[rows])
        order = np.argsort(places)
        self._rows, self._places = rows[order], places[order]

    @staticmethod
    def _place(bodies: NDArray[Any], periods: NDArray[Any]) -> NDArray[np.int64]:
        return np.asarray(bodies.astype(np.int64) * 20_000 + periods)

    def rows(self, periods: NDArray[np.int64]) -> NDArray[np.intp]:
        """The row of the body of each row in a period; −1 where there is none."""
        wanted = self._place(self.bodies, periods)
        if not len(self._places):
            return np.full(len(wanted), -1)
        found = np.minimum(np.searchsorted(self._places, wanted), len(self._places) - 1)
        return np.where(self._places[found] == wanted, self._rows[found], -1)


def _operand(e: ir.Expr) -> ir.Ref:
    if not isinstance(e, ir.Ref) or e.lift:
        raise Unsupported("another period of an item")
    return e


def _taken(hidden: Hidden, rows: NDArray[np.intp]) -> Given:
    """What stands in other rows; missing where there is none."""
    state = settled(np.where(rows < 0, MISSING, hidden.state[rows]))
    column = hidden.column
    match column.sort:
        case "flag":
            return Given(Flags, hidden.flags()[rows], state)
        case "words":
            codes = np.maximum(column.codes, 0)
            return Given(Words, codes[rows].astype(np.int64), state, 1, column.names or ("",))
        case "day":
            days = [0 if day is None else day.toordinal() for day in column.values.tolist()]
            return Given(Days, np.array(days, np.int64)[rows], state)
    nums, den = hidden.numbers()
    return Given(type(None), nums[rows], state, den)


def _before(engine: Engine, operand: ir.Ref, back: int) -> Given:
    if engine.calendar is None:
        return Given(type(None), np.zeros(engine.rows.size, np.int64), np.full(engine.rows.size, MISSING, np.uint8))
    if not back:
        return _taken(engine.hidden(operand), np.arange(engine.rows.size))
    return _taken(engine.earlier.hidden(operand), engine.calendar.rows(engine.calendar.periods - back))


def previous(engine: Engine, e: ir.Previous) -> Given:
    """The value so many periods before. Raises Unsupported."""
    return _before(engine, _operand(e.operand), e.back)


def in_period(engine: Engine, e: ir.InPeriod) -> Given:
    """The value in the period that a formula names. Raises Unsupported."""
    operand, year = _operand(e.operand), engine.hidden(e.period)
    calendar = engine.calendar
    nums, den = year.numbers()
    whole = nums // den
    wrong = (nums % den != 0) | (whole <= 0) | (whole >= 10_000)
    asked = np.where((year.state == VALUE) & ~wrong, whole, 0)
    if calendar is None:
        found = Given(type(None), np.zeros(engine.rows.size, np.int64), np.full(engine.rows.size, MISSING, np.uint8))
    elif np.any((asked == calendar.periods) & engine.scored):
        found = _of_two(engine, operand, asked)
    else:
        found = _taken(engine.earlier.hidden(operand), calendar.rows(asked))
    own = np.where(year.state == VALUE, np.where(wrong, UNDEFINED, VALUE), spread(year.state))
    found.state = settled(np.where(own == VALUE, VALUE if found.state is None else found.state, own))
    return found


def _of_two(engine: Engine, operand: ir.Ref, asked: NDArray[np.int64]) -> Given:
    """Where the period is that of the row itself, its own value, in which what stands in for a missing one acts."""
    assert engine.calendar is not None
    same = asked == engine.calendar.periods
    here = _taken(engine.hidden(operand), np.arange(engine.rows.size))
    there = _taken(engine.earlier.hidden(operand), engine.calendar.rows(asked))
    if here.sort is not there.sort or here.names != there.names:
        raise Unsupported("values of two sorts")
    (a, b), den = _common([here, there])
    codes = [VALUE if given.state is None else given.state for given in (here, there)]
    return Given(here.sort, np.where(same, a, b), settled(np.where(same, *codes)), den, here.names)


def _common(givens: list[Given]) -> tuple[list[NDArray[Any]], int]:
    den = lcm(*(given.den for given in givens))
    if any(int(np.abs(g.values).max(initial=0)) * (den // g.den) >= 2**62 for g in givens if g.den != den):
        raise Unsupported("numbers that have no common denominator")
    return [given.values if given.den == den else given.values * (den // given.den) for given in givens], den


def worse_in_a_row(engine: Engine, e: ir.WorseInARow) -> Given:
    """Whether the value has become worse from each period to the next. Raises Unsupported."""
    operand = _operand(e.operand)
    givens = [_before(engine, operand, back) for back in range(e.years, -1, -1)]
    values, _ = _common(givens)
    falls = [b < a if e.more_is_better else b > a for a, b in pairwise(values)]
    return Given(Flags, np.logical_and.reduce(falls), lack([given.state for given in givens]))


def carry(given: Given, bodies: NDArray[np.intp], readable: NDArray[np.bool_]) -> None:
    """Carry a fixed value to all periods of its body; two values make each of them invalid. Raises Unsupported."""
    if given.unfit is not None:
        raise Unsupported("a fixed value that 63 bits do not hold")
    state = np.zeros(len(bodies), np.uint8) if given.state is None else given.state.copy()
    values = given.values.astype(np.int64)
    count = int(bodies.max(initial=-1)) + 1
    valued = readable & (state == VALUE)
    least, most = np.full(count, np.iinfo(np.int64).max), np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(least, bodies[valued], values[valued])
    np.maximum.at(most, bodies[valued], values[valued])
    differ = least < most
    state[valued & differ[bodies]] = INVALID
    held = (least == most)[bodies]
    invalid = np.zeros(count, bool)
    invalid[bodies[readable & (state == INVALID)]] = True
    open_ = readable & (state == MISSING)
    filled = open_ & held
    state[open_ & ~held & invalid[bodies]] = INVALID
    state[filled] = VALUE
    hidden = state != VALUE
    given.values = np.where(hidden, 0, np.where(filled, least[bodies], values)).astype(given.values.dtype)
    given.state, given.bounds = settled(state), None
