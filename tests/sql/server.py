"""A PostgreSQL server of the tests' own, in a temporary folder, on a Unix socket only; it stops with the tests."""

import atexit
import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

DEBIAN = Path("/usr/lib/postgresql")


def program(name: str) -> str | None:
    """Where a program of the server is; Debian keeps them off the path."""
    found = shutil.which(name)
    inside = sorted(DEBIAN.glob(f"*/bin/{name}"))
    return str(inside[-1]) if inside else found


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The DSN of a server that runs; where there is none to run, the test says that it is skipped."""
    pytest.importorskip("psycopg")
    if program("initdb") is None or program("pg_ctl") is None:
        pytest.skip("there is no PostgreSQL server on this machine")
    with running() as dsn:
        yield dsn


@contextmanager
def running() -> Iterator[str]:
    """The DSN of a server while it runs."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    assert initdb is not None and pg_ctl is not None, "there is no PostgreSQL server on this machine"
    user = "nobody" if os.name == "posix" and os.geteuid() == 0 else None  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # not pytest's own: a socket's path has at most 107 characters
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    try:
        run(initdb, "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c jit=off"
        run(pg_ctl, "-D", str(data), "-w", "-o", options, "start")
        yield f"host={folder} user=tests dbname=postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run(pg_ctl, "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def ended() -> Iterator[None]:
    """What the command line leaves to the end of the process is undone: the bindings of a database complain of it."""
    yield
    atexit.unregister(gc.freeze)
