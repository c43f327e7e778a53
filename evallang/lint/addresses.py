"""Addresses of provisions: `68:2`, `48-1`, `43..46`, `app10.t2.11.3`."""

from __future__ import annotations

import re
from itertools import pairwise

_LONGEST_RANGE = 200
_PARAGRAPH = re.compile(r"(\d+)(-\d+)?")


def ends(address: str) -> list[str]:
    """The addresses that a citation names: all paragraphs of `43..46`, else the two ends of a range.

    Behind the dots stand as many of the last pieces as differ: `app6.1..3` ends at `app6.3`.
    """
    first, _, last = address.partition("..")
    if not last:
        return [first]
    if first.isdecimal() and last.isdecimal() and 0 < int(last) - int(first) <= _LONGEST_RANGE:
        return [str(n) for n in range(int(first), int(last) + 1)]
    pieces, other = first.split("."), last.split(".")
    return [first, ".".join([*pieces[: -len(other)], *other])]


def above(address: str) -> str:
    """The provision that one is a part of: `68` for `68:2`, `app10.t2` for `app10.t2.3`; empty for a whole one."""
    place = max(address.rfind("."), address.rfind(":"))
    return address[:place] if place > 0 else ""


def chain(address: str) -> list[str]:
    """A provision and those that it is a part of, the nearest first."""
    found = []
    while address:
        found.append(address)
        address = above(address)
    return found


def whole(address: str) -> str:
    """The provision without its parts: `68` for `68:2`, `app10` for `app10.t2.3`."""
    return chain(address)[-1]


def paragraph(address: str) -> int | None:
    """The number of a paragraph; None for another sort of provision, and for one with two numbers, as `48-1`."""
    found = _PARAGRAPH.fullmatch(whole(address))
    return int(found[1]) if found and not found[2] else None


def listed(addresses: list[str]) -> str:
    """Provisions in words, numbers in a row put together: `§3, §7..9`."""
    numbers = sorted({n for a in addresses if (n := paragraph(a)) is not None and a == str(n)})
    others = [a for a in dict.fromkeys(addresses) if not (a.isdecimal() and int(a) in numbers)]
    rows: list[list[int]] = []
    for before, n in pairwise([None, *numbers]):
        assert n is not None
        if before is not None and n == before + 1:
            rows[-1].append(n)
        else:
            rows.append([n])
    shown = [f"§{row[0]}" if len(row) == 1 else f"§{row[0]}..{row[-1]}" for row in rows]
    return ", ".join([*shown, *(f"§{a}" for a in others)])
