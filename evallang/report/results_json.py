"""Results as JSON: everything that was computed, exactly. `docs/schema/results.schema.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.frames import Frame
from evallang.backends.scores import BodyScores, Result, Scores
from evallang.ir.data import Finding
from evallang.ir.program import NodeDef, Program
from evallang.numbers import Number, decimal34, fraction_text
from evallang.report.figures import exact_text
from evallang.report.findings import all_findings
from evallang.report.main_results import grade_paths, trigger_paths
from evallang.report.rests import option_name, readings_used, status
from evallang.version import __version__

FORMAT = 1
"""The version of the format; it changes when a reader of the old one would fail."""

Json = dict[str, Any]


def results_json(scores: Scores) -> str:
    """The results as the text of a JSON file."""
    return json.dumps(results(scores), ensure_ascii=False, indent=1) + "\n"


def results(scores: Scores) -> Json:
    """The results as plain values, in the order of the data and of the document."""
    bodies = list(scores)
    return {
        "format": FORMAT,
        "engine": f"evallang {__version__}",
        "rules": _rules(scores.program),
        "data": [{"file": name, "sha256": digest} for name, digest in scores.data.digests.items()],
        "readings": _readings(scores),
        "bodies": [_body(scores, body) for body in bodies],
        "ratings": [_rating(scores, bodies, name) for name in scores.rank_names],
        "triggers": [_trigger(bodies, path) for path in trigger_paths(scores.program)],
        "findings": [_finding(finding) for finding in all_findings(scores)],
    }


def _rules(program: Program) -> Json:
    force = program.in_force
    version = force.since or program.dated
    why = "the document as its file holds it" if not program.draft else "a draft, as its file holds it"
    if program.text_of is not None:
        version, why = program.text_of.since or version, str(program.text_of)
    return {
        "name": program.name,
        "label": program.label,
        "origin": program.origin,
        "dated": _day(program.dated),
        "in_force": {"since": _day(force.since), "until": _day(force.until)},
        "version": _day(version),
        "why": why,
        "sha256": program.source.digest,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _readings(scores: Scores) -> list[Json]:
    used = set(readings_used(scores.program))
    found = []
    for number, (reading, choice) in enumerate(zip(scores.program.readings, scores.choices, strict=True)):
        reason = reading.reasons[choice] if choice < len(reading.reasons) else ""
        found.append({
            "id": reading.id,
            "name": reading.name,
            "question": reading.question,
            "option": option_name(reading, choice),
            "status": status(scores, number),
            "because": reason,
            "used": number in used,
        })  # fmt: skip
    return found


def _body(scores: Scores, body: BodyScores) -> Json:
    program = scores.program
    nodes = dict.fromkeys(n.short for n in program.nodes if not n.level)
    return {
        **_who(body),
        "nodes": {path: value_object(body[path]) for path in nodes},
        "grades": {path.removesuffix(".grade"): value_object(body[path]) for path in grade_paths(program)},
        "items": _items(scores, body.frame, None),
    }


def _who(body: BodyScores) -> Json:
    return {"body": body.key, "kind": body.kind, "period": body.period}


def _items(scores: Scores, above: Frame, parent: int | None) -> Json:
    """The items directly below a body or item, by the name of their list."""
    program = scores.program
    found: Json = {}
    for number, item in enumerate(program.items):
        if item.parent == parent and _has_nodes(program, number):
            frames = above.items(number)
            if frames is not None:
                found[item.name] = [_item(scores, frame, number) for frame in frames]
    return found


def _item(scores: Scores, frame: Frame, number: int) -> Json:
    start = len(scores.program.items[number].path)
    nodes: Json = {}
    for node in nodes_of_item(scores.program, number):
        name = ".".join(node.path[start:])
        if node.kinds is None or frame.kind in node.kinds:
            nodes[name] = value_object(scores.of_node(frame, node))
    return {"key": frame.key, "nodes": nodes, "items": _items(scores, frame, number)}


def nodes_of_item(program: Program, number: int) -> Iterable[NodeDef]:
    """The nodes that each item of a list has."""
    return (node for node in program.nodes if node.level and node.level[-1] == number)


def _has_nodes(program: Program, number: int) -> bool:
    """Whether the items of a list, or of a list inside them, have nodes."""
    return any(number in node.level for node in program.nodes)


def _rating(scores: Scores, bodies: list[BodyScores], name: str) -> Json:
    rating = next(r for r in scores.program.ratings if name == r.name or name.startswith(f"{r.name}."))
    ranks = [{**_who(body), **value_object(body[f"{name}.rank"])} for body in bodies]
    return {"rating": name, "label": rating.label, "ranks": ranks}


def _trigger(bodies: list[BodyScores], path: str) -> Json:
    found = [(body, body[path]) for body in bodies]
    label = found[0][1].label if found else ""
    return {"trigger": path, "label": label, "bodies": [{**_who(b), **value_object(r)} for b, r in found]}


def value_object(result: Result) -> Json:
    """One result: a value with its points and provisions, or why there is none and where to look."""
    if result.status != "value":
        return {"status": result.status, "because": result.because, "at": list(result.at)}
    found: Json = {"status": "value", **_value(result.value)}
    if result.points is not None:
        found["points"] = exact_text(result.points)
    return {**found, "provision": list(result.provisions), "label": result.label}


def _value(value: Number | bool | str | date | None) -> Json:
    if isinstance(value, bool):
        return {"flag": value}
    if isinstance(value, str | date) or value is None:
        return {"name": str(value)}
    text, is_exact = decimal34(value)
    exact = fraction_text(value) if isinstance(value, Fraction) else None
    return {"exact": exact, "decimal": text, "is_exact": is_exact}


def _finding(finding: Finding) -> Json:
    return {
        "severity": finding.severity.value,
        "message": finding.message,
        "at": str(finding.address) if finding.address else None,
        "help": finding.help,
    }
