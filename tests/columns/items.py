"""Lists in records as frames of items."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from columns.comparing import columns_of

from evallang.ir.program import Program
from evallang.tables.item_keys import key_headers
from evallang.tables.roles import chain, item_under

Record = Mapping[str, Any]
Lists = dict[str, dict[str, list[Any]]]


def lists_of(records: Sequence[Record], program: Program) -> Lists:
    """The items of records as frames by the names of their lists; one that no record has is a frame without rows."""
    frames = {}
    for number, item in enumerate(program.items):
        level, headers = chain(program, number), key_headers(program, number)
        rows = []
        for record in records:
            of_body = {key: record[key] for key in ("body", "period") if key in record}
            for keys, held in _items(program, level, record):
                cells = {k: v for k, v in held.items() if k != item.key and not isinstance(v, list)}
                rows.append(of_body | dict(zip(headers, keys, strict=True)) | cells)
        none = [key for key in ("body", "period") if any(key in record for record in records)]
        frames[item.name] = columns_of(rows) if rows else {header: [] for header in (*none, *headers)}
    return frames


def _items(program: Program, level: tuple[int, ...], record: Record) -> Iterator[tuple[tuple[str, ...], Record]]:
    if not level:
        yield (), record
        return
    for keys, held in _items(program, level[:-1], record):
        for row in list_in(program, level, held) or ():
            yield (*keys, row[program.items[level[-1]].key]), row


def list_in(program: Program, level: tuple[int, ...], record: Record) -> list[Record] | None:
    """The list of a record that holds the innermost of some items; None where it is not given."""
    outer = tuple(program.items[number].name for number in level[:-1])
    lists = (value for name, value in record.items() if isinstance(value, list) and _means(program, outer, name, level))
    return next(lists, None)


def _means(program: Program, outer: tuple[str, ...], name: str, level: tuple[int, ...]) -> bool:
    return item_under(program, (*outer, name)) == level[-1]


def given(record: Record, program: Program) -> frozenset[str] | None:
    """The lists that are given for a body and all its items; None where one is for some items and not for others."""
    found = set()
    for number, item in enumerate(program.items):
        level = chain(program, number)
        lists = [list_in(program, level, held) for _, held in _items(program, level[:-1], record)]
        if all(rows is not None for rows in lists):
            found.add(item.name)
        elif any(rows is not None for rows in lists):
            return None
    return frozenset(found)
