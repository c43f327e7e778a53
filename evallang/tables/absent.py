"""What the methodology asks for and the data does not have: one finding each."""

from __future__ import annotations

from evallang.ir.program import InputDef
from evallang.tables.columns import short_header
from evallang.tables.context import Context
from evallang.tables.wording import quoted


def report_absent(ctx: Context, filled: dict[int | None, set[int]]) -> None:
    """One finding for each item that was not delivered and for each input without a column."""
    if not ctx.dataset.records:
        return
    kinds = {record.kind for record in ctx.dataset.records.values()}
    held = dict.fromkeys(range(len(ctx.program.items)), False)
    for number in held:
        outer = ctx.program.items[number].parent
        parents = ctx.dataset.records.values() if outer is None else ctx.of_item.get(outer, [])
        held[number] = any(number in parent.items for parent in parents)
    for level, headers in ctx.headers.items():
        wanted = [
            d
            for d in headers.inputs
            if d.asked and ctx.active(d.conditions) and (d.kinds is None or d.kinds & kinds or None in kinds)
        ]
        if level is not None and not held[level]:
            outer = ctx.program.items[level].parent
            if (wanted or not headers.inputs) and (outer is None or held[outer]):
                item = ctx.program.items[level]
                label = f" ({item.label})" if item.label else ""
                ctx.warn(f"there is no data of {quoted(item.name)}{label}")
            continue
        if level is None or ctx.of_item.get(level):
            _report_columns(ctx, level, [d for d in wanted if d.fallback is None], filled[level])


def _report_columns(ctx: Context, level: int | None, wanted: list[InputDef], filled: set[int]) -> None:
    above = 0 if level is None else len(ctx.program.items[level].path)
    given = {d.path for d in ctx.headers[level].inputs if d.number in filled}
    file = next((placed.table.file for placed in ctx.placed if placed.level == level), "")
    first: dict[tuple[str, ...], InputDef] = {}
    for d in wanted:
        first.setdefault(d.path, d)
    for path, definition in first.items():
        if path not in given:
            label = f" ({definition.label})" if definition.label else ""
            ctx.warn(f"{file}: there is no column {quoted(short_header(definition, above))}{label}")
