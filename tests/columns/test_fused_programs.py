"""Loops against the interpreter over random programs, at boundaries, and over a real direction."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from columns import test_boundaries, test_random_programs
from columns.one_body import Items, NoLists, OneBody, Years
from columns.quality_data import SETS, hundredths
from engine.random_tables import Maker

import evallang
from evallang.backends.columns.fused import loops, machine

numba = pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")

HERE = Path(__file__).parent
SIZE = 3_000
GRADES = ("ineffective", "low", "medium", "high")
# EVALLANG_PROGRAMS=2000 looks further; EVALLANG_COMPILED=20 compiles so many, which takes seconds for each.
PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "24"))
COMPILED = int(os.environ.get("EVALLANG_COMPILED", "1"))
MAKERS = [Maker, NoLists, OneBody, Years, Items]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(machine.FOLDER, str(tmp_path))


@pytest.fixture
def as_python(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Loops run as the Python that they are written in, which saves compiling them; how many paths each scoring had."""
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    monkeypatch.setattr(machine, "_LOADED", {})
    made, original = [], loops.loops_of

    def noted(*given: Any) -> loops.Loops:
        found = original(*given)
        made.append(len(found.forms))
        return found

    monkeypatch.setattr(loops, "loops_of", noted)
    return made


@pytest.mark.parametrize("maker", MAKERS)
def test_loops_and_the_interpreter_agree(maker: type[Maker], as_python: list[int]) -> None:
    found = [test_random_programs.differing(seed, maker, engine="fused") for seed in range(PROGRAMS)]
    wrong = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not wrong, f"{len(wrong)} programs differ; " + "\n".join(wrong[0])
    assert sum(as_python) > PROGRAMS


def test_loops_and_the_interpreter_agree_at_boundaries(as_python: list[int]) -> None:
    found = [test_boundaries.differing(seed, engine="fused") for seed in range(PROGRAMS)]
    wrong = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not wrong, f"{len(wrong)} programs differ; " + "\n".join(wrong[0])
    assert sum(as_python) > PROGRAMS


@pytest.mark.parametrize("seed", range(3, 3 + COMPILED))
def test_compiled_loops_and_the_interpreter_agree_at_boundaries(seed: int) -> None:
    assert test_boundaries.differing(seed, engine="fused") == []


@pytest.mark.parametrize("name", SETS)
def test_every_total_and_grade_is_exact(name: str) -> None:
    """Compiled, on threads, with rows in doubt settled in the loop."""
    rules = evallang.load(HERE / "service_quality.eval")
    data = SETS[name](SIZE)
    wanted = np.array([hundredths({k: v[i].item() for k, v in data.items()}) for i in range(SIZE)])
    frame = rules.read_columns(data)
    found = rules.score_columns(frame, paths=["total", "total.grade"], block=100, threads=3, engine="fused")
    nums, den = found["total"].scaled or (None, 0)
    assert np.array_equal(nums * (100 // den), wanted)
    grades = (wanted >= 5000).astype(int) + (wanted >= 7000) + (wanted >= 9000)
    assert found["total.grade"].values.tolist() == [GRADES[g] for g in grades]
    assert found.settled == 0
