"""Every operation that may be recorded, on numbers of all sorts."""

from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import frozen

from evallang.backends.columns.states import taken
from evallang.backends.columns.traced.recorded import sort_of
from evallang.backends.columns.values import Block, Days, Value

SIZE = 4_000


def arrays() -> dict[str, Any]:
    draw = np.random.default_rng(7)
    wide = draw.integers(-(2**62), 2**62, SIZE)
    return {
        "i": np.where(draw.random(SIZE) < 0.5, draw.integers(-9, 10, SIZE), wide),
        "k": draw.integers(-9, 10, SIZE),
        "n": draw.integers(0, 5, SIZE).astype(np.uint8),
        "m": draw.integers(-100, 100, SIZE).astype(np.int32),
    }


def results(i: Any, k: Any, n: Any, m: Any) -> dict[str, Any]:
    """What is made of numbers, whether of arrays or of a row."""
    f, g = i.astype(np.float64), k.astype(np.float64) / 4
    b, c = i > k, n >= 3
    u, w = i.astype(np.uint64), k.astype(np.uint64)
    table = np.array([5, -7, 0, 11, 2], np.int64)
    return {
        "sum": k + m, "difference": k - m, "product": k * m, "by ten": k * 10, "from ten": 10 - k, "negative": -i,
        "size": abs(k), "floor of a quotient": i // 7, "of another": i // 1000, "rest": k % 2, "sign": np.sign(i),
        "float": f, "floats": f + g, "quotient": f / (g * g + 1.0), "product of floats": f * g, "minus": g - f,
        "whole": np.floor(g), "nearest": np.rint(g), "whole number": np.floor(g).astype(np.int64),
        "sign of a float": np.sign(g), "narrow sign": np.sign(g).astype(np.int8), "size of a float": np.abs(f),
        "least": np.minimum(k, m), "most": np.maximum(f, g), "least float": np.minimum(f, 3.0), "top": np.maximum(k, 2),
        "flag": b, "both": b & c, "one": b | c, "neither": ~(b | c), "not": np.logical_not(b),
        "and": np.logical_and(b, c),
        "or": np.logical_or(b, c), "and all": b & np.True_, "or none": b | False, "equal": k == m, "unequal": n != 3,
        "flags equal": b == c, "flag as a number": b.astype(np.uint8), "places": n + c, "counted": k - (b & c),
        "wrapped product": (u * w * u).astype(np.int64), "wrapped sum": (u + w * np.uint64(3**30)).astype(np.int64),
        "wrapped minus": (np.uint64(0) - u).astype(np.int64), "wrapped times 0": (u * np.uint64(0)).astype(np.int64),
        "one or other": np.where(b, k, m), "or a number": np.where(b, 5, k), "or a float": np.where(c, f, 0.5),
        "of flags": np.where(b, c, False), "from a table": taken(table, n),
        "codes": taken(table, n.astype(np.int64)) + 1,
        "known": np.where(n < 9, k, m), "state": np.where(c, np.uint8(3), n),
        "wrapped choice": np.where(b, u, w).astype(np.int64),
    }  # fmt: skip


@frozen
class Float:
    """Floats that a loop writes as they are."""

    values: Any

    @property
    def near(self) -> "Float":
        return self


def code_of(name: str) -> Callable[[Block], Value]:
    def code(block: Block) -> Value:
        read = [block.given(block, number).held.num for number in range(4)]
        found = results(*read)[name]
        return Value(Float(found) if sort_of(found.dtype) == "f" else Days(found.astype(np.int64)))

    return code
