"""The rule files that a command line names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evallang.checking import rule_files
from evallang.cli.failures import Failure


def found_files(paths: Iterable[Path]) -> list[Path]:
    """All rule files that paths name, each once. Raises Failure for a folder that holds none."""
    found: dict[Path, Path] = {}
    for path in paths:
        files = rule_files(path)
        if not files:
            raise Failure(f"{path.as_posix()}: the folder holds no rule file", "rule files end in `.eval`")
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def counted(count: int, one: str, many: str = "") -> str:
    """`1 file`, `3 files`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
