"""The words for numbers, in Kazakh, Russian and English, in all their forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from fractions import Fraction

from attrs import frozen


class Sort(Enum):
    """What a word does in a number."""

    ADDED = "added"
    HUNDRED = "hundred"
    SCALE = "scale"
    WHOLE = "whole"
    HALF = "half"
    DIGITS = "digits"


@frozen
class Word:
    """A word for a number.

    `last`: no other word of the number stands behind it; `ordinal`: it may be what is divided by (`две пятых`,
    `two fifths`); `out_of`: it is that where a number follows (`бестен екі`, two fifths); `size`:
    what is added behind it is less.
    """

    value: Fraction
    sort: Sort = Sort.ADDED
    last: bool = False
    ordinal: bool = False
    out_of: bool = False
    size: int = 1
    kazakh: bool = False


_HALF = Word(Fraction(1, 2), Sort.HALF, last=True)
_WHOLE = Word(Fraction(0), Sort.WHOLE)

# ---- Russian

_ADJECTIVE = "ый ой ий ая ое ее ые ие ого его ому ему ым им ом ем ую ей ою ых их ыми ими".split()
_THIRD = "третий третья третье третьи третьего третьей третьему третью третьим третьем третьих третьими"
_RUSSIAN = {
    0: "ноль нуль ноля нуля нулю нолю нулем",
    1: "один одна одно одни одного одной одному одну одним одною одном одними одних однажды",
    2: "два две двух двум двумя двое двоих дважды вдвое", 3: "три трех трем тремя трое троих трижды втрое",
    4: "четыре четырех четырем четырьмя четверо четверых", 5: "пятеро пятерых", 6: "шестеро шестерых",
    7: "семь семи семью семеро", 8: "восемь восьми восемью восьмью восьмеро", 40: "сорок сорока",
    90: "девяносто девяноста", 100: "сто ста", 200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
}  # fmt: skip
_SOFT = {
    5: "пят", 6: "шест", 9: "девят", 10: "десят", 11: "одиннадцат", 12: "двенадцат", 13: "тринадцат",
    14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат",
    20: "двадцат", 30: "тридцат",
}  # fmt: skip
"""Numbers that end with a soft sign, and their ordinals."""
_ORDINAL = {
    1: "перв", 2: "втор", 4: "четверт", 7: "седьм", 8: "восьм", 40: "сороков", 50: "пятидесят", 60: "шестидесят",
    70: "семидесят", 80: "восьмидесят", 90: "девяност", 100: "сот", 200: "двухсот", 300: "трехсот", 400: "четырехсот",
    500: "пятисот", 600: "шестисот", 700: "семисот", 800: "восьмисот", 900: "девятисот",
}  # fmt: skip
_TENS = {5: ("пят", "пят"), 6: ("шест", "шест"), 7: ("сем", "сем"), 8: ("восем", "восьм"), 9: ("девят", "девят")}


def _russian() -> Iterator[tuple[str, Word]]:
    for value, words in _RUSSIAN.items():
        yield from ((word, _added(value)) for word in words.split())
    for value, stem in _SOFT.items():
        yield from ((stem + ending, _added(value)) for ending in ("ь", "и", "ью"))
    for n, (hard, soft) in _TENS.items():
        tens = (f"{hard}ьдесят", f"{soft}идесяти", f"{hard}ьюдесятью", f"{soft}ьюдесятью")
        hundreds = (f"{hard}ьсот", f"{soft}исот", f"{soft}истам", f"{hard}ьюстами", f"{soft}ьюстами", f"{soft}истах")
        yield from ((word, _added(n * 10)) for word in tens if n != 9)
        yield from ((word, _added(n * 100)) for word in hundreds)
    for value, stem in (_SOFT | _ORDINAL).items():
        yield from ((stem + ending, _added(value, ordinal=True)) for ending in _ADJECTIVE)
    yield from ((word, _added(3, ordinal=True)) for word in (*_THIRD.split(), "треть", "трети", "третями"))
    yield from ((word, _added(4, ordinal=True)) for word in ("четверть", "четверти", "четвертью", "четвертей"))
    scales = {1000: "тысяч", 10**6: "миллион", 10**9: "миллиард"}
    for value, stem in scales.items():
        ends = "а и у е ей ью ам ами ах" if value == 1000 else "а ы у е ом ов ам ами ах"
        yield from ((stem + ending, _scale(value)) for ending in ("", *ends.split()))
        yield from ((f"{stem}н{ending}", _scale(value, ordinal=True)) for ending in _ADJECTIVE)
    yield from ((word, _WHOLE) for word in "целых целая целой целую целым целое целыми".split())
    yield from ((f"половин{ending}", _HALF) for ending in "а ы е у ой".split())
    yield from ((word, Word(Fraction(3, 2), last=True)) for word in "полтора полторы полутора".split())
    yield from ((f"дюжин{ending}", Word(Fraction(12), last=True)) for ending in ("а", "ы", "у", ""))


# ---- Kazakh

_BACK = {6: "алты", 9: "тоғыз", 10: "он", 20: "жиырма", 30: "отыз", 40: "қырық", 60: "алпыс", 90: "тоқсан"}
_FRONT = {
    0: "нөл", 1: "бір", 2: "екі", 3: "үш", 4: "төрт", 5: "бес", 7: "жеті", 8: "сегіз", 50: "елу", 70: "жетпіс",
    80: "сексен", 100: "жүз",
}  # fmt: skip
_BACK_SCALES = {1000: "мың", 10**6: "миллион", 10**9: "миллиард"}
_TOGETHER = {1: "біреу", 2: "екеу", 3: "үшеу", 4: "төртеу", 5: "бесеу", 6: "алтау", 7: "жетеу"}
_BACK_ENDINGS = "ға қа ны ды ты ның дың тың да та дан тан нан мен бен пен ды тай дай".split()
_FRONT_ENDINGS = "ге ке ні ді ті нің дің тің де те ден тен нен мен бен пен тей дей".split()
_OUT_OF = re.compile(r"[дтн][ае]н$")
_OTHER_WORDS = frozenset("үшін оны онда онымен жүзінде".split())
"""What looks like a form of a number and is `for`, `it`, `there`, `with it`, `in practice` much more often."""


def _kazakh() -> Iterator[tuple[str, Word]]:
    for value, stem in (_BACK | _FRONT | _BACK_SCALES).items():
        yield from _declined(stem, value, front=value in _FRONT)
    for value, stem in _TOGETHER.items():
        yield from _declined(stem, value, front=value != 6)
    yield from (("бүтін", _WHOLE), ("жарты", _HALF), ("жарым", _HALF))
    decimals = {10: "ондық", 100: "жүздік", 1000: "мыңдық"}
    yield from ((word, Word(Fraction(value), last=True, ordinal=True)) for value, word in decimals.items())


def _declined(stem: str, value: int, *, front: bool) -> Iterator[tuple[str, Word]]:
    """A number with its case endings, its ordinal, and as a part of something (`екісі`); only its last word has any."""
    yield stem, _kazakh_word(value)
    vowel, schwa = ("е", "і") if front else ("а", "ы")
    cases = _FRONT_ENDINGS if front else _BACK_ENDINGS
    open_end = stem[-1] in "аыіе"
    order = stem + ("" if open_end else schwa) + f"нш{schwa}"
    whose = stem + ("с" if open_end else "") + schwa
    own = [f"н{schwa}ң", f"н{vowel}", "н", f"нд{vowel}", f"н{vowel}н", f"нд{vowel}й", "мен"]
    yield from ((stem + ending, _kazakh_word(value, last=True, ending=ending)) for ending in cases)
    yield from ((order + ending, _kazakh_word(value, last=True, ordinal=True)) for ending in ("", *cases, "сы", "сі"))
    yield from ((whose + ending, _kazakh_word(value, last=True, ending=ending)) for ending in ("", *own))


def _kazakh_word(value: int, *, last: bool = False, ordinal: bool = False, ending: str = "") -> Word:
    sort = Sort.SCALE if value in _BACK_SCALES else Sort.HUNDRED if value == 100 else Sort.ADDED
    out_of = bool(_OUT_OF.search(ending))
    size = 10 if value % 10 == 0 else 1
    return Word(Fraction(value), sort, last, ordinal, out_of, size, sort is not Sort.SCALE)


# ---- English

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def _english() -> Iterator[tuple[str, Word]]:
    words = {word: n for n, word in enumerate(_ENGLISH)} | {word: n * 10 for n, word in enumerate(_ENGLISH_TENS, 2)}
    for word, value in words.items():
        yield word, _added(value)
        ordinal = _ORDINALS.get(word, word.removesuffix("y") + ("ieth" if word.endswith("y") else "th"))
        yield from ((ordinal + ending, _added(value, ordinal=True)) for ending in ("", "s"))
    yield from (("hundred", Word(Fraction(100), Sort.HUNDRED)), ("hundreds", Word(Fraction(100), Sort.HUNDRED)))
    for end in ("th", "ths"):
        yield f"hundred{end}", Word(Fraction(100), Sort.HUNDRED, last=True, ordinal=True)
    for word, value in {"thousand": 1000, "million": 10**6, "billion": 10**9}.items():
        yield from ((word + ending, _scale(value)) for ending in ("", "s"))
        yield from ((word + ending, _scale(value, ordinal=True)) for ending in ("th", "ths"))
    alone = {"once": 1, "twice": 2, "thrice": 3, "double": 2, "triple": 3, "dozen": 12}
    yield from ((word, Word(Fraction(value), last=True)) for word, value in alone.items())
    yield from (("half", _HALF), ("halves", _HALF), ("point", _WHOLE))
    yield from (("quarters", Word(Fraction(4), last=True, ordinal=True)),)


def _added(value: int, *, ordinal: bool = False) -> Word:
    size = 100 if value >= 100 else 10 if value >= 20 else 1
    return Word(Fraction(value), last=ordinal, ordinal=ordinal, size=size)


def _scale(value: int, *, ordinal: bool = False) -> Word:
    return Word(Fraction(value), Sort.SCALE, last=ordinal, ordinal=ordinal)


WORDS: dict[str, Word] = {
    word: meant for word, meant in (*_russian(), *_kazakh(), *_english()) if word not in _OTHER_WORDS
}
"""By form, in small letters and with `е` for `ё`."""

COMPOUND = re.compile(
    r"\b(?:(?:двух|трех|четырех|пяти|шести|восьми|девяти|десяти|\w*дцати|сорока|девяносто|сто(?=проц|балл)|семи(?!н|от)"
    r"|одно(?=крат|днев|проц|балл)|пол(?=проц|балл))\w{3,}"
    r"|(?:бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан|жүз)"
    r"(?:күн|жыл|айл|жақт|балл|пайыз|есе|апта|саты|деңгей|даған|деген)\w*"
    rf"|(?:{'|'.join((*_ENGLISH, *_ENGLISH_TENS, 'hundred', 'thousand'))})fold)"
)
"""Words with a number in them that is not read: `двадцатипроцентный`, `бескүндік`, `tenfold`."""
