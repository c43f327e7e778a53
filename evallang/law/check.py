"""What is wrong with an amending act by itself, before it is carried out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.diagnostics import Diagnostic, Label
from evallang.law.acts import Act, day
from evallang.law.amend import INSIDE, WHOLE, steps
from evallang.semantics.header import second_documents
from evallang.source import Span
from evallang.suggest import meant_or_listed
from evallang.syntax import ast

_BESIDE = (*WHOLE, *INSIDE, ast.Head, ast.Norm, ast.Example, ast.Examples)

_ONE_TEXT = "keep one of the files: a consolidated text stands outside of the folder of its acts"


def check_acts(acts: Sequence[Act], drafts: bool = False) -> list[Diagnostic]:
    """Names used twice, amendments without a date or a base, statements that stand outside of operations.

    `drafts` lets an act amend a draft.
    """
    found: list[Diagnostic] = []
    first: dict[str, Act] = {}
    for act in acts:
        earlier = first.setdefault(act.name, act)
        if earlier is not act:
            message = f"two acts are called `{act.name}`"
            label = Label(earlier.span, "the first", earlier.source)
            found.append(Diagnostic("E0203", message, act.source, act.span, help=_twice(act, earlier), labels=(label,)))
        found += _head(act)
        found += _amendment(act, acts, drafts) if act.word == "amendment" else _outside(act)
    return found


def _twice(act: Act, earlier: Act) -> str:
    own = "give each its own name"
    return own if "amendment" in (act.word, earlier.word) else f"{own}, or {_ONE_TEXT}"


def _head(act: Act) -> Iterator[Diagnostic]:
    """Days of the head that no calendar has, and a second document in a file with an amendment."""
    yield from second_documents(act.module)
    for s in act.module.statements:
        written = [s.dated] if isinstance(s, ast.Source) else []
        if isinstance(s, ast.InForce):
            written = [s.since.date, s.until.date if s.until else None]
        for text in written:
            if text and day(text) is None:
                at = act.source.text.find(text, s.span.start, s.span.end)
                yield _no_day(act, text, Span(at, at + len(text)) if at >= 0 else s.span)


def _no_day(act: Act, text: str, span: Span) -> Diagnostic:
    message = f"there is no day `{text}`"
    return Diagnostic("E0226", message, act.source, span, help="write year-month-day, as in `2023-05-29`")


def _amendment(act: Act, acts: Sequence[Act], drafts: bool) -> Iterator[Diagnostic]:
    force = next((s for s in act.module.statements if isinstance(s, ast.InForce)), None)
    if act.since is None and force is None:
        message = f"the amendment `{act.name}` does not say from when it holds"
        yield Diagnostic("E0512", message, act.source, act.span, help="write `in force 2023-05-29`")
    found = [a for a in acts if a.word != "amendment" and a.name == act.amends]
    if not act.base_in_part and all(a.draft and not (act.draft or drafts) for a in found):
        message = f"`{act.name}` amends `{act.amends}`, which is not held" + (" but as a draft" if found else "")
        bases = [a.name for a in acts if a.word != "amendment" and a not in found]
        advice = meant_or_listed(act.amends, bases, "document") or "put its file into the folder, or say `base in part`"
        yield Diagnostic("E0511", message, act.source, act.span, help=advice)
    if force is not None and force.until is not None:
        message = (
            f"the amendment `{act.name}` is said to hold until {force.until.date}, and what it changed stays changed"
        )
        advice = "take `until` away; what changes the provisions back is an amendment of its own, from that day"
        yield Diagnostic("E0518", message, act.source, force.until.span, help=advice)
    if len(found) > 1:
        message = f"`{act.name}` amends `{act.amends}`, which is held twice"
        labels = tuple(Label(a.span, "here", a.source) for a in found)
        yield Diagnostic("E0203", message, act.source, act.span, help=_ONE_TEXT, labels=labels)
    elif found:
        yield from _beside(act, found[0], force.span if force else act.span)
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


def _beside(act: Act, base: Act, place: Span) -> Iterator[Diagnostic]:
    """An operation before its document is in force, or after."""
    for step in steps(act):
        own = step.operation.order.since
        span = step.operation.order.span if own else place
        amends = f"{act.shown} amends {base.shown} from {step.since}"
        if base.since is not None and step.since < base.since:
            label = Label(base.span, f"in force from {base.since}", base.source)
            clause = "from" if own else "in force"
            advice = f"what is not yet in force is amended from its first day: `{clause} {base.since}`"
            message = f"{amends}, and that comes into force only on {base.since}"
            yield Diagnostic("E0519", message, act.source, span, help=advice, labels=(label,))
            return
        if base.until is not None and step.since >= base.until:
            label = Label(base.span, f"in force until {base.until}", base.source)
            message = f"{amends}, and that was in force until {base.until}"
            yield Diagnostic("E0519", message, act.source, span, help="look at both dates", labels=(label,))
            return


def _order(act: Act, s: object) -> Iterator[Diagnostic]:
    order = getattr(s, "order", None)
    if not isinstance(order, ast.Order) or order.since is None:
        return
    since = day(order.since)
    if since is None:
        yield _no_day(act, order.since, order.span)
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
