"""`in table §app10.t2 { … }`: rows that an act replaces, inserts or repeals."""

from __future__ import annotations

from evallang.law.inside import LineOperation, Lines, line_operations, missing
from evallang.law.splice import cut
from evallang.law.stamps import amended
from evallang.law.tables import Held, tables_at
from evallang.law.work import Work
from evallang.syntax import ast


def in_table(work: Work, o: ast.InTable) -> None:
    """Rows are found by their number, their name or their cells."""
    held = _table(work, o)
    if held is None:
        return
    by = amended(work.act, o.order, work.since, o.span)
    lines = Lines(work, f"the table {o.table}", held.rows)
    for line in line_operations(work, o.body):
        text = _rows(work, line, len(held.header), by)
        names = [name for row in getattr(line, "rows", None) or () for name in held.names(row)]
        if text is None or lines.follows(line, text, names):
            continue
        target = lines.target(line)
        if target is not None:
            lines.change(line, target, text, names)
    if lines.cuts:
        cut(work.tree, held.entry, lines.cuts)


def _table(work: Work, o: ast.InTable) -> Held | None:
    found = tables_at(work.tree, o.table)
    if not found:
        missing(work, f"a table at {o.table}", o.table.span, [], "table")
        return None
    if len(found) == 1:
        return found[0]
    parts = {id(held.entry.home): held.entry.home.part for held in found}
    if len(parts) > 1:
        names = [part.name.text if part is not None else work.act.amends for part in parts.values()]
        advice = "write " + " or ".join(f"`in table {o.table} of {name}`" for name in names)
        work.report("E0508", f"{o.table} is in several numberings", o.table.span, advice)
    else:
        advice = "give each of them a citation of its own, or `replace` what holds the one that is meant"
        work.report("E0517", f"{len(found)} tables stand at {o.table}", o.table.span, advice)
    return None


def _rows(work: Work, line: LineOperation, width: int, by: ast.Amended) -> str | None:
    if isinstance(line, ast.RepealLine):
        return ""
    if not line.rows:
        advice = "write `{ | … | … | }`, with a bar before each cell"
        work.report("E0510", "a line of a table is a row", line.span, advice)
        return None
    for row in line.rows:
        if len(row.cells) != width:
            what = f"the row has {len(row.cells)} cells, the table {width} columns"
            work.report("E0510", what, row.span, "an empty cell is `| |`")
            return None
    return "\n".join(f"{work.act.source.slice(row.span)} {by}" for row in line.rows)
