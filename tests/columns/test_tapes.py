"""Tapes: played, they give what NumPy gives on arrays; and when they are laid."""

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from columns.comparing import as_objects, by_interpreter, differences
from columns.operations import SIZE, arrays, code_of, results
from columns.small import TEXT as SMALL
from columns.small import columns as data
from engine.programs import check

from evallang.backends.columns import means
from evallang.backends.columns.column import Column
from evallang.backends.columns.inputs import Given
from evallang.backends.columns.traced.forms import Form
from evallang.backends.columns.traced.layout import Layout
from evallang.backends.columns.traced.record import Record
from evallang.backends.columns.traced.recorded import sort_of
from evallang.backends.columns.traced.tape import Player
from evallang.backends.columns.traced.tapes import Tapes, tapes_of
from evallang.rules import Rules

BLOCK = 256


def played(threads: int, shuffled: bool, *, keeps: bool = False) -> tuple[dict[str, Any], list[Any], Player]:
    """What is wanted of each operation, and what a tape of all of them makes, block by block."""
    given = arrays()
    wanted = results(**given)
    givens = {number: Given(type(None), values) for number, values in enumerate(given.values())}
    bounds = {number: (int(values.min()), int(values.max())) for number, values in enumerate(given.values())}
    record = Record(givens, bounds, {})
    record.record({name: code_of(name) for name in wanted}, twice=False)
    assert list(record.first) == list(wanted)
    forms = {name: Form("near" if sort_of(values.dtype) == "f" else "day") for name, values in wanted.items()}
    held = [np.zeros(SIZE, np.float64 if form.sort == "near" else np.int64) for form in forms.values()]
    columns: dict[str, Column] = {}
    tape = Layout(record, keeps=keeps).tape(columns, forms)
    assert any(part == "float" for _, part in tape.reads.values()) is keeps
    player = Player(tape, givens, [x for array in held for x in (array, None)], BLOCK)
    order = np.random.default_rng(3).permutation(SIZE) if shuffled else None

    def block(start: int) -> None:
        rows = slice(start, min(start + BLOCK, SIZE))
        where = rows if order is None else order[rows]
        with np.errstate(all="ignore"):
            assert not len(player(where, where))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(block, range(0, SIZE, BLOCK)))
    return wanted, held, player


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("keeps", [False, True])
def test_each_operation_is_that_of_numpy(threads: int, shuffled: bool, keeps: bool) -> None:
    with np.errstate(all="ignore"):
        wanted, held, _ = played(threads, shuffled, keeps=keeps)
    for (name, values), found in zip(wanted.items(), held, strict=True):
        assert np.array_equal(found, values.astype(found.dtype)), name


def test_buffers_are_used_again() -> None:
    with np.errstate(all="ignore"):
        _, _, player = played(1, shuffled=False)
    made = sum(make is not None for make, _, _ in player.tape.turns)
    assert len(player.tape.buffers) < made // 3


TEXT = f"""{SMALL}
item office by name §1 {{ input staff "Staff" : count §1 }}
indicator staffed "Staffed" §4 {{ score sum(staff for office, none 0) }}
"""
PATHS = ["deadlines", "deadlines.grade", "liked"]


@pytest.fixture
def rules() -> Rules:
    found, problems = check(TEXT)
    assert found is not None, problems
    return found


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The paths of each set of tapes that is laid."""
    found: list[list[str]] = []

    def noting(*given: Any) -> Tapes:
        tapes = tapes_of(*given)
        found.append(sorted(tapes.forms))
        return tapes

    monkeypatch.setattr(means, "tapes_of", noting)
    return found


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("held", [False, True])
def test_many_blocks_are_played(rules: Rules, laid: list[list[str]], threads: int, held: bool) -> None:
    columns = data(300)
    frame = rules.read_columns(as_objects(columns)) if held else as_objects(columns)
    found = rules.score_columns(frame, block=7, threads=threads, engine="columns")
    assert laid == [PATHS]  # the list is left to closures
    assert not differences(found, by_interpreter(rules, columns), columns)


def test_few_blocks_are_played_when_they_are_scored_again(rules: Rules, laid: list[list[str]]) -> None:
    columns = data(300)
    frame = rules.read_columns(as_objects(columns))
    wanted = by_interpreter(rules, columns)
    for times in range(3):
        found = rules.score_columns(frame, engine="columns")
        assert len(laid) == (times > 0)
        assert not differences(found, wanted, columns)


def test_one_frame_in_several_threads(rules: Rules) -> None:
    columns = data(300)
    frame = rules.read_columns(as_objects(columns))
    wanted = by_interpreter(rules, columns)
    rules.score_columns(frame, block=20, engine="columns", paths=PATHS)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            scored = [
                pool.submit(rules.score_columns, frame, block=20, threads=2, engine="columns", paths=PATHS)
                for _ in range(40)
            ]
            found = [each.result() for each in scored]
    finally:
        sys.setswitchinterval(before)
    assert not [said for each in found for said in differences(each, wanted, columns)]


def test_a_large_number_is_left_to_its_block(rules: Rules, laid: list[list[str]]) -> None:
    columns = data(300)
    columns["late"][150] = 2**40
    found = rules.score_columns(as_objects(columns), block=7, engine="columns")
    assert laid == [["liked"]]
    assert not differences(found, by_interpreter(rules, columns), columns)


def test_rows_in_doubt_of_a_tape_get_a_second_look(rules: Rules, laid: list[list[str]]) -> None:
    columns = data(400) | {"late": [1] * 400, "answers": [1_000_000] * 399 + [3]}  # all on the edge of a rounding
    found = rules.score_columns(as_objects(columns), paths=["deadlines"], block=16, engine="columns")
    assert laid == [["deadlines"]]
    assert not differences(found, by_interpreter(rules, columns), columns)
