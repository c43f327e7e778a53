"""Names that look alike or are one letter apart, found without comparing each with each.

The latter by deletion neighbourhoods (Mor 1982).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evallang.suggest import skeleton

_LEAST, _LEAST_CHANGED = 5, 8
"""How long names are in which a letter may be missing or two swapped, and in which one may be another one."""
_SEGMENT = 3
_PIECES = re.compile(r"[^_\d]+")

_DIGITS = str.maketrans("OolIЗз", "001133")
"""Letters that look like digits; capitals of `o` and `з` too."""


def look_alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that only a digit and a letter like it tell apart, or `l` and `I`."""
    seen: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        same = seen.setdefault(skeleton(name).translate(_DIGITS), [])
        yield from ((other, name) for other in same if other.lower() != name.lower())
        same.append(name)


def one_apart(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that one letter tells apart: added, left out, changed, or swapped with the next one.

    Short names, digits and the letters of an enumeration (`step_a`, `step_b`) are left aside. Words of some letters
    with another one in one place (`masts`, `masks`) are other words; only in long names that is a slip.
    """
    seen: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        if len(name) < _LEAST:
            continue
        keys = _without_one(name)
        found = {other: None for key in keys for other in seen.get(key, ())}
        for other in found:
            if _differ_by_a_letter(other, name):
                yield other, name
        for key in keys:
            seen.setdefault(key, []).append(name)


def _without_one(name: str) -> dict[str, None]:
    """The name, and the name without each of its letters; digits stay, for names that they tell apart are others."""
    return dict.fromkeys([name, *(name[:i] + name[i + 1 :] for i, c in enumerate(name) if c.isalpha())])


def _differ_by_a_letter(a: str, b: str) -> bool:
    """Whether the difference is one letter (or two swapped) inside a word of some length."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    here, there = a[start : len(a) - end], b[start : len(b) - end]
    swapped = len(here) == len(there) == 2 and here == there[::-1]
    if not swapped and max(len(here), len(there)) > 1:
        return False
    if any(not c.isalpha() for c in here + there) or (len(here) == len(there) == 1 and len(a) < _LEAST_CHANGED):
        return False
    return all(_length_of_word(name, start) >= _SEGMENT for name in (a, b))


def _length_of_word(name: str, place: int) -> int:
    """How long the word is in which, or at whose end, a letter stands."""
    return max((len(m[0]) for m in _PIECES.finditer(name) if m.start() <= place <= m.end()), default=0)
