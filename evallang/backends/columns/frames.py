"""Data frames as columns of NumPy: a mapping of arrays, an Arrow table, a pandas or a Polars data frame.

Nothing of pyarrow, pandas or Polars is imported: a frame that is given brings its library along.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from evallang.backends.columns.arrays import (
    Source,
    of_array,
    of_days,
    of_objects,
    of_times,
    refused,
    several_in,
    text_of,
)
from evallang.tables.bodies import PERIOD

_WIDE: Final = ("Int128", "UInt128", "Object")
_MS_OF_A_DAY: Final = 86_400_000
_WHOLE: Final = re.compile(r"\.0+$")
_NESTED: Final = re.compile(r"(?P<list>(large_|fixed_size_)?list(_view)?|map)<|(?P<dict>struct)<")
"""What Arrow calls the types of several values in a cell, with what they are in Python."""


def read(frame: Any) -> list[Source]:
    """The columns of a frame, their headers composed. Raises TypeError for what is none, ValueError for two lengths."""
    sources = _columns(frame)
    for place, source in enumerate(sources):
        source.header = unicodedata.normalize("NFC", source.header)
        if source.header.casefold() == PERIOD:
            sources[place] = _years(source)
    lengths = {len(source.values) for source in sources}
    if len(lengths) > 1:
        raise ValueError("the columns of the frame are not of one length")
    return sources


def _years(source: Source) -> Source:
    """Years of which a float or a decimal has been made: where some are missing pandas makes 2020.0 of 2020."""
    if source.sort != "float" and not source.places:
        return source
    words = source.as_words()
    names = tuple(_WHOLE.sub("", name) for name in words.names)
    return Source(source.header, "words", words.values, words.missing, 0, names)


def _columns(frame: Any) -> list[Source]:
    if type(frame).__name__ == "LazyFrame":
        raise TypeError("a LazyFrame holds no data yet: give `frame.collect()`")
    if hasattr(frame, "get_columns"):
        return [_of_polars(series) for series in frame.get_columns()]
    if hasattr(frame, "to_arrow"):
        frame = frame.to_arrow()
    if isinstance(frame, Mapping):
        return [_of_any(str(name), values) for name, values in frame.items()]
    if hasattr(frame, "column_names"):
        return [_of_arrow(name, frame.column(i)) for i, name in enumerate(frame.column_names)]
    if not hasattr(frame, "iloc"):
        kind = type(frame).__name__
        raise TypeError(f"a {kind} is no frame: give arrays by name, an Arrow table, or a frame of pandas or Polars")
    return [_of_pandas(str(name), frame.iloc[:, i]) for i, name in enumerate(frame.columns)]


def _of_any(name: str, values: Any) -> Source:
    """An array of a mapping, of whatever library it is."""
    if hasattr(values, "null_count") and hasattr(values, "to_pylist"):
        return _of_arrow(name, values)
    if hasattr(values, "to_frame") and hasattr(values, "to_arrow"):
        return _of_polars(values.rename(name))
    if hasattr(values, "iloc"):
        return _of_pandas(name, values)
    return of_array(name, values)


def _of_polars(series: Any) -> Source:
    if str(series.dtype) in _WIDE:  # Arrow has no such values
        return of_objects(series.name, series.to_list(), None)
    return _of_arrow(series.name, series.to_frame().to_arrow().column(0))


def _of_arrow(header: str, chunked: Any) -> Source:
    array = _in_one(chunked)
    kind = str(array.type)
    missing = array.is_null().to_numpy(zero_copy_only=False) if array.null_count else None
    nested = _NESTED.match(kind)
    if nested is not None and array.null_count < len(array):
        first = 0 if missing is None else int(np.argmin(missing))
        return refused(header, len(array), several_in(header, str(nested.lastgroup), first))
    if kind.startswith("decimal128"):
        found = _of_decimals(header, array, missing)
        if found is not None:
            return found
    if kind in ("string", "large_string", "string_view") or kind.startswith("dictionary"):
        return _of_dictionary(header, array, missing)
    if kind == "date32[day]":
        return of_days(header, array.cast("int32").fill_null(0).to_numpy().astype(np.int64), missing)
    if kind == "date64[ms]":
        return of_days(header, array.cast("int64").fill_null(0).to_numpy() // _MS_OF_A_DAY, missing)
    if kind == "bool":
        return Source(header, "flag", array.fill_null(False).to_numpy(zero_copy_only=False), missing)
    if kind.startswith(("int", "uint")) or kind in ("double", "float", "halffloat"):
        found_ = of_array(header, array.fill_null(0).to_numpy())
        found_.missing = missing
        return found_
    if kind.startswith("timestamp"):
        if array.type.tz is not None:
            from evallang.backends.columns.arrow_in import by_the_clock  # noqa: PLC0415  # it is loaded already

            array = by_the_clock(array)
        return of_times(header, array.to_numpy(zero_copy_only=False), missing)
    return of_objects(header, _values(header, array), missing)


def _in_one(chunked: Any) -> Any:
    """The chunks as one array, row by row."""
    array = chunked.combine_chunks() if hasattr(chunked, "combine_chunks") else chunked
    if hasattr(array, "chunks"):
        array = array.chunk(0) if array.num_chunks else chunked.type.wrap_array([])
    if str(array.type).startswith("run_end_encoded"):
        from evallang.backends.columns.arrow_in import decoded  # noqa: PLC0415  # it is loaded already

        return decoded(array)
    return array


def _values(header: str, array: Any) -> list[Any]:
    """The values of Python; of durations that it does not have, their texts. Raises ValueError for others."""
    try:
        return list(array.to_pylist())
    except (OverflowError, ValueError) as wrong:
        if not str(array.type).startswith("duration"):
            raise ValueError(f"the column `{header}` cannot be read: {wrong}") from None
        return [str(value) for value in array.to_numpy(zero_copy_only=False)]


def _of_decimals(header: str, array: Any, missing: NDArray[np.bool_] | None) -> Source | None:
    """Decimals whose digits fit 64 bits; they lie as two words each, the low one first."""
    words = np.frombuffer(array.buffers()[1], np.int64).reshape(-1, 2)[array.offset : array.offset + len(array)]
    low, high = words[:, 0].copy(), words[:, 1]
    if missing is not None:
        low[missing] = 0
        high = np.where(missing, 0, high)
    if not np.all(high == low >> 63) or array.type.scale < 0:
        return None
    return Source(header, "number", low, missing, array.type.scale)


def _of_dictionary(header: str, array: Any, missing: NDArray[np.bool_] | None) -> Source:
    encoded = array if str(array.type).startswith("dictionary") else array.dictionary_encode()
    names = _names(header, encoded.dictionary)
    codes = encoded.indices.fill_null(0).to_numpy().astype(np.int64)
    if any(name is None for name in names):
        missing = np.array([name is None for name in names])[codes] | (False if missing is None else missing)
    return Source(header, "words", codes, missing, 0, tuple(text_of(name) for name in names) or ("",))


def _names(header: str, array: Any) -> Sequence[Any]:
    if str(array.type) in ("float", "halffloat"):  # which have fewer digits than those of Python
        return list(array.to_numpy(zero_copy_only=False))
    if not str(array.type).startswith(("date", "timestamp", "duration")):
        return list(array.to_pylist())
    source = _of_arrow(header, array)  # some of these are no dates of Python
    return [source.text(row) or None for row in range(len(array))]


# ---- pandas


def _nothing(series: Any) -> NDArray[np.bool_]:
    """The rows where nothing stands; a signalling NaN, which no comparison takes, is something."""
    try:
        return np.asarray(series.isna().to_numpy())
    except InvalidOperation:
        return np.array([type(series)([value]).isna().any() if not _signals(value) else False for value in series])


def _signals(value: object) -> bool:
    return isinstance(value, Decimal) and value.is_snan()


def _of_pandas(header: str, series: Any) -> Source:
    if type(series.array).__name__ == "SparseArray":
        series = series.sparse.to_dense()
    if type(series.array).__name__.startswith("Arrow"):
        return _of_arrow(header, series.array.__arrow_array__())
    none = _nothing(series)
    missing = none if none.any() else None
    if hasattr(series, "cat"):
        codes = series.cat.codes.to_numpy().astype(np.int64)
        names = tuple(text_of(name) for name in series.cat.categories.to_numpy()) or ("",)
        return Source(header, "words", np.where(none, 0, codes), missing, 0, names)
    kinds: dict[str, tuple[type, Any]] = {"i": (np.int64, 0), "b": (np.bool_, False), "f": (np.float64, 0.0)}
    kind = getattr(series.dtype, "kind", "O")
    if kind in kinds:
        to, spare = kinds[kind]
        to = {2: np.float16, 4: np.float32}.get(series.dtype.itemsize, to) if kind == "f" else to
        values = series.to_numpy(dtype=to, na_value=spare) if missing is not None else series.to_numpy(dtype=to)
        found = of_array(header, values)
        found.missing = missing
        return found
    if kind == "M":
        if getattr(series.dtype, "tz", None) is not None:
            series = series.dt.tz_localize(None)  # what the clock of the zone shows
        return of_times(header, series.to_numpy(), missing)
    return of_objects(header, [None if n else v for v, n in zip(series.tolist(), none, strict=True)], missing)
