"""Every operation that a loop may hold: compiled, it gives what NumPy gives on arrays, number by number."""

from typing import Any

import numpy as np
import pytest
from columns.operations import SIZE, arrays, code_of, results

pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")

from evallang.backends.columns.fused.loop import Record, loop_of
from evallang.backends.columns.fused.machine import compiled
from evallang.backends.columns.inputs import Given
from evallang.backends.columns.states import taken
from evallang.backends.columns.traced.forms import Form
from evallang.backends.columns.traced.lines import Lines
from evallang.backends.columns.traced.recorded import Recorded, as_sort, sort_of
from evallang.backends.columns.unsupported import Unsupported


def test_each_operation_is_that_of_numpy(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALLANG_CACHE", str(tmp_path))
    given = arrays()
    with np.errstate(all="ignore"):
        wanted = results(**given)
    givens = {number: Given(type(None), values) for number, values in enumerate(given.values())}
    bounds = {number: (int(values.min()), int(values.max())) for number, values in enumerate(given.values())}
    record = Record(givens, bounds, {})
    record.record({name: code_of(name) for name in wanted}, twice=True)
    assert list(record.first) == list(wanted)
    forms = {name: Form("near" if sort_of(values.dtype) == "f" else "day") for name, values in wanted.items()}
    loop = loop_of(record, {}, forms)
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
