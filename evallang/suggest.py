"""The one "did you mean": used at every look-up of a name that a person typed."""

from __future__ import annotations

from collections.abc import Iterable

# Cyrillic letters that look like Latin ones, both ways round (upper and lower case).
_LATIN = "AaBEeKMHOoPpCcTXxyYiIhjsS"
_CYRILLIC = "АаВЕеКМНОоРрСсТХхуУіІһјѕЅ"
LOOKALIKES = {ord(c): lat for c, lat in zip(_CYRILLIC, _LATIN, strict=True)} | {ord("Ү"): "Y", ord("ү"): "y", ord("Һ"): "H"}


def skeleton(name: str) -> str:
    """The name with look-alike Cyrillic letters as Latin ones: equal skeletons look the same on paper."""
    return name.translate(LOOKALIKES)


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `name` by edit distance (with swaps), or None when none is near.

    A distance up to a third of the length (at least 1) counts as near; look-alike letters count as equal.
    """
    wanted = skeleton(name).casefold()
    limit = max(1, len(wanted) // 3)
    best: tuple[int, int, str] | None = None
    for order, candidate in enumerate(dict.fromkeys(candidates)):
        other = skeleton(candidate).casefold()
        if abs(len(other) - len(wanted)) > limit:
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
