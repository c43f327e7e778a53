"""How long a command takes from the shell's point of view."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from figures import Section, milliseconds
from longfile import ORIGINAL, ROOT
from timing import interleaved

# What the installed command does.
_COMMAND = ("-c", "import sys; from evallang.cli import main; sys.exit(main())")
_SMALL = ROOT / "rules" / "gallery" / "decathlon" / "decathlon.eval"


def measure(folder: Path, repeats: int) -> Section:
    """Whole processes; their bytecode and their grammar cache are kept in `folder`."""
    warm, cold = folder / "warm", folder / "cold"
    small = _SMALL.read_text(encoding="utf-8").count("\n")
    long = ORIGINAL.read_text(encoding="utf-8").count("\n")
    check = (*_COMMAND, "check")
    tasks = {
        "bare": partial(_run, ("-c", "pass"), folder, warm),
        "import": partial(_run, ("-c", "import evallang"), folder, warm),
        "help": partial(_run, (*_COMMAND, "--help"), folder, warm),
        "libraries": partial(_run, ("-c", "import attrs, click, lark"), folder, warm),
        "small": partial(_run, (*check, str(_SMALL)), folder, warm),
        "long": partial(_run, (*check, str(ORIGINAL)), folder, warm),
        "cold": partial(_first_run, (*check, str(_SMALL)), folder, cold),
    }
    times = interleaved(tasks, repeats)
    base = times["bare"]
    aim = f"{1000 * base.median + 150:.0f} ms: 150 above bare Python"
    figures = [
        milliseconds("bare Python: `python -c pass`", base, None),
        milliseconds("`import evallang`", times["import"], base),
        milliseconds("`evallang --help`", times["help"], base, "50 ms"),
        milliseconds("`import attrs, click, lark`", times["libraries"], base),
        milliseconds(f"`evallang check`, {small} lines", times["small"], base, aim),
        milliseconds(f"`evallang check`, {long:,} lines", times["long"], base),
        milliseconds(f"`evallang check`, {small} lines, no grammar cache yet", times["cold"], base),
    ]
    return Section("Start-up", "an empty program of the same Python", figures)


def environment(folder: Path, cache: Path) -> dict[str, str]:
    """The environment without settings of Python; caches go where they are told, not to those of the user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    own = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache)}
    return kept | own


def _run(arguments: Sequence[str], folder: Path, cache: Path) -> None:
    """One process. Bytecode is written, as it is where evallang is installed, but beside no source."""
    command = [sys.executable, *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment(folder, cache), stdout=subprocess.DEVNULL, check=False)
    if ended.returncode > 1:  # 1 says that the check found something
        raise subprocess.CalledProcessError(ended.returncode, command)


def _first_run(arguments: Sequence[str], folder: Path, cache: Path) -> None:
    """One process that has to build the tables of the grammar."""
    shutil.rmtree(cache, ignore_errors=True)
    _run(arguments, folder, cache)
