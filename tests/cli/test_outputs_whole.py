"""A run that fails leaves what was there, whole; links, devices and pipes are written to as what they are."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli.commands import invoke, refused, said

from evallang.cli.targets import put

ASK = ("score", "small.eval", "--data", "data", "--parameter", "weight=1")


@pytest.fixture
def posix() -> None:
    """For what other systems than Unix do not have."""
    pytest.importorskip("resource")


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """No file may become larger than so many bytes: a disk that is full."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def link(target: Path, name: str, *, hard: bool = False) -> bool:
    """A link, if the system lets one be made."""
    try:
        os.link(target, name) if hard else Path(name).symlink_to(target)
    except OSError:
        return False
    return True


def hidden(place: Path) -> list[str]:
    return [file.name for file in place.iterdir() if file.name.startswith(".")]


# ---- what is read


def test_a_second_name_of_the_data_is_not_written_over(place: Path) -> None:
    before = (place / "data" / "bodies.csv").read_bytes()
    if not link(place / "data" / "bodies.csv", "hard.csv", hard=True):
        return
    refused(invoke(*ASK, "-o", "hard.csv"), "hard.csv: the file is read here and not written over")
    assert (place / "data" / "bodies.csv").read_bytes() == before


@pytest.mark.parametrize("engine", ["columns", "duckdb"])
@pytest.mark.parametrize("part", ["b.parquet", "year=2020/b.parquet"])
def test_parts_in_a_folder_of_data_are_not_written_over(place: Path, engine: str, part: str) -> None:
    pytest.importorskip("duckdb" if engine == "duckdb" else "numpy")
    file = place / "po" / "bodies.parquet" / part
    file.parent.mkdir(parents=True)
    pyarrow = pytest.importorskip("pyarrow")
    rows = {"body": ["Алматы", "Банк"], "kind": ["local", "central"], "period": [2020, 2020], "x": [3, 3]}
    pytest.importorskip("pyarrow.parquet").write_table(pyarrow.table(rows), file)
    (place / "po" / "measure.csv").write_bytes((place / "data" / "measure.csv").read_bytes())
    before = file.read_bytes()
    ask = ("score", "small.eval", "--data", "po", "--parameter", "weight=1", "--engine", engine, "--format", "csv")
    (place / "part.csv").hardlink_to(file)
    refused(invoke(*ask, "-o", "part.csv"), "the file is read here and not written over")
    assert file.read_bytes() == before


def test_results_beside_the_data_are_written_again(place: Path) -> None:
    for output in ("data/results/out.csv", "rules/out.csv"):
        (place / output).parent.mkdir(exist_ok=True)
        (place / "rules").mkdir(exist_ok=True)
        (place / "rules" / "small.eval").write_bytes((place / "small.eval").read_bytes())
        for _ in range(2):
            said(invoke("score", "rules", *ASK[2:], "-o", output), 0, f"wrote {output}")
        assert (place / output).exists()


def test_rules_deep_in_a_folder_are_not_written_over(place: Path) -> None:
    file = place / "acts" / "deep" / "small.eval"
    file.parent.mkdir(parents=True)
    (place / "small.eval").rename(file)
    before = file.read_bytes()
    (place / "acts" / "deep" / "other.eval").write_bytes(before.replace(b"methodology small", b"methodology other"))
    ask = ("deadlines", "--document", "other", "--year", "2020", "-o", "acts/deep/small.eval")
    refused(invoke(*ask, "acts"), "is read here")
    refused(invoke(*ask, "acts/deep/other.eval"), "is read here")
    ask = ("compile", "--on", "2021-01-01", "--to", "python", "--document", "other", "-o", "acts/deep/small.eval")
    refused(invoke(*ask, "acts/deep/other.eval"), "is read here")
    assert file.read_bytes() == before


# ---- whole or not at all


@pytest.mark.usefixtures("posix")
def test_without_space_the_old_file_stays(place: Path) -> None:
    (place / "out.csv").write_text("old", encoding="utf-8")
    with small_files(64):
        result = invoke(*ASK, "-o", "out.csv")
    refused(result, "error: out.csv: file too large")
    assert "wrote" not in result.stderr
    assert (place / "out.csv").read_text(encoding="utf-8") == "old"
    assert not (place / "out.measure.csv").exists()
    assert hidden(place) == []


@pytest.mark.parametrize("engine", [(), ("--engine", "duckdb")])
def test_of_several_files_none_is_written_where_one_cannot_be(place: Path, engine: tuple[str, ...]) -> None:
    if engine:
        pytest.importorskip("duckdb")
    (place / "out.csv").write_text("old", encoding="utf-8")
    (place / "out.measure.csv").mkdir()
    refused(invoke(*ASK, *engine, "-o", "out.csv"), "out.measure.csv: this is a folder, and a file is needed here")
    assert (place / "out.csv").read_text(encoding="utf-8") == "old"
    assert hidden(place) == []


