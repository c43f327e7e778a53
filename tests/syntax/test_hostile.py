"""Files that mean harm, or were damaged beyond sense: a clear word within ten seconds and a gigabyte."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from house.checkout import ROOT
from syntax.hostile import CASES

SECONDS = 10  # of the processor: what else the machine does must not fail a test …
PATIENCE = 60  # … and of the clock
BYTES = 2**30

# What the author is told; every other case is a file without mistakes.
TOLD = {
    "nested parentheses": "E0010",
    "open parentheses": "E0010",
    "nested blocks": "E0010",
    "open braces": "E0100",
    "not": "E0010",
    "minus": "E0010",
    "powers": "E0010",
    "if in else": "E0010",
    "if in if": "E0010",
    "some in some": "E0010",
    "by in by": "E0010",
    "calls in calls": "E0010",
    "closing braces": "E0107",
    "closing braces on lines": "E0107",
    "50 MB": "52,800,000 bytes; a rule file may have at most 8,000,000",
    "NUL bytes": "E0002",
    "only NUL bytes": "E0002",
    "UTF-16": "the file is UTF-16; save it as UTF-8",
    "Windows-1251": "it looks like Windows-1251",
    "code page 866": "it looks like code page 866",
    "a byte that is no letter": ":2: the file is not UTF-8",
    "a table of a million rows": "6,000,012 characters; a rule file may have at most 2,000,000",
    "a table of 100 thousand rows": "E0011",
    "a line of two million letters": "E0101",
    "a line of half a million sums": "E0011",
    "a line of half a million dots": "E0011",
    "an unclosed long text": "E0102",
    "an unclosed quote": "E0102",
    "many quotes": "E0100",
    "curly quotes": "E0001",
    "an endless list": "E0100",
    "bars": "E0110",
    "semicolons": "E0011",
    "strange signs": "E0100",
    "a mistake on each line": "E0101",
    "a broken head on each line": "E0131",
    "combining marks": "E0100",
}


def set_limits() -> None:
    import resource  # noqa: PLC0415  # there is none on Windows

    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def read(name: str, folder: Path) -> dict[str, Any]:
    """What a process with little memory and little time makes of a case."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("hostile.py")), name, str(folder)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        timeout=PATIENCE,
        preexec_fn=set_limits if sys.platform == "linux" else None,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file(name: str, tmp_path: Path) -> None:
    found = read(name, tmp_path)
    if name not in TOLD:
        assert found["statements"] >= 0
        assert "formatted" in found
    elif "refused" in found:
        assert TOLD[name] in found["refused"]
    else:
        assert TOLD[name] in found["codes"], found
        assert found["shown"] < 60_000
