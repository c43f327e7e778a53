"""Reals: what is rational is a fraction, what is not is compared and shown correctly."""

import decimal
import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evallang.numbers import (
    Number,
    Real,
    RoundingMode,
    Undecided,
    abs_,
    add,
    add_all,
    ceiling,
    compare,
    decimal34,
    div,
    exp,
    floor,
    ln,
    mul,
    neg,
    power,
    root,
    round_number,
    round_to,
    sign,
    sqrt,
    sub,
)
from evallang.numbers.enclose import enclosure
from evallang.numbers.errors import TooCoarse

F = Fraction

SQRT2, SQRT3, E = sqrt(F(2)), sqrt(F(3)), exp(F(1))
LARGE_P, LARGE_Q = F(1_000_003), F(1_000_033)  # primes beyond the table of small ones
POSITIVE = st.fractions(min_value=F(1, 1000), max_value=1000, max_denominator=1000)
RATIONALS = st.fractions(min_value=-100, max_value=100, max_denominator=100)
DEGREES = st.integers(2, 9).map(F)
WIDE = decimal.Context(prec=120, rounding=decimal.ROUND_HALF_EVEN)


def wide(x: F) -> decimal.Decimal:
    return WIDE.divide(decimal.Decimal(x.numerator), decimal.Decimal(x.denominator))


def scaled_root(n: int, degree: int, digits: int) -> int:
    """The whole part of the root of `n` times 10^digits, by bisection on whole numbers."""
    target, low, high = n * 10 ** (digits * degree), 0, (n + 1) * 10**digits
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= target else (low, middle)
    return low


# --- results that are rational ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "value"),
    [
        (sqrt(F(4)), F(2)),
        (sqrt(F(0)), F(0)),
        (sqrt(F(9, 16)), F(3, 4)),
        (power(F(8), F(1, 3)), F(2)),
        (power(F(8), F(-2, 3)), F(1, 4)),
        (root(F(-27, 8), F(3)), F(-3, 2)),
        (root(LARGE_P**5 / LARGE_Q**10, F(5)), LARGE_P / LARGE_Q**2),
        (root(F(3) ** 60_000, F(30_000)), F(9)),
        (root(F(10**2000 + 7) ** 3, F(3)), F(10**2000 + 7)),
        (root(F(5), F(1)), F(5)),
        (ln(F(1)), F(0)),
        (exp(F(0)), F(1)),
        (power(SQRT2, F(0)), F(1)),
        (power(F(0), F(0)), F(1)),
        (power(F(0), SQRT2), F(0)),
        (power(F(1), SQRT2), F(1)),
        (mul(SQRT2, F(0)), F(0)),
        (mul(SQRT2, SQRT2), F(2)),
        (power(SQRT2, F(6)), F(8)),
        (mul(SQRT2, sqrt(F(8))), F(4)),
        (sub(mul(SQRT2, SQRT3), sqrt(F(6))), F(0)),
        (mul(add(SQRT2, F(1)), sub(SQRT2, F(1))), F(1)),
        (mul(mul(sqrt(LARGE_P * LARGE_Q), sqrt(LARGE_P)), sqrt(LARGE_Q)), LARGE_P * LARGE_Q),
        (sub(add(E, SQRT2), add(SQRT2, E)), F(0)),
        (div(ln(F(8)), ln(F(2))), F(3)),
        (div(ln(LARGE_P**6), ln(LARGE_P**4)), F(3, 2)),
        (div(sub(ln(F(75_000)), ln(F(100))), sub(ln(F(75_000)), ln(F(100)))), F(1)),
        (div(ln(F(4, 9)), ln(F(27, 8))), F(-2, 3)),
        (exp(ln(F(7, 3))), F(7, 3)),
        (exp(div(ln(F(32)), F(5))), F(2)),
        (mul(E, exp(F(-1))), F(1)),
        (mul(exp(SQRT2), exp(neg(SQRT2))), F(1)),
        (ln(exp(F(5, 2))), F(5, 2)),
        (power(power(F(2), SQRT2), SQRT2), F(4)),
        (add(sub(SQRT2, SQRT2), F(3)), F(3)),
    ],
)
def test_what_is_rational_is_a_fraction(result: Number, value: F) -> None:
    assert isinstance(result, F)
    assert result == value


