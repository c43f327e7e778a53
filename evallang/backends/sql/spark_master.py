"""Where Spark runs: a master as `spark-submit` writes it, and the settings that it needs."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

HERE = "local[*]"
"""This machine, with all its cores."""
_FORMS = re.compile(r"local(\[.*\])?|local-cluster\[.*\]|spark://.+|k8s://.+|yarn", re.DOTALL)
_CLUSTER_HERE = re.compile(r"local-cluster\[\s*([1-9]\d*)\s*,\s*([1-9]\d*)\s*,\s*([1-9]\d*)\s*\]")
_ANSWER = 10.0
"""Seconds in which a host has to take a connection."""
_STACK = "64m"
"""Of the threads that read, plan and run a query: the conditions of rules nest deeply."""
_LOG = """rootLogger.level = off
rootLogger.appenderRef.none.ref = none
appender.none.type = Null
appender.none.name = none
"""
"""Without something that writes, Spark takes its own settings instead, and logs each step that it cannot compile."""


class NoCluster(Exception):
    """Spark cannot run where it was asked to; the message says why, and after a line break what to do."""


@frozen
class Master:
    """A master. Raises NoCluster for what is none."""

    url: str

    def __attrs_post_init__(self) -> None:
        """See that Spark can be asked for it."""
        if not _FORMS.fullmatch(self.url) or (self._own_cluster and not _CLUSTER_HERE.fullmatch(self.url)):
            forms = "`local[4]`, `local-cluster[2,1,1024]`, `spark://host:7077`, `yarn` or `k8s://host:443`"
            raise NoCluster(f"`{self.url}` is no master of Spark\nwrite {forms}")

    @property
    def _own_cluster(self) -> bool:
        return self.url.startswith("local-cluster")

    @property
    def has_executors(self) -> bool:
        """Whether other processes compute."""
        return self._own_cluster or not self.is_here

    @property
    def is_here(self) -> bool:
        """Whether everything that computes is on this machine, and reads its files."""
        return self.url.startswith("local")

    @property
    def slots(self) -> int | None:
        """How many tasks run at once, where that is for this program to say."""
        if found := _CLUSTER_HERE.fullmatch(self.url):
            return int(found[1]) * int(found[2])
        return (os.cpu_count() or 1) if self.is_here else None

    def require(self) -> None:
        """Raise NoCluster where none of the hosts takes a connection."""
        reasons, hosts = [], self.url.rpartition("//")[2] if "//" in self.url else ""
        for address in filter(None, hosts.split(",")):
            host, _, port = address.partition("/")[0].rpartition(":")
            if not host or not port.isdigit():
                return  # a port that only Spark knows
            try:
                socket.create_connection((host.strip("[]"), int(port)), _ANSWER).close()
            except OSError as error:
                reasons.append(f"{host}:{port}: {(error.strerror or str(error)).lower()}")
            else:
                return
        if reasons:
            raise NoCluster(f"no master answers at {self.url} ({'; '.join(reasons)})\nsee that it runs, or wait for it")

    def settings(self, folder: Path) -> Mapping[str, str]:
        """Everything that this machine writes stands in the folder; here, what is listened to is on loopback."""
        logs = f"-Dlog4j2.configurationFile=file:{_silence(folder)}"
        java = [f"-Xss{_STACK}", "-Duser.timezone=UTC"]
        here = [f"-Djava.io.tmpdir={folder}", logs]
        found = {
            "spark.master": self.url,
            "spark.app.name": "evallang",
            "spark.driver.extraJavaOptions": " ".join([*java, *here, f"-Dderby.system.home={folder}"]),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.local.dir": str(folder),
            "spark.sql.warehouse.dir": str(folder / "warehouse"),
            "spark.sql.catalogImplementation": "in-memory",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.ansi.enabled": "true",  # an overflow is an error, not a number
            "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # `code=007` is no number
            "spark.sql.caseSensitive": "true",
            "spark.sql.variable.substitute": "false",
        }
        if self.slots is not None:
            found["spark.sql.shuffle.partitions"] = str(max(2, self.slots))
        if self.is_here:
            found |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        if self.has_executors:  # what an installation says in `extraJavaOptions` comes behind these
            found["spark.executor.defaultJavaOptions"] = " ".join([*java, *(here if self.is_here else [])])
        if workers := _CLUSTER_HERE.fullmatch(self.url):
            found["spark.executor.memory"] = f"{workers[3]}m"  # no executor fits otherwise into a smaller worker
        return found

    @contextmanager
    def environment(self, folder: Path, home: Path) -> Iterator[None]:
        """What Java finds in the environment, while it starts: the installation `home` of Spark, and loopback.

        Workers write into `work` of the installation, so theirs is made of links.
        """
        more = {"SPARK_LOCAL_IP": "127.0.0.1"} if self.is_here else {}
        if self._own_cluster:
            (folder / "home").mkdir()
            for entry in home.iterdir():
                if entry.name != "work":
                    (folder / "home" / entry.name).symlink_to(entry)
            more["SPARK_HOME"] = str(folder / "home")
        before = {name: os.environ.get(name) for name in more}
        os.environ.update(more)
        try:
            yield
        finally:
            for name, text in before.items():
                if text is None:
                    del os.environ[name]
                else:
                    os.environ[name] = text


def _silence(folder: Path) -> Path:
    """The file that tells Java to log nothing."""
    file = folder / "log4j2.properties"
    file.write_text(_LOG, encoding="utf-8")
    return file
