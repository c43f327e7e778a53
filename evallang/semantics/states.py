"""Numbers that the law gives twice must agree: `states`, parent rows, totals, the points of a whole and its parts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evallang.ir import expr as ir
from evallang.ir.program import Conditions, NodeDef, PointsDef, Program
from evallang.numbers import parse_number
from evallang.semantics.context import Lowering
from evallang.syntax import ast

_BOTH = "where the law contradicts itself, put both `under` the options of a reading"
_LOOK = "look for the part whose points differ from the law"
_TOTAL_HELP = (
    "look for the row that differs from the law; "
    "or the law itself does not add up: then leave `total` out and say so in a comment"
)


def check_states(low: Lowering, program: Program) -> None:
    """Report numbers given again that differ from the first under the chosen readings: the checker tells of others."""
    for node in program.nodes:
        chosen = [points for points in node.points if low.is_chosen((*points.conditions, *node.conditions))]
        for points in chosen:
            if points.states:
                _check(low, program, node, points)
            elif node.parts and not node.weights and all(c.guard is not None for c in node.clauses):
                _check_parts(low, program, node, points)
    for table, row in low.collected.head.get("totals", []):
        _check_total(low, table, row)


def _check(low: Lowering, program: Program, node: NodeDef, stated: PointsDef) -> None:
    kinds: list[str | None] = [k.name for k in program.kinds]
    for kind in kinds or [None]:
        if kind is not None and node.kinds is not None and kind not in node.kinds:
            continue
        said = _amount(stated, kind)
        first = _first(low, program, node, kind, (*stated.conditions, *node.conditions))
        if said is None or first is None or abs(said) == abs(first):
            continue
        whose = f" for `{kind}`" if kind is not None and (stated.by_kind or len(program.kinds) > 1) else ""
        message = f"`{node.name}` has {_plain(first)} points{whose}, and here {_plain(said)} are stated"
        advice = _BOTH
        if all(points.states for points in node.points):
            message = f"`{node.name}` states {_plain(said)} points{whose}, and its parts add up to {_plain(first)}"
            advice = f"{_LOOK}; {_BOTH}"
        low.report("E0223", message, stated.span, advice)
        return


def _check_parts(low: Lowering, program: Program, node: NodeDef, claim: PointsDef) -> None:
    """The points of a node that is the sum of its parts against theirs, for each kind of body."""
    kinds: list[str | None] = [k.name for k in program.kinds if node.kinds is None or k.name in node.kinds]
    for kind in kinds or [None]:
        said, total = _amount(claim, kind), _of_parts(low, program, node, kind, (*claim.conditions, *node.conditions))
        if said is not None and total is not None and said != total:
            whose = f" for `{kind}`" if kind is not None and len(program.kinds) > 1 else ""
            message = f"`{node.name}` has {_plain(said)} points{whose}, and its parts add up to {_plain(total)}"
            low.report("E0223", message, claim.span, f"{_LOOK}; {_BOTH}")
            return


def _plain(amount: Fraction) -> str:
    return str(amount) if amount.denominator == 1 else f"{float(amount):g}"


def _amount(points: PointsDef, kind: str | None) -> Fraction | None:
    """The points as a number, when the text gives one."""
    if points.by_kind:
        return dict(points.by_kind).get(kind or "")
    value = points.value
    if isinstance(value, ir.Apply) and value.op == "neg" and isinstance(value.args[0], ir.Const):
        inner = value.args[0].value
        return -inner if isinstance(inner, Fraction) else None
    return value.value if isinstance(value, ir.Const) and isinstance(value.value, Fraction) else None


def _first(
    low: Lowering, program: Program, node: NodeDef, kind: str | None, conditions: Conditions
) -> Fraction | None:  # fmt: skip
    """The points given first: those declared, else the sum of the parts."""
    for points in node.points:
        if not points.states and low.is_chosen(points.conditions):
            # What rests on a reading of its own is not judged: it is what the reading holds.
            return _amount(points, kind) if set(points.conditions) <= set(conditions) else None
    return _of_parts(low, program, node, kind, conditions)


def _of_parts(
    low: Lowering, program: Program, node: NodeDef, kind: str | None, conditions: Conditions
) -> Fraction | None:  # fmt: skip
    """The points of the parts for a kind of body, penalties left out; None where there is none."""
    total = None
    for part in node.parts:
        if part.sign < 0:
            continue
        for target in part.part.targets:
            child = program.definitions[target]
            assert isinstance(child, NodeDef)
            if kind is not None and child.kinds is not None and kind not in child.kinds:
                continue
            if not _together(conditions, child.conditions):
                continue
            if not set(child.conditions) <= set(conditions):
                return None  # there under some options, not there under others
            amount = _first(low, program, child, kind, conditions)
            if amount is None:
                return None
            total = amount if total is None else total + amount
    return total


def _together(a: Conditions, b: Conditions) -> bool:
    chosen = dict(a)
    return all(chosen.get(reading, option) == option for reading, option in b)


def _check_total(low: Lowering, table: ast.IndicatorTable, row: ast.Row) -> None:
    """The line `total` against the rows that are no part of another row."""
    header = [cell.text for cell in table.table.header]
    kinds = low.collected.kind_names
    versions = [c.name.text for v in low.collected.versions.values() for c in v.choices]
    columns = [i for i, name in enumerate(header) if name == "points" or name in kinds or name in versions]
    sums = {i: Fraction(0) for i in columns}
    numbers = _numbers(table, header)
    for body_row, no in numbers:
        if any(no.startswith(f"{other}.") for _, other in numbers if other):
            continue
        for i in columns:
            sums[i] += _cell(body_row.cells[i])
    stated = [cell for cell in row.cells[1:] if isinstance(cell, ast.Constant)]
    said = [_cell(cell) for cell in stated]
    found = [sums[i] for i in columns]
    if len(said) == 1 and len(found) != 1:
        found = [sum(found, Fraction(0))]
    for cell, value, total in zip(stated, said, found, strict=False):
        if value != total:
            message = f"the total is stated as {_plain(value)}, and the rows add up to {_plain(total)}"
            low.report("E0223", message, cell.span, _TOTAL_HELP)
            return


def _numbers(table: ast.IndicatorTable, header: list[str]) -> list[tuple[ast.Row, str]]:
    """The rows with their numbers, `total` left out."""
    found = []
    place = header.index("no") if "no" in header else None
    for row in table.table.rows:
        if len(row.cells) != len(header):
            continue
        first: Any = row.cells[place] if place is not None else None
        value = first.value if isinstance(first, ast.Starred) else first
        no = str(getattr(value, "text", value)) if not isinstance(value, ast.Empty | None) else ""
        if no != "total":
            found.append((row, no))
    return found


def _cell(cell: Any) -> Fraction:
    if not isinstance(cell, ast.Constant):
        return Fraction(0)
    try:
        return parse_number(cell.text)
    except ValueError:
        return Fraction(0)