@given(POSITIVE, DEGREES)
def test_a_root_of_a_power_is_the_base(x: F, degree: F) -> None:
    assert root(power(x, degree), degree) == x
    assert root(neg(power(x, F(3))), F(3)) == -x


@given(POSITIVE, DEGREES)
def test_a_root_is_a_fraction_only_if_the_base_is_a_power(x: F, degree: F) -> None:
    n = degree.numerator
    perfect = all(any(b**n == part for b in range(1, 1001)) for part in (x.numerator, x.denominator))
    assert isinstance(root(x, degree), F) == perfect


@given(POSITIVE, DEGREES)
def test_a_power_of_a_root_is_the_base(x: F, degree: F) -> None:
    assert power(root(x, degree), degree) == x


@given(POSITIVE, POSITIVE)
def test_logarithms_of_products(x: F, y: F) -> None:
    # as values: as expressions they differ where x and y bring large factors that are left whole
    assert compare(ln(x * y), add(ln(x), ln(y))) == 0
    assert compare(ln(x / y), sub(ln(x), ln(y))) == 0
    assert exp(ln(x)) == x


@given(POSITIVE, RATIONALS, RATIONALS)
def test_powers_of_powers(x: F, p: F, q: F) -> None:
    small, other = p / 50, q / 50
    assert mul(power(x, small), power(x, other)) == power(x, small + other)
    assert power(power(x, small), other) == power(x, small * other)


# --- expressions that are equal hash alike ------------------------------------------------------------


def test_equal_expressions_are_equal_objects() -> None:
    one, other = add(SQRT2, ln(F(3))), add(ln(F(3)), sqrt(F(2)))
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other, SQRT2, sqrt(F(2))}) == 2
    assert one != F(3)
    assert mul(F(2), SQRT2) == sqrt(F(8))


# --- comparisons --------------------------------------------------------------------------------------


@given(st.integers(2, 10**12), DEGREES, st.fractions(min_value=0, max_value=10**6))
def test_roots_are_compared_as_whole_numbers_are(n: int, degree: F, x: F) -> None:
    k = degree.numerator
    exact = (n * x.denominator**k > x.numerator**k) - (n * x.denominator**k < x.numerator**k)
    assert compare(root(F(n), degree), x) == exact
    assert compare(x, root(F(n), degree)) == -exact


@given(st.integers(2, 10**9), DEGREES, st.integers(2, 10**9), DEGREES)
def test_two_roots_are_compared_as_their_powers_are(a: int, p: F, b: int, q: F) -> None:
    left, right = a**q.numerator, b**p.numerator
    assert compare(root(F(a), p), root(F(b), q)) == (left > right) - (left < right)


@given(POSITIVE, POSITIVE)
def test_logarithms_are_compared_as_their_arguments_are(x: F, y: F) -> None:
    assert compare(ln(x), ln(y)) == (x > y) - (x < y)
    assert compare(exp(x), exp(y)) == (x > y) - (x < y)


@pytest.mark.parametrize("digits", [30, 70, 150, 190])
def test_close_values_are_told_apart(digits: int) -> None:
    below = F(scaled_root(2, 2, digits), 10**digits)
    assert compare(SQRT2, below) == 1
    assert compare(SQRT2, below + F(1, 10**digits)) == -1
    # no exact method for these: the digits decide
    tiny = F(1, 10**digits)
    assert compare(add(E, tiny), E) == 1
    assert compare(exp(tiny), F(1)) == 1
    assert compare(add(E, mul(SQRT2, tiny)), E) == 1


