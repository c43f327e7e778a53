"""What given data show: results that depend on where one rounds, or on whether one does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from evallang import numbers
from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.interpreter.run import Foreign, Run
from evallang.diagnostics import Severity
from evallang.ir.data import Cell, Dataset
from evallang.ir.deep import deep_calls
from evallang.ir.program import Program
from evallang.lint.dependents import Dependents
from evallang.lint.finding import EVERYTHING, Finding
from evallang.lint.roundings import Rounding, Roundings, Variant
from evallang.trials.said import shown

CODE = "C604"
_PLACES = 5
"""Decimals of a number that has more."""
_SHOWN = 3
"""How many bodies are named."""


@frozen
class Place:
    """One result: of a body, in a period; `sort` is grade, rank, trigger or score."""

    sort: str
    name: str
    body: str
    period: int | None


Results = dict[Place, Any]


def rounding_findings(
    program: Program, data: Dataset, choices: Sequence[int] | None = None, *,
    periods: Sequence[int | None] | None = None, parameters: Mapping[int, Cell] | None = None,
    others: Foreign | None = None,
) -> list[Finding]:  # fmt: skip
    """Which results of given data depend on a rounding of the rules.

    `choices` are the options by number (those chosen in the rules), `periods` those that are scored (the last one),
    `parameters` the values that the rules leave open, by number, `others` gives what is scored elsewhere.
    """
    chosen = tuple(r.choice for r in program.readings) if choices is None else tuple(choices)
    scored = periods or data.periods[-1:] or (None,)
    roundings = Roundings(program, chosen)

    def results(of: Program) -> Results:
        found: Results = {}
        for period in scored:
            found |= _results(of, Run(of, chosen, data, period, parameters, others), period)
        return found

    before = results(program)
    found: list[Finding] = []
    for rounding in roundings.all():
        for variant in roundings.variants(rounding):
            found += _findings(rounding, variant, before, results(variant.program))
    return found


# ---- results


def _results(program: Program, run: Run, period: int | None) -> Results:
    """The grades, places, triggers and scores at the top of all bodies."""
    found: Results = {}
    top = _top(program)
    with deep_calls():
        for body in run.bodies(period):
            for node in program.nodes:
                if node.level or not run.active(node.conditions):
                    continue
                if node.grades:
                    found[Place("grade", node.short, body.key, period)] = run.nodes[node.number].grade(body)
                if node.number in top:
                    found[Place("score", node.short, body.key, period)] = body.get(node.number)
            for number, rating in enumerate(program.ratings):
                for place, name in enumerate(rating.names if rating.each else ("",)):
                    title = f"{rating.name}.{name}" if name else rating.name
                    rank = run.ranking(number, place, body).rank(body.key)
                    found[Place("rank", title, body.key, period)] = rank
            for number, trigger in enumerate(program.triggers):
                found[Place("trigger", trigger.name, body.key, period)] = run.trigger(number, body)
    return found


def _top(program: Program) -> set[int]:
    """The nodes that no other node uses."""
    uses = Dependents(program)
    nodes = {node.number for node in program.nodes}
    return {n for n in nodes if not nodes & uses.users(n)}


# ---- what differs


def _findings(rounding: Rounding, variant: Variant, before: Results, after: Results) -> Iterator[Finding]:
    """One finding for each grade, rating and trigger, and for scores that differ by a step or more."""
    by_result: dict[tuple[str, str], list[Place]] = {}
    for place, value in before.items():
        if place in after and _differs(place, value, after[place], _step(rounding)):
            by_result.setdefault((place.sort, place.name), []).append(place)
    for (sort, name), places in by_result.items():
        whole = sum((p.sort, p.name) == (sort, name) for p in before)
        many = f"{len(places)} of {whole} bodies" if whole > 1 else "the one body"
        verb = "get" if len(places) != 1 and whole > 1 else "gets"
        yield Finding(
            CODE, f"{variant.words}, {many} {verb} {_WORDS[sort]} `{name}`", rounding.span, rounding.provisions,
            Severity.NOTE, mathematics="; ".join(_shown(p, before[p], after[p]) for p in places[:_SHOWN])
            + ("; …" if len(places) > _SHOWN else ""),
            help="cite where the act says when to round, or make it a reading",
            subject=f"{variant.words} {sort} {name}", owner=EVERYTHING,
        )  # fmt: skip


_WORDS = {
    "grade": "another grade of",
    "rank": "another place in",
    "trigger": "another answer from",
    "score": "another score in",
}


def _differs(place: Place, before: Any, after: Any, step: Fraction | None) -> bool:
    if isinstance(before, Absent) or isinstance(after, Absent):
        return not (isinstance(before, Absent) and isinstance(after, Absent))
    if place.sort != "score":
        return bool(before != after)
    apart = numbers.abs_(numbers.sub(before, after))
    return step is not None and numbers.compare(apart, step) >= 0


def _step(rounding: Rounding) -> Fraction | None:
    """The step as it is written; scores are not compared where it is no plain number."""
    what = rounding.what
    size = getattr(what, "step", None) or (what.args[1] if hasattr(what, "args") else None)
    value = getattr(size, "value", None)
    return value if isinstance(value, Fraction) else None


def _shown(place: Place, before: Any, after: Any) -> str:
    year = f" in {place.period}" if place.period is not None else ""
    return f"{place.body}{year}: {_said(before)} → {_said(after)}"


def _said(value: Any) -> str:
    if isinstance(value, Absent):
        return "not applicable" if value.status == NOT_APPLICABLE else "undefined"
    if not isinstance(value, Fraction | numbers.Real):
        return shown(value)
    text, exact = numbers.decimal34(value)
    whole, _, part = text.partition(".")
    return text if exact and len(part) <= _PLACES else f"{whole}.{part[:_PLACES]}…"
