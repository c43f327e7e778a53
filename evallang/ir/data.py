"""The input model: what the data gives, each value with the address of its cell."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import define, field, frozen

from evallang.diagnostics import Severity


@frozen
class Address:
    """Where a value stands: a file, a line or JSON path, a column.

    A row in words begins with a comma.
    """

    file: str
    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        between = ":" if self.row and not self.row.startswith(",") else ""
        place = f"{self.file}{between}{self.row}"
        return f'{place}, column "{self.column}"' if self.column else place


Datum = Fraction | bool | str | date


@frozen
class Cell:
    """One given value. `value` None means missing; `invalid` says why a value cannot be taken."""

    value: Datum | None = None
    address: Address | None = None
    invalid: str | None = None


@define(eq=False)
class Record:
    """One row: a body in a period, or an item of one.

    `cells` is keyed by the number of the input, `items` by the number of the item; an item that is not a key was
    not delivered, one with an empty list was delivered empty.
    """

    key: str
    cells: dict[int, Cell] = field(factory=dict, repr=False)
    items: dict[int, list[Record]] = field(factory=dict, repr=False)
    address: Address | None = None


@define(eq=False)
class BodyRecord(Record):
    """A body in one period; `kind` is None where the methodology has no kinds or none was given."""

    kind: str | None = None
    period: int | None = None


@frozen
class Finding:
    """Something to say about the data: not a mistake of the rules."""

    message: str
    address: Address | None = None
    severity: Severity = Severity.WARNING
    help: str | None = None


@define(eq=False)
class Dataset:
    """All bodies over all periods, in the order of the data; `digests` are SHA-256 by file name."""

    records: dict[tuple[str, int | None], BodyRecord] = field(factory=dict)
    findings: list[Finding] = field(factory=list)
    digests: dict[str, str] = field(factory=dict)
    names: dict[str, str] = field(factory=dict)

    @property
    def periods(self) -> tuple[int | None, ...]:
        """The periods that occur, rising."""
        found = {period for _, period in self.records}
        return tuple(sorted(found, key=lambda p: (p is not None, p or 0)))

    def bodies(self, period: int | None) -> list[BodyRecord]:
        """The bodies of one period in the order of the data."""
        return [record for (_, p), record in self.records.items() if p == period]
