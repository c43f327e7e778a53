"""Trials led step by step to the numbers at which a changed grade begins or ends: few bodies lie there by chance."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evallang.diff.shrink import Found, Sides, differing
from evallang.ir.program import InputDef, Interval, NodeDef
from evallang.trials.made import Asked, Maker, Path, Trial
from evallang.trials.sides import Side
from evallang.trials.uses import Target

MOST_GOALS = 4
"""So many numbers are gone to; fewer ones several times."""

STEPS = 250
"""How many times one input is given another value on the way to one number."""


def climbed(sides: Sides, target: Target, maker: Maker, asked: Asked) -> Found | None:
    """A difference in a grade, looked for where its tables differ: the number is brought there input by input."""
    if target.sort != "grade":
        return None
    goals = _goals(sides, target)
    for goal in goals * (MOST_GOALS // max(1, len(goals))):
        found = _towards(goal, sides, target, maker, asked)
        if found is not None:
            return found
    return None


def _goals(sides: Sides, target: Target) -> list[Fraction]:
    """Numbers inside the rows that only one version has, at their ends where they have some."""
    rows = [_rows(side, target) for side in sides]
    changed = [row for i in (0, 1) for row in rows[i] if row not in rows[1 - i]]
    found: dict[Fraction, None] = {}
    for tests, _ in changed:
        for test in tests:
            ends = (test.low, test.high) if isinstance(test, Interval) else (test,)
            found |= dict.fromkeys(end for end in ends if isinstance(end, Fraction))
    return list(found)[:MOST_GOALS]


def _rows(side: Side, target: Target) -> list[tuple[Any, Any]]:
    found = []
    for d in side.by_path.get(target.path, ()):
        for grade in d.grades if isinstance(d, NodeDef) else ():
            labels = {named.name: named.label for named in grade.labels}
            found += [(row.tests, (row.results, labels.get(str(row.results[0])))) for row in grade.table.rows]
    return found


def _towards(goal: Fraction, sides: Sides, target: Target, maker: Maker, asked: Asked) -> Found | None:
    value = Target("value", target.path)
    inputs: dict[Path, InputDef] = {d.path: d for d in asked.inputs}
    best = maker.trial(asked, 0)
    paths = [path for path in best.made[best.subject, best.years[-1]].values if path in inputs]
    nearest = _distance(sides[0], value, best, goal)
    for _ in range(STEPS if paths else 0):
        trial = best.copy()
        path = maker.random.choice(paths)
        fine = nearest is not None and nearest * 10 < abs(goal)
        for (name, _year), made in trial.made.items():
            if name == trial.subject:
                made.values[path] = maker.near(inputs[path], made.values.get(path), fine=fine)
        distance = _distance(sides[0], value, trial, goal)
        if distance is None or (nearest is not None and distance > nearest):
            continue
        best, nearest = trial, distance
        found = differing(sides, target, trial, read=False)
        if found is not None:
            return found
    return None


def _distance(side: Side, value: Target, trial: Trial, goal: Fraction) -> Fraction | None:
    """How far the number is from where it is wanted; None where there is no number."""
    number = side.results(value, trial).get(())
    return abs(number - goal) if isinstance(number, Fraction) else None
