"""Pieces of sentences for findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST_LISTED = 6
_COUNTS = "no one two three four five six seven eight nine ten".split()


def joined(words: Iterable[str], last: str = "and") -> str:
    """`a`, `b` and `c`."""
    given = list(words)
    return f" {last} ".join([", ".join(given[:-1]), given[-1]] if len(given) > 1 else given)


def quoted(names: Iterable[str]) -> list[str]:
    """Names in backticks, each once, in their order."""
    return [f"`{name}`" for name in dict.fromkeys(names)]


def shortened(words: Sequence[str]) -> str:
    """Joined with `and`; of many only the first ones and how many more there are."""
    if len(words) <= MOST_LISTED:
        return joined(words)
    return f"{', '.join(words[: MOST_LISTED - 1])} and {len(words) - MOST_LISTED + 1} more"


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its word: `two rows`."""
    number = _COUNTS[count] if count < len(_COUNTS) else str(count)
    return f"{number} {one if count == 1 else many or one + 's'}"
