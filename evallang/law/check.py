"""What is wrong with an amending act by itself, before it is carried out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.diagnostics import Diagnostic, Label
from evallang.law.acts import Act, day
from evallang.law.amend import INSIDE, WHOLE
from evallang.suggest import meant_or_listed
from evallang.syntax import ast

_BESIDE = (*WHOLE, *INSIDE, ast.Head, ast.Norm, ast.Example, ast.Examples)


def check_acts(acts: Sequence[Act]) -> list[Diagnostic]:
    """Names used twice, amendments without a date or a base, statements that stand outside of operations."""
    found: list[Diagnostic] = []
    first: dict[str, Act] = {}
    for act in acts:
        earlier = first.setdefault(act.name, act)
        if earlier is not act:
            message = f"two acts are called `{act.name}`"
            label = Label(earlier.span, "the first", earlier.source)
            found.append(
                Diagnostic("E0203", message, act.source, act.span, help="give each its own name", labels=(label,))
            )
        found += _amendment(act, acts) if act.word == "amendment" else _outside(act)
    return found


def _amendment(act: Act, acts: Sequence[Act]) -> Iterator[Diagnostic]:
    if act.since is None:
        message = f"the amendment `{act.name}` does not say from when it holds"
        yield Diagnostic("E0512", message, act.source, act.span, help="write `in force 2023-05-29`")
    bases = [a.name for a in acts if a.word != "amendment"]
    if act.amends not in bases and not act.base_in_part:
        message = f"`{act.name}` amends `{act.amends}`, which is not held"
        advice = meant_or_listed(act.amends, bases, "document") or "put its file into the folder, or say `base in part`"
        yield Diagnostic("E0511", message, act.source, act.span, help=advice)
    names = [a.name for a in acts]
    for s in act.module.statements:
        if not isinstance(s, _BESIDE):
            message = "this stands outside of an operation"
            advice = "put it into `insert`, `replace` or `new edition`: an amendment holds nothing by itself"
            yield Diagnostic("E0514", message, act.source, s.span, help=advice)
        yield from _order(act, s)
        if isinstance(s, ast.NewEdition) and s.document is not None and s.document.text not in names:
            message = f"no document of the folder is called `{s.document.text}`"
            meant = meant_or_listed(s.document.text, names, "document")
            yield Diagnostic("E0515", message, act.source, s.document.span, help=meant)


def _order(act: Act, s: object) -> Iterator[Diagnostic]:
    order = getattr(s, "order", None)
    if not isinstance(order, ast.Order) or order.since is None:
        return
    since = day(order.since)
    if since is None:
        message = f"there is no day {order.since}"
        yield Diagnostic("E0226", message, act.source, order.span, help="write year-month-day, as in `2023-05-29`")
    elif act.since is not None and since < act.since:
        message = f"an operation holds from {since}, before its act is in force on {act.since}"
        yield Diagnostic("E0513", message, act.source, order.span, help="look at both dates")


def _outside(act: Act) -> Iterator[Diagnostic]:
    for s in act.module.statements:
        if isinstance(s, (*WHOLE, ast.InRegister, ast.InTable)):
            message = f"`{act.name}` is no amendment and cannot change provisions"
            advice = f"begin the file with `amendment {act.name} amends NAME`"
            yield Diagnostic("E0516", message, act.source, s.span, help=advice)
            return
