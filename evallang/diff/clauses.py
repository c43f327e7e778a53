"""Where clauses with a provision of their own stand inside another statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from evallang.diff.normal import own_address
from evallang.diff.provision import Key
from evallang.syntax import ast


@frozen
class Inside:
    """The provisions of the clauses of the same block, before and behind it, and that of the outermost statement."""

    earlier: tuple[Key, ...]
    later: tuple[Key, ...]
    holder: Key | None


def inside(statements: Iterable[Any], numbering: str = "") -> dict[Key, Inside]:
    """The provisions that stand as clauses inside a statement of another one; the first clause of each counts."""
    found: dict[Key, Inside] = {}
    for s in statements:
        if isinstance(s, ast.Part):
            found = {**inside(s.body or (), s.name.text), **found}
            continue
        own = own_address(s)
        for key, place in _nested(s, numbering, None if own is None else (numbering, own)):
            found.setdefault(key, place)
    return found


def _nested(statement: Any, numbering: str, holder: Key | None) -> Iterator[tuple[Key, Inside]]:
    body = getattr(statement, "body", None) or ()
    cited = [own_address(s) for s in body]
    keys = [None if a is None or (numbering, a) == holder else (numbering, a) for a in cited]
    for i, (s, key) in enumerate(zip(body, keys, strict=True)):
        if key is not None:
            earlier, later = (tuple(k for k in side if k and k != key) for side in (keys[:i], keys[i + 1 :]))
            yield key, Inside(earlier, later, holder)
        yield from _nested(s, numbering, holder)
