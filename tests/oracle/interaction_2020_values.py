"""What the oracle of the methodology of 2020 counts with: bodies, their values, exact arithmetic.

A body is a plain dict: `body`, `kind` ("central" or "local"), numbers as `Fraction`, flags as
`bool`, a value that was not given as `None` or absent, and the lists `service`, `organisation`,
`outage` (`None` or absent when the list was not delivered). What the law does not give, because a
value is missing or a denominator is 0, raises `UndefinedError`.
"""

from collections.abc import Iterable
from fractions import Fraction

F = Fraction
Body = dict[str, object]


class UndefinedError(Exception):
    """The law gives no value."""


def number(body: Body, name: str) -> Fraction:
    value = body.get(name)
    if not isinstance(value, Fraction):
        raise UndefinedError(name)
    return value


def flag(body: Body, name: str) -> bool:
    value = body.get(name)
    if not isinstance(value, bool):
        raise UndefinedError(name)
    return value


def items(body: Body, name: str) -> list[Body]:
    value = body.get(name)
    if not isinstance(value, list):
        raise UndefinedError(name)
    return value


def ratio(part: Fraction, whole: Fraction) -> Fraction:
    if whole == 0:
        raise UndefinedError("denominator 0")
    return part / whole


def mean(values: Iterable[Fraction]) -> Fraction:
    listed = list(values)
    return ratio(sum(listed, F(0)), F(len(listed)))


def half_up(value: Fraction, step: str) -> Fraction:
    """Rounded to a multiple of the step, ties away from zero."""
    steps = (abs(value) / F(step) * 2 + 1) // 2
    return steps * F(step) * (1 if value >= 0 else -1)


def central(body: Body) -> bool:
    return body["kind"] == "central"


def same_kind(body: Body, population: list[Body]) -> list[Body]:
    return [other for other in population if other["kind"] == body["kind"]]
