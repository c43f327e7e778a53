"""What goes without a word when an operation is carried out: rules, and what stands below a heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.law.tree import Entry, Hit, Numbering
from evallang.law.work import Work
from evallang.syntax import ast

_WORDS = (ast.Norm, ast.Words, ast.Repealed)
_MOST = 6


def rules_without_successor(work: Work, o: ast.Replace, old: Sequence[Hit]) -> None:
    """Warn of a new wording that has words only, where the old one held rules."""
    if not o.body or any(not isinstance(s, _WORDS) for s in o.body):
        return
    rules = [h for h in old if not isinstance(h.statement, _WORDS)]
    if not rules:
        return
    lines = (h.entry.source.slice(h.statement.span).partition("\n")[0].rstrip(" {") for h in rules)
    shown = ", ".join(f"`{line}`" for line in [*dict.fromkeys(lines)][:_MOST])
    work.warn(
        "W0501", f"the new words of {o.target} hold no rule, and so this is gone: {shown}", o.target.span,
        "write the new rule below the words; if nothing is to be computed any more, `repeal` says so",
    )  # fmt: skip


def below_repealed_headings(work: Work, operations: Iterable[Any]) -> None:
    """Warn of a chapter that is repealed while provisions below its heading stay."""
    for o in operations:
        if not isinstance(o, ast.Repeal) or o.target is None:
            continue
        address = addresses.parts(o.target.address)
        home = work.tree.named(o.target)
        if home is None or not _is_chapter(address):
            continue
        left = list(dict.fromkeys(_left(home, address)))
        if left:
            shown = ", ".join(addresses.shown(a) for a in left[:_MOST]) + (" …" if len(left) > _MOST else "")
            work.warn(
                "W0502", f"`repeal {o.target}` takes the heading; what stands below it stays in force: {shown}",
                o.target.span, f"repeal these too, such as `repeal {addresses.shown(left[0])}`",
            )  # fmt: skip


def _is_chapter(address: Address) -> bool:
    return len(address) == 1 and address[0].startswith("ch")


def _left(home: Numbering, heading: Address) -> Iterator[Address]:
    """The provisions between a heading and the next one that are in force."""
    inside = False
    for item in home.items:
        own = item.address
        if own is not None and _is_chapter(own):
            inside = own == heading
        elif inside and own is not None and not (isinstance(item, Entry) and isinstance(item.statement, ast.Repealed)):
            yield own[:1]
