"""A difference as JSON: `docs/schema/diff.schema.json` describes it."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent
from evallang.diff.compare import Difference, RuleChange
from evallang.diff.facts import Fact
from evallang.diff.impact import Impact, Move
from evallang.diff.meaning import Meaning
from evallang.diff.provision import shown
from evallang.diff.provisions import Provision, ProvisionChange
from evallang.law import addresses
from evallang.numbers import decimal34


def to_json(difference: Difference) -> str:
    """All layers; numbers as exact fractions and as decimals."""
    return json.dumps(
        {
            "before": difference.before.name,
            "after": difference.after.name,
            "in_part": list(difference.in_part),
            "provisions": [_change(c) for c in difference.provisions],
            "rules": [_rule(r) for r in difference.rules],
            "meaning": [_meaning(m) for m in difference.meanings],
            "impact": _impact(difference.impact),
        },
        ensure_ascii=False,
        indent=2,
    ) + "\n"  # fmt: skip


def _change(change: ProvisionChange) -> dict[str, Any]:
    return {"change": change.sort, "before": _provision(change.before), "after": _provision(change.after)}


def _provision(p: Provision | None) -> dict[str, Any] | None:
    if p is None:
        return None
    return {
        "address": addresses.shown(p.address), "numbering": p.numbering, "heading": p.heading, "words": p.words,
        "amended": [str(a) for a in p.amended],
    }  # fmt: skip


def _rule(rule: RuleChange) -> dict[str, Any]:
    return {
        "path": ".".join(rule.path), "variant": rule.variant, "aspect": rule.aspect, "sort": rule.sort,
        "before": _fact(rule.before), "after": _fact(rule.after),
    }  # fmt: skip


def _fact(fact: Fact | None) -> dict[str, Any] | None:
    return None if fact is None else {"text": fact.text, "provisions": list(fact.provisions)}


def _meaning(meaning: Meaning) -> dict[str, Any]:
    w = meaning.witness
    witness = None if w is None else {
        "body": w.cases[0].body,
        "period": w.cases[0].period,
        "item": list(w.at),
        "kind": w.kind,
        "given": {k: _value(v) for k, v in w.given.items()},
        "items": {k: [{n: _value(v) for n, v in row.items()} for row in rows] for k, rows in w.items.items()},
        "data": dict(w.data),
        "readings": dict(w.readings),
        "before": _value(w.before),
        "after": _value(w.after),
    }  # fmt: skip
    return {
        "path": ".".join(meaning.path), "variant": meaning.variant, "verdict": meaning.verdict, "tried": meaning.tried,
        "witness": witness,
    }  # fmt: skip


def _impact(impact: Impact | None) -> dict[str, Any] | None:
    if impact is None:
        return None
    return {
        "method": impact.method, "bodies": impact.bodies, "provisions": [shown(p) for p in impact.provisions],
        "moves": [_move(m) for m in impact.moves],
    }  # fmt: skip


def _move(move: Move) -> dict[str, Any]:
    undoing = None if move.undoing is None else [[shown(p) for p in u] for u in move.undoing]
    return {
        "body": move.body, "result": move.path, "before": _value(move.before), "after": _value(move.after),
        "shares": [{"provision": shown(s.provision), "amount": _value(s.amount)} for s in move.shares],
        "undoing": undoing,
    }  # fmt: skip


def _value(v: Any) -> Any:
    if isinstance(v, Absent):
        return {"status": v.status, "because": v.because}
    if isinstance(v, Fraction):
        return {"exact": str(v), "decimal": decimal34(v)[0]}
    return v if v is None or isinstance(v, bool | int) else str(v)
