"""How the answers of an engine differ from those of the interpreter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import copysign, floor

from peers.own import Answer

HALF = Fraction(1, 2)


def same(mine: object, exact: object) -> bool:
    """Whether an answer is right. A binary number is held to hundredths, half up, for it is seldom the exact one."""
    if isinstance(mine, float) and isinstance(exact, Fraction):
        size = floor(abs(exact) * 100 + HALF)
        return copysign(floor(abs(mine) * 100 + 0.5), mine) == (size if exact >= 0 else -size)
    return mine == exact


def differences(answers: Iterable[Answer], reference: Iterable[Answer], outputs: Sequence[str]) -> dict[str, int]:
    """How many bodies were compared (`rows`) and differ anywhere, how many of all results, of scores and of grades.

    `absent` are the results that only one of the two has.
    """
    counted = dict.fromkeys(("bodies", "rows", "results", "of", "grades", "absent"), 0)
    for mine, exact in zip(answers, reference, strict=True):
        wrong = [place for place in range(len(outputs)) if not same(mine[place], exact[place])]
        counted["rows"] += 1
        counted["of"] += len(outputs)
        counted["bodies"] += bool(wrong)
        counted["results"] += len(wrong)
        counted["grades"] += sum(outputs[place].endswith(".grade") for place in wrong)
        counted["absent"] += sum(_number(mine[place]) != _number(exact[place]) for place in wrong)
    return counted


def _number(value: object) -> bool:
    return isinstance(value, int | float | Fraction)