def test_exact_methods_reach_beyond_the_digits() -> None:
    assert compare(ln(1 + F(1, 10**400)), F(0)) == 1
    assert compare(sqrt(F(10**800 + 1)), F(10**400)) == 1
    assert compare(sqrt(F(10**800 - 1)), F(10**400)) == -1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (div(F(1), add(SQRT2, F(1))), sub(SQRT2, F(1))),
        (power(add(SQRT2, F(1)), F(3)), add(mul(F(5), SQRT2), F(7))),
        (power(add(SQRT2, SQRT3), F(2)), add(mul(F(2), sqrt(F(6))), F(5))),
        (ln(LARGE_P * LARGE_Q), add(ln(LARGE_P), ln(LARGE_Q))),
        (div(ln(LARGE_P * LARGE_Q), add(ln(LARGE_P), ln(LARGE_Q))), F(1)),
        (add(div(SQRT2, add(SQRT2, E)), div(E, add(SQRT2, E))), F(1)),
        (mul(add(SQRT2, E), sub(SQRT2, E)), sub(F(2), exp(F(2)))),
        (sqrt(power(sub(ln(F(2)), ln(F(3))), F(2))), sub(ln(F(3)), ln(F(2)))),
    ],
)
def test_equality_that_is_proved(a: Number, b: Number) -> None:
    assert compare(a, b) == 0
    assert compare(b, a) == 0
    assert floor(sub(a, b)) == 0


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # equal, but only seen by taking nested roots apart
        (sqrt(add(F(3), mul(F(2), SQRT2))), add(F(1), SQRT2)),
        # different, but not within 200 digits
        (exp(F(1, 10**400)), F(1)),
        (power(F(2), F(1, 10**400)), F(1)),
    ],
)
def test_what_digits_do_not_settle_is_undecided(a: Number, b: Number) -> None:
    with pytest.raises(Undecided, match="200 digits do not settle"):
        compare(a, b)


@given(RATIONALS, RATIONALS)
def test_fractions_are_compared_as_they_are(x: F, y: F) -> None:
    assert compare(x, y) == (x > y) - (x < y)
    assert sign(x) == (x > 0) - (x < 0)


# --- digits -------------------------------------------------------------------------------------------


@given(st.integers(2, 10**9), DEGREES)
def test_the_digits_of_a_root(n: int, degree: F) -> None:
    x = root(F(n), degree)
    assume(isinstance(x, Real))
    text, exact = decimal34(x)
    whole, _, places = text.partition(".")
    digits = scaled_root(n, degree.numerator, len(places) + 5)
    assert int(whole + places) == (digits + 50_000) // 100_000
    assert len(whole + places) == 34
    assert not exact


@given(POSITIVE, RATIONALS)
def test_the_digits_of_logarithms_and_exponentials(x: F, y: F) -> None:
    shown = decimal.Context(prec=34)
    for number, value in ((ln(x), WIDE.ln(wide(x))), (exp(y), WIDE.exp(wide(y)))):
        if isinstance(number, Real):
            assert decimal.Decimal(decimal34(number)[0]) == shown.plus(value)


def test_known_digits() -> None:
    assert decimal34(SQRT2) == ("1.414213562373095048801688724209698", False)
    assert decimal34(E) == ("2.718281828459045235360287471352662", False)
    assert decimal34(ln(F(2))) == ("0.6931471805599453094172321214581766", False)
    assert decimal34(neg(ln(F(10)))) == ("-2.302585092994045684017991454684364", False)


def test_a_real_that_is_rational_after_all_is_shown_exactly() -> None:
    hidden = add(div(SQRT2, add(SQRT2, E)), div(E, add(SQRT2, E)))
    assert isinstance(hidden, Real)
    assert decimal34(hidden) == ("1", True)
    assert decimal34(mul(hidden, F(97, 10))) == ("9.7", True)
    assert decimal34(sub(hidden, F(1))) == ("0", True)


def test_digits_that_are_not_certain_are_not_shown() -> None:
    # equal to 1 + sqrt(2), which is not noticed: the difference shows as 0, not as exactly 0
    nested = sqrt(add(F(3), mul(F(2), SQRT2)))
    assert decimal34(nested) == ("2.414213562373095048801688724209698", False)
    assert decimal34(sub(nested, add(F(1), SQRT2))) == ("0", False)


# --- whole parts and rounding -------------------------------------------------------------------------


@given(st.integers(2, 10**12), st.integers(0, 6))
def test_floor_and_ceiling_of_roots(n: int, places: int) -> None:
    x = mul(sqrt(F(n)), F(10**places))
    exact = math.isqrt(n * 100**places)
    up = exact if exact**2 == n * 100**places else exact + 1
    assert [floor(x), ceiling(x), floor(neg(x)), ceiling(neg(x))] == [exact, up, -up, -exact]


@given(st.integers(2, 10**9), st.sampled_from(RoundingMode), st.booleans())
def test_rounding_of_roots(n: int, mode: RoundingMode, negative: bool) -> None:
    # 60 exact digits with a 1 after them lie on the same side of every edge
    close = F(10 * scaled_root(n, 3, 60) + 1, 10**61)
    x = root(F(-n if negative else n), F(3))
    assume(isinstance(x, Real))
    step = F(1, 400)
    assert round_number(x, step, mode) == round_to(-close if negative else close, step, mode)


