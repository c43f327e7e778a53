"""The first layer: provisions that are new, repealed, reworded, moved or renamed.

Of an edition that is held in part, what is missing is not held: nobody can say that it is new or repealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from attrs import evolve, field, frozen

from evallang.diff.matched import turned
from evallang.diff.provision import Key, Line, Provision, provisions, shown
from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.syntax import ast

__all__ = ["Held", "Key", "Line", "Provision", "ProvisionChange", "changes", "provisions"]

Sort = Literal["new", "repealed", "reworded", "moved", "renamed", "not held"]
_CHAPTER = re.compile(r"ch\d")


@frozen
class Held:
    """What is known of an edition held in part: the provisions that it says were inserted or repealed."""

    inserted: frozenset[Key] = frozenset()
    repealed: frozenset[Key] = frozenset()


@frozen
class ProvisionChange:
    """One provision that differs; `before` is None for a new one, `after` for a repealed one.

    `by` is the act that changed it, where the later version says so. `turned` are groups of clauses that it holds in
    another order, before and after.
    """

    sort: Sort
    before: Provision | None
    after: Provision | None
    by: ast.Amended | None = None
    turned: tuple[tuple[tuple[Any, ...], tuple[Any, ...]], ...] = field(default=(), eq=False)

    @property
    def shown(self) -> str:
        """The address, with the one that it had before if it was moved."""
        now = self.after or self.before
        assert now is not None
        text = shown((now.numbering, now.address))
        if self.sort == "moved" and self.before is not None:
            return f"{addresses.shown(self.before.address)} → {text}"
        return text


def changes(
    before: ast.Module, after: ast.Module, of_before: Held | None = None, of_after: Held | None = None
) -> tuple[ProvisionChange, ...]:
    """How the provisions of two versions differ, in the order of the later one; repealed ones at their old place.

    `of_before` and `of_after` say that an edition is held in part; None that it is held whole.
    """
    old, new = provisions(before), provisions(after)
    gone = {key: p for key, p in old.items() if any(p.content) and not (key in new and any(new[key].content))}
    came = {key: p for key, p in new.items() if any(p.content) and not (key in old and any(old[key].content))}
    moved = _moved(gone, came)
    turns: dict[Key, list[Any]] = {}
    for t in turned(before.statements, after.statements):
        turns.setdefault((t.numbering, t.address), []).append((t.before, t.after))
    found: list[tuple[Key, ProvisionChange]] = []
    for key, p in came.items():
        if key in moved:
            found.append((key, ProvisionChange("moved", gone.pop(moved[key]), p)))
        else:
            known = of_before is None or (of_after is not None and _in(key, of_after.inserted))
            found.append((key, ProvisionChange("new" if known else "not held", None, p)))
    for key, p in gone.items():
        known = of_after is None or _in(key, of_after.repealed)
        found.append((key, ProvisionChange("repealed" if known else "not held", p, None)))
    for key, p in new.items():
        q = old.get(key)
        if q is None or key in came or not any(p.content) or (key not in turns and q.says_as(p)):
            continue
        only_heading = key not in turns and q.only_headed_otherwise(p)
        found.append((key, ProvisionChange("renamed" if only_heading else "reworded", q, p)))
    places = _Places((*old, *new))
    found.sort(key=lambda pair: places.of(pair[0]))
    gone_by = _repealing(after.statements)
    return tuple(evolve(c, by=_by(c, gone_by), turned=tuple(turns.get(key, ()))) for key, c in found)


class _Places:
    """Sort keys in the order of the law: a chapter stands before the first of its provisions, annexes come last."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.chapters: dict[Key, Address] = {}
        waiting: list[Key] = []
        for key in keys:
            if _CHAPTER.match(key[1][0]):
                waiting.append(key)
            elif key[1][0][0].isdigit():
                for chapter in waiting:
                    self.chapters.setdefault(chapter, key[1])
                waiting = []

    def of(self, key: Key) -> Any:
        first = self.chapters.get(key)
        own = addresses.order(key[1])
        return key[0], own if first is None else addresses.order(first), first is None, own


def _repealing(statements: tuple[Any, ...], numbering: str = "") -> dict[Key, ast.Amended]:
    """Which act repealed what, by the lines that say so."""
    found: dict[Key, ast.Amended] = {}
    for s in statements:
        if isinstance(s, ast.Repealed):
            key = numbering, addresses.parts(s.citation.address)
            found.update((key, m) for m in s.marks if isinstance(m, ast.Amended))
        inside = s.name.text if isinstance(s, ast.Part) else numbering
        found.update(_repealing(getattr(s, "body", None) or (), inside))
    return found


def _by(change: ProvisionChange, repealing: dict[Key, ast.Amended]) -> ast.Amended | None:
    """The act that changed a provision: the last that the earlier version does not name, else the last."""
    if change.after is None:
        if change.before is None:
            return None
        name, address = change.before.numbering, change.before.address
        above = ((name, address[:n]) for n in range(len(address), 0, -1))
        return next((repealing[key] for key in above if key in repealing), None)
    earlier = {str(m) for m in change.before.amended} if change.before is not None else set()
    made = change.after.amended
    return next((m for m in reversed(made) if str(m) not in earlier), made[-1] if made else None)


def _moved(gone: dict[Key, Provision], came: dict[Key, Provision]) -> dict[Key, Key]:
    """Where provisions that came were before: each of those that went is taken once, in their order."""
    waiting: dict[Any, list[Key]] = {}
    for key, p in gone.items():
        waiting.setdefault((p.words, len(p.rules)), []).append(key)
    found: dict[Key, Key] = {}
    for key, p in came.items():
        held = waiting.get((p.words, len(p.rules)), [])
        source = next((k for k in held if gone[k].says_as(p)), None)
        if source is not None:
            held.remove(source)
            found[key] = source
    return found


def _in(key: Key, outer: frozenset[Key]) -> bool:
    return any((key[0], key[1][:n]) in outer for n in range(1, len(key[1]) + 1))
