"""Verdicts on mutants as tables of Markdown, and as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mutation.documents import DOCUMENTS
from mutation.judge import Verdict
from mutation.sites import SORTS

_HEADER = ("", "counted", "reading alone", "examples alone", "both together", "share", "same results", "of these read")


def as_text(found: Sequence[Verdict], seed: int) -> str:
    """The tables by sort and by document, and every mutant that counts and that nobody noticed."""
    by_sort = [(sort, [v for v in found if v.mutant.sort == sort]) for sort in SORTS]
    by_document = [(d.name, [v for v in found if v.mutant.document == i]) for i, d in enumerate(DOCUMENTS)]
    unnoticed = [v for v in found if v.counts and not v.caught]
    lines = [f"# {len(found)} mutants, of which {sum(v.counts for v in found)} count (seed {seed})", ""]
    lines += [*_table("sort", [*by_sort, ("all", found)]), "", *_table("document", by_document), ""]
    lines += [f"## Not noticed: {len(unnoticed)}", ""]
    lines += _listed(unnoticed)
    broken = [v for v in found if v.failure]
    if broken:
        lines += [f"## The checker broke: {len(broken)}", "", *(line for v in broken for line in _shown(v, v.failure))]
    return "\n".join(lines).rstrip()


def as_json(found: Sequence[Verdict]) -> dict[str, Any]:
    """How many count, who noticed them, and those that nobody noticed."""
    counted = [v for v in found if v.counts]
    return {
        "made": len(found),
        "counted": len(counted),
        "static": sum(bool(v.static) for v in counted),
        "examples": sum(v.examples for v in counted),
        "either": sum(v.caught for v in counted),
        "broken": [_told(v) | {"failure": v.failure} for v in found if v.failure],
        "unnoticed": [_told(v) for v in counted if not v.caught],
    }


def _table(what: str, groups: Iterable[tuple[str, Sequence[Verdict]]]) -> list[str]:
    rows: list[tuple[str, ...]] = [(what, *_HEADER[1:])]
    for name, found in groups:
        counted = [v for v in found if v.counts]
        either = sum(v.caught for v in counted)
        share = f"{100 * either / len(counted):.1f} %" if counted else ""
        static, examples = sum(bool(v.static) for v in counted), sum(v.examples for v in counted)
        quiet = [v for v in found if not v.counts]
        noticed = sum(bool(v.static) for v in quiet)
        rows.append((name, *map(str, (len(counted), static, examples, either)), share, str(len(quiet)), str(noticed)))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |" for row in rows]
    return [lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]]


def _listed(found: Sequence[Verdict]) -> list[str]:
    """The mutants by sort and place: the line as it was, as it is, and where results differ."""
    lines = []
    for sort in SORTS:
        group = sorted((v for v in found if v.mutant.sort == sort), key=lambda v: (v.mutant.document, v.mutant.line))
        lines += [f"### {sort}: {len(group)}", ""] if group else []
        lines += [line for v in group for line in _shown(v, v.shown)]
    return lines


def _shown(v: Verdict, why: str) -> list[str]:
    """One mutant: why it is shown, the line as it was and as it is."""
    told = _told(v)
    place = f"- {told['document']}:{told['line']} — {why}"
    return [place, "", "  ```text", f"  - {told['before']}", f"  + {told['after']}", "  ```", ""]


def _told(v: Verdict) -> dict[str, Any]:
    m = v.mutant
    return {
        "document": DOCUMENTS[m.document].name, "line": m.line, "sort": m.sort, "before": m.before, "after": m.after,
        "shown": v.shown,
    }  # fmt: skip
