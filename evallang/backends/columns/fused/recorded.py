"""A number, a flag or a code of the row at hand: NumPy's operations on it are not done but written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

from evallang.backends.columns.unsupported import Unsupported

if TYPE_CHECKING:
    from evallang.backends.columns.fused.lines import Lines

Sort = str
"""How a line holds what it makes: "b" a flag, "i" a whole number, "u" one modulo 2^64, "f" a float."""
_U64: Final = np.dtype(np.uint64)
_TO: Final = {"i": "np.int64", "u": "np.uint64", "f": "np.float64"}

_BINARY: Final = {
    np.add: "+", np.subtract: "-", np.multiply: "*", np.true_divide: "/", np.floor_divide: "//", np.remainder: "%",
    np.equal: "==", np.not_equal: "!=", np.less: "<", np.less_equal: "<=", np.greater: ">", np.greater_equal: ">=",
    np.logical_and: "and", np.logical_or: "or", np.bitwise_and: "and", np.bitwise_or: "or",
}  # fmt: skip
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

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Recorded:
        if method != "__call__" or kwargs:
            raise Unsupported(f"`{ufunc.__name__}.{method}` in a loop")
        return _applied(self.lines, ufunc, inputs)

    def __array_function__(
        self, function: Any, types: Any, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> Any:
        rule = _FUNCTIONS.get(function)
        if rule is None:
            raise Unsupported(f"`{function.__name__}` in a loop")
        return rule(self.lines, *args)

    def any(self) -> bool:
        """Whether it may hold in some row."""
        return True

    def all(self) -> bool:
        """Whether it surely holds in all rows."""
        return False

    def astype(self, sort: Any, *, copy: bool = False) -> Recorded:
        """The same as a number of another type."""
        dtype = np.dtype(sort)
        return self.lines.put(as_sort(self, sort_of(dtype)), dtype, [self])

    def taken_from(self, table: NDArray[Any]) -> Recorded:
        """What a table holds at this place."""
        return self.lines.put(f"{self.lines.table(table)}[{self.name}]", table.dtype, [self])


def as_sort(x: Any, sort: Sort) -> str:
    """A number of the row, or one for all rows, as text of a sort."""
    if isinstance(x, Recorded):
        own = sort_of(x.dtype)
        if own == sort:
            return x.name
        return f"({x.name} != 0)" if sort == "b" else f"{_TO[sort]}({x.name})"
    value = x.item() if isinstance(x, np.generic | np.ndarray) else x
    match sort:
        case "b":
            return str(bool(value))
        case "f":
            return f"({float(value)!r})" if np.isfinite(value) else "-np.inf" if value < 0 else "np.inf"
        case "u":
            return f"np.uint64({int(value) % 2**64})"
    return f"({int(value)})" if value < 0 else str(int(value))


def _applied(lines: Lines, ufunc: np.ufunc, inputs: Sequence[Any]) -> Recorded:
    given = [x.dtype if isinstance(x, Recorded | np.generic | np.ndarray) else type(x) for x in inputs]
    given = [np.dtype(bool) if kind is bool else kind for kind in given]
    *takes, gives = ufunc.resolve_dtypes((*given, None))
    if ufunc in _BITS and takes[0].kind != "b":
        raise Unsupported("the bits of numbers")
    texts = [as_sort(x, sort_of(kind)) for x, kind in zip(inputs, takes, strict=True)]
    sign = _BINARY.get(ufunc)
    if sign is not None:
        return lines.put(f"{texts[0]} {sign} {texts[1]}", gives, inputs)
    if ufunc not in _WRITTEN:
        raise Unsupported(f"`{ufunc.__name__}` in a loop")
    text = _WRITTEN[ufunc](*texts)
    return lines.put(f"np.float64({text})" if ufunc is np.sign and gives.kind == "f" else text, gives, inputs)


def _where(lines: Lines, mask: Any, a: Any, b: Any) -> Any:
    if not isinstance(mask, Recorded):
        return a if np.all(mask) else b
    dtype = np.where(True, *(np.ones(1, x.dtype) if isinstance(x, Recorded) else x for x in (a, b))).dtype
    sort = sort_of(dtype)
    return lines.put(f"{as_sort(a, sort)} if {as_sort(mask, 'b')} else {as_sort(b, sort)}", dtype, [mask, a, b])


_FUNCTIONS: Final[dict[Any, Callable[..., Any]]] = {
    np.where: _where, np.any: lambda lines, x: True, np.all: lambda lines, x: False, np.ndim: lambda lines, x: 1,
    np.broadcast_to: lambda lines, x, shape: x,
    # Whatever these are compared with may be passed by some row.
    np.min: lambda lines, x: -np.inf, np.max: lambda lines, x: np.inf,
}  # fmt: skip
