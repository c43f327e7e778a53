"""A number, a flag or a code of the row at hand: NumPy's operations on it are not done but written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

from evallang.backends.columns.traced.steps import Step, cast, choose, look_up
from evallang.backends.columns.unsupported import Unsupported

if TYPE_CHECKING:
    from evallang.backends.columns.traced.lines import Lines

Sort = str
"""How a line holds what it makes: "b" a flag, "i" a whole number, "u" one modulo 2^64, "f" a float."""
Among = frozenset[int] | None
"""The few whole numbers that a line may make, where they are known."""
_FLAG: Final = frozenset((0, 1))
_NOTHING: Final = frozenset((0,))
_MANY: Final = 64
_U64: Final = np.dtype(np.uint64)
_LEAST, _GREATEST = int(np.iinfo(np.int64).min), int(np.iinfo(np.int64).max)
_TO: Final = {"i": "np.int64({})", "u": "np.uint64(np.int64({}))", "f": "np.float64({})"}

_BINARY: Final[dict[Any, str]] = {
    np.add: "+", np.subtract: "-", np.multiply: "*", np.true_divide: "/", np.floor_divide: "//", np.remainder: "%",
    np.equal: "==", np.not_equal: "!=", np.less: "<", np.less_equal: "<=", np.greater: ">", np.greater_equal: ">=",
    np.logical_and: "and", np.logical_or: "or", np.bitwise_and: "and", np.bitwise_or: "or",
}  # fmt: skip
_LOGIC: Final[dict[Any, bool]] = {
    np.logical_and: False,
    np.logical_or: True,
    np.bitwise_and: False,
    np.bitwise_or: True,
}
"""What decides whatever the other flag is."""
_BITS: Final = (np.bitwise_and, np.bitwise_or, np.invert)
_WRITTEN: Final[dict[Any, Callable[..., str]]] = {
    np.negative: "-{}".format, np.absolute: "abs({})".format, np.floor: "np.floor({})".format,
    np.rint: "np.rint({})".format, np.logical_not: "not {}".format, np.invert: "not {}".format,
    np.sign: lambda x: f"np.int64({x} > 0) - np.int64({x} < 0)",
    np.minimum: lambda x, y: f"{x} if {x} < {y} else {y}", np.maximum: lambda x, y: f"{x} if {x} > {y} else {y}",
}  # fmt: skip


def sort_of(dtype: np.dtype[Any]) -> Sort:
    """How a line holds numbers of a type: narrow whole numbers as wide ones, since none of them ever wraps."""
    if dtype == _U64:
        return "u"
    found = {"b": "b", "i": "i", "u": "i", "f": "f"}.get(dtype.kind)
    if found is None:
        raise Unsupported(f"numbers of the type {dtype}")
    return found


class Recorded(NDArrayOperatorsMixin):
    """What a line makes of the row. Questions about all rows get the answer that leaves everything possible."""

    ndim: Final = 1
    shape: Final = (1,)

    def __init__(self, lines: Lines, name: str, dtype: np.dtype[Any]) -> None:
        self.lines, self.name, self.dtype = lines, name, dtype
        self.among: Among = None

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if method != "__call__" or kwargs:
            raise Unsupported(f"`{ufunc.__name__}.{method}` in a loop")
        return _applied(self.lines, ufunc, inputs)

    def __array_function__(self, function: Any, types: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        rule = _FUNCTIONS.get(function)
        if rule is None:
            raise Unsupported(f"`{function.__name__}` in a loop")
        return rule(self.lines, *args)

    def any(self) -> bool:
        """Whether it may hold, or be another number than 0, in some row."""
        return self.among != _NOTHING

    def all(self) -> bool:
        """Whether it surely holds in all rows."""
        return False

    def astype(self, sort: Any, *, copy: bool = False) -> Recorded:
        """The same as a number of another type."""
        dtype = np.dtype(sort)
        if sort_of(dtype) == sort_of(self.dtype):
            return self.of_type(dtype)
        among = _FLAG if self.dtype.kind == "b" and sort_of(dtype) == "i" else None
        return self.lines.put(as_sort(self, sort_of(dtype)), dtype, cast(self, dtype), among)

    def of_type(self, dtype: np.dtype[Any]) -> Recorded:
        """The same as a number of a type that is held alike."""
        if dtype == self.dtype:
            return self
        found = Recorded(self.lines, self.name, dtype)
        found.among = self.among
        return found

    def taken_from(self, table: NDArray[Any]) -> Any:
        """What a table holds at this place."""
        places = sorted(range(len(table)) if self.among is None else self.among)
        found = [table[place].item() for place in places]
        if found == places:
            return self.of_type(table.dtype)
        among = _few(found) if table.dtype.kind in "iu" else None
        if among is not None and len(among) == 1:
            return np.full(1, found[0], table.dtype)
        text = f"{self.lines.table(table)}[{self.name}]"
        return self.lines.put(text, table.dtype, look_up(table, self), among)


def as_sort(x: Any, sort: Sort) -> str:
    """A number of the row, or one for all rows, as text of a sort."""
    if isinstance(x, Recorded):
        own = sort_of(x.dtype)
        if own == sort:
            return x.name
        return f"({x.name} != 0)" if sort == "b" else _TO[sort].format(x.name)
    value = as_value(x)
    match sort:
        case "b":
            return str(bool(value))
        case "f":
            return f"({float(value)!r})" if np.isfinite(value) else "-np.inf" if value < 0 else "np.inf"
        case "u":
            return f"np.uint64({int(value) % 2**64})"
    return f"({int(value)})" if value < 0 else str(int(value))


def _few(numbers: Iterable[int]) -> Among:
    found = frozenset(numbers)
    return found if len(found) <= _MANY else None


def _among(x: Any) -> Among:
    """What whole numbers this may be."""
    if isinstance(x, Recorded):
        return _FLAG if x.dtype.kind == "b" else x.among
    value = as_value(x)
    return frozenset((int(value),)) if isinstance(value, int) else None


def _applied(lines: Lines, ufunc: np.ufunc, inputs: Sequence[Any]) -> Any:
    given = [x.dtype if isinstance(x, Recorded | np.generic | np.ndarray) else type(x) for x in inputs]
    given = [np.dtype(bool) if kind is bool else kind for kind in given]
    *takes, gives = ufunc.resolve_dtypes((*given, None))
    if ufunc in _BITS and takes[0].kind != "b":
        raise Unsupported("the bits of numbers")
    plain = _without(ufunc, inputs, gives)
    if plain is not None:
        return plain
    texts = [as_sort(x, sort_of(kind)) for x, kind in zip(inputs, takes, strict=True)]
    step = Step(ufunc, inputs, takes)
    sign = _BINARY.get(ufunc)
    if sign is not None:
        among = _all_pairs(ufunc, inputs) if ufunc is np.add and sort_of(gives) == "i" else None
        return lines.put(f"{texts[0]} {sign} {texts[1]}", gives, step, among)
    if ufunc not in _WRITTEN:
        raise Unsupported(f"`{ufunc.__name__}` in a loop")
    text = _WRITTEN[ufunc](*texts)
    return lines.put(f"np.float64({text})" if ufunc is np.sign and gives.kind == "f" else text, gives, step)


def _all_pairs(ufunc: np.ufunc, inputs: Sequence[Any]) -> Among:
    """What an operation may make of two numbers, each one of a few."""
    a, b = (_among(x) for x in inputs)
    return None if a is None or b is None else _few({ufunc(x, y).item() for x in a for y in b})


def _without(ufunc: np.ufunc, inputs: Sequence[Any], gives: np.dtype[Any]) -> Any:
    """The result where it needs no line: it is known, or one of the inputs; else None."""
    if gives.kind == "b" and len(inputs) == 2 and ufunc not in _LOGIC:
        beyond = [isinstance(x, int) and not _LEAST <= x <= _GREATEST for x in inputs]
        if any(beyond) and any(isinstance(x, Recorded) and sort_of(x.dtype) == "i" for x in inputs):
            # a whole number of 63 bits lies on the same side of it as 0 does
            return np.full(1, ufunc(*(x if far else 0 for x, far in zip(inputs, beyond, strict=True))))
        known = _all_pairs(ufunc, inputs)
        return np.full(1, min(known), bool) if known is not None and len(known) == 1 else None
    x = next((x for x in inputs if isinstance(x, Recorded)), None)
    other = next((as_value(y) for y in inputs if not isinstance(y, Recorded)), None)
    if x is None or other is None:
        return None
    if ufunc in _LOGIC:
        decisive = _LOGIC[ufunc]
        return np.full(1, decisive) if bool(other) is decisive else x.of_type(gives) if x.dtype == gives else None
    if sort_of(x.dtype) != sort_of(gives):
        return None
    neutral = 1 if ufunc is np.multiply else 0 if ufunc is np.add and gives.kind != "f" else None
    if ufunc is np.subtract and isinstance(inputs[0], Recorded) and gives.kind != "f":
        neutral = 0
    if ufunc is np.multiply and other == 0 and gives.kind != "f":
        return np.zeros(1, gives)
    return x.of_type(gives) if other == neutral else None


def as_value(x: Any) -> Any:
    """One number for all rows as Python has it."""
    return x.item() if isinstance(x, np.generic | np.ndarray) else x


def _where(lines: Lines, mask: Any, a: Any, b: Any) -> Any:
    dtype = np.where(True, *(np.ones(1, x.dtype) if isinstance(x, Recorded) else x for x in (a, b))).dtype
    if not isinstance(mask, Recorded):
        found = a if np.all(mask) else b
        return found.astype(dtype) if isinstance(found, Recorded) else np.full(1, as_value(found), dtype)
    sort = sort_of(dtype)
    then, otherwise, holds = as_sort(a, sort), as_sort(b, sort), as_sort(mask, "b")
    if then == otherwise:
        return a.astype(dtype) if isinstance(a, Recorded) else np.full(1, as_value(a), dtype)
    among = None
    if sort == "i":
        x, y = _among(a), _among(b)
        among = None if x is None or y is None else _few(x | y)
    return lines.put(f"{then} if {holds} else {otherwise}", dtype, choose(mask, a, b, dtype), among)


_FUNCTIONS: Final[dict[Any, Callable[..., Any]]] = {
    np.where: _where, np.any: lambda lines, x: True, np.all: lambda lines, x: False, np.ndim: lambda lines, x: 1,
    np.broadcast_to: lambda lines, x, shape: x,
    # Whatever these are compared with may be passed by some row.
    np.min: lambda lines, x: -np.inf, np.max: lambda lines, x: np.inf,
}  # fmt: skip
