"""A difference for the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diff.compare import Difference
from evallang.diff.impact import Impact
from evallang.report.changes.words import (
    causes,
    change_of,
    in_part,
    meaning_line,
    method,
    rule_line,
    title,
    value,
    witness_lines,
)  # fmt: skip
from evallang.report.columns import Column, laid_out

MOST_MOVES = 40


def text(difference: Difference, most: int = MOST_MOVES) -> str:
    """All layers below each other; of the impact at most so many moves."""
    lines = [title(difference), ""]
    if not difference.any:
        return "\n".join([*lines, "no difference: layout, comments and the order of declarations are none"]) + "\n"
    if difference.in_part:
        lines += [in_part(difference), ""]
    for name, found in (
        ("Provisions", _provisions(difference)),
        ("Rules", _rules(difference)),
        ("Meaning", _meaning(difference)),
        ("Impact", _impact(difference.impact, most)),
    ):
        body = list(found)
        if body:
            lines += [name, *(f"  {line}" for line in body), ""]
    return "\n".join(lines).rstrip() + "\n"


def _provisions(difference: Difference) -> Iterator[str]:
    for change in difference.provisions:
        p = change.after or change.before
        assert p is not None
        by = f"  ({change.by})" if change.by is not None else ""
        yield f"{change.sort:<9} {change.shown}" + (f"  {p.title}" if p.title else "") + by


def _rules(difference: Difference) -> Iterator[str]:
    for change in difference.rules:
        where, before, after = rule_line(change)
        cited = f"  {', '.join(change.provisions)}" if change.provisions else ""
        yield f"{where}{cited}"
        if before or change.before is not None:
            yield f"  − {before}"
        if after or change.after is not None:
            yield f"  + {after}"


def _meaning(difference: Difference) -> Iterator[str]:
    for meaning in difference.meanings:
        yield meaning_line(meaning)
        if meaning.witness is not None:
            yield from (f"  {line}" for line in witness_lines(meaning.witness))


def _impact(impact: Impact | None, most: int) -> Iterator[str]:
    if impact is None:
        return
    moved = {m.body for m in impact.moves}
    yield f"{len(moved)} of {impact.bodies} bodies move; {method(impact)}"
    shown = impact.moves[:most]
    if shown:
        yield from laid_out([
            Column("body", tuple(m.body for m in shown)),
            Column("result", tuple(m.path for m in shown)),
            Column("before", tuple(value(m.before) for m in shown), True),
            Column("after", tuple(value(m.after) for m in shown), True),
            Column("change", tuple(change_of(m) for m in shown), True),
            Column("because of", tuple(causes(m, impact) for m in shown)),
        ])  # fmt: skip
    if len(impact.moves) > most:
        yield f"({len(impact.moves) - most} more; `--format json` has all)"


def markdown(difference: Difference) -> str:
    """The same as Markdown, with tables for rules and impact."""
    lines = [f"# {title(difference)}", ""]
    if not difference.any:
        return "\n".join([*lines, "No difference."]) + "\n"
    if difference.in_part:
        lines += [f"{in_part(difference)}.", ""]
    lines += ["## Provisions", "", "| | provision | heading |", "|---|---|---|"]
    for change in difference.provisions:
        p = change.after or change.before
        assert p is not None
        lines.append(f"| {change.sort} | {change.shown} | {_cell(p.title)} |")
    lines += ["", "## Rules", "", "| rule | provision | before | after |", "|---|---|---|---|"]
    for rule in difference.rules:
        where, before, after = rule_line(rule)
        lines.append(f"| {_cell(where)} | {', '.join(rule.provisions)} | {_code(before)} | {_code(after)} |")
    lines += ["", "## Meaning", ""]
    for meaning in difference.meanings:
        lines.append(f"- {meaning_line(meaning)}")
        if meaning.witness is not None:
            lines += [f"    - {line.strip()}" for line in witness_lines(meaning.witness)]
    if difference.impact is not None:
        lines += ["", "## Impact", "", method(difference.impact), ""]
        lines += ["| body | result | before | after | because of |", "|---|---|--:|--:|---|"]
        for m in difference.impact.moves:
            row = (m.body, m.path, value(m.before), value(m.after), causes(m, difference.impact))
            lines.append("| " + " | ".join(map(_cell, row)) + " |")
    return "\n".join(lines) + "\n"


def _cell(text_: str) -> str:
    return text_.replace("|", "\\|").replace("\n", " ")


def _code(text_: str) -> str:
    return f"`{_cell(text_)}`" if text_ else ""
