"""GoRules Zen: a graph of a decision table for the bracket, expressions, and a decision table for the grades."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import zen  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed

from peers.data import Columns, Record, records
from peers.exact import GRADES
from peers.peer import Peer

TABLE = {"hitPolicy": "first", "passThrough": True, "inputField": None, "outputPath": None, "executionMode": "single"}
BRACKET = (("4.8", 15, 20), ("4.6", 12, 16), ("4.4", 9, 12), ("4.2", 6, 8), ("4.0", 3, 4))


def graph() -> dict[str, Any]:
    """The rules as a JSON decision model."""
    nodes = [
        _node("in", "inputNode"),
        _node("bracket", "decisionTableNode", _bracket()),
        _node("score", "expressionNode", _expressions()),
        _node("grades", "decisionTableNode", _grades()),
        _node("out", "outputNode"),
    ]
    edges = [
        {"id": f"{before['id']}-{after['id']}", "type": "edge", "sourceId": before["id"], "targetId": after["id"]}
        for before, after in pairwise(nodes)
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node | ({"content": content} if content else {})


def _bracket() -> dict[str, Any]:
    rows = [
        {"_id": f"{kind}{edge}", "k": f'"{kind}"', "s": f">= {edge}", "p": str(points)}
        for edge, central, local in BRACKET
        for kind, points in (("central", central), ("local", local))
    ]
    inputs = [{"id": "k", "name": "kind", "field": "kind"}, {"id": "s", "name": "s", "field": "satisfaction"}]
    rows.append({"_id": "else", "k": "", "s": "", "p": "0"})
    return TABLE | {"inputs": inputs, "outputs": [{"id": "p", "name": "level", "field": "level"}], "rules": rows}


def _grades() -> dict[str, Any]:
    asked = zip((">= 9000", ">= 7000", ">= 5000", ""), reversed(GRADES), strict=True)
    rows = [{"_id": grade, "s": test, "g": f'"{grade}"'} for test, grade in asked]
    inputs = [{"id": "s", "name": "score", "field": "score"}]
    return TABLE | {"inputs": inputs, "outputs": [{"id": "g", "name": "grade", "field": "grade"}], "rules": rows}


def _kept(fault: str, base: str, central: int, local: int) -> str:
    return f"max([0, (kind == 'central' ? {central} : {local}) - {fault} / {base} * 10000])"


def _expressions() -> dict[str, Any]:
    automation = (
        "on_portal / portalable * 10 + online_volume / volume * 10 + min([5, moved * 1]) - min([5, hours_down * 0.2])"
    )
    steps = {
        "complaint_rate": _kept("complaints", "services", 10, 20),
        "deadlines": _kept("late", "timed", 26, 30),
        "refusals": _kept("refused", "services", 8, 10),
        "complete": _kept("unfinished", "services", 8, 10),
        "extra": _kept("demanded", "services", 8, 10),
        "trust": "level + $.complaint_rate",
        "assurance": "$.deadlines + $.refusals + $.complete + $.extra",
        "automation": f"kind == 'central' ? {automation} : 0",
        "total": "$.trust + $.assurance + $.automation - min([5, facts * 0.2])",
        "score": "floor($.total * 100 + 0.5)",
    }
    expressions = [{"id": name, "key": name, "value": value} for name, value in steps.items()]
    return {key: TABLE[key] for key in TABLE if key != "hitPolicy"} | {"expressions": expressions}


class Single(Peer):
    """One body at a time."""

    def load(self) -> None:
        content = zen.ZenDecisionContent(json.dumps(graph()))
        self.engine = zen.ZenEngine({"loader": lambda _: content})
        self.decision = self.engine.create_decision(content)

    def one(self, record: Record) -> tuple[int, int]:
        found = self.decision.evaluate(record)["result"]
        return round(found["score"]), GRADES.index(found["grade"])


class Batch(Peer):
    """Its own call for many bodies."""

    by_record = False

    def load(self) -> None:
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rules": graph()}}})
        self.engine.get_decision("rules")

    def prepare(self, columns: Columns) -> list[dict[str, Any]]:
        return [{"key": "rules", "context": record} for record in records(columns)]

    def batch(self, data: list[dict[str, Any]]) -> Any:
        found = [answer["data"]["result"] for answer in self.engine.evaluate_batch(data)]
        return [(round(result["score"]), GRADES.index(result["grade"])) for result in found]
