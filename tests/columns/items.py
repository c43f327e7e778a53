"""Lists in records as frames of items."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from columns.comparing import columns_of

from evallang.ir.program import Program
from evallang.tables.item_keys import key_headers
from evallang.tables.roles import chain

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
        frames[item.name] = columns_of(rows) if rows else {"body": [], **{header: [] for header in headers}}
    return frames


def _items(program: Program, level: tuple[int, ...], record: Record) -> Iterator[tuple[tuple[str, ...], Record]]:
    if not level:
        yield (), record
        return
    item = program.items[level[-1]]
    for keys, held in _items(program, level[:-1], record):
        for row in held.get(item.name, ()):
            yield (*keys, row[item.key]), row
