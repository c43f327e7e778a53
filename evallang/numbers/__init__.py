"""Exact numbers: rationals as fractions, roots, powers and logarithms refined on demand.

Every operation takes and gives a `Number`, that is a `Fraction` or a `Real`; a result that is
seen to be rational is a `Fraction`. Failures are `DomainError`, `TooLarge` and `Undecided`.
"""

from evallang.numbers.decide import Order, abs_, ceiling, compare, floor, round_number, sign
from evallang.numbers.elementary import exp, ln, power, root, sqrt
from evallang.numbers.errors import DomainError, NumberError, TooLarge, Undecided
from evallang.numbers.field import div
from evallang.numbers.parse import parse_number, parse_share
from evallang.numbers.real import Number, Real
from evallang.numbers.ring import add, add_all, mul, neg, sub
from evallang.numbers.rounding import RoundingMode, round_to
from evallang.numbers.show import decimal34, fraction_text

__all__ = [
    "DomainError",
    "Number",
    "NumberError",
    "Order",
    "Real",
    "RoundingMode",
    "TooLarge",
    "Undecided",
    "abs_",
    "add",
    "add_all",
    "ceiling",
    "compare",
    "decimal34",
    "div",
    "exp",
    "floor",
    "fraction_text",
    "ln",
    "mul",
    "neg",
    "parse_number",
    "parse_share",
    "power",
    "root",
    "round_number",
    "round_to",
    "sign",
    "sqrt",
    "sub",
]
