"""What the law calls a place: `48-1`, `10.6`, `app10.t2.11.3`, `ch5`, `68:2`."""

from __future__ import annotations

import re

from evallang.syntax import ast

Address = tuple[str, ...]
_PART = re.compile(r"\d+|[^\d]+")


def parts(text: str) -> Address:
    """The steps of an address: `app10.t2.11` is (`app10`, `t2`, `11`), `68:2` is (`68`, `:2`).

    Of a range `43..46` the first provision counts.
    """
    text = text.partition("..")[0]
    head, colon, paragraph = text.partition(":")
    steps = tuple(head.split("."))
    return (*steps, f":{paragraph}") if colon else steps


def ends(text: str) -> tuple[Address, Address] | None:
    """The first and the last provision of a range such as `43..46` or `3.1..4`; None for a single provision."""
    first, dots, last = text.partition("..")
    if not dots:
        return None
    begin, end = parts(first), parts(last)
    return begin, (*begin[: len(begin) - len(end)], *end)


def shown(address: Address) -> str:
    """An address as it is cited."""
    return "§" + ".".join(address).replace(".:", ":")


def within(address: Address, outer: Address) -> bool:
    """Whether a provision is another one, or stands below it."""
    return address[: len(outer)] == outer


def overlap(a: Address, b: Address) -> bool:
    """Whether one of two provisions holds the other."""
    return within(a, b) or within(b, a)


def order(address: Address) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """A sort key in the order of the law: 9 before 10, 32 before 32-1 before 33."""
    return tuple(tuple(_piece(p) for p in _PART.findall(step) if p != "-") for step in address)


def _piece(text: str) -> tuple[int, int, str]:
    return (0, int(text), "") if text.isdigit() else (1, 0, text)


def first(marks: ast.Marks) -> Address | None:
    """The provision that a statement belongs to: the first that it cites in its own act."""
    for mark in marks:
        if isinstance(mark, ast.Citation) and mark.of is None:
            return parts(mark.address)
    return None
