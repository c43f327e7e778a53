"""Explanations as text and as Markdown: the same lines, with other marks."""

from __future__ import annotations

from typing import Any

from evallang import numbers
from evallang.backends.interpreter.absence import Absent
from evallang.report.explain.figures import figure
from evallang.report.explain.model import NodeSeen, Working


def lines(seen: NodeSeen, indent: int = 0) -> list[str]:
    """A node and its parts, each part two columns further in."""
    pad = "  " * indent
    found = [pad + _head(seen)]
    found += [f"{pad}    {line}" for line in _details(seen)]
    for part in seen.parts:
        found += lines(part, indent + 1)
    return found


def markdown(seen: NodeSeen, depth: int = 0) -> list[str]:
    """The same as nested lists."""
    pad = "  " * depth
    found = [f"{pad}- **{_head(seen)}**"]
    found += [f"{pad}  - {line}" for line in _details(seen)]
    for part in seen.parts:
        found += markdown(part, depth + 1)
    return found


def _head(seen: NodeSeen) -> str:
    cited = " ".join(seen.provisions)
    label = f' "{seen.label}"' if seen.label else ""
    result = seen.result
    value = figure(result.value) if result.status == "value" else result.status
    points = f" of {figure(result.points)}" if result.points is not None and result.status == "value" else ""
    return f"{seen.path}{label} {cited}".rstrip() + f": {value}{points}"


def _details(seen: NodeSeen) -> list[str]:
    found = []
    if seen.result.status != "value":
        at = f" ({', '.join(seen.result.at)})" if seen.result.at else ""
        found.append(f"because {seen.result.because}{at}")
    for guard in seen.guards:
        held = "yes" if guard.held is True else "no" if guard.held is False else _why(guard.held)
        found.append(f"when {guard.text} {_cite(guard.provisions)}: {held}".replace(" :", ":"))
    if seen.working is not None:
        found += _working(seen.working, seen.how)
    for formula in seen.formulas:
        label = f' "{formula.label}"' if formula.label else ""
        found.append(f"{formula.name}{label} {_cite(formula.provisions)}".rstrip() + f" = {_chain(formula)}")
    for step in seen.steps:
        stays = type(step.after) is not Absent and numbers.compare(step.after, step.before) == 0
        change = "stays" if stays else f"becomes {figure(step.after)}"
        found.append(f"{step.text} {_cite(step.provisions)}: {figure(step.before)} {change}")
    if seen.shares:
        terms = " + ".join(f"{share.name} {figure(share.amount)}" for share in seen.shares)
        found.append(
            f"adds up: {terms}".replace("+ -", "− ") + f" = {figure(seen.result.value)}"
            if len(seen.shares) <= 8
            else f"adds up from {len(seen.shares)} shares to {figure(seen.result.value)}"
        )
        if len(seen.shares) > 8:
            found += [f"  {share.name}: {figure(share.amount)}" for share in seen.shares]
    for given in seen.inputs:
        label = f' "{given.label}"' if given.label else ""
        cell = f" ({given.cell})" if given.cell else ""
        found.append(f"input {given.name}{label} {_cite(given.provisions)}".rstrip() + f": {figure(given.value)}{cell}")
    if seen.grade is not None:
        found.append(_graded(seen))
    return found


def _working(working: Working, how: str) -> list[str]:
    word = "score" if how == "score" else "then"
    cited = _cite(working.provisions)
    return [f"{word} {_short(working.written)} {cited}".rstrip(), f"= {_chain_numbers(working)}"]


def _short(written: str) -> str:
    return written if len(written) <= 160 else written[:157] + "…"


def _chain(working: Working) -> str:
    return f"{_short(working.written)} = {_chain_numbers(working)}"


def _chain_numbers(working: Working) -> str:
    value = figure(working.value)
    return value if working.numbers == value else f"{working.numbers} = {value}"


def _why(held: Any) -> str:
    return f"not known, {held.because}" if type(held) is Absent else figure(held)


def _cite(provisions: tuple[str, ...]) -> str:
    return " ".join(provisions)


def _graded(seen: NodeSeen) -> str:
    grade = seen.grade
    assert grade is not None
    if type(grade.grade) is Absent:
        return f"grade: {grade.grade.status}, {grade.grade.because}"
    label = f' "{grade.label}"' if grade.label else ""
    return f"grade {_cite(grade.provisions)}: {figure(grade.looked_up)} is in `{grade.row}`: {grade.grade}{label}"
