"""What an operation touches: a provision, or lines of a register, an assessor or a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.law.amend import INSIDE, WHOLE, Step
from evallang.law.lines import table_at
from evallang.law.tree import Tree
from evallang.source import Span
from evallang.syntax import ast

WHOLE_ACT: Address = ()


@frozen(eq=False)
class Touch:
    """A place that an operation changes: a provision, or (`line`) a line of what stands in the provision `address`.

    `address` is None where it is not held, and empty for the whole act. `sort` is `after` for an inserted line, `own`
    is the provision of the line itself, `inside` the operation on a register or a table that it belongs to.
    """

    step: Step
    operation: Any
    shown: str
    span: Span
    numbering: str = ""
    address: Address | None = None
    holder: tuple[str, str] | None = None
    line: str = ""
    sort: str = "at"
    own: Address | None = None
    inside: Any = None


def touched_by(step: Step, tree: Tree | None) -> Iterator[Touch]:
    """The places that an operation changes; `tree` is the document before it."""
    o = step.operation
    if isinstance(o, INSIDE):
        yield from _inside(step, o, tree)
        return
    if not isinstance(o, WHOLE):
        return
    body = getattr(o, "body", None) or ()
    inner = [s for s in body if isinstance(s, INSIDE)]
    for s in inner:
        yield from _inside(step, s, tree)
    if inner and len(inner) == len(body):
        return
    if o.target is None:
        yield Touch(step, o, "the whole act", o.span, address=WHOLE_ACT)
    else:
        numbering = o.target.of.text if o.target.of else ""
        yield Touch(step, o, str(o.target), o.target.span, numbering, addresses.parts(o.target.address))


def _inside(step: Step, o: Any, tree: Tree | None) -> Iterator[Touch]:
    held = _holder(o, tree)
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


def _holder(o: Any, tree: Tree | None) -> _Holder:
    if isinstance(o, ast.InTable):
        address = addresses.parts(o.table.address)
        return _Holder(("table", o.table.address), f"the table {o.table}", o.table.span, address, _rows(tree, address))
    if isinstance(o, ast.InAssessor):
        rule = _held(tree, ast.Assessor, str(o.node))
        return _Holder(("assessor", str(o.node)), f"the assessor of `{o.node}`", o.node.span, _own(rule), {})
    name = o.register.segments[-1]
    register = _held(tree, ast.Register, name)
    lines = {
        key: (body.name.text, _own(body))
        for body in getattr(register, "body", None) or ()
        if isinstance(body, ast.Body)
        for key in (body.name.text, *([body.label.value] if body.label else []))
    }
    return _Holder(("register", name), f"the register `{name}`", o.register.span, _own(register), lines)


def _held(tree: Tree | None, sort: type, name: str) -> Any:
    """The register or the rule of assessors of a name, as the document has it."""
    statements: Iterator[Any] = (entry.statement for entry in tree.root.entries()) if tree is not None else iter(())
    return next((s for s in statements if isinstance(s, sort) and _called(s) == name), None)


def _own(statement: Any) -> Address | None:
    return addresses.first(statement.marks) if statement is not None else None


def _called(statement: Any) -> str:
    return str(statement.node) if isinstance(statement, ast.Assessor) else str(statement.name.text)


def _rows(tree: Tree | None, address: Address) -> dict[str, tuple[str, Address | None]]:
    found = table_at(tree, address) if tree is not None else None
    if found is None:
        return {}
    return {key: (str(row.span.start), addresses.first(row.marks)) for key, row in found.rows.items()}
