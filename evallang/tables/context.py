"""What the steps of binding share: the program, the files sorted out, what was found so far."""

from __future__ import annotations

from attrs import define, field

from evallang.diagnostics import Severity
from evallang.ir.data import Address, BodyRecord, Dataset, Finding, Record
from evallang.ir.program import Program
from evallang.tables.columns import Active, Headers
from evallang.tables.raw import RawRow, RawTable
from evallang.tables.values import Words


@define(eq=False)
class Placed:
    """A table with the records that its rows became: `key_columns` are read already.

    A row that holds for several periods stands there once for each.
    """

    table: RawTable
    level: int | None
    key_columns: frozenset[int]
    rows: list[tuple[Record, RawRow]] = field(factory=list)


@define(eq=False)
class Context:
    """One binding under way. `key` is the header of the body's key.

    `made` finds the record of a row that others are nested in, `found` the record of an item by the number of
    the item, the identity of its parent and its key. `delivered` are the items that came in a file or list of
    their own.
    """

    program: Program
    active: Active
    key: str
    yearly: bool
    headers: dict[int | None, Headers]
    dataset: Dataset = field(factory=Dataset)
    placed: list[Placed] = field(factory=list)
    bodies: Words = field(factory=lambda: Words({}, "bodies"))
    by_body: dict[str, list[BodyRecord]] = field(factory=dict)
    made: dict[int, Record] = field(factory=dict)
    found: dict[tuple[int, int, str], Record] = field(factory=dict)
    of_item: dict[int, list[Record]] = field(factory=dict)
    delivered: set[int] = field(factory=set)

    def add_body(self, key: str, period: int | None, address: Address) -> BodyRecord:
        """A new record of a body."""
        record = BodyRecord(key, address=address, period=period)
        self.dataset.records[key, period] = record
        self.by_body.setdefault(key, []).append(record)
        return record

    def error(self, message: str, address: Address | None, help_text: str | None = None) -> None:
        """Say that something that was given is not used."""
        self.dataset.findings.append(Finding(message, address, Severity.ERROR, help_text))

    def warn(self, message: str, address: Address | None = None, help_text: str | None = None) -> None:
        """Say that something looks wrong or is absent."""
        self.dataset.findings.append(Finding(message, address, Severity.WARNING, help_text))


def has_yearly(program: Program) -> bool:
    """Whether some input is given for each year, so that values are looked at over the years."""
    return any(definition.yearly for definition in program.inputs)