@pytest.mark.usefixtures("posix")
def test_the_first_file_stays_where_the_second_has_no_space(place: Path) -> None:
    (place / "one").write_text("old", encoding="utf-8")
    with small_files(64), pytest.raises(Exception, match="two: file too large"):
        put({Path("one"): "new", Path("two"): "x" * 100})
    assert (place / "one").read_text(encoding="utf-8") == "old"
    assert not (place / "two").exists()
    assert hidden(place) == []


@pytest.mark.usefixtures("posix")
def test_permissions_stay(place: Path) -> None:
    for name, mode in (("out.csv", 0o640), ("small.eval", 0o600)):
        (place / name).touch()
        (place / name).chmod(mode)
    said(invoke(*ASK, "-o", "out.csv"), 0)
    (place / "small.eval").write_text((place / "small.eval").read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    said(invoke("fmt", "small.eval"), 0, "brought into layout")
    assert stat.S_IMODE((place / "out.csv").stat().st_mode) == 0o640
    assert stat.S_IMODE((place / "small.eval").stat().st_mode) == 0o600
    other = place / "plain"
    other.touch()
    assert (place / "out.measure.csv").stat().st_mode == other.stat().st_mode


def test_a_link_is_written_through(place: Path) -> None:
    (place / "real").mkdir()
    (place / "real" / "out.csv").write_text("old", encoding="utf-8")
    if not link(place / "real" / "out.csv", "out.csv"):
        return
    said(invoke(*ASK, "-o", "out.csv"), 0)
    assert (place / "out.csv").is_symlink()
    assert (place / "real" / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfbody,")
    assert hidden(place) == hidden(place / "real") == []


def test_where_nothing_can_be_put_beside_the_file_itself_is_written(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "out.csv").write_text("old", encoding="utf-8")

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for name in ("touch", "replace"):
        (place / "out.csv").write_text("old", encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(Path, name, forbidden)
            put({Path("out.csv"): "new"})
            with pytest.raises(Exception, match=r"none\.csv: permission denied"):
                put({Path("none.csv"): "new"})
        assert (place / "out.csv").read_text(encoding="utf-8") == "new"
        assert hidden(place) == []


def test_a_table_of_changes_is_not_written_over_its_reasons(place: Path) -> None:
    pytest.importorskip("docx")
    (place / "why.csv").write_text("§2,so\n", encoding="utf-8")
    (place / "later.eval").write_text(
        (place / "small.eval").read_text(encoding="utf-8").replace("< 1/2", "< 1/3"), encoding="utf-8"
    )
    ask = ("diff", "small.eval", "later.eval", "--format", "docx", "--reasons", "why.csv", "-o")
    refused(invoke(*ask, "why.csv"), "why.csv: the file is read here")
    refused(invoke(*ask, "later.eval"), "later.eval: the file is read here")
    said(invoke(*ask, "out.docx"), 0, "wrote out.docx")
    assert (place / "out.docx").read_bytes().startswith(b"PK")


# ---- devices and pipes


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_a_device_without_space(place: Path, form: str) -> None:
    if not Path("/dev/full").exists():  # only Linux has it
        return
    refused(invoke(*ASK, "--format", form, "-o", "/dev/full"), "error: /dev/full: no space left on device")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode) and place.exists()


@pytest.mark.usefixtures("posix")
@pytest.mark.parametrize("engine", [(), ("--engine", "duckdb")])
def test_a_pipe_takes_what_would_be_printed(place: Path, engine: tuple[str, ...]) -> None:
    if engine:
        pytest.importorskip("duckdb")
    os.mkfifo(place / "pipe")
    read = list[bytes]()
    reader = threading.Thread(target=lambda: read.append((place / "pipe").read_bytes()), daemon=True)
    reader.start()
    said(invoke(*ASK, *engine, "--format", "csv", "-o", "pipe"), 0, "wrote pipe")
    reader.join(10)
    assert read == [invoke(*ASK, "--format", "csv").stdout.encode()]
    assert stat.S_ISFIFO((place / "pipe").stat().st_mode)


@pytest.mark.usefixtures("posix")
@pytest.mark.parametrize("form", [(), ("--format", "csv")])
def test_standard_output_that_goes_to_a_file(place: Path, form: tuple[str, ...]) -> None:
    with (place / "log").open("ab") as log:
        log.write(b"before\n")
        log.flush()
        command = [sys.executable, "-m", "evallang", *ASK, *form, "-o", "/dev/stdout"]
        subprocess.run(command, stdout=log, stderr=subprocess.PIPE, check=True)
    assert (place / "log").read_text(encoding="utf-8") == "before\n" + invoke(*ASK, *form).stdout
