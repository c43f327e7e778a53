"""One result of every row: a status, values as floats, and the exact ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any, Final

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from evallang import numbers
from evallang.backends.columns.residues import Residue
from evallang.backends.columns.scaled import LIMIT, Scaled
from evallang.backends.columns.states import INVALID, MISSING, NOT_APPLICABLE, UNDEFINED, UNREAD
from evallang.backends.columns.values import Days, Flags, Value, Words
from evallang.backends.scores import Result

STATUSES: Final = ("value", "undefined", "undecided", "not applicable", "invalid", "not scored")
"""What the codes of `Column.status` say; rows of other periods, and rows that are not read, are not scored."""
MIXED: Final = "mixed"
NOT_SCORED: Final = STATUSES.index("not scored")


@define(eq=False)
class Column:
    """One result of every row, in the order of the frame.

    `status` has a code for each row, of which `STATUSES` has the words.
    """

    path: str
    status: NDArray[np.uint8] = field(repr=False)
    _result: Callable[[int], Result | None] = field(repr=False)
    _codes: NDArray[np.uint8] = field(repr=False)
    _held: NDArray[Any] | None = field(default=None, repr=False)
    _sort: str = field(default="", repr=False)
    _den: int = field(default=1, repr=False)
    _names: dict[str, int] = field(factory=dict, repr=False)
    _single: dict[int, Any] = field(factory=dict, repr=False)
    _last: tuple[tuple[str, ...] | None, NDArray[np.int32] | None] = field(default=(None, None), repr=False)
    unread: Callable[[int], str] | None = field(default=None, repr=False)
    """Why a row is not scored."""

    def __len__(self) -> int:
        return len(self.status)

    # ---- what is read

    @property
    def sort(self) -> str:
        """What is held: "scaled" whole numbers over one denominator, "near" floats, "flag", "words", "day" or "mixed".

        "" where there is no number; flags, words and days are said by the rules, also where there is none.
        """
        return self._sort

    @property
    def values(self) -> NDArray[Any]:
        """Numbers as float64, NaN where there is none; flags as bool; grades, names and dates as objects, None there.

        What is of another sort for another kind of body is as `exact` has it, None where there is nothing.

        What is a whole number over a constant denominator, as every rounded value is, and what the interpreter
        settled is the float64 nearest to it while numerator and denominator have 53 bits. Other numbers are within
        the error that the engine proved when it decided on them, mostly a few units in the last place; `exact` has
        them without any.
        """
        rows = self.status == 0
        if self._sort == "words":
            codes = self.codes
            names = np.array([*self._names, None], dtype=object)
            held = names[np.where(rows, codes, len(self._names))]
            return _with_single(held, {r: v for r, v in self._single.items() if not isinstance(v, str)})
        if self._sort == "flag":
            return _with_single(self._array(np.bool_) & rows, self._single)
        if self._sort == MIXED:
            return _with_single(np.full(len(self), None, dtype=object), self._single)
        if self._sort == "day":
            days = self._array(np.int64)
            found = [date.fromordinal(int(d)) if r and d else None for d, r in zip(days, rows, strict=True)]
            return _with_single(np.array(found, dtype=object), self._single)
        floats = self._array(np.int64) / float(self._den) if self._sort != "near" else self._array(np.float64)
        single = {row: _as_float(value) for row, value in self._single.items()}
        return _with_single(np.where(rows, floats, np.nan), single)

    @property
    def codes(self) -> NDArray[np.int32]:
        """Grades and other names by their places in `names`; −1 where there is none."""
        found = np.where(self.status == 0, self._array(np.int32), -1).astype(np.int32)
        for row, value in self._single.items():
            found[row] = self._names.setdefault(value, len(self._names))
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The names that `codes` count."""
        if self._sort == "words":
            for name in self._single.values():
                self._names.setdefault(name, len(self._names))
        return tuple(self._names)

    @property
    def scaled(self) -> tuple[NDArray[np.int64], int] | None:
        """Whole numbers and the denominator of all, exact; 0 where there is none. None for what is not held so."""
        if self._sort != "scaled":
            return None
        found = np.where(self.status == 0, self._array(np.int64), 0)
        for row, value in self._single.items():
            num = value * self._den if isinstance(value, Fraction) else None
            if num is None or num.denominator != 1 or abs(num) > LIMIT:
                return None
            found[row] = int(num)
        return found, self._den

    def exact(self, row: int) -> Any:
        """The exact value of a row as the interpreter gives it, None where there is none."""
        row = range(len(self))[row]
        if self.status[row]:
            return None
        if row in self._single:
            return self._single[row]
        if self._sort == "scaled":
            return Fraction(int(self._array(np.int64)[row]), self._den)
        result = self._result(row)
        return None if result is None else result.value

    def held(self, row: int) -> Fraction | bool | None:
        """The exact number or flag of a row where it is held as such; None where it would have to be computed."""
        if not self.status[row] and (row in self._single or self._sort == "scaled"):
            return self.exact(row)  # type: ignore[no-any-return]
        return None

    def reason(self, row: int) -> str:
        """Why a row has no value, in the words of the interpreter; "" where it has one."""
        row = range(len(self))[row]
        if not self.status[row]:
            return ""
        result = self._result(row)
        if result is None:
            return "the row is not scored" if self.unread is None else self.unread(row)
        return result.because

    def _array(self, kind: type) -> NDArray[Any]:
        return np.zeros(len(self), kind) if self._held is None else self._held

    # ---- what is written

    @property
    def codes_of_states(self) -> NDArray[np.uint8]:
        """The status for each state of a row."""
        return self._codes

    def make_room(self, sort: str, den: int, names: Mapping[str, int], kind: type | None) -> NDArray[Any] | None:
        """The array that results are written into, held as `sort` says; None where nothing is to be held."""
        self._sort, self._den, self._names = sort or self._sort, den, dict(names)
        self._held = None if kind is None else np.zeros(len(self), kind)
        return self._held

    def write(self, rows: Any, value: Value) -> None:
        """The results of some rows."""
        if value.state is not None:
            self.status[rows] = self._codes[value.state]
        held = value.held
        match held:
            case None:
                return
            case Flags():
                self._put("flag", np.bool_, rows, held.yes)
                return
            case Days():
                self._put("day", np.int64, rows, held.ordinals)
                return
            case Words():
                self._put("words", np.int32, rows, self._codes_of(held))
                return
            case Residue():
                held = held.held
        if isinstance(held, Scaled) and self._sort != "near" and self._agree(held):
            self._put("scaled", np.int64, rows, held.times(self._den // held.den))
        else:
            self._as_floats()
            self._put("near", np.float64, rows, held.near.values)

    def _codes_of(self, held: Words) -> Any:
        """The places of words among the names of the column; blocks mostly have the same list of names."""
        names, places = self._last
        if names is not held.names:
            found = [self._names.setdefault(name, len(self._names)) for name in held.names]
            places = None if found == list(range(len(found))) else np.array(found, np.int32)
            self._last = held.names, places
        return held.codes if places is None else places[held.codes]

    def _agree(self, held: Scaled) -> bool:
        """Bring the column and some rows of it to one denominator, if 63 bits hold both."""
        den = lcm(self._den, held.den)
        if den > LIMIT or held.most * (den // held.den) > LIMIT:
            return False
        if den != self._den and self._held is not None:
            most = int(np.abs(self._held).max(initial=0))
            if most * (den // self._den) > LIMIT:
                return False
            self._held *= den // self._den
        self._den = den
        return True

    def _as_floats(self) -> None:
        if self._sort == "scaled" and self._held is not None:
            self._held = self._held / float(self._den)
        self._sort = "near"

    def _put(self, sort: str, kind: type, rows: Any, values: Any) -> None:
        self._sort = sort
        if self._held is None:
            self._held = np.zeros(len(self), kind)
        self._held[rows] = values

    def put(self, row: int, status: int, value: Any) -> None:
        """What the interpreter says of one row."""
        self.status[row] = status
        if not status:
            self._single[row] = value
            if not self._sort:
                self._sort = _sort_of(value)


def codes_of(*, invalid: str) -> NDArray[np.uint8]:
    """The status for each state of a row."""
    table = np.zeros(16, np.uint8)
    table[[MISSING, UNDEFINED, UNREAD]] = STATUSES.index("undefined")
    table[INVALID] = STATUSES.index(invalid)
    table[NOT_APPLICABLE] = STATUSES.index("not applicable")
    return table


def _sort_of(value: Any) -> str:
    match value:
        case bool():
            return "flag"
        case str():
            return "words"
        case date():
            return "day"
    return "scaled"


def _as_float(value: Any) -> float:
    try:
        return float(value) if isinstance(value, Fraction) else float(numbers.decimal34(value)[0])
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _with_single(array: NDArray[Any], single: Mapping[int, Any]) -> NDArray[Any]:
    if single:
        values = np.empty(len(single), dtype=array.dtype)
        values[:] = list(single.values())
        array[list(single)] = values
    return array
