"""The one "did you mean": used at every look-up of a name that a person typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

MOST_LISTED = 8
# Pairs of letters that are compared for one rule file, about a second: it may hold any number of wrong names.
_STEPS = 5_000_000
_LOOK = 5  # what a look at a name costs, in pairs of letters
_left: ContextVar[list[int] | None] = ContextVar("_left", default=None)


@contextmanager
def suggestions_within_reason() -> Iterator[None]:
    """Inside, only so much work is done for suggestions in all; after that no name is near any other."""
    token = _left.set([_STEPS])
    try:
        yield
    finally:
        _left.reset(token)


# Cyrillic letters that look like Latin ones, both ways round (upper and lower case).
_LATIN = "AaBEeKMHOoPpCcTXxyYiIhjsS"
_CYRILLIC = "АаВЕеКМНОоРрСсТХхуУіІһјѕЅ"
LOOKALIKES = {ord(c): lat for c, lat in zip(_CYRILLIC, _LATIN, strict=True)} | {
    ord("Ү"): "Y",
    ord("ү"): "y",
    ord("Һ"): "H",
}


def skeleton(name: str) -> str:
    """The name with look-alike Cyrillic letters as Latin ones: equal skeletons look the same on paper."""
    return name.translate(LOOKALIKES)


def alphabet(char: str) -> str:
    """`Latin` or `Cyrillic`; nothing for digits, signs and other alphabets."""
    script = unicodedata.name(char, "").partition(" ")[0].capitalize()
    return script if script in ("Latin", "Cyrillic") else ""


def _spent() -> bool:
    left = _left.get()
    return left is not None and left[0] <= 0


def meant(name: str, candidates: Iterable[str]) -> str | None:
    """The advice with the nearest name, or None; it says so when only the alphabet of a letter is wrong."""
    near = nearest(name, candidates)
    if near is None:
        return None
    return f"did you mean `{near}`?{_other_alphabet(name, near)}"


def meant_or_listed(name: str, known: Iterable[str], what: str) -> str | None:
    """The advice with the nearest name; where none is near, with all names if they are few.

    `what` is the word for one of them.
    """
    if _spent():
        return None
    names = list(dict.fromkeys(known))
    near = meant(name, names)
    if near is not None or not 0 < len(names) <= MOST_LISTED:
        return near
    if len(names) == 1:
        return f"the only {what} is `{names[0]}`"
    return f"the {what}s are " + ", ".join(f"`{n}`" for n in names)


def _other_alphabet(name: str, near: str) -> str:
    """A sentence about the letters that only look right, where that is all that is wrong."""
    if skeleton(name) != skeleton(near):
        return ""
    letters = {a: alphabet(a) for a, b in zip(name, near, strict=True) if a != b}
    return " " + ", ".join(
        f"`{a}` is a {script} letter here, which only looks the same" for a, script in letters.items()
    )


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `name` by edit distance (with swaps), or None when none is near.

    A distance up to a third of the length (at least 1) counts as near; look-alike letters count as equal. To a name of
    one letter only that letter is near.
    """
    wanted = skeleton(name).casefold()
    limit = max(1, len(wanted) // 3) if len(wanted) > 1 else 0
    best: tuple[int, int, str] | None = None
    left = _left.get() or [_STEPS]
    for order, candidate in enumerate(candidates if left[0] > 0 else ()):
        other = skeleton(candidate).casefold()
        near = abs(len(other) - len(wanted)) <= limit
        left[0] -= _LOOK + (len(wanted) * len(other) if near else 0)
        if left[0] < 0:
            return None
        if not near:
            continue
        distance = _distance(wanted, other, limit)
        if distance <= limit and (best is None or (distance, order) < best[:2]):
            best = (distance, order, candidate)
    return best[2] if best else None


def _distance(a: str, b: str, limit: int) -> int:
    """Optimal string alignment distance (Damerau 1964, adjacent swaps), cut off above `limit`."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def instead(word: str, known: Iterable[str], shown: Sequence[str]) -> str:
    """What might be meant by a word that is not known: the nearest one, or what there is."""
    near = nearest(word, known)
    if near:
        return f"did you mean `{near}`?"
    names = ", ".join(f"`{name}`" for name in shown[:MOST_LISTED])
    return f"it has {names}{', …' if len(shown) > MOST_LISTED else ''}" if names else "it has none"
