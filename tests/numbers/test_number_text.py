"""Numbers from text and to text."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evallang.numbers import decimal34, fraction_text, parse_number, parse_share

F = Fraction

FRACTIONS = st.builds(F, st.integers(-(10**60), 10**60), st.integers(1, 10**50))
ORDINARY = st.builds(F, st.integers(-(10**9), 10**9), st.integers(1, 10**6))
ENDING = st.builds(
    lambda top, twos, fives: F(top, 2**twos * 5**fives),
    st.integers(-(10**36), 10**36), st.integers(0, 120), st.integers(0, 45),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", F(10)),
        ("-3.5", F(-7, 2)),
        ("+3.5", F(7, 2)),
        ("10_000", F(10_000)),
        ("1_000.25", F(4001, 4)),
        ("2/37", F(2, 37)),
        ("-2/37", F(-2, 37)),
        ("1_000/3", F(1000, 3)),
        ("1e-3", F(1, 1000)),
        ("1.5E+2", F(150)),
        (".5", F(1, 2)),
        ("007", F(7)),
        ("-0", F(0)),
        (" 12\u00a0", F(12)),
        ("0.1", F(1, 10)),
        ("1e10000", F(10**10_000)),
    ],
)
def test_numbers_are_read_exactly(text: str, value: F) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the text is empty; a number is expected"),
        (" ", "the text is empty; a number is expected"),
        ("abc", "`abc` is not a number"),
        ("NaN", "`NaN` is not a number that can be computed with"),
        ("-inf", "`-inf` is not a number that can be computed with"),
        ("1 200", "there is a space (U+0020) inside `1 200`: leave it out"),
        ("1\u00a0200", "there is a no-break space (U+00A0) inside `1 200`: leave it out"),
        ("1\u202f200", "there is a narrow no-break space (U+202F) inside `1 200`: leave it out"),
        ("1\t2", "there is a tab (U+0009) inside `1 2`: leave it out"),
        ("1\x002", "`1\ufffd2` holds a control character (U+0000), which is no part of a number"),
        ("1,234.5", "`1,234.5` has separators between thousands: leave them out"),
        ("1,234,567", "`1,234,567` has separators between thousands: leave them out"),
        ("3,5", "`3,5` has a comma: write `3.5` with a point"),
        ("1/0", "`1/0` divides by zero"),
        ("0/0", "`0/0` divides by zero"),
        ("1/-2", "`1/-2` is not a fraction of two whole numbers like `2/37`"),
        ("2.5/3", "`2.5/3` is not a fraction of two whole numbers like `2/37`"),
        ("1e10001", "an exponent beyond 10,000 is not read"),
        ("1e-10001", "an exponent beyond 10,000 is not read"),
        ("1e" + "9" * 5000, "an exponent beyond 10,000 is not read"),
        ("1__0", "`1__0`: an underscore stands between two digits, as in `10_000`"),
        ("5.", "`5.` ends with a point: a digit is expected after it"),
        ("45%", "a percent sign is read only where a share is expected"),
        (
            "\u22123",
            "`\u22123` holds a minus sign (U+2212): write the minus sign as `-`",
        ),
        (
            "12\u041e",
            "`12\u041e` holds a cyrillic capital letter o (U+041E), which is no part of a number",
        ),
        ("\u0663", "`\u0663` holds an arabic-indic digit three (U+0663), which is no part of a number"),
        ("0x10", "`0x10` is not a number"),
        ("1" * 10_001, "a number of more than 10,000 characters is not read"),
        ("x" * 50, f"`{'x' * 40}…` is not a number"),
    ],
)
def test_what_is_wrong_is_said(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        parse_number(text)


def test_a_decimal_comma_is_read_only_when_asked_for() -> None:
    assert parse_number("3,5", decimal_comma=True) == F(7, 2)
    assert parse_number("3.5", decimal_comma=True) == F(7, 2)
    assert parse_share("12,5%", decimal_comma=True) == F(1, 8)
    for text in ("1.234,5", "1,234.5", "1,2,3"):
        with pytest.raises(ValueError, match="separators between thousands"):
            parse_number(text, decimal_comma=True)


def test_a_share_is_a_number_or_a_percentage() -> None:
    assert parse_share("0.45") == parse_share("45%") == parse_share("9/20") == F(9, 20)
    assert parse_share("-12.5% ") == F(-1, 8)
    with pytest.raises(ValueError, match=r"a space \(U\+0020\) before the percent sign: write `45%`"):
        parse_share("45 %")
    with pytest.raises(ValueError, match="no number before the percent sign"):
        parse_share("%")
    with pytest.raises(ValueError, match="only where a share is expected"):
        parse_share("45%%")


def test_the_longest_number_is_read() -> None:
    assert parse_number("9" * 10_000) == 10**10_000 - 1
    assert parse_number("0." + "9" * 9_998) == 1 - F(1, 10**9_998)


@pytest.mark.parametrize("text", ["_" * 9_999, "1_" * 5_000, "1" * 9_999 + "x", "+" * 9_999, "1." * 5_000])
def test_hostile_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="`"):
        parse_number(text)


@given(st.text(max_size=20) | st.text("0123456789+-.,/_eE% ", max_size=12), st.booleans())
@example("٣", False)
def test_any_text_is_a_number_or_a_reason(text: str, decimal_comma: bool) -> None:
    for parse in (parse_number, parse_share):
        try:
            assert isinstance(parse(text, decimal_comma), F)
        except ValueError as error:
            reason = str(error)
            assert reason == reason.strip() != ""
            assert reason[0] == "`" or reason[0].islower()
            assert not reason.endswith(".")


@given(FRACTIONS)
def test_a_fraction_survives_its_text(x: F) -> None:
    assert parse_number(fraction_text(x)) == x


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**15), max_value=10**15))
def test_decimals_are_read_as_the_decimal_module_reads_them(x: Decimal) -> None:
    assert parse_number(f"{x:f}") == F(x)


@pytest.mark.parametrize(
    ("x", "text", "exact"),
    [
        (F(0), "0", True),
        (F(97, 10), "9.7", True),
        (F(-97, 1000), "-0.097", True),
        (F(1200), "1200", True),
        (F(1, 3), "0.3333333333333333333333333333333333", False),
        (F(2, 3), "0.6666666666666666666666666666666667", False),
        (F(200, 3), "66.66666666666666666666666666666667", False),
        (F(10**39), "1" + "0" * 39, True),
        (F(10**40), "1e40", True),
        (F(-15 * 10**44), "-1.5e45", True),
        (F(1, 10**39), "0." + "0" * 38 + "1", True),
        (F(1, 10**40), "1e-40", True),
        # 35 digits do not fit; a tie goes to the even digit
        (F(10**34 + 5, 10**34), "1.000000000000000000000000000000000", False),
        (F(10**34 + 15, 10**34), "1.000000000000000000000000000000002", False),
        (F(10**35 - 1), "1.000000000000000000000000000000000e35", False),
        (F(10**34 - 1), "9" * 34, True),
        (F(1 + 10**36), "1.000000000000000000000000000000000e36", False),
    ],
)
def test_34_digits(x: F, text: str, exact: bool) -> None:
    assert decimal34(x) == (text, exact)


@given(st.one_of(FRACTIONS, ORDINARY, ENDING))
@example(F(1234567890123456789012345678901234, 10**39))
@example(F(-1234567890123456789012345678901235, 10**33))
def test_34_digits_are_the_nearest(x: F) -> None:
    text, exact = decimal34(x)
    shown = parse_number(text)
    assert exact == (shown == x)
    if not exact:
        mantissa = text.lstrip("-").split("e")[0].replace(".", "").lstrip("0")
        assert len(mantissa) == 34
        unit = abs(shown) / int(mantissa)
        assert abs(shown - x) * 2 <= unit
    elif "." in text:
        assert not text.split("e")[0].endswith("0")


def test_fractions_of_any_length_are_written() -> None:
    assert fraction_text(F(97, 10)) == "97/10"
    assert fraction_text(F(-97)) == "-97"
    assert fraction_text(F(-(10**20_000))) == "-1" + "0" * 20_000
