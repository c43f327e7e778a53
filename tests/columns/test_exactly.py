"""The third look: where all rows are left open by the first two, fractions give what the interpreter gives."""

import os
from typing import Any

import numpy as np
import pytest
from columns import test_boundaries, test_random_programs
from columns.comparing import as_objects, by_interpreter, differences
from columns.one_body import Items, ItemsOfYears, OneBody, Years
from engine.programs import check
from engine.random_tables import Maker

from evallang.backends.columns.engine import Engine
from evallang.backends.columns.passes import Pass

PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "12"))


@pytest.fixture(autouse=True)
def all_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """No row is settled by floats or modulo 2^64."""
    computed = Pass._computed

    def open_(self: Pass, ops: Any, *given: Any) -> Any:
        computed(self, ops, *given)
        return np.ones(ops.size, bool)

    monkeypatch.setattr(Pass, "_computed", open_)


@pytest.mark.parametrize("maker", [Maker, OneBody, Years, Items, ItemsOfYears])
def test_fractions_and_the_interpreter_agree(maker: type[Maker]) -> None:
    """Blocks of five, of which odd programs are never laid out on tapes."""
    found = [test_random_programs.differing(seed, maker) for seed in range(1, 2 * PROGRAMS, 2)]
    wrong = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not wrong, f"{len(wrong)} programs differ; " + "\n".join(wrong[0])


def test_at_boundaries() -> None:
    found = [lines for seed in range(PROGRAMS) if (lines := test_boundaries.differing(seed))]
    assert not found, "\n".join(found[0])


TEXT = """\
methodology lists "Lists"
item office by name {
  input asked : count 1..
  input kept  : count
  indicator share { score kept / asked * 7; clamp .. 3; round 0.01 half even }
}
indicator shares { score mean(share for office, none 0) + max(kept / asked for office, none 1); round 0.001 half up }
indicator beside { score shares - mean(shares for every body) }
"""


def test_the_interpreter_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even for what looks at all bodies, of which one in doubt would have it read them all."""
    rules, problems = check(TEXT)
    assert rules is not None, problems
    draw = np.random.default_rng(9)
    owners = np.sort(draw.integers(0, 40, 120))
    columns = {"body": [f"b{n}" for n in range(40)]}
    office = {"body": [f"b{n}" for n in owners], "name": [str(n) for n in range(120)],
              "asked": draw.integers(1, 99, 120).tolist(), "kept": draw.integers(0, 99, 120).tolist()}  # fmt: skip
    lists = {"office": as_objects(office)}
    wanted = by_interpreter(rules, columns, {"office": office})

    def asked(*given: Any) -> Any:
        raise AssertionError("the interpreter was asked")

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "_scores", asked)
        patch.setattr(Engine, "all_scores", property(asked))
        found = rules.score_columns(as_objects(columns), lists=lists, paths=["shares", "beside"])
        assert found.settled == 0
        values = [[column.exact(row) for row in range(40)] for column in found.values()]
    assert values == [[wanted[f"b{n}"][path].value for n in range(40)] for path in ("shares", "beside")]
    assert not differences(found, wanted, columns)
