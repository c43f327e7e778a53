"""Why an operation on numbers gives no number.

An author's mistake is a value in this project; these exceptions end at the evaluator, which
turns each into a status (`DomainError` into undefined, `Undecided` into undecided).
"""


class NumberError(ArithmeticError):
    """An operation gave no number; `reason` is a lower-case sentence without a final stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DomainError(NumberError):
    """The operation has no real result for these operands, as a division by zero."""


class TooLarge(DomainError):
    """The result exists but is beyond the limits of `evallang.numbers.limits`."""


class Undecided(NumberError):
    """The digits computed do not settle a comparison; never a statement that two values are equal."""


class TooCoarse(Exception):
    """Internal: an enclosure at this precision is too wide to go on; the next precision is tried."""
