"""Where two rows of a table answer, and how that is told: no value comes out there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from attrs import evolve, frozen

from evallang.diagnostics import Severity
from evallang.ir.program import TableRow
from evallang.lint.decision import Decision
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict, Witness
from evallang.lint.gaps import described, sets_of
from evallang.lint.grid import Region
from evallang.lint.looked_up import Reached, decided, met, reached, smallest, wanted_at
from evallang.lint.rows import asked
from evallang.lint.subject import Subject
from evallang.lint.tables import Table
from evallang.lint.wanted import Found


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
    """A clash with a body that comes to it; a note where that is not decided or no use comes there.

    Nothing is told where no use does and the table is not asked that.
    """
    table, open_ = clash.table, ""
    places = reached(subject, table, clash.regions)
    for at in places:
        owner = subject.program.definitions[at.use.owner]
        loses = f"`{owner.short}` has no {'value' if table.node is None else 'grade'} there"
        finding = _finding(clash, f"{message}; {loses}", severity, owner.number)
        decision = _decided(subject, clash, at, finding)
        if decision.found is not None:
            yield subject.shown_by(finding, partial(_witness, subject, clash, at, decision.found))
            return
        open_ = open_ or decision.tried
    if open_:
        yield _undecided(subject, clash, places[0], message, severity, open_)
    elif subject.option is None or table.depends:
        if any(map(clash.is_promised, clash.regions)):
            yield _finding(clash, f"{message}; no use comes there", Severity.NOTE)
        else:
            yield Proved(clash.code, clash.rows[1].span, message)


def _decided(subject: Subject, clash: Clash, at: Reached, finding: Finding) -> Decision:
    """Whether a body comes there; what shows under another option only is looked for as under the chosen ones."""
    decision = decided(subject, clash.table, at, clash.regions)
    if decision.verdict is not Verdict.UNDECIDED or subject.option is None or finding.same in subject.told:
        return decision
    return subject.decide(wanted_at(at, clash.regions))


def _undecided(
    subject: Subject, clash: Clash, at: Reached, message: str, severity: Severity, tried: str
) -> Finding:  # fmt: skip
    """A note, as nobody may come there; where no body was looked for, what is true of the table by itself."""
    owner = subject.program.definitions[at.use.owner]
    if subject.instant:
        return _finding(clash, message, severity, owner.number)
    found = _finding(
        clash, f"{message}; whether `{owner.short}` comes there is not decided", Severity.NOTE, owner.number
    )  # fmt: skip
    return evolve(found, verdict=Verdict.UNDECIDED, tried=tried, subject=f"{found.subject}?")


def _finding(clash: Clash, message: str, severity: Severity, owner: int | None = None) -> Finding:
    one, other = clash.rows
    return Finding(
        clash.code, message, other.span, other.provisions or clash.table.provisions, severity,
        mathematics=sets_of(clash.table, clash.regions), help=clash.help, places=(Place(one.span, "the other row"),),
        subject=" ".join((*clash.asked, sets_of(clash.table, clash.regions))), owner=owner,
    )  # fmt: skip


def _witness(subject: Subject, clash: Clash, at: Reached, found: Found) -> Witness | None:
    small = smallest(subject, at, found, clash.regions)
    title, shown = f"{clash.code}: two rows of {clash.table.plain_name}", [at.use.owner]
    graded = clash.table.node is not None
    return subject.witness(small, title, [] if graded else shown, grades=shown if graded else [])
