"""The first layer: provisions that are new, repealed, reworded, moved or renamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from attrs import frozen

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.syntax import ast

Sort = Literal["new", "repealed", "reworded", "moved", "renamed"]


@frozen
class Provision:
    """What a document says at one address: its statements without layout and citations, its heading, its words."""

    numbering: str
    address: Address
    rules: tuple[Any, ...]
    heading: str
    words: str
    amended: tuple[ast.Amended, ...] = ()

    @property
    def content(self) -> tuple[Any, ...]:
        """Everything but the address."""
        return self.rules, self.heading, self.words


@frozen
class ProvisionChange:
    """One provision that differs; `before` is None for a new one, `after` for a repealed one."""

    sort: Sort
    before: Provision | None
    after: Provision | None

    @property
    def shown(self) -> str:
        """The address, with the one that it had before if it was moved."""
        now = self.after or self.before
        assert now is not None
        text = addresses.shown(now.address) + (f" of {now.numbering}" if now.numbering else "")
        if self.sort == "moved" and self.before is not None:
            return f"{addresses.shown(self.before.address)} → {text}"
        return text


def provisions(module: ast.Module) -> dict[tuple[str, Address], Provision]:
    """The provisions of a document in their order."""
    found: dict[tuple[str, Address], list[Any]] = {}
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
    heading = next((s.label.value for s in statements if getattr(s, "label", None) is not None), "")
    amended = tuple(m for s in statements for m in s.marks if isinstance(m, ast.Amended))
    rules = tuple(_bare(s) for s in statements if not isinstance(s, ast.Norm))
    return Provision(numbering, address, rules, heading, " ".join(words.split()), amended)


def _words(statement: Any) -> Iterator[ast.Words]:
    for inner in getattr(statement, "body", None) or ():
        if isinstance(inner, ast.Words):
            yield inner


def _bare(statement: Any) -> Any:
    """A statement without its citations, label and words, and without what is of another provision."""
    marks = tuple(m for m in statement.marks if isinstance(m, ast.Under | ast.Symbol))
    changes: dict[str, Any] = {"marks": marks}
    if getattr(statement, "label", None) is not None:
        changes["label"] = None
    body = getattr(statement, "body", None)
    if body is not None:
        changes["body"] = tuple(
            _bare(s) if hasattr(s, "marks") else s
            for s in body
            if not isinstance(s, ast.Words) and addresses.first(getattr(s, "marks", ())) is None
        )
    return ast.evolve(statement, **changes)


def changes(before: ast.Module, after: ast.Module) -> tuple[ProvisionChange, ...]:
    """How the provisions of two versions differ, in the order of the later one; repealed ones at their old place."""
    old, new = provisions(before), provisions(after)
    gone = {key: p for key, p in old.items() if key not in new or not any(new[key].content)}
    gone = {key: p for key, p in gone.items() if any(p.content)}
    came = {key: p for key, p in new.items() if (key not in old or not any(old[key].content)) and any(p.content)}
    found: list[tuple[Any, ProvisionChange]] = []
    for key, p in came.items():
        source = next((k for k, q in gone.items() if q.content == p.content), None)
        earlier = gone.pop(source) if source is not None else None
        found.append((key, ProvisionChange("moved" if earlier else "new", earlier, p)))
    found += [(key, ProvisionChange("repealed", p, None)) for key, p in gone.items()]
    for key, p in new.items():
        q = old.get(key)
        if q is None or key in came or not any(p.content) or q.content == p.content:
            continue
        only_heading = (q.rules, q.words) == (p.rules, p.words)
        found.append((key, ProvisionChange("renamed" if only_heading else "reworded", q, p)))
    found.sort(key=lambda pair: (pair[0][0], addresses.order(pair[0][1])))
    return tuple(change for _, change in found)
