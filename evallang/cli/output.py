"""Writing results: to the terminal or to files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click


class Step(Protocol):
    """Called once for each piece of work that is done."""

    def __call__(self) -> None:
        """One piece is done."""


def write(path: Path, text: str) -> None:
    """Write a text as UTF-8, lines as they are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)


def write_all(files: Mapping[Path, str]) -> None:
    """Write several files and say which."""
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, text)
        click.echo(f"wrote {path.as_posix()}", err=True)


def terminal_width() -> int | None:
    """The width of the terminal, None where the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


@contextmanager
def progress(length: int, what: str) -> Iterator[Step]:
    """A bar for work in so many steps, on a terminal only."""
    if length < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label=what, file=sys.stderr) as bar:
        yield lambda: bar.update(1)
