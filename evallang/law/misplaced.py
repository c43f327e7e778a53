"""What stands in an operation and cannot stand there."""

from __future__ import annotations

from typing import Any

from evallang.law import addresses
from evallang.law.tree import Numbering
from evallang.law.work import Work
from evallang.syntax import ast

_GIVE = (ast.Replace, ast.Insert, ast.NewEdition, ast.InRegister, ast.InTable, ast.InAssessor)


def nothing_given(work: Work, o: Any) -> bool:
    """Whether nothing stands between the braces of an operation that gives something; reported then."""
    if not isinstance(o, _GIVE) or o.body:
        return False
    if isinstance(o, ast.NewEdition) and o.document is not None:
        return False
    target = getattr(o, "target", None)
    where = f"of {target}" if target is not None else "of the operation"
    repeal = isinstance(o, ast.Replace | ast.NewEdition) and target is not None
    advice = f"write the new words, or `repeal {target}`" if repeal else "write what is to stand there"
    work.report("E0510", f"nothing stands between the braces {where}", o.span, advice)
    return True


def without_provision(work: Work, o: ast.NewEdition) -> bool:
    """Whether a new edition of a whole act holds words that are of no provision; reported then."""
    words = next((s for s in o.body or () if isinstance(s, ast.Words)), None)
    if words is None:
        return False
    work.report(
        "E0510", "the words of a whole act belong to its provisions", words.span, 'write `norm §1 { text """…""" }`'
    )
    return True


def outside(work: Work, o: ast.Replace | ast.Insert, home: Numbering) -> bool:
    """Whether a statement of an operation belongs to another provision than its target; reported then."""
    target = addresses.parts(o.target.address)
    wrong = False
    body: tuple[Any, ...] = o.body or ()
    for s in body:
        own = addresses.first(getattr(s, "marks", ()))
        if own is None or addresses.within(own, target):
            continue
        wrong = True
        cited, span = addresses.shown(own), next(m.span for m in s.marks if isinstance(m, ast.Citation))
        held = work.tree.find(own, home)
        if any(not isinstance(h.statement, ast.Repealed) for h in held):
            message = f"{cited} is there already, and is no part of {o.target}"
            work.report("E0505", message, span, f"change it by an operation of its own: `replace {cited} {{ … }}`")
        else:
            message = f"{cited} is no part of {o.target}"
            work.report("E0510", message, span, f"insert it by an operation of its own: `insert {cited} after …`")
    return wrong
