"""Files where they belong: each whole or not at all, and none of several unless all of them could be written."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from evallang.cli.failures import Failure, reason

Content = bytes | str | Path
"""What a file is to hold: bytes, a text for UTF-8, or what another file holds."""

_BLOCK = 1 << 20
"""Characters that are encoded at once."""


def put(files: Mapping[Path, Content]) -> None:
    """Write files, by where they belong. Raises Failure, which names the file that cannot be written.

    All are written beside their places first, and take them when every one is complete, so that what was there stays
    where something fails. Devices and pipes are written to directly; so are files where nothing can be put beside them.
    """
    with ExitStack() as stack:
        ready: dict[Path, Path | None] = {}
        for path, content in files.items():
            with _named(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                ready[path] = _beside(path, content, stack)
        for path, beside in ready.items():
            if beside is None:
                with _named(path), _opened(path) as file:
                    _pour(files[path], file)
        for path, beside in ready.items():
            if beside is not None:
                with _named(path):
                    _move(beside, Path(os.path.realpath(path)))


def is_stream(path: Path) -> bool:
    """Whether a path is a device or a pipe, or what this program prints to: it cannot be replaced by a file."""
    try:
        found = path.stat()
    except OSError:
        return False
    if stat.S_ISDIR(found.st_mode):
        return False
    return not stat.S_ISREG(found.st_mode) or _printed_to(found) is not None


def identities(path: Path) -> set[object]:
    """By what a file is known: its path without links and, where it exists, its device and number there."""
    known: set[object] = {os.path.realpath(path)}
    with suppress(OSError):
        found = path.stat()
        if found.st_ino:
            known.add((found.st_dev, found.st_ino))
    return known


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of the system as a Failure that names the file that was asked for, not the one beside it."""
    try:
        yield
    except BrokenPipeError:  # whoever reads has enough: no failure
        raise
    except OSError as error:
        raise Failure(f"{path.as_posix()}: {reason(error)}") from error


def _beside(path: Path, content: Content, stack: ExitStack) -> Path | None:
    """A complete file in the folder of a path, which the stack removes; None where the path is to be written to itself.

    Raises OSError where the path cannot be written.
    """
    if is_stream(path):
        return None
    place = Path(os.path.realpath(path))
    try:
        with place.open("r+b"):  # what is protected, open elsewhere or a folder says so here
            old: os.stat_result | None = path.stat()
    except FileNotFoundError:
        old = None
    beside = place.with_name(f".{secrets.token_hex(8)}.new")
    stack.callback(_remove, beside)
    try:
        beside.touch(exist_ok=False)
        if old is not None:
            _liken(beside, place, old)
    except OSError as error:
        if old is None or error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        return None
    with beside.open("r+b") as file:
        _pour(content, file)
    return beside


def _remove(beside: Path) -> None:
    with suppress(OSError):
        beside.unlink()


def _liken(beside: Path, place: Path, old: os.stat_result) -> None:
    """Give a file the owner and the permissions of another one."""
    if sys.platform != "win32":
        now = beside.stat()
        if (now.st_uid, now.st_gid) != (old.st_uid, old.st_gid):
            os.chown(beside, old.st_uid, old.st_gid)
    shutil.copystat(place, beside)


def _move(beside: Path, place: Path) -> None:
    """Put a file in its place; where only what is there may be changed, as in a folder of others, its content."""
    try:
        beside.replace(place)
    except OSError:
        if not place.is_file():
            raise
        shutil.copyfile(beside, place)


def _printed_to(found: os.stat_result) -> int | None:
    """The number of the standard stream that goes to a file."""
    for number in (1, 2):
        with suppress(OSError):
            if found.st_ino and os.path.samestat(found, os.fstat(number)):
                return number
    return None


def _opened(path: Path) -> IO[bytes]:
    """A file to be written in its place; what is printed to goes on where it is."""
    number = _printed_to(path.stat())
    return path.open("wb") if number is None else os.fdopen(os.dup(number), "wb")


def _pour(content: Content, file: IO[bytes]) -> None:
    if isinstance(content, Path):
        with content.open("rb") as held:
            shutil.copyfileobj(held, file)
    elif isinstance(content, str):
        for start in range(0, len(content), _BLOCK):
            file.write(content[start : start + _BLOCK].encode("utf-8"))
    else:
        file.write(content)
