"""Columns as arrays of NumPy, under their headers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import isfinite, isnan
from typing import Any, Final

import numpy as np
from attrs import define
from numpy.typing import NDArray

from evallang.tables.bodies import PERIOD

EPOCH: Final = date(1970, 1, 1).toordinal()
_FEW: Final = 8
_CHUNK: Final = 8_192
_NO_CELLS: Final = (Mapping, list, set, np.ndarray, bytes)
_PLAIN: Final = {str, int, bool, date, Fraction, type(None)}
"""Types of which equal values have one text, as 0.0 and -0.0, or an hour in two zones, have not."""
_INT64: Final = np.iinfo(np.int64)


@define(eq=False)
class Source:
    """A column under its header.

    `sort` says what `values` are: whole numbers over 10 to the power `places` ("number"), floats ("float"), flags
    ("flag"), ordinal days ("day"), or places in `names` ("words"). `missing` marks the rows where nothing stands.
    `refusal` says why a column has no values, which matters only where the rules ask for it.
    """

    header: str
    sort: str
    values: NDArray[Any]
    missing: NDArray[np.bool_] | None = None
    places: int = 0
    names: tuple[str, ...] = ()
    refusal: str = ""

    def text(self, row: int) -> str:
        """The text that a file would hold in a row."""
        if self.missing is not None and self.missing[row]:
            return ""
        return self._text(self.values[row])

    def _text(self, value: Any) -> str:
        match self.sort:
            case "number":
                return str(int(value)) if not self.places else f"{Decimal(int(value)).scaleb(-self.places):f}"
            case "float":
                return float_text(float(value))
            case "flag":
                return "true" if value else "false"
            case "day":
                return date.fromordinal(int(value)).isoformat()
        return self.names[int(value)]

    def copied(self) -> Source:
        """The same in memory of its own, where it may be that of the frame; codes and days are made here."""
        missing = None if self.missing is None else self.missing.copy()
        values = self.values if self.sort in ("words", "day") else self.values.copy()
        return Source(self.header, self.sort, values, missing, self.places, self.names, self.refusal)

    def as_words(self) -> Source:
        """The same as texts, each once."""
        if self.sort == "words":
            return self
        values, codes = np.unique(self.values, return_inverse=True)
        names = tuple(self._text(value) for value in values)
        return Source(self.header, "words", codes.reshape(-1), self.missing, 0, names)


def of_array(header: str, values: Any) -> Source:
    """A column of NumPy; what a masked array hides is missing. Raises ValueError for more than one dimension."""
    missing = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
    array = np.ma.getdata(values) if missing is not None else np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"the column `{header}` has {array.ndim} dimensions; a column has one")
    match array.dtype.kind:
        case "i":
            return Source(header, "number", array.astype(np.int64, copy=False), missing)
        case "u" if array.size == 0 or array.max() <= _INT64.max:
            return Source(header, "number", array.astype(np.int64), missing)
        case "f" if array.dtype.itemsize == 8:
            return Source(header, "float", array, missing)
        case "f" if header.casefold() == PERIOD:  # a year has few digits
            return Source(header, "float", array.astype(np.float64), missing)
        case "f":  # a narrower float has a shorter text of its own
            return of_objects(header, [str(x) if isfinite(x) else float(x) for x in array], missing)
        case "b":
            return Source(header, "flag", array, missing)
        case "U":
            return of_strings(header, array, missing)
        case "M":
            return of_times(header, array, missing)
        case "m":  # nanoseconds would become whole numbers
            return of_objects(header, list(array), missing)
    return of_objects(header, array.tolist(), missing)


def of_times(header: str, array: NDArray[Any], missing: NDArray[np.bool_] | None) -> Source:
    """Points in time: those at midnight are days, the others texts that are none."""
    none = np.isnat(array) if missing is None else np.isnat(array) | missing
    days = array.astype("datetime64[D]")
    ordinals = np.where(none, EPOCH, days.astype(np.int64) + EPOCH)
    are_days = (days == array) & (ordinals >= 1) & (ordinals <= date.max.toordinal())
    if np.all(are_days | none):
        return Source(header, "day", ordinals, none)
    texts = np.where(are_days, np.datetime_as_string(days), np.datetime_as_string(array)).tolist()
    return of_objects(header, [_clock(text) if "T" in text else text for text in texts], none)


def of_days(header: str, days: NDArray[np.int64], missing: NDArray[np.bool_] | None) -> Source:
    """Days from 1970 on; those outside of the years 1 to 9999 are texts that are no date."""
    if not days.size or (days.min() >= 1 - EPOCH and days.max() <= date.max.toordinal() - EPOCH):
        return Source(header, "day", days + EPOCH, missing)
    return of_times(header, days.view("datetime64[D]"), missing)


def _time_text(value: np.datetime64) -> str:
    """A point in time of NumPy: one at midnight is a day."""
    if np.isnat(value):
        return ""
    day = value.astype("datetime64[D]")
    return str(day) if day == value else _clock(str(value))


def _clock(text: str) -> str:
    """A point in time as databases write it."""
    day, _, time = text.partition("T")
    return f"{day} {time.rstrip('0').rstrip('.') if '.' in time else time}"


class _Places(dict[Any, int]):
    """Values by the place of their text among all texts, each found once."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, int] = {}

    def __missing__(self, value: Any) -> int:
        found = self[value] = self.texts.setdefault(text_of(value), len(self.texts))
        return found


