"""What an operation touches: a provision, or lines of a register, an assessor or a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.law.amend import INSIDE, WHOLE, Step
from evallang.law.inside import names_of
from evallang.law.tables import tables_at
from evallang.law.tree import Tree
from evallang.source import Span
from evallang.syntax import ast

WHOLE_ACT: Address = ()


@frozen(eq=False)
class Touch:
    """A place that an operation changes: a provision, or (`line`) a line of what stands in the provision `address`.

    `address` counts from the whole document, so that what stands in an annex is below the annex; it is None where it
    is not held, and empty for the whole act. `sort` is `after` for an inserted line, `own`
    is the provision of the line itself, `inside` the operation on a register or a table that it belongs to.
    """

    step: Step
    operation: Any
    shown: str
    span: Span
    address: Address | None = None
    holder: tuple[str, str] | None = None
    line: str = ""
    sort: str = "at"
    own: Address | None = None
    inside: Any = None


@frozen
class Places:
    """Where provisions stand: in the document before a day, and (`coming`) those that its acts insert."""

    tree: Tree | None
    coming: Mapping[Address, Address] = {}

    def of(self, citation: ast.Citation) -> Address:
        """The place of a provision in the whole document, as the acts of the day find it."""
        own = addresses.parts(citation.address)
        if citation.of is not None:
            home = self.tree.named(citation) if self.tree is not None else None
            return (*(home.path if home is not None else (citation.of.text, "/")), *own)
        having = self.tree.having(own) if self.tree is not None else []
        if len(having) == 1:
            return (*having[0].path, *own)
        return self.coming.get(own, own)

    def range(self, citation: ast.Citation, first: Address) -> list[Address]:
        """The place of each provision of a range; `first` is that of the first one."""
        ends = addresses.ends(citation.address)
        if ends is None or self.tree is None:
            return [first]
        around = first[: len(first) - len(ends[0])]
        home = next((n for n in self.tree.numberings.values() if n.path == around), self.tree.root)
        return [(*around, *address) for address in self.tree.between(ends, home)]


def places(found: Sequence[Step], tree: Tree | None) -> Places:
    """Where the operations of a day find what they change; `tree` is the document before it."""
    held = Places(tree)
    coming: dict[Address, Address] = {}
    for o in (s.operation for s in found if isinstance(s.operation, ast.Insert)):
        anchor, own = addresses.parts(o.anchor.address), addresses.parts(o.target.address)
        beside = evolve(held, coming=coming).of(o.anchor)
        coming[own] = (*beside[: len(beside) - len(anchor)], *own)
    return Places(tree, coming)


def touched_by(step: Step, where: Places) -> Iterator[Touch]:
    """The places that an operation changes."""
    o = step.operation
    if isinstance(o, INSIDE):
        yield from _inside(step, o, where)
        return
    if not isinstance(o, WHOLE):
        return
    body = getattr(o, "body", None) or ()
    inner = [s for s in body if isinstance(s, INSIDE)]
    for s in inner:
        yield from _inside(step, s, where)
    if inner and len(inner) == len(body):
        return
    if o.target is None:
        yield Touch(step, o, "the whole act", o.span, address=WHOLE_ACT)
    else:
        beside = isinstance(o, ast.Insert) and o.target.of is None
        address = where.coming[addresses.parts(o.target.address)] if beside else where.of(o.target)
        for place in where.range(o.target, address):
            yield Touch(step, o, str(o.target), o.target.span, place)


def _inside(step: Step, o: Any, where: Places) -> Iterator[Touch]:
    held = _holder(o, where)
    if isinstance(o, ast.InAssessor):
        yield Touch(step, o, held.shown, held.span, address=held.address, holder=held.key)
        return
    for line in (s for s in o.body if isinstance(s, ast.RepealLine | ast.ReplaceLine | ast.InsertLine)):
        after = isinstance(line, ast.InsertLine)
        key = line.after if isinstance(line, ast.InsertLine) else line.line
        name, own = held.lines.get(key.text, (key.text, None))
        yield Touch(
            step, line, f"the line `{key.text}` of {held.shown}", key.span, address=held.address, holder=held.key,
            line=name, sort="after" if after else "at", own=None if after else own, inside=o,
        )  # fmt: skip


@frozen
class _Holder:
    """What holds lines: how it is called, where it stands, its lines by each of their names."""

    key: tuple[str, str]
    shown: str
    span: Span
    address: Address | None
    lines: dict[str, tuple[str, Address | None]]


def _holder(o: Any, where: Places) -> _Holder:
    tree = where.tree
    if isinstance(o, ast.InTable):
        address = where.of(o.table)
        key = ("table", "/".join(address))
        return _Holder(key, f"the table {o.table}", o.table.span, address, _rows(tree, o.table))
    if isinstance(o, ast.InAssessor):
        around, rule = _held(tree, ast.Assessor, str(o.node))
        return _Holder(
            ("assessor", str(o.node)), f"the assessor of `{o.node}`", o.node.span, _own(rule, around), {}
        )  # fmt: skip
    name = o.register.segments[-1]
    around, register = _held(tree, ast.Register, name)
    lines = {
        key: (body.name.text, _own(body, around))
        for body in getattr(register, "body", None) or ()
        if isinstance(body, ast.Body)
        for key in names_of(body)
    }
    return _Holder(("register", name), f"the register `{name}`", o.register.span, _own(register, around), lines)


def _held(tree: Tree | None, sort: type, name: str) -> tuple[Address, Any]:
    """The register or the rule of assessors of a name as the document has it, and the numbering around it."""
    for entry in tree.root.entries() if tree is not None else ():
        if isinstance(entry.statement, sort) and _called(entry.statement) == name:
            return entry.home.path, entry.statement
    return (), None


def _own(statement: Any, around: Address) -> Address | None:
    own = addresses.first(statement.marks) if statement is not None else None
    return (*around, *own) if own is not None else None


def _called(statement: Any) -> str:
    return str(statement.node) if isinstance(statement, ast.Assessor) else str(statement.name.text)


def _rows(tree: Tree | None, citation: ast.Citation) -> dict[str, tuple[str, Address | None]]:
    found = tables_at(tree, citation) if tree is not None else []
    held = found[0] if len(found) == 1 else None
    if held is None:
        return {}
    around = held.entry.home.path
    return {key: (str(rows[0].span.start), _own(rows[0], around)) for key, rows in held.rows.items()}
