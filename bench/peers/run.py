"""All peers that are installed: `python bench/peers/run.py` prints the tables; `--write` keeps them.

Kept are `results.json` and `results.md` beside this file, and the plots in `docs/plots/`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)

from peers.entries import ENTRIES, IN_TURNS, WHOLE, Entry, versions  # noqa: E402  # after the path

RESULTS = HERE / "results.json"
PAGE = HERE / "results.md"
PLOTS = HERE.parent.parent / "docs" / "plots"
DOCS = HERE.parent.parent / "docs" / "reference" / "speed.md"
RULE_SIZES = (12, 120, 1_200, 12_000)
MOST_SECONDS = 900
SINGLE = ("alone", "scorers", "batches")
SMALLEST = (1_000, 200, 1)
"""With `--smallest`: bodies of a batch, rows that are compared, processes that only start."""


class Failed(Exception):
    """What a worker said when it ended badly."""


def main() -> None:
    """Measure, print, and keep."""
    arguments = _arguments()
    if arguments.smallest:
        arguments.largest, arguments.exact_rows, arguments.starts = SMALLEST
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    if arguments.draw:
        found = json.loads(RESULTS.read_text(encoding="utf-8"))
    else:
        found = measured(arguments)
    from peers.page import page  # noqa: PLC0415  # the peers are measured without it

    print(page(found))
    if arguments.write or arguments.draw:
        keep(found)


def measured(arguments: argparse.Namespace) -> dict[str, Any]:
    """What each peer took; what `--only` and `--whole` leave out keeps the figures of an earlier run.

    The smallest sizes are not mixed with those: what is left out has none then.
    """
    earlier = (arguments.only or arguments.whole) and not arguments.smallest
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if earlier else {"peers": {}, "whole": {}}
    load = busy()

    def chosen(entry: Entry) -> bool:
        return _named(entry, arguments.only)

    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if not arguments.whole:
            exact_sets(folder, arguments.exact_rows)
        among = () if arguments.whole else tuple(filter(chosen, ENTRIES))
        peers, missing = _table(ENTRIES, among, before["peers"], lambda entry: _of(entry, folder, arguments))
    among = tuple(filter(chosen, WHOLE))
    whole, whole_missing = _table(WHOLE, among, before["whole"], lambda entry: _whole(entry, arguments))
    found = {"load": load + busy(), "peers": peers, "missing": missing, "whole": whole, "whole_missing": whole_missing}
    found |= _in_turns(arguments, before)
    if earlier:
        found |= {"only": arguments.only, "only_whole": arguments.whole}
        found["earlier"] = [*before.get("earlier", []), {what: before[what] for what in ("date", "load")}]
    return conditions() | found


def _named(entry: Entry, words: Sequence[str]) -> bool:
    """Whether a name has one of some words; without any all have."""
    return not words or any(word.lower() in entry.name.lower() for word in words)


def _in_turns(arguments: argparse.Namespace, before: dict[str, Any]) -> dict[str, Any]:
    """What engines take in turns: all that take part anew, if one of them is chosen."""
    if arguments.whole or not any(_named(entry, arguments.only) for entry in ENTRIES if entry.name in IN_TURNS):
        return {what: before.get(what, {}) for what in SINGLE}
    return _ask("alone", ENTRIES[0], arguments.largest)


def _table(
    entries: Sequence[Entry], chosen: Sequence[Entry], before: dict[str, Any], of: Callable[[Entry], dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The figures of each entry, anew if it is chosen, and what those that have none lack."""
    found: dict[str, Any] = {}
    missing: dict[str, str] = {}
    for entry in entries:
        lacks = entry.lacks()
        if entry not in chosen and entry.name in before:
            found[entry.name] = before[entry.name]
        elif lacks is not None:
            missing[entry.name] = lacks
        elif entry not in chosen:
            missing[entry.name] = "a run of its own"
        else:
            try:
                found[entry.name] = of(entry)
            except Failed as error:
                missing[entry.name] = "to run to its end"
                print(f"{entry.name} failed:\n{error}", file=sys.stderr, flush=True)
                continue
            print(f"{entry.name}: {'; '.join(_short(found[entry.name]))}", file=sys.stderr, flush=True)
    return found, missing


