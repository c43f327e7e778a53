"""The first layer: provisions that are new, repealed, reworded, moved or renamed.

Of an edition that is held in part, what is missing is not held: nobody can say that it is new or repealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from attrs import evolve, field, frozen

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.syntax import ast

Sort = Literal["new", "repealed", "reworded", "moved", "renamed", "not held"]
_CHAPTER = re.compile(r"ch\d")
Key = tuple[str, Address]
"""The numbering, empty for that of the document itself, and the address in it."""

_HEADED = (ast.Norm, ast.Node, ast.Part, ast.Item, ast.Brackets, ast.Formula, ast.Rating, ast.Trigger, ast.Register)


@frozen
class Held:
    """What is known of an edition held in part: the provisions that it says were inserted or repealed."""

    inserted: frozenset[Address] = frozenset()
    repealed: frozenset[Address] = frozenset()


@frozen
class Provision:
    """What a document says at one address: its statements without layout and citations, its heading, its words.

    `heading` is the first label; `title` is the same where that is a heading, and not the label of an input or the
    question of a reading. `statements` are those of the tree as they stand there.
    """

    numbering: str
    address: Address
    rules: tuple[Any, ...]
    heading: str
    words: str
    amended: tuple[ast.Amended, ...] = ()
    title: str = ""
    statements: tuple[Any, ...] = field(default=(), eq=False)

    @property
    def content(self) -> tuple[Any, ...]:
        """Everything but the address."""
        return self.rules, self.heading, self.words


@frozen
class ProvisionChange:
    """One provision that differs; `before` is None for a new one, `after` for a repealed one.

    `by` is the act that changed it, where the later version says so.
    """

    sort: Sort
    before: Provision | None
    after: Provision | None
    by: ast.Amended | None = None

    @property
    def shown(self) -> str:
        """The address, with the one that it had before if it was moved."""
        now = self.after or self.before
        assert now is not None
        text = addresses.shown(now.address) + (f" of {now.numbering}" if now.numbering else "")
        if self.sort == "moved" and self.before is not None:
            return f"{addresses.shown(self.before.address)} → {text}"
        return text


def provisions(module: ast.Module) -> dict[Key, Provision]:
    """The provisions of a document in their order."""
    found: dict[Key, list[Any]] = {}
    for numbering, statement, address in _cited(module.statements, ""):
        found.setdefault((numbering, address), []).append(statement)
    return {key: _provision(*key, statements) for key, statements in found.items()}


def _cited(statements: tuple[Any, ...], numbering: str) -> Iterator[tuple[str, Any, Address]]:
    for s in statements:
        if isinstance(s, ast.Example | ast.Examples):
            continue
        if isinstance(s, ast.Part):
            address = addresses.first(s.marks)
            if address is not None:
                yield numbering, ast.evolve(s, body=None), address
            yield from _cited(s.body or (), s.name.text)
            continue
        address = addresses.first(getattr(s, "marks", ()))
        if address is not None:
            yield numbering, s, address
        yield from _cited(tuple(x for x in getattr(s, "body", None) or ()), numbering)


def _provision(numbering: str, address: Address, statements: list[Any]) -> Provision:
    statements = [s for s in statements if not isinstance(s, ast.Repealed)]
    words = " ".join(w.text.value for s in statements for w in _words(s))
    headed = next((s for s in statements if getattr(s, "label", None) is not None), None)
    heading = headed.label.value if headed is not None else ""
    amended = tuple(m for s in statements for m in _amended(s))
    rules = tuple(_bare(s, s is headed) for s in statements if not isinstance(s, ast.Norm))
    rules += tuple(s.label for s in statements if isinstance(s, ast.Norm) and s.label is not None and s is not headed)
    title = heading if isinstance(headed, _HEADED) else ""
    return Provision(numbering, address, rules, heading, " ".join(words.split()), amended, title, tuple(statements))


def _amended(statement: Any) -> Iterator[ast.Amended]:
    """The acts that gave a statement its words and rows, and what in its block has no provision of its own."""
    table = getattr(statement, "table", None)
    for marked in (statement, *(table.rows if table is not None else ())):
        yield from (m for m in marked.marks if isinstance(m, ast.Amended))
    for inner in getattr(statement, "body", None) or ():
        if hasattr(inner, "marks") and addresses.first(inner.marks) is None:
            yield from _amended(inner)


def _words(statement: Any) -> Iterator[ast.Words]:
    for inner in getattr(statement, "body", None) or ():
        if isinstance(inner, ast.Words):
            yield inner


def _bare(statement: Any, headed: bool = False) -> Any:
    """A statement without its citations, heading and words, and without what is of another provision."""
    marks = tuple(m for m in statement.marks if isinstance(m, ast.Under | ast.Symbol))
    changes: dict[str, Any] = {"marks": marks}
    if headed:
        changes["label"] = None
    table = getattr(statement, "table", None)
    if table is not None:
        rows = (ast.evolve(r, marks=tuple(m for m in r.marks if not isinstance(m, ast.Amended))) for r in table.rows)
        changes["table"] = ast.evolve(table, rows=tuple(rows))
    body = getattr(statement, "body", None)
    if body is not None:
        changes["body"] = tuple(
            _bare(s) if hasattr(s, "marks") else s
            for s in body
            if not isinstance(s, ast.Words) and addresses.first(getattr(s, "marks", ())) is None
        )
    return ast.evolve(statement, **changes)


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
    found: list[tuple[Key, ProvisionChange]] = []
    for key, p in came.items():
        if key in moved:
            found.append((key, ProvisionChange("moved", gone.pop(moved[key]), p)))
        else:
            known = of_before is None or (of_after is not None and _in(key[1], of_after.inserted))
            found.append((key, ProvisionChange("new" if known else "not held", None, p)))
    for key, p in gone.items():
        known = of_after is None or _in(key[1], of_after.repealed)
        found.append((key, ProvisionChange("repealed" if known else "not held", p, None)))
    for key, p in new.items():
        q = old.get(key)
        if q is None or key in came or not any(p.content) or q.content == p.content:
            continue
        only_heading = (q.rules, q.words) == (p.rules, p.words)
        found.append((key, ProvisionChange("renamed" if only_heading else "reworded", q, p)))
    places = _Places((*old, *new))
    found.sort(key=lambda pair: places.of(pair[0]))
    gone_by = _repealing(after.statements)
    return tuple(evolve(change, by=_by(change, gone_by)) for _, change in found)


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


def _repealing(statements: tuple[Any, ...]) -> dict[Address, ast.Amended]:
    """Which act repealed what, by the lines that say so."""
    found: dict[Address, ast.Amended] = {}
    for s in statements:
        if isinstance(s, ast.Repealed):
            found.update((addresses.parts(s.citation.address), m) for m in s.marks if isinstance(m, ast.Amended))
        found.update(_repealing(getattr(s, "body", None) or ()))
    return found


def _by(change: ProvisionChange, repealing: dict[Address, ast.Amended]) -> ast.Amended | None:
    """The act that changed a provision: the last that the earlier version does not name, else the last."""
    if change.after is None:
        address = change.before.address if change.before is not None else ()
        return next((repealing[address[:n]] for n in range(len(address), 0, -1) if address[:n] in repealing), None)
    earlier = {str(m) for m in change.before.amended} if change.before is not None else set()
    made = change.after.amended
    return next((m for m in reversed(made) if str(m) not in earlier), made[-1] if made else None)


def _moved(gone: dict[Key, Provision], came: dict[Key, Provision]) -> dict[Key, Key]:
    """Where provisions that came were before: each of those that went is taken once, in their order."""
    waiting: dict[Any, list[Key]] = {}
    for key, p in gone.items():
        waiting.setdefault((p.heading, p.words, len(p.rules)), []).append(key)
    found: dict[Key, Key] = {}
    for key, p in came.items():
        held = waiting.get((p.heading, p.words, len(p.rules)), [])
        source = next((k for k in held if gone[k].content == p.content), None)
        if source is not None:
            held.remove(source)
            found[key] = source
    return found


def _in(address: Address, outer: frozenset[Address]) -> bool:
    return any(address[:n] in outer for n in range(1, len(address) + 1))
