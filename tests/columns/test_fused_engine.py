"""Which engine scores a frame, and where compiled loops are kept."""

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from columns.comparing import by_interpreter, differences
from columns.small import TEXT, columns
from house.checkout import checked, run_python

import evallang
from evallang.backends.columns import scoring
from evallang.backends.columns.fused import loops, machine
from evallang.backends.columns.fused.loop import Record
from evallang.backends.columns.traced.lines import Lines
from evallang.rules import Rules, UsageError

needs_numba = pytest.mark.usefixtures("numba")

LOADED = """
import sys
import numpy as np, evallang
rules = evallang.load(sys.argv[1])
frame = {"kind": np.array(["big"] * 50), "late": np.arange(50), "answers": np.arange(50) + 1, "opinion": np.ones(50)}
found = rules.score_columns(frame, engine=sys.argv[2])
print(float(found["liked"].values[0]), "numba" in sys.modules)
"""


@pytest.fixture
def numba() -> Any:
    return pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "small.eval"
    found.write_text(TEXT, encoding="utf-8")
    return found


@pytest.fixture
def rules(file: Path) -> Rules:
    return evallang.load(file)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(machine.FOLDER, str(tmp_path / "kept"))
    monkeypatch.setattr(machine, "_LOADED", {})
    return tmp_path / "kept"


def frames(data: dict[str, list[Any]]) -> dict[str, Any]:
    spread = np.zeros((len(data["late"]), 2), np.int64)
    spread[:, 0] = data["late"]
    masked = np.ma.array([x or 0 for x in data["opinion"]], mask=[x is None for x in data["opinion"]])
    return {
        "arrow": pa.table(data),  # arrays that may not be written
        "with gaps": {**{k: np.array(v) for k, v in data.items()}, "late": spread[:, 0], "opinion": masked},
    }


@needs_numba
@pytest.mark.parametrize("form", ["arrow", "with gaps"])
@pytest.mark.parametrize("held", [True, False])
def test_frames_of_all_forms(rules: Rules, folder: Path, form: str, held: bool) -> None:
    data = columns(300)
    frame = frames(data)[form]
    given = rules.read_columns(frame) if held else frame
    found = rules.score_columns(given, engine="fused", block=7, threads=2)
    assert not differences(found, by_interpreter(rules, data), data)
    assert list(folder.glob("evallang_loop_*.py"))


@needs_numba
def test_a_loop_is_compiled_once_and_kept(file: Path, folder: Path) -> None:
    for word in ("saved to", "loaded from"):
        result = run_python("-c", LOADED, str(file), "fused", EVALLANG_CACHE=str(folder), NUMBA_DEBUG_CACHE="1")
        checked(result)
        assert f"data {word}" in result.stdout
        assert "4.0 True" in result.stdout


def test_columns_load_no_compiler(file: Path) -> None:
    result = run_python("-c", LOADED, str(file), "columns")
    checked(result)
    assert result.stdout.split() == ["4.0", "False"]


@needs_numba
@pytest.mark.parametrize("other", [b"def loop(): return 2\n", b"\xff\xfe\x00", b""])
def test_a_file_that_was_changed_is_written_anew(folder: Path, other: bytes) -> None:
    text = "def loop(): return 1\n"
    assert machine.compiled(text)() == 1
    (file,) = folder.glob("*.py")
    file.write_bytes(other)
    machine._LOADED.clear()
    assert machine.compiled(text)() == 1
    assert file.read_text(encoding="utf-8") == text


@needs_numba
@pytest.mark.parametrize("kept", [0, 20])
@pytest.mark.parametrize("ending", ["nbi", "nbc"])
def test_what_was_kept_and_is_damaged_is_compiled_anew(folder: Path, ending: str, kept: int) -> None:
    text = "from numba import njit\n\n@njit('int64(int64)', cache=True)\ndef loop(x): return x + 1\n"
    assert machine.compiled(text)(1) == 2
    (file,) = folder.glob(f"__pycache__/*.{ending}")
    whole = file.read_bytes()
    file.write_bytes(whole[:kept])
    machine._LOADED.clear()
    assert machine.compiled(text)(1) == 2
    assert len(file.read_bytes()) == len(whole)


