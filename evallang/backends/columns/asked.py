"""Which columns of a frame the rules may ask for: of others it does not matter what their cells are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evallang.backends.columns.arrays import Source
from evallang.ir.program import Program
from evallang.tables.bodies import BODY, KIND, PERIOD
from evallang.tables.columns import headers_by_level
from evallang.tables.roles import words_of_item


def check(program: Program, sources: Iterable[Source], key: str) -> None:
    """Raise ValueError for a column that has no values, of a name that some column may be asked for by."""
    refused = [source for source in sources if source.refusal]
    if not refused:
        return
    names = {name.casefold() for name in (key, *_names(program))}
    levels = headers_by_level(program, lambda _: True).values()
    for source in refused:
        header = source.header.strip()
        if header.casefold() in names or any(headers.find(header) for headers in levels):
            raise ValueError(source.refusal)


def _names(program: Program) -> Iterator[str]:
    """What is asked for beside inputs: a list that stands in a cell is none of these, but is not to be lost."""
    yield from (BODY, KIND, PERIOD)
    for item in program.items:
        yield from (item.key, f"{item.name}.{item.key}", *words_of_item(item))