def exact_sets(folder: Path, rows: int) -> None:
    """Write each set with its exact scores."""
    import numpy as np  # noqa: PLC0415  # `--draw` does without it

    from peers.data import SETS, records  # noqa: PLC0415
    from peers.exact import reference  # noqa: PLC0415

    for name, make in SETS.items():
        columns = make(rows)
        saved: Any = columns | {"exact": reference(records(columns))}
        np.savez(folder / f"{name}.npz", **saved)


def conditions() -> dict[str, Any]:
    """The day and the kind of machine, in words that name no machine."""
    return {
        "date": date.today().isoformat(), "cores": os.cpu_count(), "system": platform.system(),
        "python": platform.python_version(), "packages": versions(),
    }  # fmt: skip


def busy() -> list[float]:
    """How many processes were running in the mean of the last minute; nothing where the system does not tell."""
    return [os.getloadavg()[0]] if hasattr(os, "getloadavg") else []


def _of(entry: Entry, folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    starts = [_ask("start", entry) for _ in range(arguments.starts)]
    found = {key: statistics.median(start[key] for start in starts) for key in ("import_ms", "load_ms")}
    found |= _ask("direction", entry, folder, arguments.largest)
    if entry.own and entry.growth:
        sizes = RULE_SIZES[:1] if arguments.smallest else RULE_SIZES
        found |= _ask("growth", entry, *(size for size in sizes if size <= arguments.largest))
    return found


def _whole(entry: Entry, arguments: argparse.Namespace) -> dict[str, Any]:
    return _ask("whole", entry, 100 if arguments.smallest else min(arguments.largest, entry.most_whole))


def _ask(task: str, entry: Entry, *rest: object) -> dict[str, Any]:
    """What a worker prints. Raises Failed."""
    command = [sys.executable, str(HERE / "worker.py"), task, entry.name, *map(str, rest)]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"at `{task}`: not ready after {MOST_SECONDS} s") from error
    if done.returncode:
        raise Failed(f"at `{task}`: {done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def keep(found: dict[str, Any]) -> None:
    """Write the figures, the page and the plots."""
    from peers.memory import marked  # noqa: PLC0415
    from peers.page import page  # noqa: PLC0415
    from peers.plots import plots  # noqa: PLC0415

    RESULTS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(found), encoding="utf-8")
    DOCS.write_text(marked(DOCS.read_text(encoding="utf-8"), found), encoding="utf-8")
    PLOTS.mkdir(exist_ok=True)
    for name, text in plots(found).items():
        (PLOTS / name).write_text(text, encoding="utf-8")


def _short(found: dict[str, Any]) -> list[str]:
    return [f"{rate['rows']:,} rows {rate['seconds']:.4f} s" for rate in found.get("rates", ())]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="peers whose name has one of the words")
    parser.add_argument("--whole", action="store_true", help="only the table of the whole methodology of 2020")
    parser.add_argument("--largest", type=int, default=1_000_000, help="bodies of the largest batch")
    parser.add_argument("--exact-rows", type=int, default=100_000, help="rows of each set whose results are compared")
    parser.add_argument("--starts", type=int, default=5, help="processes that only import and load, for their median")
    parser.add_argument("--smallest", action="store_true", help="sizes that only show that everything runs")
    parser.add_argument("--write", action="store_true", help="keep the figures, the page and the plots")
    parser.add_argument("--draw", action="store_true", help="measure nothing; make the page and the plots anew")
    arguments = parser.parse_args()
    if arguments.smallest and arguments.write:
        parser.error("the smallest sizes give no figures worth writing down")
    if not any(_named(entry, arguments.only) for entry in (*ENTRIES, *WHOLE)):
        parser.error("no peer's name has one of these words")
    return arguments


if __name__ == "__main__":
    main()
