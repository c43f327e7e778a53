"""In one process and in turns: one body at a time, and batches; and how long a written scorer takes to be imported.

What else the machine does falls on all that take turns alike, so that their ratios say more than those of the tables.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from evallang import load
from peers.data import SETS, Columns
from peers.entries import BATCHED, ENTRIES, TAKING_PART
from peers.peer import Peer

BODIES, TURNS = 200, 40
ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = {10_000: 40, 100_000: 20, 1_000_000: 9, 10_000_000: 4}
"""Bodies of a batch, and how many turns."""
_KINDS: dict[str, Callable[[], Columns]] = {
    "central": lambda: _some(SETS["uniform"](20 * BODIES), central=1),
    "local": lambda: _some(SETS["uniform"](20 * BODIES), central=0),
    "on the edge of a grade": lambda: {name: column[:BODIES] for name, column in SETS["grade_edges"](BODIES).items()},
}
_IMPORT = """import sys, time
sys.path.insert(0, sys.argv[1])
start = time.perf_counter()
import scorer
print(time.perf_counter() - start)"""


def alone() -> dict[str, dict[str, float]]:
    """Microseconds for one body by peer and sort of body: the median of turns in which each scored the same bodies."""
    peers = {entry.name: _peer(entry.engine) for entry in ENTRIES if entry.name in TAKING_PART and not entry.lacks()}
    found: dict[str, dict[str, float]] = {name: {} for name in peers}
    for kind, make in _KINDS.items():
        columns = make()
        given = {name: peer.prepare(columns) for name, peer in peers.items()}
        turns: dict[str, list[float]] = {name: [] for name in peers}
        for _ in range(TURNS):
            for name, peer in peers.items():
                turns[name].append(_turn(peer.one, given[name]))
        for name, times in turns.items():
            found[name][kind] = statistics.median(times) * 1e6
    return found


def batches(largest: int) -> dict[str, dict[str, float]]:
    """Seconds for a batch by peer and size: the quickest of turns in which each scored the same bodies."""
    peers = {entry.name: _peer(entry.engine) for entry in ENTRIES if entry.name in BATCHED and not entry.lacks()}
    found: dict[str, dict[str, float]] = {name: {} for name in peers}
    for size, turns in SIZES.items():
        if size > largest:
            break
        columns = SETS["uniform"](size)
        given = {name: peer.prepare(columns) for name, peer in peers.items()}
        for _ in range(turns):
            for name, peer in peers.items():
                start = perf_counter()
                peer.batch(given[name])
                taken = perf_counter() - start
                found[name][str(size)] = min(taken, found[name].get(str(size), taken))
    return found


def _peer(engine: str) -> Peer:
    module, _, name = engine.partition(":")
    peer: Peer = getattr(import_module(f"peers.engines.{module}"), name)()
    peer.load()
    return peer


def _some(columns: Columns, central: int) -> Columns:
    there = columns["central"] == central
    return {name: column[there][:BODIES] for name, column in columns.items()}


def _turn(one: Callable[[Any], object], records: Sequence[Any]) -> float:
    start = perf_counter()
    for record in records:
        one(record)
    return (perf_counter() - start) / len(records)


def scorers() -> dict[str, dict[str, float]]:
    """Milliseconds to import the scorers of the direction and of the whole methodology, each in a new process.

    `first` is without bytecode, as on a folder that cannot be written to; `again` with it.
    """
    found = {}
    places = {"the direction": Path(__file__).with_name("service_quality.eval"),
              "the whole of 2020": ROOT / "rules" / "interaction-2020"}  # fmt: skip
    for name, place in places.items():
        text = load(place).compile().source
        with TemporaryDirectory() as temporary:
            Path(temporary, "scorer.py").write_text(text, encoding="utf-8")
            first = [_imported(temporary, "-B") for _ in range(5)]
            _imported(temporary)
            found[name] = {"first": statistics.median(first), "bytes": float(len(text.encode()))}
            found[name]["again"] = statistics.median(_imported(temporary) for _ in range(9))
    return found


def _imported(folder: str, *options: str) -> float:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *options, "-c", _IMPORT, folder]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=kept)
    return float(done.stdout) * 1000