@pytest.mark.parametrize("mode", RoundingMode)
def test_rounding_of_a_real_that_is_rational_after_all(mode: RoundingMode) -> None:
    one = add(div(SQRT2, add(SQRT2, E)), div(E, add(SQRT2, E)))
    for value in (F(1, 2), F(-3, 2), F(2), F(-5, 2), F(7, 3)):
        assert round_number(mul(one, value), F(1), mode) == round_to(value, F(1), mode)
        assert floor(mul(one, value)) == math.floor(value)


def test_large_whole_parts() -> None:
    assert floor(mul(SQRT2, F(10**150))) == math.isqrt(2 * 10**300)
    with pytest.raises(Undecided, match="whole part"):
        floor(exp(F(1000)))


def test_points_of_the_decathlon() -> None:
    # 100 m in 10.83 s: 25.4347 * (18 - 10.83)^1.81, cut to a whole number
    points = mul(F("25.4347"), power(F("7.17"), F("1.81")))
    assert floor(points) == math.floor(25.4347 * 7.17**1.81) == 899


# --- any expression against plain decimals ------------------------------------------------------------


@st.composite
def expressions(draw: st.DrawFn, depth: int = 4) -> tuple[Number, decimal.Decimal]:
    """A number, and the same computed with 120 digits."""
    kind = draw(st.sampled_from(["leaf", "add", "sub", "mul", "div", "root", "exp", "ln", "power"]))
    if depth == 0 or kind == "leaf":
        x = draw(st.fractions(min_value=F(1, 20), max_value=20, max_denominator=20))
        return x, wide(x)
    a, p = draw(expressions(depth=depth - 1))
    if kind in {"root", "exp", "ln", "power"}:
        if kind == "exp":
            assume(abs(p) < 200)
            return exp(a), WIDE.exp(p)
        assume(p > decimal.Decimal("1e-20"))
        if kind == "ln":
            return ln(a), WIDE.ln(p)
        if kind == "root":
            return root(a, F(3)), WIDE.exp(WIDE.divide(WIDE.ln(p), decimal.Decimal(3)))
        k = draw(st.integers(-3, 3))
        return power(a, F(k)), WIDE.power(p, k)
    b, q = draw(expressions(depth=depth - 1))
    if kind == "add":
        return add(a, b), WIDE.add(p, q)
    if kind == "sub":
        return sub(a, b), WIDE.subtract(p, q)
    if kind == "mul":
        return mul(a, b), WIDE.multiply(p, q)
    assume(abs(q) > decimal.Decimal("1e-20"))
    return div(a, b), WIDE.divide(p, q)


@given(expressions())
def test_any_expression_agrees_with_plain_decimals(pair: tuple[Number, decimal.Decimal]) -> None:
    number, value = pair
    assume(decimal.Decimal("1e-20") < abs(value) < decimal.Decimal("1e80"))
    shown = decimal.Decimal(decimal34(number)[0])
    assert abs(WIDE.divide(WIDE.subtract(shown, value), value)) <= decimal.Decimal("1e-33")
    assert sign(number) == (1 if value > 0 else -1)
    assert sign(sub(abs_(number), abs_(neg(number)))) == 0


@given(expressions())
def test_enclosures_hold_what_finer_ones_hold(pair: tuple[Number, decimal.Decimal]) -> None:
    number, value = pair
    try:
        coarse, fine = enclosure(number, 25), enclosure(number, 160)
    except TooCoarse:
        return  # something so close to 0 that 25 digits do not part it from 0
    assert coarse.lo <= fine.lo <= fine.hi <= coarse.hi
    # plain decimals are off by some units of their last digits
    slack = max(abs(value), decimal.Decimal(1)) * decimal.Decimal("1e-80")
    assert WIDE.subtract(coarse.lo, slack) <= value <= WIDE.add(coarse.hi, slack)


@given(st.lists(expressions(depth=2), max_size=6))
def test_a_long_sum_is_the_sum_of_its_parts(pairs: list[tuple[Number, decimal.Decimal]]) -> None:
    one_by_one: Number = F(0)
    for number, _ in pairs:
        one_by_one = add(one_by_one, number)
    assert add_all(number for number, _ in pairs) == one_by_one
