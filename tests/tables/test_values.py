"""One text to one value, by type."""

from datetime import date
from fractions import Fraction

import pytest

from evallang.ir.data import Datum
from evallang.tables.values import Words, converter, option_words
from evallang.types import BODY, DATE, FLAG, NAMED, NUMBER, TEXT, Choice, Quantity, Type

BODIES = Words({"A": "A", "Астана": "Астана"}, "bodies", fold=False)
TREND = Choice(("positive", "negative"), ("оң серпін", ""))
SCORE = Quantity(low=Fraction(0), high=Fraction(5))


def value(kind: Type, text: str, *, comma: bool = False) -> Datum:
    return converter(kind, comma, BODIES)(text)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (NUMBER, "-3.5", Fraction(-7, 2)),
        (NUMBER, "2/37", Fraction(2, 37)),
        (NUMBER, "1e-3", Fraction(1, 1000)),
        (NUMBER, "\u00a07 ", Fraction(7)),
        (NAMED["count"], "12", Fraction(12)),
        (NAMED["count"], "12.0", Fraction(12)),
        (NAMED["share"], "45%", Fraction(9, 20)),
        (NAMED["share"], "0.45", Fraction(9, 20)),
        (NAMED["year"], "2016", Fraction(2016)),
        (SCORE, "5", Fraction(5)),
        (TREND, "negative", "negative"),
        (TREND, "Оң серпін ", "positive"),
        (BODY, "Астана", "Астана"),
        (DATE, "2020-03-01", date(2020, 3, 1)),
        (DATE, "01.03.2020", date(2020, 3, 1)),
        (TEXT, " free words ", "free words"),
    ],
)
def test_texts_are_read(kind: Type, text: str, expected: Datum) -> None:
    assert value(kind, text) == expected


def test_a_decimal_comma_is_read_where_it_may_stand() -> None:
    assert value(NUMBER, "3,5", comma=True) == Fraction(7, 2)
    assert value(NAMED["share"], "12,5%", comma=True) == Fraction(1, 8)
    with pytest.raises(ValueError, match=r"write `3\.5` with a point"):
        value(NUMBER, "3,5")


@pytest.mark.parametrize("text", ["1", "yes", "TRUE", "иә", "Иә", "да", " Да ", "ИСТИНА", "АҚИҚАТ"])
def test_yes(text: str) -> None:
    assert value(FLAG, text) is True


@pytest.mark.parametrize("text", ["0", "no", "False", "жоқ", "ЖОҚ", "нет", "ЛОЖЬ", "Жалған"])
def test_no(text: str) -> None:
    assert value(FLAG, text) is False


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (NUMBER, "NaN", "`NaN` is not a number that can be computed with"),
        (NUMBER, "inf", "`inf` is not a number that can be computed with"),
        (NUMBER, "1\u00a0200", "there is a no-break space (U+00A0) inside `1\u00a0200`: leave it out"),
        (NUMBER, "45%", "a percent sign is read only where a share is expected"),
        (NAMED["count"], "2.5", "`2.5` is not a whole number"),
        (NAMED["count"], "-1", "`-1` is less than 0"),
        (NAMED["share"], "110%", "`110%` is more than 1"),
        (SCORE, "5.01", "`5.01` is more than 5"),
        (Quantity(low=Fraction(1, 3)), "0.33", "`0.33` is less than 1/3"),
        (FLAG, "maybe", "`maybe` is neither yes nor no: write 1 or 0"),
        (TREND, "posititve", "`posititve` is none of the options; did you mean `positive`?"),
        (TREND, "up", "`up` is none of the options"),
        (BODY, "Астна", "`Астна` is none of the bodies; did you mean `Астана`?"),
        (BODY, "АСТАНА", "`АСТАНА` is none of the bodies; did you mean `Астана`?"),
        (DATE, "2020-02-30", "`2020-02-30` is no day of the calendar"),
        (DATE, "1/3/2020", "`1/3/2020` is not a date: write 2020-12-31 or 31.12.2020"),
        (DATE, "20200301", "`20200301` is not a date: write 2020-12-31 or 31.12.2020"),
    ],
)
def test_what_does_not_fit_says_why(kind: Type, text: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole text is compared below
        value(kind, text)
    assert str(caught.value).replace("\u00a0", " ") == reason.replace("\u00a0", " ")


def test_names_go_before_labels() -> None:
    words = option_words([("a", "b"), ("b", "c"), ("d", "same"), ("e", "same")], "options")
    assert [words.get(text) for text in ("a", "b", "c", "same", "C")] == ["a", "b", "b", None, "b"]


def test_capitals_matter_where_two_names_differ_by_them_alone() -> None:
    words = option_words([("Pa", ""), ("PA", "")], "options")
    assert [words.get(text) for text in ("Pa", "PA", "pa")] == ["Pa", "PA", None]


def test_a_long_text_is_clipped() -> None:
    with pytest.raises(ValueError, match="neither yes nor no") as caught:
        value(FLAG, "x" * 1_000_000)
    assert len(str(caught.value)) < 150


def test_a_share_in_percent_without_the_sign_is_told_how_to_write_it() -> None:
    with pytest.raises(ValueError, match=r"^`45` is more than 1: a share is written `0\.45` or `45%`$"):
        value(Quantity(low=Fraction(0), high=Fraction(1), share=True), "45")
    with pytest.raises(ValueError, match=r"^`145%` is more than 1$"):
        value(Quantity(low=Fraction(0), high=Fraction(1), share=True), "145%")
