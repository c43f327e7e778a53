"""Numbers in the words of provisions: their forms in Kazakh, Russian and English, and what is not understood."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallang.lint.figures import figures, numbers, read

_KAZAKH = ["", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"]
_KAZAKH_TENS = ["", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"]
_CASES = {
    1: "бірге", 2: "екіден", 3: "үштің", 4: "төртте", 5: "беске", 6: "алтыдан", 7: "жетінің", 8: "сегізге",
    9: "тоғызды", 10: "оннан", 20: "жиырмаға", 30: "отызда", 40: "қырықтан", 50: "елуінші", 60: "алпысқа",
    70: "жетпісінші", 80: "сексенді", 90: "тоқсанның", 100: "жүзден", 1000: "мыңға",
}  # fmt: skip
_OBLIQUE = [
    "", "одному", "двум", "трем", "четырем", "пяти", "шести", "семи", "восьми", "девяти", "десяти", "одиннадцати",
    "двенадцати", "тринадцати", "четырнадцати", "пятнадцати", "шестнадцати", "семнадцати", "восемнадцати",
    "девятнадцати",
]  # fmt: skip
_OBLIQUE_TENS = [
    "", "", "двадцати", "тридцати", "сорока", "пятидесяти", "шестидесяти", "семидесяти", "восьмидесяти", "девяноста",
]  # fmt: skip
_OBLIQUE_HUNDREDS = [
    "", "ста", "двумстам", "тремстам", "четыремстам", "пятистам", "шестистам", "семистам", "восьмистам", "девятистам",
]  # fmt: skip
_ENGLISH = (
    " one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split(" ")
_ENGLISH_TENS = "  twenty thirty forty fifty sixty seventy eighty ninety".split(" ")


def kazakh(n: int) -> str:
    """A number below a million."""
    if n >= 1000:
        return f"{kazakh(n // 1000)} мың {kazakh(n % 1000)}".strip()
    hundreds = f"{_KAZAKH[n // 100]} жүз" if n >= 100 else ""
    return " ".join(f"{hundreds} {_KAZAKH_TENS[n // 10 % 10]} {_KAZAKH[n % 10]}".split())


def russian(n: int) -> str:
    """A number below a million, in the dative."""
    if n >= 1000:
        return f"{russian(n // 1000)} тысячам {russian(n % 1000)}".strip()
    low = _OBLIQUE[n % 100] if n % 100 < 20 else f"{_OBLIQUE_TENS[n // 10 % 10]} {_OBLIQUE[n % 10]}"
    return f"{_OBLIQUE_HUNDREDS[n // 100]} {low}".strip()


def english(n: int) -> str:
    """A number below a million, with hyphens and `and`."""
    if n >= 1000:
        return f"{english(n // 1000)} thousand {english(n % 1000)}".strip()
    low = _ENGLISH[n % 100] if n % 100 < 20 else f"{_ENGLISH_TENS[n // 10 % 10]}-{_ENGLISH[n % 10]}".rstrip("-")
    hundred = f"{_ENGLISH[n // 100]} hundred" if n >= 100 else ""
    return (f"{hundred} and {low}" if hundred and low else hundred or low).strip()


@given(st.integers(1, 999_999))
def test_a_number_in_words_is_that_number(n: int) -> None:
    for words in (kazakh(n), russian(n), english(n)):
        assert [f.value for f in figures(f"({words} x)")] == [n], words
        assert read(words).numbers == {n} and read(words).whole


@given(st.integers(1, 999_999))
def test_only_the_last_word_of_a_kazakh_number_has_an_ending(n: int) -> None:
    *first, last = kazakh(n).split()
    stem = next(k for k in _CASES if kazakh(k).split()[-1] == last and (k not in (100, 1000) or last in ("жүз", "мың")))
    assert numbers(" ".join([*first, _CASES[stem]])) == {n}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("коэффициент 26-ға, 30 тең", {26, 30}),
        ("10 000 - көрсетілген", {10000}),
        ("4,6 балдан 4,79 балға", {Fraction("4.6"), Fraction("4.79")}),
        ("−9 балл, 0,2 айыппұл", {9, Fraction("0.2")}),
        ("он бес жұмыс күні", {15}),
        ("в течение пяти рабочих дней", {5}),
        ("within twenty one days", {21}),
        ("no figure", set()),
        ("жүз елу", {150}),
        ("екі жүзден асса", {200}),
        ("сорока пяти; сто двадцать", {45, 120}),
        ("one hundred and twenty, sixteen", {120, 16}),
        ("шестнадцать баллов для двух органов", {16, 2}),
        ("не более шестидесяти баллов за два года", {60, 2}),
        ("тремя баллами из десяти", {3, 10}),
        ("жиырма сегізге, отыз беске, он екіден", {28, 35, 12}),
        ("двадцати шести целым и пяти десятым", {Fraction("26.5")}),
        ("жиырма алты бүтін оннан бес", {Fraction("26.5")}),
        ("two point two five", {Fraction("2.25")}),
        ("двадцать пять сотых", {25, 100, Fraction("0.25")}),
        ("бестен бір", {5, 1, Fraction("0.2")}),
        ("полутора баллам", {Fraction("1.5")}),
        ("5 тысяч", {5, 5000}),
        ("тысяча девятьсот девяносто первого года", {1991}),
        ("двадцать восьмой, елу бесінші, twenty-first", {28, 55, 21}),
        ("жүзеге асыру үшін, оның іс жүзінде", set()),
        ("семинар о стоимости двери", set()),
        ("он два раза", {10, 2}),
    ],
)
def test_numbers_as_laws_print_them(text: str, said: set[Fraction]) -> None:
    assert numbers(text) == said


@pytest.mark.parametrize(
    "text", ["двадцатипроцентный порог", "трёхкратный размер", "бескүндік мерзім", "a tenfold fine", "бір екі рет"]
)
def test_what_is_not_understood_is_said_to_be_so(text: str) -> None:
    assert not read(text).whole
    assert read("двадцати восьми баллам из ста на всемирном семинаре").whole


def test_what_counts_is_told_from_what_orders() -> None:
    assert [f.is_count for f in figures("three, third, үш, үшінші, третий, трёх")] == [
        True, False, True, False, False, True,
    ]  # fmt: skip
