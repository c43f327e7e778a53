"""What evallang's engines are to reach beside the others, and what they reached in this run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import frozen
from figures import table

Found = Mapping[str, Any]
COLUMNS, LOOPS = "evallang, columns", "evallang, compiled loops"
WRITTEN, THREADS = "evallang, compiled Python", ", all threads"


@frozen
class Aim:
    """What is to be reached, and figures of which each must be `enough`."""

    what: str
    figures: Mapping[str, float]
    enough: Callable[[float], bool]
    unit: str = ""

    def row(self) -> list[str]:
        """As a line of the table."""
        if not self.figures:
            return [self.what, "not measured", ""]
        met = [self.enough(value) for value in self.figures.values()]
        said = "; ".join(f"{name}: {_short(value)}{self.unit}" for name, value in self.figures.items())
        some = f"met in {sum(met)} of {len(met)}" if any(met) else "missed"
        return [self.what, said, "met" if all(met) else some]


def aims(found: Found) -> str:
    """The table."""
    return table([["aim", "measured", ""], *(aim.row() for aim in _aims(found))])


def _aims(found: Found) -> Iterator[Aim]:
    batches: Found = found.get("batches", {})

    def ratio(what: str, a: str, b: str, least: float) -> Aim:
        return Aim(what, _ratios(batches, a, b), lambda value: value >= least)

    yield ratio("columns at least as fast as float64 in NumPy", COLUMNS, "NumPy, float64", 1)
    yield ratio("columns at least 0.7 of float64 in NumPy in blocks", COLUMNS, "NumPy, float64, in blocks", 0.7)
    all_2020 = _of_whole(found["whole"], COLUMNS, "NumPy, float64, by hand")
    yield Aim("the same for all 135 results of 2020", all_2020, lambda value: value >= 1)
    yield ratio("compiled loops at least 0.7 of C that is exact by hand", LOOPS, "C (`gcc -O3`), exact by hand", 0.7)
    yield ratio("compiled loops on two threads at least 1.7 times those on one", LOOPS + THREADS, LOOPS, 1.7)
    yield from _of_one_record(found.get("alone", {}))
    whole: Found = found["whole"].get(WRITTEN, {})
    ready = {"2020": whole["ready_ms"]} if "ready_ms" in whole else {}
    yield Aim("the methodology of 2020 compiled to Python in less than 500 ms", ready, lambda ms: ms < 500, " ms")
    yield from _of_imports(found.get("scorers", {}))
    yield _of_memory(found["peers"])
    yield _wrong(found)


def _of_whole(whole: Found, a: str, b: str) -> dict[str, float]:
    """How many times as many bodies in a second under the whole methodology, by the size of the batch."""
    mine, theirs = ({rate["rows"]: rate["seconds"] for rate in whole.get(name, {}).get("rates", ())} for name in (a, b))
    return {f"{rows:,}": theirs[rows] / mine[rows] for rows in mine if rows in theirs and rows >= 10_000}


def _of_one_record(alone: Found) -> Iterator[Aim]:
    ours, floats, zen = (alone.get(name, {}) for name in (WRITTEN, "Python, floats", "`zen-engine`, one by one"))
    times = {kind: ours[kind] / floats[kind] for kind in ours if kind in floats}
    yield Aim("one compiled record in no more than the time of the naive float function", times, lambda r: r <= 1)
    quicker = {kind: zen[kind] / ours[kind] for kind in ours if kind in zen}
    yield Aim("one compiled record 50 times faster than `zen-engine`", quicker, lambda r: r >= 50)


def _of_imports(scorers: Found) -> Iterator[Aim]:
    for what, key in (("", "again"), (" for the first time, without bytecode", "first")):
        times = {name: of[key] for name, of in scorers.items()}
        yield Aim(f"a written scorer imported in less than 10 ms{what}", times, lambda ms: ms < 10, " ms")


def _of_memory(peers: Found) -> Aim:
    """By what columns grew, as a part of what they are made of: inputs in order, two results, marks, and blocks."""
    per_body, blocks = 15 * 8 + 9 + 5 + 8, 2**25
    parts = {
        f"{rate['rows']:,}": rate["memory"] / (rate["rows"] * per_body + blocks)
        for rate in peers.get(COLUMNS, {}).get("rates", ()) if rate["memory"] is not None
    }  # fmt: skip
    return Aim(f"columns hold at most {per_body} bytes a body and 32 MiB: part of that", parts, lambda part: part <= 1)


def _wrong(found: Found) -> Aim:
    """Over all sets of bodies, and the results of the whole methodology."""
    wrong = {}
    for name, peer in found["peers"].items():
        if name.startswith("evallang"):
            wrong[name] = float(sum(of["scores"] + of["grades"] for of in peer["wrong"].values()))
    for name, peer in found["whole"].items():
        if name.startswith("evallang") and "wrong" in peer:
            wrong[f"{name}, 2020"] = float(peer["wrong"]["results"])
    some = {name: count for name, count in wrong.items() if count}
    return Aim("nothing wrong anywhere", some or {f"all {len(wrong)} tables": 0.0}, lambda count: not count)


def _ratios(batches: Found, a: str, b: str) -> dict[str, float]:
    """How many times as many bodies in a second, by the size of the batch, of engines that took turns."""
    mine, theirs = batches.get(a, {}), batches.get(b, {})
    return {f"{int(rows):,}": theirs[rows] / mine[rows] for rows in mine if rows in theirs}


def _short(value: float) -> str:
    return f"{value:.3g}" if value else "0"
