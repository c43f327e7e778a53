"""Where two rows of a table answer, and how that is told: no value comes out there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from evallang.diagnostics import Severity
from evallang.ir.program import TableRow
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict, Witness
from evallang.lint.gaps import described, sets_of
from evallang.lint.grid import Region
from evallang.lint.looked_up import Reached, decided, met, reached, smallest
from evallang.lint.rows import asked
from evallang.lint.subject import Subject
from evallang.lint.tables import Table


@frozen(eq=False)
class Clash:
    """Two rows that both answer in some regions, told under a code."""

    code: str
    table: Table
    rows: tuple[TableRow, TableRow]
    regions: Sequence[Region]
    help: str

    @property
    def differs(self) -> bool:
        """Whether the two rows answer differently."""
        return self.rows[0].results != self.rows[1].results

    def is_promised(self, region: Region) -> bool:
        """Whether the table says that it takes what the two rows are for; one that nothing uses takes everything."""
        table = self.table
        said = region.interval is None or table.declared(region.column) is not None or not table.uses
        return table.node is None and said and met(region, table.given) is not None

    @property
    def words(self) -> str:
        """What the two rows are both for."""
        return described(self.table, self.regions[0].atoms)

    @property
    def asked(self) -> tuple[str, str]:
        """What each of the rows asks for, as it is written."""
        return asked(self.rows[0]), asked(self.rows[1])


def told(subject: Subject, clash: Clash, message: str, severity: Severity) -> Iterator[Answer]:
    """A clash with a body that comes to it; a note where no use does, and nothing where the table is not asked that."""
    table = clash.table
    places = reached(subject, table, clash.regions)
    if not places:
        if subject.option is not None and not table.depends:
            return
        if not any(map(clash.is_promised, clash.regions)):
            yield Proved(clash.code, clash.rows[1].span, message)
        else:
            yield _finding(clash, f"{message}; no use comes there", Severity.NOTE)
        return
    at = next((p for p in places if decided(subject, table, p, clash.regions).verdict is Verdict.REFUTED), None)
    owner = subject.program.definitions[(at or places[0]).use.owner]
    loses = f"`{owner.short}` has no {'value' if table.node is None else 'grade'} there"
    finding = _finding(clash, f"{message}; {loses}" if at is not None else message, severity, owner.number)
    yield finding if at is None else subject.shown_by(finding, lambda: _witness(subject, clash, at))


def _finding(clash: Clash, message: str, severity: Severity, owner: int | None = None) -> Finding:
    one, other = clash.rows
    return Finding(
        clash.code, message, other.span, other.provisions or clash.table.provisions, severity,
        mathematics=sets_of(clash.table, clash.regions), help=clash.help, places=(Place(one.span, "the other row"),),
        subject=" ".join((*clash.asked, sets_of(clash.table, clash.regions))), owner=owner,
    )  # fmt: skip


def _witness(subject: Subject, clash: Clash, at: Reached) -> Witness | None:
    found = decided(subject, clash.table, at, clash.regions).found
    assert found is not None
    small = smallest(subject, at, found, clash.regions)
    title, shown = f"{clash.code}: two rows of {clash.table.plain_name}", [at.use.owner]
    graded = clash.table.node is not None
    return subject.witness(small, title, [] if graded else shown, grades=shown if graded else [])
