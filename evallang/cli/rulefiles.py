"""The rule files that a command line names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from evallang.checking import rule_files
from evallang.cli.failures import Failure

_EMPTY = "the folder holds no rule file"
_ADVICE = "rule files end in `.eval`"


def found_files(paths: Sequence[Path]) -> tuple[list[Path], int]:
    """All rule files that paths name, each once, and how many of the folders hold none; these are told.

    Raises Failure where there is no rule file at all.
    """
    found: dict[Path, Path] = {}
    empty: list[Path] = []
    for path in paths:
        files = rule_files(path)
        if not files:
            empty.append(path)
        for file in files:
            found.setdefault(file.resolve(), file)
    if not found:
        raise Failure(f"{empty[0].as_posix()}: {_EMPTY}", _ADVICE)
    for path in empty:
        click.echo(f"error: {path.as_posix()}: {_EMPTY}\n  help: {_ADVICE}\n", err=True)
    return list(found.values()), len(empty)


def counted(count: int, one: str, many: str = "") -> str:
    """`1 file`, `3 files`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