def of_objects(header: str, values: Sequence[Any], missing: NDArray[np.bool_] | None) -> Source:
    """A column of any values, each as the text of it; one with a list, a set, a mapping or bytes is refused."""
    found = _codes(values) or _codes_one_by_one(header, values)
    if isinstance(found, str):
        return refused(header, len(values), found)
    return Source(header, "words", found[0], missing, 0, tuple(found[1]))


def refused(header: str, size: int, refusal: str) -> Source:
    """A column of which nothing is read."""
    return Source(header, "words", np.zeros(size, np.int64), None, 0, ("",), refusal)


def several_in(header: str, sort: str, row: int) -> str:
    """That a cell is a list, a set or a mapping."""
    return f"the column `{header}` holds a {sort} in row {row}; a cell is one value"


def _codes_one_by_one(header: str, values: Sequence[Any]) -> tuple[NDArray[np.int64], dict[str, int]] | str:
    """As `_codes`, or why there is none."""
    if any(issubclass(sort, _NO_CELLS) for sort in set(map(type, values))):
        row, value = next((row, value) for row, value in enumerate(values) if isinstance(value, _NO_CELLS))
        if isinstance(value, bytes):
            return f"the column `{header}` holds bytes in row {row}; write it as texts"
        return several_in(header, type(value).__name__, row)
    texts: dict[str, int] = {}
    codes = [texts.setdefault(text_of(value), len(texts)) for value in values]
    return np.array(codes, np.int64), texts


def _codes(values: Sequence[Any]) -> tuple[NDArray[np.int64], dict[str, int]] | None:
    """The place of the text of each value among all texts; None where not all values have a hash."""
    by_sort: dict[type, _Places] = {}
    texts: dict[str, int] = {}
    sorts = set(map(type, values))
    if Decimal in sorts:  # 3.5 and 3.50 are equal, and their texts are not
        values = [str(value) if type(value) is Decimal else value for value in values]
        sorts = sorts - {Decimal} | {str}
    if not all(sort in _PLAIN or issubclass(sort, np.bool_ | np.integer | np.str_) for sort in sorts):
        return None
    for sort in sorts:  # 1, 1.0 and yes are equal, and their texts are not
        by_sort[sort] = _Places()
        by_sort[sort].texts = texts
    try:
        if len(by_sort) == 1:
            found: Iterable[int] = map(next(iter(by_sort.values())).__getitem__, values)
        else:
            found = (by_sort[type(value)][value] for value in values)
        return np.fromiter(found, np.int64, len(values)), texts
    except TypeError:
        return None


def of_strings(header: str, array: NDArray[np.str_], missing: NDArray[np.bool_] | None) -> Source:
    """Texts of NumPy: a few different ones are looked for one by one."""
    names: list[Any] = []
    codes = np.zeros(array.shape, np.int64)
    for at in range(0, len(array), _CHUNK):
        part, found = array[at : at + _CHUNK], codes[at : at + _CHUNK]
        open_ = np.ones(part.shape, bool)
        for place in range(_FEW):
            if place == len(names):
                names.append(part[np.argmax(open_)])
            same = part == names[place]
            found[same] = place
            open_ &= ~same
            if not open_.any():
                break
        else:
            return of_objects(header, array.tolist(), missing)
    return Source(header, "words", codes, missing, 0, tuple(text_of(name) for name in names) or ("",))


def float_text(value: float) -> str:
    """The fewest digits; what is no number is called as JSON calls it."""
    if isfinite(value):
        return repr(value)
    return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"


def text_of(value: Any) -> str:
    """A single value as a file would write it; empty for what libraries have where there is none."""
    if isinstance(value, np.generic):
        value = _of_numpy(value)
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return float_text(value)
        case int() | Fraction() | Decimal():
            return str(value)
        case datetime() if value != value:  # noqa: PLR0124  # `pd.NaT`
            return ""
        case datetime() if value.time() == datetime.min.time():  # as the clock of its zone shows
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
    return "" if type(value).__name__ == "NAType" else unicodedata.normalize("NFC", str(value))


def _of_numpy(value: np.generic) -> object:
    """The value of Python; where that would be a whole number of nanoseconds, or a float of more digits, its text."""
    if isinstance(value, np.datetime64):
        return _time_text(value)
    plain: object = value.item()
    if isinstance(value, np.timedelta64):  # a whole number, where Python has no such duration
        return str(value) if isinstance(plain, int) else plain
    return str(value) if isinstance(plain, float) and isfinite(plain) else plain