def test_without_a_folder_that_can_be_written_it_is_compiled_for_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(machine.FOLDER, str(tmp_path / "file"))
    monkeypatch.setattr(machine, "_LOADED", {})
    assert machine.compiled("def loop(): return 3\n")() == 3


def test_the_folder_is_that_of_the_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv(machine.FOLDER, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert machine.folder() == tmp_path / "evallang"


def test_the_home_is_that_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv(machine.FOLDER, "~/kept")
    assert machine.folder() == tmp_path / "kept"


def test_a_home_that_is_not_known_is_not_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(machine.FOLDER, "~nobody-is-called-so/kept")
    monkeypatch.setattr(machine, "_LOADED", {})
    assert machine.compiled("def loop(): return 4\n")() == 4
    assert not list(tmp_path.iterdir())


def test_an_engine_that_is_not_there(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = {"late": np.arange(3)}
    with pytest.raises(UsageError, match="no engine for frames is called `quick`"):
        rules.score_columns(frame, engine="quick")  # type: ignore[arg-type]
    monkeypatch.setattr(scoring, "is_installed", lambda: False)
    with pytest.raises(ImportError, match=r"evallang\[fast\]"):
        rules.score_columns(frame, engine="fused")
    monkeypatch.setattr(scoring, "LARGE", 1)
    assert rules.score_columns(frame)["liked"].reason(0)


@needs_numba
@pytest.mark.parametrize("most", [0, 5, 20, 60, 80])
def test_a_loop_of_too_many_lines_holds_what_fits(
    rules: Rules, folder: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(loops, "Record", lambda *given: Record(*given, lines=Lines(most=most)))
    monkeypatch.setattr("numba.config.DISABLE_JIT", True)
    data = columns(200)
    found = rules.score_columns(frames(data)["with gaps"], engine="fused")
    assert not differences(found, by_interpreter(rules, data), data)
    assert bool(list(folder.glob("*.py"))) is (most > 5)


@needs_numba
def test_loops_are_chosen_where_they_pay(rules: Rules, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    original = loops.loops_of
    monkeypatch.setattr(loops, "loops_of", lambda *given: made.append(1) or original(*given))
    monkeypatch.setattr("numba.config.DISABLE_JIT", True)
    held = rules.read_columns({k: np.array(v) for k, v in columns(30).items() if k != "opinion"})
    paths = ["deadlines"]
    rules.score_columns(held, paths=paths)
    assert not made
    monkeypatch.setattr(scoring, "LARGE", 30)
    rules.score_columns(held, paths=paths)
    assert len(made) == 1
    monkeypatch.setattr(scoring, "LARGE", 31)
    before = rules.score_columns(held, paths=paths, engine="columns")
    after = rules.score_columns(held, paths=paths)  # its loops are there already
    assert len(made) == 1
    assert np.array_equal(before["deadlines"].values, after["deadlines"].values, equal_nan=True)


@needs_numba
@pytest.mark.parametrize("declared", ["number 0..100", "number -100..100", "number ..100"])
def test_edges_beyond_63_bits(tmp_path: Path, declared: str) -> None:
    """An edge over the denominator of the data, where the data itself is small."""
    file = tmp_path / "m.eval"
    file.write_text(
        f"methodology m\ninput n : {declared}\nindicator x {{\n  score n\n  grade\n"
        "    | score     | grade |\n    | 50 and up | high  |\n    | below 50  | low   |\n}\n",
        encoding="utf-8",
    )
    table = pa.table({"n": pa.array([Decimal("2.5"), Decimal(0)], pa.decimal128(38, 18))})
    for engine in ("fused", "columns"):
        found = evallang.load(file).score_columns(table, engine=engine)
        assert list(found["x.grade"].values) == ["low", "low"]
