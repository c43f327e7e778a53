"""NumPy by hand for the whole methodology of 2020: float64 over whole columns; blocks of rows were no quicker.

Only the chosen readings are written, and no input may be missing; what has a divisor 0 is NaN, and so is every sum with
it. Lists of items are summed with `bincount`, means of a kind and hours of outages are found once for all.
"""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np
from attrs import frozen

from peers.bodies import Bodies
from peers.engines.whole_arrays_openness import absent, openness, own_openness
from peers.engines.whole_frame import Array, Found, Frame, framed, ratio, rounded
from peers.engines.whole_tables import (
    DIRECTIONS,
    DISCIPLINE,
    EDGES,
    NOT_APPLICABLE,
    STEP,
    UNDEFINED,
    VIOLATIONS,
)
from peers.exact import GRADES, grades
from peers.own import Answer, Engine

HANDLING = "complaint_handling"
NOBODY = -1
"""In place of a grade."""


@frozen(eq=False)
class Population:
    """What is asked of other bodies: means of the central and of the local ones, and the hours of outages of each."""

    level: Array
    budget: Array
    hours: Array


class Numpy64(Engine):
    """Columns of bodies to columns of results."""

    def prepare(self, bodies: Bodies) -> Frame:
        return framed(bodies)

    def batch(self, data: Frame) -> tuple[Frame, Found]:
        found = alone(data)
        population = asked(data, found)
        return data, found | among(data, found, population)

    def answers(self, result: tuple[Frame, Found]) -> list[Answer]:
        frame, found = result
        return list(zip(*(_answers(frame, path, found[path]) for path in self.outputs), strict=True))


def alone(c: Frame) -> Found:
    """What needs no other body; the level is NaN where there is none, the open budget as if it were no secret."""
    found: Found = {"level": monitored(c)}
    found["complaint_rate"] = _rate(np.where(c.central, 10.0, 20.0), c["complaints"], c["services"], 10_000)
    for path, (bad, base, central, local) in VIOLATIONS.items():
        found[path] = _rate(np.where(c.central, float(central), float(local)), c[bad], c[base], 10_000)
    found["assurance"] = sum(found[path] for path in VIOLATIONS)  # type: ignore[assignment]  # there are four
    of_central = {
        "transferred": ratio(c["on_portal"], c["portalable"]) * 10,
        "efficiency": ratio(c["online_volume"], c["volume"]) * 10,
        "newly_moved": np.where(c["all_online"], 5, np.minimum(5, c["moved"])),
    }
    found |= {path: np.where(c.central, points, np.nan) for path, points in of_central.items()}
    for direction in DIRECTIONS:
        found[f"{direction}.unreliable"] = np.minimum(5, c[f"{direction}.unreliable.facts"] * 0.2)
    return found | _complaints(c, found[f"{HANDLING}.unreliable"]) | own_openness(c)


def monitored(c: Frame) -> Array:
    """The mean of the points of the services of each body."""
    hundredths = rounded(c.items["service"]["satisfaction"], 100)
    step = np.where(c.central, STEP["central"], STEP["local"])[c.owners["service"]]
    points = step * sum((hundredths >= edge).astype(np.int64) for edge in EDGES)
    return ratio(c.total("service", points), c.count("service"))


def asked(c: Frame, found: Found) -> Population:
    """The figures of the population."""
    outage = c.items["outage"]
    hours = np.bincount(outage["fault"], outage["duration"], len(c))
    return Population(_means(c, found["level"]), _means(c, np.where(c["secret"], np.nan, found["open_budget"])), hours)


def among(c: Frame, found: Found, population: Population) -> Found:
    """The rest, once the other bodies are known."""
    kind = (~c.central).astype(np.int64)
    level = np.where(np.isnan(found["level"]) & (c.count("service") == 0), population.level[kind], found["level"])
    unavailable = np.where(c.central, np.minimum(5, population.hours * 0.2), np.nan)
    automation = found["transferred"] + found["efficiency"] + found["newly_moved"] - unavailable
    satisfaction = level + found["complaint_rate"]
    services = satisfaction + found["assurance"]
    services = np.where(c.central, services + automation, services) - found["service_quality.unreliable"]
    budget = np.where(c["secret"], population.budget[kind], found["open_budget"])
    open_enough = openness(found, budget) - found["openness.unreliable"]
    block = (services + open_enough + found[HANDLING]) / 3
    return {
        "level": level, "unavailable": unavailable, "automation": automation, "open_budget": budget,
        "service_quality.satisfaction": satisfaction, "service_quality": services, "openness": open_enough,
        "interaction": block, "interaction.grade": np.where(np.isnan(block), NOBODY, grades(rounded(block, 100))),
    }  # fmt: skip


def _complaints(c: Frame, unreliable: Array) -> Found:
    handled, k = c["handled"], np.float64
    found = {
        "deadlines": _rate(k(40), c["overdue"], handled, 1_000),
        "court": np.where(c["any_court"], _rate(k(30), c["upheld"], handled, 10_000), 30),
        "repeated": _rate(k(20), c["repeated_ok"], handled, 100),
        "control": _control(c),
    }
    gained = found["deadlines"] + found["court"] + found["repeated"] + found["control"]
    return {f"{HANDLING}.{name}": points for name, points in found.items()} | {HANDLING: gained - unreliable}


def _control(c: Frame) -> Array:
    possible = c["overdue"] - c[f"{HANDLING}.control.impossible"]
    share = np.minimum(1, ratio(c[f"{HANDLING}.control.punished"], possible))
    edges, points = zip(*reversed(DISCIPLINE), strict=True)
    lines = np.array((0, *points), np.float64)[np.searchsorted(edges, rounded(share, 1_000), side="right")]
    return np.where((c["overdue"] == 0) | (possible == 0), 10, lines)


def _rate(k: Any, bad: Array, base: Array, per: int) -> Array:
    """k less the violations per so many cases, never below 0."""
    points: Array = np.maximum(0, k - ratio(bad, base) * per)
    return points


def _means(c: Frame, values: Array) -> Array:
    """The mean of the central bodies and that of the local ones, of those that have a value."""
    there = ~np.isnan(values)
    parts = [values[there & of] for of in (c.central, ~c.central)]
    return np.array([part.mean() if len(part) else np.nan for part in parts])


def _answers(c: Frame, path: str, column: Array) -> list[object]:
    if path.endswith(".grade"):
        return [UNDEFINED if place == NOBODY else GRADES[place] for place in column.tolist()]
    missing = np.where(absent(c, path), NOT_APPLICABLE, UNDEFINED).tolist()
    return [why if isnan(value) else value for value, why in zip(column.tolist(), missing, strict=True)]
