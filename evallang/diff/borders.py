"""Trials at the border where a grade, a rank or a trigger changes: there a moved limit is seen."""

from __future__ import annotations

from fractions import Fraction

from evallang.diff.shrink import Found, Sides, differing
from evallang.trials.made import Asked, Made, Maker, Trial
from evallang.trials.sides import same_result
from evallang.trials.uses import Target

STARTS = 40
"""How many pairs of trials with different results are looked for."""

HALVINGS = 10


def at_a_border(sides: Sides, target: Target, maker: Maker, asked: Asked) -> Found | None:
    """A difference between two trials that differ in the numbers of one body and have different results before."""
    for _ in range(STARTS):
        near, far = maker.trial(asked, 0), maker.trial(asked, 0)
        if trial := _border(sides, target, near, _like(near, far)):
            return trial
    return None


def _like(near: Trial, far: Trial) -> Trial:
    """The first trial, with the numbers of the other one for its body in the last year."""
    made = near.copy()
    place, other = (near.subject, near.years[-1]), (far.subject, far.years[-1])
    mine, given = made.made[place], far.made[other]
    for path, value in mine.values.items():
        new = given.values.get(path)
        if isinstance(value, Fraction) and isinstance(new, Fraction):
            mine.values[path] = new
    return made


def _border(sides: Sides, target: Target, near: Trial, far: Trial) -> Found | None:
    """Halve the way between two trials until a difference is seen."""
    first = sides[0].results(target, near).get(())
    if same_result(first, sides[0].results(target, far).get(())):
        return None
    for _ in range(HALVINGS):
        middle = _middle(near, far)
        found = differing(sides, target, middle, read=False)
        if found is not None:
            return found
        if same_result(first, sides[0].results(target, middle).get(())):
            near = middle
        else:
            far = middle
    return None


def _middle(near: Trial, far: Trial) -> Trial:
    made = near.copy()
    place = (near.subject, near.years[-1])
    mine: Made = made.made[place]
    for path, value in mine.values.items():
        other = far.made[place].values.get(path)
        if isinstance(value, Fraction) and isinstance(other, Fraction):
            whole = value.denominator == other.denominator == 1
            mine.values[path] = Fraction((value + other) // 2) if whole else (value + other) / 2
    return made
