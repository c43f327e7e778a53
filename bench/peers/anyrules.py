"""The whole methodology of 2020, and made-up rules of growing size."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from checking import methodology

from evallang import Rules, load
from evallang.pipeline import check_source
from evallang.source import from_text
from peers import own
from peers.bodies import Bodies, drawn
from peers.compared import differences
from peers.entries import Entry
from peers.measure import rate, timed

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
PATIENCE = 30.0
"""What would take longer, in seconds, is not tried."""
FIRST = 20
"""Bodies of a first batch, which makes some engines ready."""
COMPARED = 300
"""Bodies on which an engine is held against the interpreter."""


def whole(entry: Entry, largest: int) -> dict[str, Any]:
    """Every result of every body under the methodology of 2020; an engine by hand takes nothing from the rules."""
    rules: list[Rules] = []
    loaded = timed(lambda: rules.append(load(ROOT / "rules" / "interaction-2020")))
    outputs = results(rules[0])
    engine = engine_of(entry)(rules[0], outputs)
    found: dict[str, Any] = {"own": entry.own, "outputs": len(outputs), "load_ms": loaded * 1000}
    try:
        found["ready_ms"] = _ready(engine) * 1000
        found["wrong"] = wrong(engine, made(rules[0], COMPARED))
    except own.Refused as error:
        return found | {"refused": str(error)}
    rates: list[dict[str, Any]] = []
    for rows in (rows for rows in SIZES if rows <= largest):
        if rates and _expected(rates, rows) > PATIENCE:
            break
        data = engine.prepare(made(rules[0], rows))
        rates.append(rate(engine.batch, data, rows, first=not engine.lazy).plain())
    return found | {"rates": rates}


def _ready(engine: own.Engine) -> float:
    """Seconds until the rules are ready: with a first batch of some bodies where that makes some of it."""
    seconds = timed(engine.ready)
    if engine.lazy:
        seconds += timed(lambda: engine.batch(engine.prepare(made(engine.rules, FIRST))))
    return seconds


def _expected(rates: list[dict[str, Any]], rows: int) -> float:
    """Seconds for so many bodies: as many more as there are more bodies, or as it grew by the last time."""
    *before, last = rates
    grown = last["seconds"] / before[-1]["seconds"] if before else 0
    seconds: float = last["seconds"] * max(rows / last["rows"], grown)
    return seconds


def growth(entry: Entry, sizes: list[int]) -> dict[str, Any]:
    """Making ready, and scoring one body of many, for rules of so many nodes."""
    found: list[dict[str, Any]] = []
    for size in sizes:
        if found and (found[-1]["load_ms"] + found[-1]["ready_ms"]) / 1000 / found[-1]["nodes"] * size > PATIENCE:
            break  # it takes at least as long for each node
        rules: list[Rules] = []
        text = from_text("made.eval", methodology(size))
        seconds = timed(lambda: rules.append(_checked(text)))  # noqa: B023  # it is called at once
        engine = engine_of(entry)(rules[0], results(rules[0]))
        ready = _ready(engine)
        rows = max(20, min(1_000, 60_000 // size))
        data = engine.prepare(made(rules[0], rows))
        scored = rate(engine.batch, data, rows, first=not engine.lazy)
        nodes = len(rules[0].program.nodes)
        found.append({"nodes": nodes, "load_ms": seconds * 1000, "ready_ms": ready * 1000} | scored.plain())
    return {"growth": found}


def engine_of(entry: Entry) -> type[own.Engine]:
    """By hand it is the class named; of ours, the one for any rules has the name of the one for the direction."""
    module, _, name = entry.engine.partition(":")
    engine: type[own.Engine] = getattr(own if entry.own else import_module(f"peers.engines.{module}"), name)
    return engine


def results(rules: Rules) -> tuple[str, ...]:
    """The paths of all results of a body."""
    columns: tuple[str, ...] = rules.score(made(rules, 1).dataset()).columns
    return columns


def made(rules: Rules, rows: int) -> Bodies:
    """Made-up bodies for rules as they stand."""
    return drawn(rules.program, rules.choices(), rows)


def wrong(engine: own.Engine, bodies: Bodies) -> dict[str, int]:
    """How the answers differ from those of the interpreter."""
    reference = own.Interpreter(engine.rules, engine.outputs)
    expected = reference.answers(reference.batch(reference.prepare(bodies)))
    return differences(engine.answers(engine.batch(engine.prepare(bodies))), expected, engine.outputs)


def _checked(text: Any) -> Rules:
    rules, diagnostics = check_source(text)
    if rules is None:
        raise ValueError(f"the made-up rules have mistakes: {diagnostics}")
    return rules
