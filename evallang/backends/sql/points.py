"""The points of a node for a body: as declared, else those of its parts; and how exempted rows share theirs out."""

from __future__ import annotations

from evallang.backends.sql import expressions
from evallang.backends.sql.place import Place
from evallang.backends.sql.values import NOTHING, NUMBER, UNDEFINED, VALUE, Value
from evallang.ir.program import NodeDef, PointsDef


def points_of(at: Place, number: int) -> Value | None:
    """The points of a node; status 7 where nothing says any for this body, None where nothing ever does."""
    d = _node(at, number)
    claim = at.shared.holds.claim(d)
    if claim is not None:
        return _claimed(at, claim)
    return _of_parts(at, d, exempt=False, rows=False)


def _node(at: Place, number: int) -> NodeDef:
    d = at.shared.holds.program.definitions[number]
    assert isinstance(d, NodeDef)
    return d


def _claimed(at: Place, claim: PointsDef) -> Value:
    if claim.value is not None:
        return at.math.needed(expressions.value(at, claim.value))
    if not claim.by_kind:
        return at.math.absent(NUMBER, UNDEFINED)
    from evallang.backends.sql.logic import choose  # noqa: PLC0415  # beside the expressions

    result = at.math.absent(NUMBER, UNDEFINED)
    for kind, number in claim.by_kind:
        is_kind = at.let(f"COALESCE({at.shared.kind} = {at.string(kind)}, FALSE)")
        result = choose(at, is_kind, at.math.constant(number), result)
    return result


def _of_parts(at: Place, d: NodeDef, *, exempt: bool, rows: bool) -> Value | None:
    """The points of the parts added, penalties left out; with `exempt` what a mark takes away is left out too."""
    from evallang.backends.sql.nodes import is_row  # noqa: PLC0415  # nodes have points

    found: list[Value] = []
    for part in d.parts:
        if (rows and not is_row(at, part)) or part.sign < 0:
            continue
        for target in part.part.targets:
            one = _of_part(at, _node(at, target), exempt=exempt)
            if one is not None:
                found.append(one)
    return _total(at, found) if found else None


def _of_part(at: Place, d: NodeDef, *, exempt: bool) -> Value | None:
    """What a part adds; status 7 where it adds nothing."""
    from evallang.backends.sql.nodes import concerns  # noqa: PLC0415  # nodes have points

    holds = at.shared.holds
    if not holds.active(d.conditions):
        return None
    without_claim = bool(d.parts) and holds.claim(d) is None
    found = _of_parts(at, d, exempt=exempt, rows=False) if without_claim else points_of(at, d.number)
    if found is None:
        return None
    out = []
    if d.kinds is not None:
        kinds = at.strings(sorted(d.kinds))
        out.append(f"NOT COALESCE({at.shared.kind} IN ({kinds}), FALSE)" if kinds else "TRUE")
    if exempt:
        before: list[str] = []  # the first mark that concerns the body decides
        for exemption in holds.exemptions(d):
            here = concerns(at, exemption)
            if exemption.compensation != "full points":
                out.append(" AND ".join([here, *(f"NOT ({b})" for b in before)]))
            before.append(here)
    outside = at.let(" OR ".join(f"({test})" for test in out) or "FALSE")
    s = at.let(f"CASE WHEN {outside} THEN 7 WHEN {found.s} IN (0, 9) THEN {found.s} ELSE 7 END")
    return Value(NUMBER, found.v, s, found.e, found.grid, found.most, found.error, found.least)


def _total(at: Place, found: list[Value]) -> Value:
    from evallang.backends.sql.nodes import where_there  # noqa: PLC0415  # nodes have points

    statuses = [x.s for x in found]
    doubt = " OR ".join(f"{s} = 9" for s in statuses)
    none = " AND ".join(f"{s} = {NOTHING}" for s in statuses)
    s = at.let(f"CASE WHEN {doubt} THEN 9 WHEN {none} THEN {NOTHING} ELSE 0 END")
    total = at.math.add(where_there(at, found, s))
    status = at.let(f"CASE WHEN {s} <> 0 THEN {s} ELSE {total.s} END") if s != VALUE else total.s
    return Value(NUMBER, total.v, status, total.e, total.grid, total.most, total.error, total.least)


def share_factor(at: Place, d: NodeDef) -> Value | None:
    """By how much the points of exempted rows raise the other rows; status 0 where they do."""
    from evallang.backends.sql.nodes import concerns  # noqa: PLC0415  # nodes have points

    marks = at.shared.holds.shared_out(d)
    if not marks:
        return None
    full, left = _of_parts(at, d, exempt=False, rows=True), _of_parts(at, d, exempt=True, rows=True)
    if full is None or left is None:
        return None
    factor = at.math.div(full, left)
    any_mark = at.let(" OR ".join(concerns(at, mark) for mark in marks))
    s = at.let(
        f"CASE WHEN NOT ({any_mark}) OR {full.s} = 7 OR {left.s} = 7 THEN 7 "
        f"WHEN {full.s} = 9 OR {left.s} = 9 THEN 9 ELSE {factor.s} END"
    )
    return Value(NUMBER, factor.v, s, factor.e, factor.grid, factor.most, factor.error, factor.least)
