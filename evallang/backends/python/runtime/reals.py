"""Numbers that may be irrational: each is one object, and what is made of them is what the interpreter makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

from evallang.backends.interpreter.absence import NOT_APPLICABLE, UNDECIDED, UNDEFINED, Absent, lack
from evallang.backends.interpreter.kernel import guarded, multiplied
from evallang.backends.interpreter.statistics import LIST, RELATIVE, SUMMARY, weighted_mean
from evallang.backends.python.runtime.lists import Pairs
from evallang.backends.python.runtime.values import shown, to_whole
from evallang.numbers.decide import compare, sign, whole_part
from evallang.numbers.enclose import enclosure
from evallang.numbers.errors import NumberError, Undecided
from evallang.numbers.field import div
from evallang.numbers.real import Number, Real
from evallang.numbers.ring import scale, sub
from evallang.numbers.show import decimal34

Test: TypeAlias = "Any"
"""What a cell of a table asks of a value: nothing, a number, a word, or its bounds and whether they belong to it."""


class RealNumber:
    """A result that is no fraction, exactly; `str` gives 34 significant digits."""

    __slots__ = ("number",)

    def __init__(self, number: Real) -> None:
        self.number = number

    def between(self, digits: int) -> tuple[Decimal, Decimal]:
        """Two decimals between which the number lies, computed with so many significant digits."""
        at = enclosure(self.number, digits)
        return at.lo, at.hi

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RealNumber) and self.number == other.number

    def __hash__(self) -> int:
        return hash(self.number)

    def __str__(self) -> str:
        return decimal34(self.number)[0]

    def __repr__(self) -> str:
        return f"RealNumber({self})"

    def __float__(self) -> float:
        return float(str(self))


def result_of(value: Any) -> Any:
    """A result as it is given."""
    return RealNumber(value) if isinstance(value, Real) else value


def computed(operation: Callable[..., Any], *values: Any) -> Any:
    """An operation on numbers that may not be there, its failures as absence."""
    return lack(values) or guarded(operation, *values)


def summarised(op: str, values: Sequence[Any]) -> Any:
    """An aggregate of values that may not be there."""
    return lack(values) or guarded(LIST[op], list(values))


def divided(why: Absent, above: Any, below: Any) -> Any:
    """A quotient; `why` there is none where the divisor is 0."""
    return lack((above, below)) or (why if below == 0 else guarded(div, above, below))


def related(op: str, a: Any, b: Any) -> bool:
    """A comparison of two numbers, or of two names, flags or days. Raises `Undecided`."""
    if not isinstance(a, (Fraction, Real)) or not isinstance(b, (Fraction, Real)):
        return bool((a == b) is (op == "equal"))
    order = compare(a, b)
    return {
        "equal": order == 0, "unequal": order != 0, "less": order < 0, "less_equal": order <= 0,
        "greater": order > 0, "greater_equal": order >= 0,
    }[op]  # fmt: skip


def compared(op: str, a: Any, b: Any) -> Any:
    """A comparison, or that it is undecided."""
    return computed(lambda x, y: related(op, x, y), a, b)


def as_number(top: Any, bottom: int = 1) -> Any:
    """A pair as one object; what is one already stays as it is."""
    return Fraction(top, bottom) if type(top) is int else top


def as_numbers(pairs: Sequence[tuple[Any, int]]) -> list[Any]:
    """Pairs as objects."""
    return [as_number(top, bottom) for top, bottom in pairs]


def worse_reals(more_is_better: bool, values: Sequence[tuple[Any, int]]) -> Any:
    """Whether each of some values is worse than the one before."""
    absent = lack(top for top, _ in values)
    if absent is not None:
        return absent
    try:
        orders = [compare(b, a) for a, b in pairwise(as_numbers(values))]
    except NumberError as error:
        return Absent(UNDECIDED, str(error))
    return all(order < 0 if more_is_better else order > 0 for order in orders)


# ---- rounding


def rounded_real(value: Any, step: Any, mode: str) -> Any:
    """A number to a multiple of a step, by a mode of `evallang.numbers.rounding`."""
    if type(value) is Absent:
        return value
    if not isinstance(step, Fraction) or step <= 0:
        return Absent(UNDEFINED, "the rounding step is not a number above 0")
    return guarded(multiple, value, step, mode)


def multiple(value: Number, step: Fraction, mode: str) -> Fraction:
    """The multiple of a step. Raises `Undecided`."""
    if isinstance(value, Fraction):
        return to_whole(value.numerator * step.denominator, value.denominator * step.numerator, mode) * step
    steps = scale(value, 1 / step)
    assert isinstance(steps, Real)  # a multiple of a real
    below = whole_part(steps)
    rest = sub(steps, Fraction(below))
    if sign(rest) == 0:
        return below * step
    to_half = compare(rest, Fraction(1, 2)) if mode.startswith("half") else 0
    return to_whole(4 * below + 2 + to_half, 4, mode) * step  # a fraction on the same side of the middle


# ---- sums of parts, and weights


def added_reals(nothing: Absent, *parts: Any) -> Any:
    """The sum of the parts that are for a body, or why there is none."""
    here = [part for part in parts if type(part) is not Absent or part.status != NOT_APPLICABLE]
    return summarised("sum", here) if here else nothing


def known_reals(nothing: Absent, *parts: Any) -> Any:
    """The sum of the points that are there, or why there are none."""
    here = [part for part in parts if type(part) is not Absent]
    return summarised("sum", here) if here else nothing


def over_known_reals(*parts: tuple[Any, Any]) -> Any:
    """The mean of the parts that have a value: each is a value and a weight."""
    known = [part for part in parts if type(part[0]) is not Absent or part[0].unread]
    why = lack([*(weight for _, weight in parts), *(value for value, _ in known)])
    if why is not None:
        return why
    if not known:
        return Absent(UNDEFINED, "no part has a value")
    whole = summarised("sum", [guarded(multiplied, value, weight) for value, weight in known])
    if type(whole) is Absent or len(known) == len(parts):
        return whole
    held = summarised("sum", [weight for _, weight in known])
    return divided(Absent(UNDEFINED, "the weights that are left add up to 0"), whole, held)


# ---- lists


def gathered_reals(op: str, pairs: Pairs, *given: Any) -> Any:
    """An aggregate of a list that is not empty."""
    return guarded(LIST[op], as_numbers(pairs), *given)


def weighted_reals(pairs: Pairs, weights: Pairs) -> Any:
    """The mean with weights."""
    return guarded(weighted_mean, as_numbers(pairs), as_numbers(weights))


def placed_real(op: str, pairs: Pairs, own: Any, *given: Any) -> Any:
    """Where an own value stands among others."""
    others = guarded(SUMMARY[op], as_numbers(pairs), *given)
    if not isinstance(others, tuple):
        return others
    return own.spread() if type(own) is Absent else guarded(RELATIVE[op], own, *others)


def short_of(text: str, needed: Any, size: int) -> Absent | None:
    """Why there is no aggregate of so few values; None where they are enough."""
    enough = compared("greater_equal", Fraction(size), needed)
    if enough is False:
        return Absent(UNDEFINED, f"`{text}` needs at least {decimal34(needed)[0]} values, and there are {size}")
    return enough if type(enough) is Absent else None


# ---- tables


def fitting(rows: Sequence[tuple[Test, ...]], *values: Any) -> Any:
    """The places of the rows that fit, or that it is undecided."""
    try:
        return [n for n, row in enumerate(rows) if all(_fits(t, v) for t, v in zip(row, values, strict=True))]
    except Undecided as error:
        return Absent(UNDECIDED, str(error))


def _fits(test: Test, value: Any) -> bool:
    if test is None:
        return True
    if isinstance(test, tuple):
        low, closed_below, high, closed_above = test
        if low is not None and compare(value, low) < (0 if closed_below else 1):
            return False
        return high is None or compare(value, high) <= (0 if closed_above else -1)
    return compare(value, test) == 0 if isinstance(test, Fraction) else bool(value == test)


def no_such_row(table: str, fits: list[int], rows: Sequence[tuple[str, tuple[str, ...]]], *values: Any) -> Absent:
    """Why brackets answer nothing: two rows fit, or none; of these rows the texts and provisions, last those of all."""
    words = ", ".join(decimal34(v)[0] if isinstance(v, Real) else shown(v) for v in values)
    if not fits:
        return Absent(UNDEFINED, f"no row of `{table}` is for {words}", rows[-1][1])
    both = [rows[n] for n in fits[:2]]
    cited = tuple(dict.fromkeys(p for _, provisions in both for p in provisions))
    texts = " and ".join(f"`{text}`" for text, _ in both)
    return Absent(UNDEFINED, f"two rows of `{table}` are for {words}: {texts}", cited)
