"""One act applied to a document: every operation that comes into force on one day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from attrs import frozen

from evallang.diagnostics import Diagnostic, Label
from evallang.law import addresses, lines, provisions
from evallang.law.acts import Act, day
from evallang.law.provisions import Work
from evallang.law.tree import Tree
from evallang.syntax import ast

WHOLE = (ast.Repeal, ast.Replace, ast.Insert, ast.Retitle, ast.NewEdition)
INSIDE = (ast.InRegister, ast.InTable, ast.InAssessor)


@frozen(eq=False)
class Step:
    """An operation of an act, with the day from which it holds."""

    act: Act
    operation: Any
    since: date

    @property
    def shown(self) -> str:
        """The operation in a few words: `replace §16`."""
        match self.operation:
            case ast.Repeal(target=target):
                return f"repeal {target}"
            case ast.Replace(target=target):
                return f"replace {target}"
            case ast.Insert(target=target, word=word, anchor=anchor):
                return f"insert {target} {word} {anchor}"
            case ast.Retitle(target=target):
                return f"retitle {target}"
            case ast.NewEdition(target=target):
                return f"new edition {target or ''}".rstrip()
            case ast.InRegister(register=register):
                return f"in register {register}"
            case ast.InTable(table=table):
                return f"in table {table}"
            case ast.InAssessor(node=node):
                return f"in assessor of {node}"
        return ""

    @property
    def place(self) -> tuple[str, addresses.Address] | None:
        """The provision that it changes; None for one inside a register, a table or an assessor."""
        o = self.operation
        if isinstance(o, ast.InTable):
            return "", addresses.parts(o.table.address)
        if not isinstance(o, WHOLE) or o.target is None:
            return None
        return (o.target.of.text if o.target.of else ""), addresses.parts(o.target.address)


def steps(act: Act) -> Iterator[Step]:
    """The operations of an act in their order; those inside a new provision are told apart by the consolidation."""
    for statement in act.module.statements:
        if isinstance(statement, WHOLE + INSIDE) and act.since is not None:
            yield Step(act, statement, day(statement.order.since) or act.since)


def conflicts(found: list[Step]) -> list[Diagnostic]:
    """Operations of one day on one provision: nothing says which comes first."""
    reported: list[Diagnostic] = []
    placed = [(step, step.place) for step in found]
    by_top: dict[tuple[str, str], list[tuple[Step, addresses.Address]]] = {}
    for step, place in placed:
        if place is not None:
            by_top.setdefault((place[0], place[1][0]), []).append((step, place[1]))
    for group in by_top.values():
        for i, (later, address) in enumerate(group):
            for earlier, other in group[:i]:
                if addresses.overlap(address, other) and not _heading_above(earlier, other, later, address):
                    reported.append(_conflict(earlier, later))
                    break
    reported += _same_anchor(found)
    return reported


def _heading_above(a: Step, of_a: addresses.Address, b: Step, of_b: addresses.Address) -> bool:
    """Whether one of two operations only changes the heading of what the other one stands below."""
    by_length = sorted(((len(of_a), a.operation), (len(of_b), b.operation)), key=lambda pair: pair[0])
    return len(of_a) != len(of_b) and isinstance(by_length[0][1], ast.Retitle)


def _conflict(earlier: Step, later: Step) -> Diagnostic:
    target = later.operation.table if isinstance(later.operation, ast.InTable) else later.operation.target
    same = earlier.act is later.act
    who = "twice by" if same else f"by {earlier.act.shown} and by"
    message = f"{target} is changed {who} {later.act.shown}, both in force from {later.since}"
    advice = "keep one of them" if same else "an act of its own must say which of them holds"
    first = earlier.operation.table if isinstance(earlier.operation, ast.InTable) else earlier.operation.target
    return Diagnostic(
        "E0503", message, later.act.source, target.span, help=advice,
        labels=(Label(first.span, "first here", earlier.act.source),),
    )  # fmt: skip


def _same_anchor(found: list[Step]) -> list[Diagnostic]:
    reported = []
    seen: dict[tuple[str, str, str], Step] = {}
    for step in found:
        o = step.operation
        if not isinstance(o, ast.Insert):
            continue
        key = (o.word, o.anchor.of.text if o.anchor.of else "", o.anchor.address)
        first = seen.setdefault(key, step)
        if first is not step:
            message = f"{first.operation.target} and {o.target} are both inserted {o.word} {o.anchor}"
            advice = f"say which comes first: `insert {o.target} {o.word} {first.operation.target}`"
            label = Label(first.operation.anchor.span, "first here", first.act.source)
            reported.append(Diagnostic("E0506", message, step.act.source, o.anchor.span, help=advice, labels=(label,)))
    return reported


def apply(tree: Tree, act: Act, found: list[Step]) -> Work:
    """Apply the operations of one act that hold from one day on."""
    work = Work(tree, act, found[0].since.isoformat())
    for step in found:
        _operate(work, step.operation)
    return work


def _operate(work: Work, o: Any) -> None:
    match o:
        case ast.Replace() | ast.Insert() | ast.NewEdition(body=(_, *_)):
            inner = [s for s in o.body or () if isinstance(s, INSIDE)]
            rest = ast.evolve(o, body=tuple(s for s in o.body or () if not isinstance(s, INSIDE)))
            if rest.body or not inner:
                _whole(work, rest)
            for s in inner:
                _inside(work, ast.evolve(s, order=s.order if s.order.by else o.order), o.target)
        case ast.InRegister() | ast.InTable() | ast.InAssessor():
            _inside(work, o, None)
        case _:
            _whole(work, o)


def _whole(work: Work, o: Any) -> None:
    match o:
        case ast.Replace():
            provisions.replace(work, o)
        case ast.Repeal():
            provisions.repeal(work, o)
        case ast.Insert():
            provisions.insert(work, o)
        case ast.Retitle():
            provisions.retitle(work, o)
        case ast.NewEdition():
            provisions.new_edition(work, o)


def _inside(work: Work, o: Any, cited: ast.Citation | None) -> None:
    match o:
        case ast.InRegister():
            lines.in_register(work, o, cited)
        case ast.InTable():
            lines.in_table(work, o, cited)
        case ast.InAssessor():
            lines.in_assessor(work, o, cited)
