"""One engine in a process of its own: `worker.py TASK ENTRY …` prints one line of JSON.

Tasks: `start` (importing and loading only), `direction`, `whole` (the methodology of 2020), `growth`; and whatever the
entry `alone`: single records of several engines in turns, and the import of written scorers.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)
sys.path.insert(1, str(HERE.parent.parent))  # the checkout is measured, whatever else is installed

from peers.entries import BY_HAND, ENTRIES, Entry  # noqa: E402  # these import no engine

if TYPE_CHECKING:
    from peers.peer import Peer


def main() -> None:
    """Print what was measured."""
    task, name, *rest = sys.argv[1:]
    entry = next(entry for entry in ENTRIES + BY_HAND if entry.name == name)
    if task == "alone":
        from peers.alone import alone, batches, scorers  # noqa: PLC0415  # it imports evallang

        print(json.dumps({"alone": alone(), "scorers": scorers(), "batches": batches(int(rest[0]))}))
        return
    start = perf_counter()
    for module in entry.modules:
        import_module(module)
    imported = (perf_counter() - start) * 1000
    if task == "start":
        found = {"import_ms": imported} | loaded(entry)[1]
    elif task == "direction":
        from peers.direction import measure  # noqa: PLC0415  # it imports NumPy

        found = measure(loaded(entry)[0], entry.most, Path(rest[0]), int(rest[1]))
    else:
        from peers.anyrules import growth, whole  # noqa: PLC0415  # they import evallang

        found = whole(entry, int(rest[0])) if task == "whole" else growth(entry, [int(size) for size in rest])
    print(json.dumps(found))


def loaded(entry: Entry) -> tuple[Peer, dict[str, Any]]:
    """The engine with its rules, and how long it took to make them ready."""
    module, _, name = entry.engine.partition(":")
    peer: Peer = getattr(import_module(f"peers.engines.{module}"), name)()
    start = perf_counter()
    peer.load()
    return peer, {"load_ms": (perf_counter() - start) * 1000}


if __name__ == "__main__":
    main()
