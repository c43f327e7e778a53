"""One act applied to a document: every operation that comes into force on one day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from attrs import frozen

from evallang.diagnostics import has_errors
from evallang.law import addresses, insertions, lines, misplaced, provisions, rows, silent
from evallang.law.acts import Act, day
from evallang.law.tree import Tree
from evallang.law.work import Work
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
        """The provision that it changes; None for the whole act, or inside a register or an assessor."""
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


def apply(tree: Tree, act: Act, found: list[Step]) -> Work:
    """Apply the operations of one act that hold from one day on."""
    work = Work(tree, act, found[0].since.isoformat())
    for step in found:
        _operate(work, step.operation)
    silent.below_repealed_headings(work, (step.operation for step in found))
    if has_errors(work.diagnostics):  # what cannot be carried out takes nothing away
        work.diagnostics = [d for d in work.diagnostics if d.is_error]
    return work


def _operate(work: Work, o: Any) -> None:
    if misplaced.nothing_given(work, o):
        return
    target = getattr(o, "target", None)
    ends = addresses.ends(target.address) if target is not None else None
    if ends is not None:
        _over_range(work, o, ends)
        return
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


def _over_range(work: Work, o: Any, ends: tuple[addresses.Address, addresses.Address]) -> None:
    """`repeal §31..33` repeals each; any other operation changes one provision."""
    if not isinstance(o, ast.Repeal):
        advice = f"write one operation for each provision of {o.target}"
        work.report("E0510", "only `repeal` can take several provisions at once", o.target.span, advice)
        return
    if addresses.order(ends[1]) < addresses.order(ends[0]):
        work.report("E0510", f"the range {o.target} runs backwards", o.target.span, "begin with the lower number")
        return
    home = work.numbering(o.target, ends[0])
    for address in work.tree.between(ends, home) if home is not None else ():
        single = ast.evolve(o.target, address=addresses.shown(address).removeprefix("§"))
        provisions.repeal(work, ast.evolve(o, target=single))


def _whole(work: Work, o: Any) -> None:
    match o:
        case ast.Replace():
            provisions.replace(work, o)
        case ast.Repeal():
            provisions.repeal(work, o)
        case ast.Insert():
            insertions.insert(work, o)
        case ast.Retitle():
            provisions.retitle(work, o)
        case ast.NewEdition():
            provisions.new_edition(work, o)


def _inside(work: Work, o: Any, cited: ast.Citation | None) -> None:
    match o:
        case ast.InRegister():
            lines.in_register(work, o, cited)
        case ast.InTable():
            rows.in_table(work, o)
        case ast.InAssessor():
            lines.in_assessor(work, o, cited)
