"""Data that means harm, or was damaged beyond sense: a result or a clear word within ten seconds and a gigabyte."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from house.checkout import ROOT

from evallang.tables.raw import MAX_CELLS, MAX_ROWS

SECONDS = 10  # of the processor: what else the machine does must not fail a test …
PATIENCE = 60  # … and of the clock
BYTES = 2**30
RULES = """methodology m
input x : number
item row by id { input y : number }
indicator a { score x + 1 }
indicator b { score sum(y for row where y > 3, none 0) }
"""
MANY_ROWS, MANY_CELLS = f"more than {MAX_ROWS:,} rows", f"more than {MAX_CELLS:,} cells"
HIGH = sum(i % 997 for i in range(MAX_ROWS - 1) if i % 997 > 3)
ITEMS = "".join(f"A,{i},{i % 997}\n" for i in range(MAX_ROWS - 1))
BODIES = "".join(f"B{i},{i % 997}\n" for i in range(1_000_000))
YEARS = {
    "body": "A", "row": [{"id": i, "y": 1} for i in range(10_000)], "periods": {str(y): {} for y in range(1000, 9000)},
}  # fmt: skip
# The files of a case, the exit code, and what is said.
CASES: dict[str, tuple[Callable[[], dict[str, str | bytes]], int, str]] = {
    "as many rows as there may be": (
        lambda: {"bodies.csv": "body,x\nA,1\n", "row.csv": f"body,id,y\n{ITEMS}"}, 0, f"A,2,{HIGH}",
    ),
    "a million rows": (lambda: {"bodies.csv": f"body,x\n{BODIES}"}, 2, MANY_ROWS),
    "two files that are too much together": (
        lambda: {"bodies.csv": "body,x\nA,1\nB,1\n", "row.csv": f"body,id,y\n{ITEMS}"}, 2, MANY_ROWS,
    ),
    "a million columns": (
        lambda: {"bodies.csv": "body," + ",".join(f"c{i}" for i in range(MAX_CELLS)) + "\nA" + ",1" * MAX_CELLS}, 2,
        MANY_CELLS,
    ),
    "columns that nobody knows": (
        lambda: {"bodies.csv": "body," + ",".join(f"c{i}" for i in range(100_000)) + "\nA" + ",1" * 100_000}, 1,
        "the column `c0` is no input",
    ),
    "a key of its own in each body": (
        lambda: {"bodies.json": json.dumps({"bodies": [{"body": str(i), f"k{i}": 1} for i in range(30_000)]})}, 2,
        MANY_CELLS,
    ),
    "a list for each of many years": (
        lambda: {"bodies.json": json.dumps({"bodies": [YEARS]})}, 2, MANY_ROWS,
    ),
    "lists in lists": (lambda: {"bodies.json": '{"bodies":' + "[" * 5_000_000}, 2, "nested too deeply"),
    "nothing but empty objects": (
        lambda: {"bodies.json": '{"bodies":[' + ",".join(["{}"] * 5_000_000) + "]}"}, 2, MANY_ROWS,
    ),
    "50 MB": (lambda: {"bodies.csv": "body,x\n" + "A,1\n" * 12_500_000}, 2, "50,000,007 bytes; a data file may"),
    "a quotation mark that is never closed": (
        lambda: {"bodies.csv": 'body,x\n"A,1\n' + "B,2\n" * 1_000_000}, 2, "bodies.csv:2: a quotation mark opens",
    ),
    "a NUL at the beginning": (lambda: {"bodies.csv": b"body,x\nA\0,1\n"}, 2, "the file holds NUL characters"),
    "a NUL far below": (
        lambda: {"bodies.csv": b"body,x\n" + b"A,1\n" * 500 + b"B\0,2\n"}, 2, "bodies.csv:502: the line holds a NUL",
    ),
    "UTF-16": (lambda: {"bodies.csv": "body,x\nA,1\n".encode("utf-16")}, 2, "the file is UTF-16; save it as UTF-8"),
    "an exponent": (lambda: {"bodies.csv": "body,x\nA,1e999999\n"}, 1, "an exponent beyond 10,000 is not read"),
    "a tiny exponent": (lambda: {"bodies.csv": "body,x\nA,1e-999999999\n"}, 1, "an exponent beyond 10,000"),
    "a long number": (lambda: {"bodies.csv": "body,x\nA," + "9" * 1_000_000 + "\n"}, 1, "more than 10,000 characters"),
    "a long fraction": (lambda: {"bodies.csv": "body,x\nA,1/" + "9" * 1_000_000 + "\n"}, 1, "more than 10,000"),
    "one body again and again": (lambda: {"bodies.csv": "body,x\n" + "A,1\n" * 150_000}, 1, "`A` stands twice"),
    "no number in any row": (
        lambda: {"bodies.csv": "body,x\n" + "".join(f"A{i},what{i}\n" for i in range(100_000))}, 1, "`what0` is not a",
    ),
}  # fmt: skip


def set_limits() -> None:
    import resource  # noqa: PLC0415  # there is none on Windows

    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.parametrize("name", CASES)
def test_hostile_data(name: str, tmp_path: Path) -> None:
    make, code, said = CASES[name]
    (tmp_path / "rules.eval").write_text(RULES, encoding="utf-8")
    (tmp_path / "data").mkdir()
    for file, content in make().items():
        (tmp_path / "data" / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    done = subprocess.run(
        [sys.executable, "-m", "evallang", "score", "rules.eval", "--data", "data", "--format", "csv"],
        capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=PATIENCE, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        preexec_fn=set_limits if sys.platform == "linux" else None,
    )  # fmt: skip
    assert done.returncode == code, done.stderr[-2000:]
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 20_000
