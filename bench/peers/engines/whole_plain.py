"""Plain Python by hand for the whole methodology of 2020: the same code with fractions and with binary floats.

Only the chosen readings are written, and no input may be missing; what has a divisor 0 is `None`, and so is every sum
with it. What other bodies are asked for (means of a kind, hours of outages) is found once for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import floor
from typing import Any, ClassVar

from attrs import define, frozen

from peers.bodies import Bodies
from peers.engines.whole_plain_openness import Openness
from peers.engines.whole_tables import (
    DIRECTIONS,
    DISCIPLINE,
    EDGES,
    NOT_APPLICABLE,
    STEP,
    UNDEFINED,
    VIOLATIONS,
)
from peers.exact import GRADES, grade
from peers.own import Answer, Engine

Body = dict[str, Any]
Found = dict[str, Any]
"""Results by path; those that are not for the kind of the body are not there."""
HANDLING = "complaint_handling"


@define(eq=False)
class Plain(Engine):
    """Records by the names of the inputs, with numbers of one type, to results by path."""

    number: ClassVar[Any]

    def ready(self) -> None:
        self._made = Methodology(self.number)

    def prepare(self, bodies: Bodies) -> list[Body]:
        return bodies.records_with_items(self.number)

    def batch(self, data: list[Body]) -> list[Found]:
        found: list[Found] = self._made.score_all(data)
        return found

    def answers(self, result: list[Found]) -> list[Answer]:
        def answer(body: Found, path: str) -> object:
            value = body.get(path, NOT_APPLICABLE)
            return UNDEFINED if value is None else value

        return [tuple(answer(body, path) for path in self.outputs) for body in result]


class Fractions(Plain):
    """Exact numbers."""

    number = Fraction


class Floats(Plain):
    """Binary numbers."""

    number = float


@frozen
class Population:
    """What is asked of other bodies: means by kind, where there is a body to ask, and hours by the body at fault."""

    level: dict[str, Any]
    budget: dict[str, Any]
    hours: dict[str, Any]


class Methodology:
    """The formulas, with constants of one type of number."""

    def __init__(self, number: Callable[[Any], Any]) -> None:
        self.number, self.zero, self.half, self.fifth = number, number(0), number("0.5"), number("0.2")
        self.openness = Openness(number)

    def score_all(self, bodies: Sequence[Body]) -> list[Found]:
        """All results of each body among these."""
        results: list[Found] = [self._alone(body) for body in bodies]
        population = self._population(bodies, results)
        for body, found in zip(bodies, results, strict=True):
            self._among(body, found, population)
        return results

    def _alone(self, body: Body) -> Found:
        """What needs no other body; level and open budget only where they do not."""
        central = body["kind"] == "central"
        found: Found = {}
        if body["service"]:
            found["level"] = mean([self._granted(service, body["kind"]) for service in body["service"]])
        found["complaint_rate"] = self._rate(10 if central else 20, body["complaints"], body["services"], 10_000)
        for path, (bad, base, for_central, for_local) in VIOLATIONS.items():
            found[path] = self._rate(for_central if central else for_local, body[bad], body[base], 10_000)
        found["assurance"] = total(found[path] for path in VIOLATIONS)
        if central:
            self._automated(body, found)
        for direction in DIRECTIONS:
            found[f"{direction}.unreliable"] = min(5, body[f"{direction}.unreliable.facts"] * self.fifth)
        self._complaints(body, found)
        self.openness.alone(body, found)
        return found

    def _granted(self, service: Body, kind: str) -> Any:
        hundredths = self._rounded(service["satisfaction"], 100)
        return self.number(STEP[kind] * sum(hundredths >= edge for edge in EDGES))  # a mean of integers is a float

    def _automated(self, body: Body, found: Found) -> None:
        found["transferred"] = ratio(body["on_portal"], body["portalable"], 10)
        found["efficiency"] = ratio(body["online_volume"], body["volume"], 10)
        found["newly_moved"] = 5 if body["all_online"] else min(5, body["moved"])

    def _complaints(self, body: Body, found: Found) -> None:
        handled = body["handled"]
        found[f"{HANDLING}.deadlines"] = self._rate(40, body["overdue"], handled, 1_000)
        found[f"{HANDLING}.court"] = self._rate(30, body["upheld"], handled, 10_000) if body["any_court"] else 30
        found[f"{HANDLING}.repeated"] = self._rate(20, body["repeated_ok"], handled, 100)
        found[f"{HANDLING}.control"] = self._control(body)
        gained = total(found[f"{HANDLING}.{name}"] for name in ("deadlines", "court", "repeated", "control"))
        found[HANDLING] = None if gained is None else gained - found[f"{HANDLING}.unreliable"]

    def _control(self, body: Body) -> int:
        possible = body["overdue"] - body[f"{HANDLING}.control.impossible"]
        if body["overdue"] == 0 or possible == 0:
            return 10
        thousandths = self._rounded(min(1, body[f"{HANDLING}.control.punished"] / possible), 1_000)
        return next((points for edge, points in DISCIPLINE if thousandths >= edge), 0)

    def _population(self, bodies: Sequence[Body], results: Sequence[Found]) -> Population:
        levels, budgets = defaultdict[str, list[Any]](list), defaultdict[str, list[Any]](list)
        hours: dict[str, Any] = {}
        for body, found in zip(bodies, results, strict=True):
            for path, listed in (("level", levels), ("open_budget", budgets)):
                if path in found:
                    listed[body["kind"]].append(found[path])
            for outage in body["outage"]:
                hours[outage["fault"]] = hours.get(outage["fault"], self.zero) + outage["duration"]
        return Population(
            {kind: mean(listed) for kind, listed in levels.items()},
            {kind: mean(listed) for kind, listed in budgets.items()},
            hours,
        )

    def _among(self, body: Body, found: Found, population: Population) -> None:
        """The rest, once the other bodies are known."""
        kind = body["kind"]
        if "level" not in found:
            found["level"] = population.level.get(kind)
        if "open_budget" not in found:
            found["open_budget"] = population.budget.get(kind)
        found["service_quality.satisfaction"] = total((found["level"], found["complaint_rate"]))
        gained = [found["service_quality.satisfaction"], found["assurance"]]
        if kind == "central":
            found["unavailable"] = min(5, population.hours.get(body["body"], self.zero) * self.fifth)
            found["automation"] = total(
                (found["transferred"], found["efficiency"], found["newly_moved"], -found["unavailable"])
            )
            gained.append(found["automation"])
        found["service_quality"] = total((*gained, -found["service_quality.unreliable"]))
        self.openness.whole(found)
        directions = total(found[direction] for direction in DIRECTIONS)
        found["interaction"] = block = None if directions is None else directions / 3
        found["interaction.grade"] = None if block is None else GRADES[grade(self._rounded(block, 100))]

    def _rate(self, k: int, bad: Any, base: Any, per: int) -> Any:
        """k less the violations per so many cases, never below 0."""
        return None if base == 0 else max(self.zero, k - bad / base * per)

    def _rounded(self, value: Any, parts: int) -> int:
        """Half up, as a count of so many parts of one."""
        steps: int = floor(value * parts + self.half)
        return steps


def ratio(part: Any, base: Any, points: Any) -> Any:
    """A share of points; None of nothing."""
    return None if base == 0 else part / base * points


def total(terms: Iterable[Any]) -> Any:
    """The sum, where each of the terms is there."""
    listed = list(terms)
    return None if None in listed else sum(listed)


def mean(listed: list[Any]) -> Any:
    """The mean of some numbers."""
    return sum(listed) / len(listed)
