"""Numbers in the words of a provision, as laws print them: `4,79`, `10 000`, `89,99 %`, `он бес`, `три`, `three`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from attrs import frozen

from evallang.lint.number_words import COMPOUND, WORDS, Sort, Word

_DIGITS = re.compile(r"(?<![\w.,])[-−–]?\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?(?!\d)|[-−–]?\d+(?:[.,]\d+)?")
_TOKEN = re.compile(rf"(?P<digits>{_DIGITS.pattern})|(?P<word>[^\W\d_]+)")
_AND = re.compile(r"[\s-]+(?:and|және)[\s-]+|\s+и\s+")
_WITH = re.compile(r"[\s-]+and[\s-]+a[\s-]+|\s+с\s+")
_NEAR = re.compile(r"\s+|[-‑]")
_HUNDRED, _MULTIPLIED = 100, 20


@frozen
class Figure:
    """Words, or digits and words, that stand together: the number that they are; None where that is not plain.

    `numbers` are all that they may say, `is_count` tells `three` from `third`.
    """

    start: int
    end: int
    value: Fraction | None
    numbers: frozenset[Fraction]
    is_count: bool


@frozen
class Read:
    """The numbers that some words say; not `whole` where more may be said than was understood."""

    numbers: frozenset[Fraction]
    whole: bool

    @staticmethod
    def of(texts: Iterable[str]) -> Read:
        """What several texts say together."""
        every = [read(text) for text in texts]
        return Read(frozenset().union(*(r.numbers for r in every)), all(r.whole for r in every))


def number(text: str) -> Fraction | None:
    """The number that some digits stand for."""
    plain = re.sub(r"[ \u00a0]", "", text).replace(",", ".").replace("−", "-").replace("–", "-")
    try:
        return Fraction(plain)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def read(text: str) -> Read:
    """All numbers in a text, with their signs left out; `он бес` is 15."""
    digits = frozenset(abs(n) for m in _DIGITS.finditer(text) if (n := number(m[0])) is not None)
    found = figures(text)
    compounds = any(m[0] not in WORDS for m in COMPOUND.finditer(_plain(text)))
    return Read(digits.union(*(f.numbers for f in found)), all(f.value is not None for f in found) and not compounds)


def figures(text: str) -> list[Figure]:
    """The numbers in a text of which at least one word is no digits, in order."""
    runs: list[list[tuple[int, int, Word]]] = []
    plain = _plain(text)
    for m in _TOKEN.finditer(plain):
        here = WORDS.get(m[0]) if m["word"] else Word(abs(number(m[0]) or Fraction(0)), Sort.DIGITS, size=0)
        if here is None:
            continue
        if runs and _joined(runs[-1][-1][2], plain[runs[-1][-1][1] : m.start()], here):
            runs[-1].append((m.start(), m.end(), here))
        else:
            runs.append([(m.start(), m.end(), here)])
    found = []
    for run in runs:
        words = [word for *_, word in run]
        if any(word.sort not in (Sort.DIGITS, Sort.WHOLE) for word in words):
            value, numbers = _value(words)
            found.append(Figure(run[0][0], run[-1][1], value, numbers, not any(w.ordinal for w in words)))
    return found


def _plain(text: str) -> str:
    small = text.lower().replace("ё", "е")
    return small if len(small) == len(text) else text


def _joined(before: Word, between: str, here: Word) -> bool:
    """Whether two words for numbers stand in one number, by what stands between them."""
    if here.sort is Sort.DIGITS:
        return before.sort is Sort.WHOLE and bool(_NEAR.fullmatch(between) or _AND.fullmatch(between))
    if before.sort is Sort.DIGITS and here.sort is Sort.ADDED and not here.ordinal:
        return False
    if here.kazakh != before.kazakh and here.sort is before.sort is Sort.ADDED:
        return False  # `он` is ten in Kazakh and he in Russian
    if _NEAR.fullmatch(between):
        return True
    if here.sort is Sort.HALF and _WITH.fullmatch(between):
        return True
    return before.sort in (Sort.HUNDRED, Sort.SCALE, Sort.WHOLE) and bool(_AND.fullmatch(between))


def _value(words: Sequence[Word]) -> tuple[Fraction | None, frozenset[Fraction]]:
    """The one number that words are, where they are one, and all that they may say."""
    whole = next((i for i, word in enumerate(words) if word.sort is Sort.WHOLE), None)
    if whole is not None:
        return _with_decimals(words[:whole], words[whole + 1 :])
    groups = _groups(words)
    values = [_sum(group) for group in groups]
    said = frozenset(values)
    if len(groups) == 1:
        return values[0], said
    if len(groups) > 2:
        return None, said
    (first, second), (above, below) = groups, values
    if second[0].sort is Sort.HALF:
        return above + below, said | {above + below, above / 2}
    if second[0].ordinal and below:
        return above / below, said | {above / below}
    if first[-1].out_of and above > below:
        return below / above, said | {below / above}
    return None, said


def _with_decimals(before: Sequence[Word], behind: Sequence[Word]) -> tuple[Fraction | None, frozenset[Fraction]]:
    """`двадцать шесть целых пять десятых`, `жиырма алты бүтін оннан бес`, `two point five`."""
    if not before:  # `целых пять лет`, `point five`: perhaps no decimals at all
        return _value(behind) if behind else (Fraction(0), frozenset())
    groups, rest = _groups(before), _groups(behind)
    said = frozenset(map(_sum, (*groups, *rest)))
    digits = [word.value for word in behind]
    part = None
    if len(rest) == 2 and rest[1][-1].ordinal:
        part = _sum(rest[0]) / _sum(rest[1])
    elif len(rest) == 2 and rest[0][-1].out_of:
        part = _sum(rest[1]) / _sum(rest[0])
    elif behind and all(d < 10 and word.sort is Sort.ADDED for d, word in zip(digits, behind, strict=True)):
        part = sum((d / 10**n for n, d in enumerate(digits, 1)), Fraction(0))
    if len(groups) != 1 or part is None:
        return (_sum(groups[0]) if len(groups) == 1 and not rest else None), said
    return _sum(groups[0]) + part, frozenset({_sum(groups[0]) + part})


def _groups(words: Sequence[Word]) -> list[list[Word]]:
    """Words parted where the next one cannot be of the same number: `двадцать пять | десятых`."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and _fits(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _fits(group: Sequence[Word], word: Word) -> bool:
    if group[-1].last or word.sort is Sort.HALF:
        return False
    scales = [i for i, w in enumerate(group) if w.sort is Sort.SCALE]
    lower = group[scales[-1] + 1 :] if scales else group
    if word.sort is Sort.SCALE:
        return bool(lower) and (not scales or word.value < group[scales[-1]].value) and not _divides(lower, word)
    if word.sort is Sort.HUNDRED:
        return not lower or (len(lower) == 1 and 0 < lower[0].value < _MULTIPLIED and not _divides(lower, word))
    return not lower or word.value < (_HUNDRED if lower[-1].sort is Sort.HUNDRED else lower[-1].size)


def _divides(lower: Sequence[Word], word: Word) -> bool:
    """`пять тысячных`, `two hundredths`: an ordinal behind a number that it would multiply is what divides it."""
    return word.ordinal and bool(lower)


def _sum(group: Sequence[Word]) -> Fraction:
    """The number that words of one number are."""
    total, here = Fraction(0), Fraction(0)
    for word in group:
        if word.sort is Sort.SCALE:
            total, here = total + (here or 1) * word.value, Fraction(0)
        elif word.sort is Sort.HUNDRED:
            here = (here or 1) * word.value
        else:
            here += word.value
    return total + here


def numbers(text: str) -> frozenset[Fraction]:
    """All numbers in a text that are understood."""
    return read(text).numbers
