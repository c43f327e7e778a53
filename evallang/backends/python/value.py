"""What is known of a value while code for it is made."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import evolve, frozen

Form = Literal["pair", "near", "number", "flag", "word", "never"]
"""Two whole numbers; a float; one exact number, maybe irrational; yes or no; a name or a day; nothing."""


@frozen
class Value:
    """A value in the code: `code` is a name or a literal, of a pair the numerator.

    `den` is the denominator of a pair, above zero: a whole number that is known, or a name. With `maybe` the value may
    be absent: `code` then holds an `Absent`, whatever the form. `low` and `high` are bounds that are known; `size` is
    how many denominators were multiplied into this one since it was reduced. A float that is near the exact number
    differs from it by at most `error[0]`, and `error[1]` of it.
    """

    form: Form
    code: str
    den: int | str = 1
    maybe: bool = False
    low: Fraction | None = None
    high: Fraction | None = None
    size: int = 1
    error: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))

    @property
    def whole(self) -> bool:
        """Whether it is a pair with the denominator 1."""
        return self.form == "pair" and self.den == 1

    def sure(self) -> Value:
        """The same where it is known to be there."""
        return evolve(self, maybe=False)


def constant(value: Fraction) -> Value:
    """A number of the rules."""
    return Value("pair", str(value.numerator), value.denominator, low=value, high=value)


def absent(code: str) -> Value:
    """What is never there."""
    return Value("never", code, maybe=True)
