"""What was measured, as a page of Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from figures import table

from peers.aims import aims
from peers.data import SETS

Found = Mapping[str, Any]

HEAD = """# Peers on the same work: figures

Written by `run.py` from `results.json`; [README.md](../README.md#peers) says what is measured and how.
"""


LOAD = (
    "Before the run {:.1f} processes were running in the mean of a minute, after it {:.1f}, of which one was the run's."
)
BUSY = """\
The cores were shared with other work: figures of this run are lower than on a quiet machine and scatter, most of all
those of engines that use all threads. Ratios of a few tens of percent say nothing here.
"""

EARLIER = "That was on {}, with {} processes running before and after it.\n"

SPEED = """\
Bodies a second, for so many in one batch: the quickest of up to seven repeats, for what else the machine does only
slows a batch down. One body: the median of many calls; `*`: the peer takes no single record, so that is a batch."""

AIMS = """\
Ratios are of bodies in a second, by the size of the batch, of engines that took turns in one process. Why an aim is
missed, [README.md](../README.md#peers) says.
"""

ALONE = """\
The engines that take one record score the same ones in turns, in one process: the medians of the turns."""

WHOLE = """\
{} results for each body, some of which look at other bodies. The engines by hand read no rules: the formulas of the
chosen readings stand in their code. The last column counts the results of {} bodies that are not those of the
interpreter: an exact number is held to it as it is, a binary one when both are rounded to hundredths, half up. The
rules themselves round only where they look up points and grades.
"""


def page(found: Found) -> str:
    """The conditions, then speed, mistakes, the methodology of 2020, and the size of rules."""
    peers: Found = found["peers"]
    parts = [HEAD, conditions(found)]
    if peers:
        parts += ["## Speed\n", speed(peers), "## Mistakes\n", mistakes(peers)]
    if found["whole"]:
        parts += ["## The whole methodology of 2020\n", whole(found["whole"], found["whole_missing"])]
    if any("growth" in peer for peer in peers.values()):
        parts += ["## The size of the rules\n", growth(peers)]
    if found.get("alone"):
        parts[2:2] = ["## Aims\n", AIMS, aims(found), "## One body\n", alone(found)]
    return "\n".join(parts)


def conditions(found: Found) -> str:
    """When, on what kind of machine, how busy it was, and who is left out."""
    system = {"Darwin": "macOS"}.get(found["system"], found["system"])
    text = f"Measured on {found['date']}: {found['cores']} cores, {system}, Python {found['python']}; "
    text += f"{found['packages']}. {LOAD.format(*found['load']) if found['load'] else ''}\n"
    text += BUSY if found["load"] and max(found["load"]) > found["cores"] else ""
    if found.get("only_whole"):
        text += "Only the table of the whole methodology of 2020 is of this run, the others are of an earlier one.\n"
    if found.get("only"):
        words = ", ".join(found["only"])
        text += f"Peers whose names have none of these words keep the figures of an earlier run: {words}.\n"
    for run in found.get("earlier", ()):
        text += EARLIER.format(run["date"], " and ".join(f"{n:.1f}" for n in run["load"]))
    return text + left_out(found["missing"])


def left_out(missing: Mapping[str, str]) -> str:
    """Who has no figures, and why."""
    named = [f"{name} (needs {what})" for name, what in missing.items()]
    return f"Left out: {', '.join(named)}.\n" if named else ""


def alone(found: Found) -> str:
    """Single records, and written scorers."""
    kinds = list(next(iter(found["alone"].values())))
    rows = [["engine", *(f"{kind}, µs" for kind in kinds)]]
    rows += [[name, *(short(times[kind]) for kind in kinds)] for name, times in found["alone"].items()]
    files = [["written scorer", "kB", "import, ms", "without bytecode, ms"]]
    files += [
        [name, short(of["bytes"] / 1000), short(of["again"]), short(of["first"])]
        for name, of in found["scorers"].items()
    ]  # fmt: skip
    return f"{ALONE}\n\n{table(rows)}\n{table(files)}"


def speed(peers: Found) -> str:
    """Times and memory."""
    sizes = sorted({rate["rows"] for peer in peers.values() for rate in peer["rates"]})
    rows = [
        ["peer", "one body, µs", "slowest 1 %", *(f"{size:,} bodies" for size in sizes), "bytes a body", "load, ms",
         "import, ms"]
    ]  # fmt: skip
    for name, peer in peers.items():
        rates = {rate["rows"]: rate for rate in peer["rates"]}
        last = peer["rates"][-1]
        star = "" if peer["by_record"] else "*"
        rows.append([
            name, short(peer["one_us"]) + star, short(peer["slow_us"]),
            *(short(size / rates[size]["seconds"]) if size in rates else "" for size in sizes),
            "" if last["memory"] is None else f"{last['memory'] / last['rows']:.0f}",
            short(peer["load_ms"]), short(peer["import_ms"]),
        ])  # fmt: skip
    return f"{SPEED}\n\n{table(rows)}"


def mistakes(peers: Found) -> str:
    """Shares of wrong scores and grades on each set."""
    rows = [["peer", *(f"scores: {name}" for name in SETS), *(f"grades: {name}" for name in SETS)]]
    for name, peer in peers.items():
        cells = [share(peer["wrong"][data], of) for of in ("scores", "grades") for data in SETS]
        rows.append([name, *cells])
    least = min(wrong["rows"] for peer in peers.values() for wrong in peer["wrong"].values())
    most = max(wrong["rows"] for peer in peers.values() for wrong in peer["wrong"].values())
    tried = f"Of {most:,} bodies in each set, or of as many as a slow peer scores in seconds ({least:,} at least)."
    return f"{tried}\n\n{table(rows)}"


def whole(peers: Found, missing: Mapping[str, str]) -> str:
    """The engines on the methodology of 2020."""
    able = {name: found for name, found in peers.items() if "refused" not in found}
    sizes = sorted({rate["rows"] for found in able.values() for rate in found["rates"]})
    rows = [["engine", *(f"{size:,} bodies, µs each" for size in sizes), "bytes a body", "read, ms", "make ready, ms",
             "other than the interpreter"]]  # fmt: skip
    for name, found in able.items():
        rates = {rate["rows"]: rate for rate in found["rates"]}
        last = found["rates"][-1]
        rows.append([
            name, *(short(rates[size]["seconds"] / size * 1e6) if size in rates else "" for size in sizes),
            "" if last["memory"] is None else f"{last['memory'] / last['rows']:,.0f}",
            short(found["load_ms"]) if found["own"] else "", short(found["ready_ms"]), others(found["wrong"]),
        ])  # fmt: skip
    refused = [f"{name} refuses it: {found['refused']}." for name, found in peers.items() if name not in able]
    compared = max(found["wrong"]["rows"] for found in able.values())
    outputs = next(iter(able.values()))["outputs"]
    parts = [WHOLE.format(outputs, compared), table(rows), *(f"{sentence}\n" for sentence in refused)]
    return "\n".join([*parts, left_out(missing)] if missing else parts)


def others(wrong: Mapping[str, int]) -> str:
    """How many results differ, how many of them are grades, and how many are there for one of the two only."""
    if not wrong["results"]:
        return f"0 of {wrong['of']:,}"
    text = f"{wrong['results']:,} of {wrong['of']:,}; grades: {wrong['grades']} of {wrong['rows']}"
    return text + (f"; absent: {wrong['absent']}" if wrong["absent"] else "")


def growth(own: Found) -> str:
    """evallang's engines on made-up rules."""
    rows = [["engine", "nodes", "read, ms", "make ready, ms", "one body of many, µs", "for each node, µs"]]
    for name, peer in own.items():
        for at in peer.get("growth", ()):
            each = at["seconds"] / at["rows"] * 1e6
            cells = [short(at["load_ms"]), short(at["ready_ms"]), short(each), short(each / at["nodes"])]
            rows.append([name, f"{at['nodes']:,}", *cells])
    return table(rows)


def short(value: float) -> str:
    """Three digits that count, millions and thousands by a letter."""
    for letter, unit in (("M", 1e6), ("k", 1e3)):
        if value >= unit:
            return f"{value / unit:.3g} {letter}" if value < 1000 * unit else f"{value / unit:,.0f} {letter}"
    return f"{value:.3g}" if value >= 0.01 else "0"


def share(wrong: Mapping[str, int], of: str) -> str:
    """A percentage; a plain 0 only where nothing is wrong."""
    return f"{100 * wrong[of] / wrong['rows']:.2g} %" if wrong[of] else "0"
