"""Names that an amendment took away while another provision still uses them: the message says by which act."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve, frozen

from evallang.diagnostics import Diagnostic, Label
from evallang.law import addresses
from evallang.law.acts import Act
from evallang.law.addresses import Address
from evallang.law.amend import Step, steps
from evallang.law.consolidate import Version
from evallang.law.origin import in_acts
from evallang.syntax import ast

_NAME = re.compile(r"[^\W\d]\w*")
_UNKNOWN = ("E0201", "E0220")
_DOES = {ast.Repeal: "repeals", ast.Replace: "replaces", ast.NewEdition: "gives in a new edition"}


@frozen
class _Declared:
    """Where a name was declared, in which numbering."""

    numbering: str
    address: Address


def with_causes(version: Version, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What is wrong with a consolidated text, at the place in the act that the words come from.

    Of an unknown name that an act took away, that act is named.
    """
    return tuple(_with_cause(version, d) for d in diagnostics)


def _with_cause(version: Version, d: Diagnostic) -> Diagnostic:
    lost = _lost(version, d) if d.code in _UNKNOWN else None
    return in_acts(version, d) if lost is None else lost


def _lost(version: Version, d: Diagnostic) -> Diagnostic | None:
    """The message of a name that an act took away; None for any other."""
    found = _NAME.match(d.source.slice(d.span)) if d.source is not None and d.span is not None else None
    if found is None or version.module is None or d.span is None:
        return None
    for place in reversed(list(_places(version.acts, found[0]))):
        step = next((s for s in reversed(_done(version)) if _covers(s, place)), None)
        if step is None:
            continue
        where, what = addresses.shown(place.address), _DOES[type(step.operation)]
        message = f"{d.message}; it was declared in {where}, which `{step.act.name}` {what} from {step.since}"
        user = _around(version.module.statements, d.span.start)
        used = addresses.shown(user) if user else ""
        advice = f"{used} still uses it: change {used} too, or keep `{found[0]}`" if used else d.help
        label = Label(d.span, f"{used} uses it here".strip(), d.source)
        return evolve(
            d, message=message, source=step.act.source, span=step.operation.target.span, help=advice, labels=(label,)
        )
    return None


def _done(version: Version) -> list[Step]:
    """The operations carried out by then that may take something away."""
    held = [s for act in version.acts if act.word == "amendment" for s in steps(act)]
    return sorted((s for s in held if s.since <= version.on and type(s.operation) in _DOES), key=lambda s: s.since)


def _covers(step: Step, place: _Declared) -> bool:
    changed = step.place
    return changed is not None and changed[0] == place.numbering and addresses.within(place.address, changed[1])


def _places(acts: Iterable[Act], name: str) -> Iterator[_Declared]:
    """Where the acts declare a name, the later ones last."""
    for act in acts:
        for numbering, address, statement in _statements(act.module.statements, "", ()):
            own = getattr(statement, "name", None)
            if address and isinstance(own, ast.Name) and own.text == name:
                yield _Declared(numbering, address)


def _statements(statements: Iterable[Any], numbering: str, around: Address) -> Iterator[tuple[str, Address, Any]]:
    """All statements, those of operations too, each with the provision that it stands in."""
    for s in statements:
        target = getattr(s, "target", None)
        cited = addresses.parts(target.address) if isinstance(target, ast.Citation) else None
        address = cited or addresses.first(getattr(s, "marks", ())) or around
        yield numbering, address, s
        inside = s.name.text if isinstance(s, ast.Part) else numbering
        yield from _statements(getattr(s, "body", None) or (), inside, address)


def _around(statements: Iterable[Any], place: int) -> Address:
    """The provision of the innermost statement around a place that cites one."""
    found: Address = ()
    for _, address, s in _statements(statements, "", ()):
        if s.span.start <= place < s.span.end:
            found = address or found
    return found
