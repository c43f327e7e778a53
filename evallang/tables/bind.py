"""Raw data and a methodology to a data set: typed cells with their addresses."""

from __future__ import annotations

from collections.abc import Sequence

from evallang.ir.data import Dataset
from evallang.ir.program import Program
from evallang.tables.absent import report_absent
from evallang.tables.at_most import check_at_most
from evallang.tables.bodies import BODY, place_bodies
from evallang.tables.cells import fill_cells
from evallang.tables.columns import Active, headers_by_level
from evallang.tables.context import Context
from evallang.tables.items import place_items
from evallang.tables.periods import carry_fixed
from evallang.tables.raw import RawData, RawTable
from evallang.tables.roles import sort_tables
from evallang.uncollected import uncollected


def bind(
    program: Program, raw: RawData, active: Active, *, key: str = BODY, linked: frozenset[int] = frozenset()
) -> Dataset:
    """The data as records of bodies and items.

    `active` says which conditions hold, so that only what is needed is missed; `key` is the header of the
    column that names the body; `linked` are nodes whose values come from other documents. What cannot be used
    at all, a key column that is absent for example, raises DataError; a row that is not used and a column that
    is absent or unknown is a finding; a text that does not fit its type is an invalid cell.
    """
    ctx = _context(program, active, key, linked)
    ctx.dataset.findings += raw.findings
    ctx.dataset.digests |= raw.digests
    bodies, items = sort_tables(ctx, raw.tables)
    with uncollected():
        place_bodies(ctx, bodies)
        place_items(ctx, items)
        filled = fill_cells(ctx)
        carry_fixed(ctx)
        check_at_most(ctx)
    report_absent(ctx, filled)
    return ctx.dataset


def table_roles(
    program: Program, active: Active, tables: Sequence[RawTable], key: str = BODY
) -> tuple[list[RawTable], list[tuple[int, RawTable]]]:
    """Which tables hold the bodies, and which one the items of what, by their names and headers. Raises DataError."""
    return sort_tables(_context(program, active, key, frozenset()), tables)


def _context(program: Program, active: Active, key: str, linked: frozenset[int]) -> Context:
    yearly = any(definition.yearly for definition in program.inputs)
    return Context(program, active, key, yearly, headers_by_level(program, active, linked))
