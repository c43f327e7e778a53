"""Numbers in the words of a provision, as laws print them: `4,79`, `10 000`, `89,99 %`, `он бес`, `три`, `three`."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_DIGITS = re.compile(r"(?<![\w.,])[-−–]?\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?(?!\d)|[-−–]?\d+(?:[.,]\d+)?")
_LETTERS = re.compile(r"[^\W\d_]+")

_ONES = {
    1: "бір один одна одно одного одному одной one", 2: "екі два две двух двум two",
    3: "үш три трех трёх трем трём three", 4: "төрт четыре четырех четырёх четырем four",
    5: "бес пять пяти five", 6: "алты шесть шести six", 7: "жеті семь семи seven",
    8: "сегіз восемь восьми eight", 9: "тоғыз девять девяти nine", 10: "он десять десяти ten",
    11: "одиннадцать одиннадцати eleven", 12: "двенадцать двенадцати twelve", 13: "тринадцать тринадцати thirteen",
    14: "четырнадцать четырнадцати fourteen", 15: "пятнадцать пятнадцати fifteen",
    20: "жиырма двадцать двадцати twenty", 30: "отыз тридцать тридцати thirty", 40: "қырық сорок forty",
    50: "елу пятьдесят пятидесяти fifty", 60: "алпыс шестьдесят sixty", 70: "жетпіс семьдесят seventy",
    80: "сексен восемьдесят eighty", 90: "тоқсан девяносто ninety", 100: "жүз сто ста hundred",
}  # fmt: skip
WORDS = {word: number for number, words in _ONES.items() for word in words.split()}
"""Numbers in words, in Kazakh, Russian and English."""


def number(text: str) -> Fraction | None:
    """The number that some digits stand for."""
    plain = re.sub(r"[ \u00a0]", "", text).replace(",", ".").replace("−", "-").replace("–", "-")
    try:
        return Fraction(plain)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def numbers(text: str) -> frozenset[Fraction]:
    """All numbers in a text, with their signs left out; `он бес` is 15."""
    found = {abs(n) for m in _DIGITS.finditer(text) if (n := number(m[0])) is not None}
    before = 0
    for word in _LETTERS.findall(text.casefold()):
        here = WORDS.get(word, 0)
        if here:
            found |= {Fraction(here), Fraction(before + here)} if before >= 10 > here else {Fraction(here)}
        before = here
    return frozenset(found)
