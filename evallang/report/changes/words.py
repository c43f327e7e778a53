"""The pieces of a difference in words, shared by all formats."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent
from evallang.diff.compare import Difference, RuleChange
from evallang.diff.impact import Impact, Move
from evallang.diff.meaning import Meaning
from evallang.diff.provision import NOTHING_CITED, shown
from evallang.diff.witness import Witness
from evallang.report.explain.figures import figure

LAYERS = ("Provisions", "Rules", "Meaning", "Impact")
_WORD = re.compile(r"\s+|\S+?(?=[;,.:]*(?:\s|$))")
_ROW = re.compile(r"^(?:grade|brackets)(?: under [^ ]+)* row .*?((?: under [^ ]+)*)(?: [^ ]+)$")

Piece = tuple[str, bool]
"""A piece of a text, and whether the other text lacks it."""


def pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts cut into what they share and what only one of them has, word by word."""
    if not before or not after:
        return [(before, True)] * bool(before), [(after, True)] * bool(after)
    a, b = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        left += [("".join(a[i:j]), tag != "equal")] * (j > i)
        right += [("".join(b[k:m]), tag != "equal")] * (m > k)
    return left, right


def rule_line(change: RuleChange) -> tuple[str, str, str]:
    """Where, what it was, what it is: `complaint_rate "Complaints" · clamp 1`, `0 ..`, `1 ..`."""
    where = f"{_named(change.path, change.label, change.variant)} · {_aspect(change)}"
    return where, change.before.text if change.before else "", change.after.text if change.after else ""


def _named(path: tuple[str, ...], label: str, variant: str = "") -> str:
    """What a rule is of: `total "The total"`, and of several nodes of one name whom it is for: `for central`."""
    name = ".".join(path)
    return (f'{name} "{label}"' if label else name) + (f" {variant}" if variant else "")


def _aspect(change: RuleChange) -> str:
    """What is said of it; a row of a table as it is written: `row 70% .. 84%`."""
    fact = change.after or change.before
    row = _ROW.match(change.aspect)
    if fact is None or row is None:
        return change.aspect
    column = f", {fact.column}" if fact.column else ""
    return f"row {fact.asked}{column}{row[1]}"


def meaning_line(meaning: Meaning) -> str:
    """The verdict on one declaration."""
    path = _named(meaning.path, meaning.label, meaning.variant)
    match meaning.verdict:
        case "same":
            return f"{path}: the same for every input ({meaning.tried})"
        case "differs":
            return f"{path}: differs"
    return f"{path}: not decided ({meaning.tried})"


def witness_lines(witness: Witness) -> Iterator[str]:
    """All bodies and years on which two versions differ, the one that is looked at first."""
    several = len(witness.cases) > 1 or not witness.cases[0].body.startswith("body ")
    for number, case in enumerate(witness.cases):
        year = f" in {case.period}" if case.period is not None else ""
        whose = f"{case.body}{year}: " if several else ""
        kind = [f"kind {case.kind}"] if case.kind else []
        given = ", ".join([*kind, *_given(case.given)]) or "nothing"
        yield f"{'given' if number == 0 else '  and'} {whose}{given}"
        for name, rows in case.items.items():
            yield from (f"  {name}: {', '.join(_given(row))}" for row in rows)
            if not rows:
                yield f"  {name}: none"
    if witness.readings:
        yield f"under {', '.join(f'{reading}.{option}' for reading, option in witness.readings.items())}"
    at = f" for {'.'.join(witness.at)}" if witness.at else ""
    whose = f" of {witness.cases[0].body}" if several else ""
    yield f"before {value(witness.before)}, after {value(witness.after)}{at}{whose}"


def _given(values: Mapping[str, Any]) -> list[str]:
    return [f"{name} {'missing' if v is None else value(v)}" for name, v in values.items()]


def value(v: Any) -> str:
    """A value in a few characters."""
    if isinstance(v, Absent):
        return v.status
    return "–" if v is None else figure(v)


def change_of(move: Move) -> str:
    """By how much a number moved: `+0.2`."""
    if isinstance(move.before, Fraction) and isinstance(move.after, Fraction):
        difference = move.after - move.before
        return ("+" if difference > 0 else "") + figure(difference)
    return ""


def causes(move: Move, impact: Impact) -> str:
    """Which provisions moved a result."""
    if move.shares:
        return ", ".join(f"{shown(s.provision)} {_signed(s.amount)}" for s in move.shares)
    if move.undoing is None:
        return "not searched beyond 3"
    if move.undoing:
        sets = [" and ".join(shown(p) for p in chosen) for chosen in move.undoing[:4]]
        return "undone by undoing " + " or ".join(sets)
    return "" if not impact.provisions else "not divided: some of the changes alone give no value"


def _signed(amount: Fraction) -> str:
    return ("+" if amount > 0 else "") + figure(amount)


def method(impact: Impact) -> str:
    """How differences were attributed."""
    count = len(impact.provisions)
    if impact.provisions == (NOTHING_CITED,):
        return f"attributed to {shown(NOTHING_CITED)}"
    if impact.method == "shapley":
        return f"attributed to {count} changed provision{'s' if count != 1 else ''} by Shapley values"
    return f"attributed to {count} changed provisions one by one, in the order of the document"


def in_part(difference: Difference) -> str:
    """What is to be said of editions that are held in part; nothing of others."""
    names = difference.in_part
    if not names:
        return ""
    held = f"{names[0]} is" if len(names) == 1 else f"{' and '.join(names)} are"
    return f"{held} held in part: of a provision that stands in one version only, the other may have had its own words"


def title(difference: Difference) -> str:
    """`decree_954 on 2017-12-12 → decree_954 on 2023-05-29`."""
    return f"{difference.before.name} → {difference.after.name}"
