"""Spark on a cluster: where it is, what it needs, and that executors give what the interpreter gives."""

import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest
from house.checkout import ROOT, checked, run_python
from sql.spark import asked_for
from sql.test_engines import same_files, score, written
from sql.test_spark import listening, run, scored

import evallang
from evallang.backends.sql.spark_master import HERE, Master, NoCluster
from evallang.backends.sql.spark_session import Session

TWO = "local-cluster[2,1,700]"
MANY = 12
"""So many indicators make a step that is too long for Java to compile."""


@pytest.fixture
def answering() -> Iterator[str]:
    """An address at which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def silent() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    "url", ["", "here", "local-cluster[2]", "local-cluster[0,1,512]", "sc://host", "http://host:1", "spark://", "Yarn"]
)
def test_what_is_no_master_is_refused(url: str) -> None:
    with pytest.raises(NoCluster, match=r"is no master of Spark\nwrite `local\[4\]`"):
        Master(url)


def test_a_host_that_does_not_answer_is_named(silent: str, answering: str) -> None:
    with pytest.raises(NoCluster, match=rf"^no master answers at spark://{silent} \({silent}: connection refused\)"):
        Master(f"spark://{silent}").require()
    with pytest.raises(NoCluster, match="no master answers"):
        Master(f"k8s://https://{silent}").require()
    for url in (f"spark://{answering}", f"spark://{silent},{answering}", "yarn", "k8s://https://host", HERE, TWO):
        Master(url).require()


def test_the_settings_fit_the_master(tmp_path: Path) -> None:
    here, two, far = (Master(url).settings(tmp_path) for url in (HERE, TWO, "spark://host:7077"))
    assert here["spark.master"] == "local[*]" and "spark.executor.defaultJavaOptions" not in here
    assert two["spark.executor.memory"] == "700m" and two["spark.sql.shuffle.partitions"] == "2"
    assert "-Xss64m" in two["spark.executor.defaultJavaOptions"]
    assert str(tmp_path) in two["spark.executor.defaultJavaOptions"]
    assert {given["spark.driver.bindAddress"] for given in (here, two)} == {"127.0.0.1"}
    assert not {"spark.driver.host", "spark.executor.memory", "spark.sql.shuffle.partitions"} & set(far)
    assert far["spark.executor.defaultJavaOptions"] == "-Xss64m -Duser.timezone=UTC"


def test_workers_write_beside_the_links_to_the_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, folder = tmp_path / "installed", tmp_path / "folder"
    (home / "jars").mkdir(parents=True)
    (home / "work").mkdir()
    folder.mkdir()
    monkeypatch.setenv("SPARK_HOME", str(home))
    monkeypatch.delenv("SPARK_LOCAL_IP", raising=False)
    with Master(TWO).environment(folder, home):
        assert os.environ["SPARK_HOME"] == str(folder / "home") and os.environ["SPARK_LOCAL_IP"] == "127.0.0.1"
        assert [entry.name for entry in (folder / "home").iterdir()] == ["jars"]
    assert os.environ["SPARK_HOME"] == str(home) and "SPARK_LOCAL_IP" not in os.environ


def test_the_command_says_that_there_is_no_cluster(tmp_path: Path, silent: str) -> None:
    pytest.importorskip("pyspark")
    folder = written(tmp_path)
    given = folder / "small.eval", folder / "data", folder / "out.csv", "--engine", "spark", "--master"
    done = score(*given, f"spark://{silent}")
    assert done.exit_code == 2 and done.stderr.startswith(f"error: no master answers at spark://{silent}")
    done = score(*given, "local-cluster[2]")
    assert done.exit_code == 2 and "no master of Spark\n  help: write" in done.stderr
    done = score(*given[:3], "--engine", "duckdb", "--master", TWO)
    assert done.exit_code == 2 and "--master is for `--engine spark`" in done.stderr


# ---- with Spark


IMPATIENT = f"""
from evallang.backends.sql.spark_master import NoCluster
from evallang.backends.sql.spark_session import Session
try:
    Session({TWO!r}, patience=0.5)
except NoCluster as error:
    print(error)
"""


def test_a_cluster_that_does_not_begin_is_given_up(tmp_path: Path) -> None:
    """In a process of its own: one process has one Spark, and other tests keep theirs."""
    asked_for()
    said = checked(run_python("-c", IMPATIENT, PYTHONPATH=str(ROOT), TMPDIR=str(tmp_path)))
    assert said.startswith(f"the master {TWO} gave nothing to compute with within 0.5 seconds\n")
    assert list(tmp_path.iterdir()) == []


def test_what_other_machines_do_not_see_comes_with_the_query(
    tmp_path: Path, spark: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CSV and the bodies to be settled are no files for them, and Parquet has its own name."""
    rules = evallang.load(written(tmp_path) / "small.eval")
    near = scored(rules, [tmp_path / "data"], spark)
    file = tmp_path / "bodies [1] {*}.parquet"
    frame = spark.spark.sql("SELECT 'one' AS body, 'central' AS kind, 1 AS done, 3 AS all, 0.5 AS part")
    frame.write.parquet(str(tmp_path / "plain"))
    (tmp_path / "plain").rename(file)
    with monkeypatch.context() as patch:
        patch.setattr(spark, "master", Master("spark://elsewhere:7077"))
        patch.setattr(Path, "symlink_to", None)
        patch.setattr(type(spark.spark.read), "json", None)  # it would read the file there
        assert scored(rules, [tmp_path / "data"], spark) == near != {}
        assert list(scored(rules, [file], spark)) == ["one"]


class Watch(threading.Thread):
    """The processes of executors below a folder, and the addresses on which they and their cluster listen."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.executors, self.addresses, self._over = folder, set[int](), set[str](), threading.Event()

    def run(self) -> None:
        """Look until it is over."""
        while not self._over.wait(0.5):
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):  # it has ended
                    line = (process / "cmdline").read_bytes()
                    if b"java" in line and bytes(self.folder) in line:
                        self.addresses.update(listening(int(process.name)))
                        if b"CoarseGrainedExecutorBackend" in line:
                            self.executors.add(int(process.name))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()


if sys.platform.startswith("linux"):  # processes are looked up in /proc

    def test_executors_score_and_the_rows_in_doubt_are_settled(tmp_path: Path) -> None:
        """As many indicators as Java does not compile, of which nothing is said; nothing is left behind."""
        asked_for()
        folder = written(tmp_path)
        more = (
            f"indicator m{i} {{ score if done > {i} then {i} / (all + 1) else done / 3; round 0.01 half up }}\n"
            for i in range(MANY)
        )
        with (folder / "small.eval").open("a", encoding="utf-8") as rules:
            rules.writelines(more)
        for name in ("plain", "spark", "cwd", "temporary"):
            (folder / name).mkdir()
        first = score(folder / "small.eval", folder / "data", folder / "plain")
        given = ("score", "../small.eval", "--data", "../data", "-o", "../spark", "--engine", "spark", "--master", TWO)
        with Watch(folder / "temporary") as seen:
            done = run(folder / "cwd", *given)
        assert same_files(folder / "plain", folder / "spark"), done.stderr
        said = [line for line in first.stderr.replace(str(folder), "..").splitlines() if not line.startswith("wrote")]
        note = "note: 3 bodies were settled by the interpreter"
        assert done.stderr.splitlines() == [note, *said, "wrote ../spark/bodies.csv"]
        assert len(seen.executors) == 2 and seen.addresses == {"0000000000000000FFFF00000100007F"}
        assert [list((folder / name).iterdir()) for name in ("cwd", "temporary")] == [[], []]
