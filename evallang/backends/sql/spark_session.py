"""Spark in the process of its own that PySpark starts: local, on loopback only, gone with all its files at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evallang.backends.sql.query import Query
from evallang.backends.sql.steps import Level

_LOG = "rootLogger.level = off\n"
_PATIENCE = 20.0
"""Seconds in which Java has to end."""
_STACK = "64m"
"""Of the threads that read and plan a query: the conditions of rules nest deeply."""


class Session:
    """A running Spark. Raises ImportError without PySpark or Java."""

    def __init__(self) -> None:
        with warnings.catch_warnings():  # it warns of versions of pandas, which is not used here
            warnings.simplefilter("ignore")
            from py4j.protocol import Py4JError  # noqa: PLC0415  # an extra
            from pyspark import SparkConf, SparkContext  # noqa: PLC0415
            from pyspark.errors import PySparkException, PySparkRuntimeError  # noqa: PLC0415
            from pyspark.java_gateway import launch_gateway  # noqa: PLC0415
            from pyspark.logger import PySparkLogger  # noqa: PLC0415
            from pyspark.sql import SparkSession  # noqa: PLC0415
        self.error: tuple[type[Exception], ...] = (PySparkException, Py4JError)
        PySparkLogger.getLogger("SQLQueryContextLogger").disabled = True  # each error is raised too
        _require_java()
        self._folder = tempfile.TemporaryDirectory(prefix="evallang-")
        self.folder = Path(self._folder.name)
        (self.folder / "log4j2.properties").write_text(_LOG, encoding="utf-8")
        conf = SparkConf().setAll(list(_settings(self.folder).items()))
        try:
            with (self.folder / "java.log").open("wb") as log:
                self._gateway: Any = launch_gateway(conf, {"stdout": log, "stderr": log})
        except PySparkRuntimeError:
            said = (self.folder / "java.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
            self._folder.cleanup()
            raise ImportError(f"Java does not start Spark: {said[-1] if said else 'it says nothing'}") from None
        self._holder: Any = SparkContext
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.spark: Any = SparkSession(SparkContext(gateway=self._gateway, conf=conf))
            self.spark.sql("SELECT 1")  # more of it is imported here

    @property
    def process(self) -> int:
        """The number of the process of Java."""
        return int(self._gateway.proc.pid)

    def close(self) -> None:
        """Stop Spark and Java, and remove their files."""
        self.spark.stop()
        self._gateway.shutdown()
        self._holder._gateway = self._holder._jvm = None  # so that another one can be started
        self._gateway.proc.stdin.close()  # Java ends with it, if it is not held up
        try:
            self._gateway.proc.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._gateway.proc.kill()
            self._gateway.proc.wait()
        self._folder.cleanup()

    def forget(self, names: Iterable[str]) -> None:
        """Drop names."""
        for name in names:
            self.spark.catalog.dropTempView(name)

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


def _settings(folder: Path) -> Mapping[str, str]:
    """Everything that is written stands in the folder; what is listened to is on loopback."""
    options = [
        f"-Xss{_STACK}", f"-Djava.io.tmpdir={folder}", f"-Dderby.system.home={folder}", "-Duser.timezone=UTC",
        f"-Dlog4j2.configurationFile=file:{folder / 'log4j2.properties'}",
    ]  # fmt: skip
    return {
        "spark.master": "local[*]",
        "spark.app.name": "evallang",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": " ".join(options),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.shuffle.partitions": str(max(2, os.cpu_count() or 1)),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",  # an overflow is an error, not a number
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # `code=007` is no number
        "spark.sql.caseSensitive": "true",
        "spark.sql.variable.substitute": "false",
    }


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home) / "bin") if home else None) is None:
        raise ImportError("there is no Java on this machine" + (f" in JAVA_HOME, {home}" if home else ""))
