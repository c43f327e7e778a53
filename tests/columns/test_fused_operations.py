"""Every operation that a loop may hold: compiled, it gives what NumPy gives on arrays, number by number."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from attrs import frozen

pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")

from evallang.backends.columns.fused.forms import Form
from evallang.backends.columns.fused.lines import Lines
from evallang.backends.columns.fused.loop import Record
from evallang.backends.columns.fused.machine import compiled
from evallang.backends.columns.fused.recorded import Recorded, as_sort, sort_of
from evallang.backends.columns.inputs import Given
from evallang.backends.columns.states import taken
from evallang.backends.columns.unsupported import Unsupported
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


def _code(name: str) -> Callable[[Block], Value]:
    def code(block: Block) -> Value:
        read = [block.given(block, number).held.num for number in range(4)]
        found = results(*read)[name]
        return Value(Float(found) if sort_of(found.dtype) == "f" else Days(found.astype(np.int64)))

    return code


def test_each_operation_is_that_of_numpy(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALLANG_CACHE", str(tmp_path))
    given = arrays()
    with np.errstate(all="ignore"):
        wanted = results(**given)
    givens = {number: Given(type(None), values) for number, values in enumerate(given.values())}
    bounds = {number: (int(values.min()), int(values.max())) for number, values in enumerate(given.values())}
    record = Record(givens, bounds, {})
    record.record({name: _code(name) for name in wanted})
    assert list(record.first) == list(wanted)
    forms = {name: Form("near" if sort_of(values.dtype) == "f" else "day") for name, values in wanted.items()}
    loop = record.loop({}, forms)
    held = [np.zeros(SIZE, np.float64 if form.sort == "near" else np.int64) for form in forms.values()]
    status = np.zeros(SIZE, np.uint8)
    none = np.empty(0, np.int64)
    inputs = [givens[number].values for number, _ in loop.arrays]
    results_ = [array for values in held for array in (values, status)]
    assert compiled(loop.text)(0, SIZE, none, none, np.empty(SIZE, np.int64), *inputs, *results_) == 0
    for (name, values), found in zip(wanted.items(), held, strict=True):
        assert np.array_equal(found, values.astype(found.dtype)), name


def test_what_is_known_is_no_line() -> None:
    lines = Lines()
    n = lines.read(0, "state", np.dtype(np.uint8))
    code = taken(np.array([0, 3] + [3] * 14, np.uint8), n)
    assert code.among == {0, 3}
    assert not np.any(code == 5)
    assert np.all(code != 5)
    assert not taken(np.zeros(16, np.uint8), code).any()
    assert taken(np.arange(4), taken(np.arange(4), n)).name == n.name
    assert isinstance(code == 3, Recorded)


def test_what_cannot_be_written_is_refused() -> None:
    x = Lines().read(0, "value", np.dtype(np.int64))
    for wrong in (lambda: np.sqrt(x), lambda: np.cumsum(x), lambda: x & 1, lambda: np.add.reduce(x)):
        with pytest.raises(Unsupported):
            wrong()


def test_one_number_is_text_of_its_sort() -> None:
    assert as_sort(-3, "i") == "(-3)"
    assert as_sort(-1, "u") == f"np.uint64({2**64 - 1})"
    assert as_sort(np.float64("inf"), "f") == "np.inf"
    assert as_sort(np.array([2]), "b") == "True"
