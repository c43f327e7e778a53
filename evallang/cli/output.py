"""Writing results: to the terminal or to files."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

import click

from evallang.cli.failures import Failure
from evallang.cli.targets import Content, identities, is_stream, put


class Step(Protocol):
    """Called once for each piece of work that is done."""

    def __call__(self) -> None:
        """One piece is done."""


_BLOCK = 1 << 20
"""Characters that are printed at once."""


def known_ending(output: Path | None, endings: Mapping[str, str]) -> None:
    """Raise Failure for an output whose name ends otherwise than in one of some endings, each with a word on it.

    A name without an ending promises nothing; a folder is for files of their own names, and a device has no form.
    """
    if output is None or not output.suffix or output.suffix.lower() in endings or output.is_dir() or is_stream(output):
        return
    *most, last = (f"{ending}{f', {told}' if told else ''}" for ending, told in endings.items())
    message = f"{output.as_posix()}: results are not written as `{output.suffix}`"
    raise Failure(message, f"let the name end in {', in '.join(most)} or {last}")


def write_all(files: Mapping[Path, str], kept: Iterable[Path] = ()) -> None:
    """Write several files and say which. Raises Failure, and writes none, where one is among those that are `kept`."""
    refuse(files, kept)
    _put(files)


def _put(files: Mapping[Path, Content]) -> None:
    put(files)
    for path in files:
        click.echo(f"wrote {path.as_posix()}", err=True)


def refuse(files: Iterable[Path], kept: Iterable[Path]) -> None:
    """Raise Failure for a file that is among those that are `kept`, by any name, for a folder, and inside a file."""
    known = {identity for path in kept for identity in identities(path)}
    for path in files:
        if not known.isdisjoint(identities(path)):
            raise Failure(f"{path.as_posix()}: the file is read here and not written over", "name another one with -o")
        file = next((folder for folder in path.parents if folder.exists() and not folder.is_dir()), None)
        if file is not None:
            raise Failure(f"{file.as_posix()}: this is a file, and a folder is needed here", "name another one with -o")
        if path.is_dir():
            raise Failure(f"{path.as_posix()}: this is a folder, and a file is needed here", "name another one with -o")


def beside(output: Path | None) -> bool:
    """Whether lists can be written too, to files of their own; what is printed, or goes to a device, has no place."""
    return output is not None and not is_stream(output)


def csv_files(names: Sequence[str], output: Path | None) -> list[Path]:
    """Where the bodies go, which are named first, and each list: into a folder, or beside the file that was named."""
    if output is not None and is_stream(output):
        return [output] * len(names[:1])
    if output is None or output.is_dir() or not output.suffix:
        return [(output or Path()) / f"{name}.csv" for name in names]
    return [output.with_name(f"{output.stem}.{name}{output.suffix}") if i else output for i, name in enumerate(names)]


@contextmanager
def held_back(writers: Mapping[Path, Callable[[IO[str]], None]], output: Path | None) -> Iterator[dict[Path, Path]]:
    """Texts that are written to temporary files, by where they belong: whole ones can be delivered, which go with them.

    What stands beside an output has a byte order mark for spreadsheets.
    """
    encoding = "utf-8-sig" if beside(output) else "utf-8"
    with tempfile.TemporaryDirectory(prefix="evallang-") as folder:
        held = {target: Path(folder) / f"{i}.csv" for i, target in enumerate(writers)}
        for target, path in held.items():
            with path.open("w", encoding=encoding, newline="") as file:
                writers[target](file)
        yield held


def deliver(files: Mapping[Path, Path], output: Path | None) -> None:
    """Copy texts to where they belong, by that place, or print them."""
    if output is not None:
        _put(files)
        return
    for held in files.values():
        with held.open(encoding="utf-8", newline="") as file:
            while text := file.read(_BLOCK):
                click.echo(text, nl=False)


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
