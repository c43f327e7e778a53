"""Why a document has no text on a day, and what a text rests on: drafts, and days that a text does not give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from attrs import frozen

from evallang.law.acts import Act
from evallang.law.amend import Step
from evallang.syntax import ast


@frozen(eq=False)
class Asked:
    """A document on a day, and what is held of it.

    `held` are the operations of all its amendments in the order of their days, `events` those of acts that had been
    adopted by `known`. `drafts` are the drafts that were left out.
    """

    name: str
    on: date
    known: date | None
    base: Act | None
    held: Sequence[Step]
    events: Sequence[Step]
    drafts: Sequence[Act]


def adopted(act: Act, known: date | None) -> bool:
    """Whether an act had been adopted by a day; one that does not say when counts from the day on which it holds."""
    day = act.adopted or act.since
    return known is None or day is None or day <= known


def in_part(steps: Sequence[Step], day: date) -> bool:
    """Whether an act that holds from a day amends an edition that is not held in full."""
    return any(s.since == day and s.act.base_in_part for s in steps)


def missing(asked: Asked) -> str:
    """Why there is no text: `not in force: …` or `unknown: …`; empty where there is one."""
    return _not_adopted(asked) or _outside(asked) or _not_held(asked) or _gap(asked)


def _not_adopted(asked: Asked) -> str:
    base, known = asked.base, asked.known
    if base is not None and not adopted(base, known):
        return f"not in force: `{base.name}` was adopted on {base.adopted or base.since}, after {known}"
    if base is None and asked.held and not asked.events:
        return f"unknown: no act that is held and amends `{asked.name}` had been adopted by {known}"
    return ""


def _outside(asked: Asked) -> str:
    base, on = asked.base, asked.on
    if base is None:
        return ""
    if base.since is None:
        return (
            f"unknown: `{base.name}` does not say from when it is in force; write `in force` and the day below its name"
        )
    if on < base.since:
        begins = f"comes into force on {base.since}{_assumed(base.assumed)}"
        if base.draft:
            begins = f"is a draft, never in force, taken as if from {base.since}{_assumed(base.assumed)}"
        return f"not in force: `{base.name}` {begins}"
    if base.until is not None and on >= base.until:
        was = "is a draft, never in force, taken as if" if base.draft else "was in force"
        return f"not in force: `{base.name}` {was} until {base.until}{_assumed(base.until_assumed)}"
    changed = _last_change(base.module.statements)
    if on.isoformat() < changed:
        return f"unknown: the text of `{base.name}` before {changed} is not held; what is held is as amended from then"
    return ""


def _last_change(statements: Iterable[Any]) -> str:
    """The last day of the marks of amending acts in a text that is consolidated already; empty for any other."""
    found = ""
    for s in statements:
        table = getattr(s, "table", None)
        marks = [*getattr(s, "marks", ()), *(m for row in (table.rows if table is not None else ()) for m in row.marks)]
        days = [m.since or "" for m in marks if isinstance(m, ast.Amended)]
        found = max([found, *days, _last_change(getattr(s, "body", None) or ())])
    return found


def _not_held(asked: Asked) -> str:
    """No act that is taken is in force by then."""
    name, base, on = asked.name, asked.base, asked.on
    if any(s.since <= on for s in asked.events) or (base is not None and base.since is not None):
        return ""
    if any(a.since is None or a.since <= on for a in asked.drafts):
        place = f"the text of `{name}` before {asked.held[0].since}" if asked.held else f"`{name}`"
        return f"unknown: {place} is held only as a draft; `--include-drafts` takes it as if it were in force"
    if asked.held:
        return f"unknown: the text of `{name}` before {asked.held[0].since} is not held"
    what = "but drafts makes or amends" if asked.drafts else "makes or amends"
    return f"unknown: no act that is held {what} `{name}`"


def _gap(asked: Asked) -> str:
    """A later act amends an edition that is not held in full, and nobody knows what came between."""
    past = [s.since for s in asked.events if s.since <= asked.on]
    begin = max(past) if past else asked.base.since if asked.base is not None else None
    if begin is None or begin >= asked.on or (asked.known is not None and begin >= asked.known):
        return ""
    later = min((s.since for s in asked.held if s.since > begin), default=None)
    if later is not None and in_part(asked.held, later):
        return f"unknown: amendments between {begin} and {later} are not held"
    return ""


def since_when(act: Act, day: date) -> str:
    """`in force since 2023-01-01`; of a draft that it never was, of a day that the text does not give that it is not.

    The second only where the act holds from that day: an operation may give a day of its own.
    """
    assumed = _assumed(act.assumed) if day == act.since else ""
    return (
        f"a draft, never in force, taken as if from {day}{assumed}" if act.draft else f"in force since {day}{assumed}"
    )


def rests_on(acts: Sequence[tuple[Act, date]]) -> tuple[str, ...]:
    """Which acts are drafts or hold from a day that is assumed, a sentence for each."""
    found = []
    for act, day in acts:
        if act.draft or (act.assumed and day == act.since):
            what = since_when(act, day)
            found.append(f"{act.shown} is {what}")
    return tuple(found)


def _assumed(why: str) -> str:
    return f" (assumed: {' '.join(why.split())})" if why else ""
