"""Spark in the process of its own that PySpark starts, gone with all its files at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer
from typing import Any

from evallang.backends.sql.query import Query
from evallang.backends.sql.spark_master import HERE, Master, NoCluster
from evallang.backends.sql.steps import Level

_PATIENCE = 20.0
"""Seconds in which Java has to end."""
_START = 300.0
"""Seconds in which a cluster has to begin to compute."""
_ADVICE = (
    "see that it has workers with free cores and memory, that they reach this machine, and that they run the same "
    "version of Spark"
)


class Session:
    """A running Spark. Raises ImportError without PySpark or Java, NoCluster where the master gives nothing.

    `patience` are the seconds in which a cluster has to begin to compute.
    """

    def __init__(self, master: str | None = None, patience: float = _START) -> None:
        with warnings.catch_warnings():  # it warns of versions of pandas, which is not used here
            warnings.simplefilter("ignore")
            from py4j.protocol import Py4JError  # noqa: PLC0415  # an extra
            from pyspark import SparkConf, SparkContext  # noqa: PLC0415
            from pyspark.errors import PySparkException  # noqa: PLC0415
            from pyspark.logger import PySparkLogger  # noqa: PLC0415
            from pyspark.sql import SparkSession  # noqa: PLC0415
        self.error: tuple[type[Exception], ...] = (PySparkException, Py4JError)
        self.master = Master(master or HERE)
        self.master.require()
        PySparkLogger.getLogger("SQLQueryContextLogger").disabled = True  # each error is raised too
        _require_java()
        self._folder = tempfile.TemporaryDirectory(prefix="evallang-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        conf = SparkConf().setAll(list(self.master.settings(self.folder).items()))
        self._gateway: Any = self._launched(conf)
        self._holder: Any = SparkContext
        self.spark: Any = None
        with self._in_time(patience), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.spark = SparkSession(SparkContext(gateway=self._gateway, conf=conf))
            self.spark.sql("SELECT 1")  # more of it is imported here
            if self.master.has_executors:
                self.spark.range(1).count()  # by the first of them

    def _launched(self, conf: Any) -> Any:
        """Java with Spark, which does not run yet."""
        from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415  # an extra
        from pyspark.find_spark_home import _find_spark_home  # noqa: PLC0415
        from pyspark.java_gateway import launch_gateway  # noqa: PLC0415

        said = self.folder / "java.log"
        try:
            with said.open("wb") as log, self.master.environment(self.folder, Path(_find_spark_home())):
                return launch_gateway(conf, {"stdout": log, "stderr": log})
        except PySparkRuntimeError:
            lines = said.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["it says nothing"]
            self._folder.cleanup()
            line = next((line for line in lines if "Exception in thread" in line), lines[-1])
            if self.master.url != HERE:
                raise NoCluster(f"Spark does not start with the master {self.master.url}: {line}") from None
            raise ImportError(f"Java does not start Spark: {line}") from None

    @contextmanager
    def _in_time(self, patience: float) -> Iterator[None]:
        """Raise NoCluster for what fails, or takes longer."""
        late = Event()

        def stop() -> None:
            late.set()
            self._gateway.proc.terminate()

        timer = Timer(patience, stop)
        if self.master.has_executors:
            timer.start()
        try:
            yield
        except Exception as error:  # of Spark, of Java, or of the line to it
            said = "" if late.is_set() else reason(error)  # which Java knows while it runs
            self.close()
            what = f"gave nothing to compute with within {patience:g} seconds" if late.is_set() else f"fails: {said}"
            advice = f"\n{_ADVICE}" if self.master.has_executors else ""
            raise NoCluster(f"the master {self.master.url} {what}{advice}") from None
        except BaseException:
            self.close()
            raise
        finally:
            timer.cancel()

    @property
    def process(self) -> int:
        """The number of the process of Java."""
        return int(self._gateway.proc.pid)

    def close(self) -> None:
        """Stop Spark and Java, and remove their files."""
        process = self._gateway.proc
        if self.spark is not None and process.poll() is None:
            self.spark.stop()
        self._gateway.shutdown()
        self._holder._gateway = self._holder._jvm = None  # so that another one can be started
        process.stdin.close()  # Java ends with it, if it is not held up
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._folder.cleanup()

    def forget(self, names: Iterable[str]) -> None:
        """Drop names."""
        for name in names:
            self.spark.catalog.dropTempView(name)

    def json(self, schema: str, file: Path) -> Any:
        """The rows of a file of this machine as a frame; on other machines they come with the query."""
        reader = self.spark.read.schema(schema)
        if self.master.is_here:
            return reader.json(str(file))
        jvm = self.spark._jvm
        lines = jvm.java.nio.file.Files.readAllLines(jvm.java.io.File(str(file)).toPath())
        held = self.spark._jsparkSession.createDataset(lines, jvm.org.apache.spark.sql.Encoders.STRING())
        return reader._df(reader._jreader.json(held))

    def scored(self, query: Query, level: Level) -> Any:
        """The results of a level as a frame that is computed; so is a step that several others read.

        A view is planned anew by each reader, so the work would double with every such step.
        """
        steps, columns = query.made(level)
        for step in steps:
            frame = self.spark.sql(step.select)
            (frame.localCheckpoint() if step.readers > 1 else frame).createOrReplaceTempView(step.name)
        found = self.spark.sql(f"SELECT {', '.join(columns)} FROM {steps[-1].name}").localCheckpoint()
        self.forget(step.name for step in steps)
        return found


def reason(error: Exception) -> str:
    """What Spark says, in one line."""
    thrown = getattr(error, "java_exception", None)
    try:
        text = str(thrown.getMessage() or thrown) if thrown is not None else str(error)
    except Exception:  # Java that is gone does not say it
        text = type(error).__name__
    return (text.strip() or type(error).__name__).splitlines()[0]


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home) / "bin") if home else None) is None:
        raise ImportError("there is no Java on this machine" + (f" in JAVA_HOME, {home}" if home else ""))
