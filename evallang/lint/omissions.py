"""Whether a body comes to what a table leaves out, and how that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve, frozen

from evallang.diagnostics import Severity
from evallang.lint.finding import Answer, Finding, Place, Verdict
from evallang.lint.gaps import described, extended, missing_row, place, sets_of, value_in
from evallang.lint.grid import Region
from evallang.lint.looked_up import Reached, come_to, decided, reached, smallest, wanted_at
from evallang.lint.sets import Atom
from evallang.lint.subject import Subject
from evallang.lint.tables import Table
from evallang.lint.wanted import Found


@frozen(eq=False)
class Omission:
    """Regions that a table leaves out, told under a code as one finding; `kind` is what one of them is called."""

    code: str
    table: Table
    regions: Sequence[Region]
    kind: str

    @property
    def subject(self) -> str:
        """By what findings about it are known again."""
        return " ".join(sets_of(self.table, [region]) for region in self.regions)

    def finding(self, region: Region, values: Sequence[Sequence[Atom | None]], so: str) -> Finding:
        """About all regions; one is told, with the first of some values in it that is short; `so` what comes of it."""
        words, table, more = described(self.table, region.atoms), self.table, len(self.regions) - 1
        instance = next(filter(None, (value_in(table, value, region) for value in values)), "")
        shown = f"{instance}: {words}" if instance and instance not in words else words
        others = f", and {more} more {self.kind}{'s' if more > 1 else ''} like it" if more else ""
        longer, add = extended(table, region), f"add a row: {missing_row(table, region)}"
        return Finding(
            self.code, f"no row of {table.name} is for {shown}{others}; {so}", place(table, self.regions[0]),
            table.provisions, mathematics=sets_of(table, self.regions), help=f"{longer}, or {add}" if longer else add,
            subject=self.subject,
        )  # fmt: skip


ByItself = Callable[[Subject, Omission], Iterator[Answer]]
"""What is said of a table to whose omission no use comes."""


def told(subject: Subject, omission: Omission, by_itself: ByItself) -> Iterator[Answer]:
    """A body that comes to it, or that this is not decided; where no use comes to it, what is said of the table alone.

    Of a table alone nothing is said again under another option, unless its rows are others then.
    """
    open_: tuple[Reached, str] | None = None
    for at in reached(subject, omission.table, omission.regions):
        decision = decided(subject, omission.table, at, omission.regions)
        if decision.verdict is Verdict.REFUTED:
            yield _met(subject, omission, at)
            return
        if decision.verdict is Verdict.UNDECIDED:
            open_ = open_ or (at, decision.tried)
    if open_ is not None:
        yield _undecided(subject, omission, *open_)
    elif subject.option is None or omission.table.depends:
        yield from by_itself(subject, omission)


def alone(omission: Omission, region: Region, value: Sequence[Atom | None] | None, why: str) -> Finding:
    """A note about a table by itself; `why` no body comes there."""
    table = omission.table
    owner = table.uses[0].owner if table.depends and table.uses else None
    found = omission.finding(region, [value] if value is not None else [], why)
    return evolve(found, severity=Severity.NOTE, subject=f"by itself: {found.subject}", owner=owner)


def _met(subject: Subject, omission: Omission, at: Reached) -> Finding:
    table, owner = omission.table, subject.program.definitions[at.use.owner]
    found = decided(subject, table, at, omission.regions).found
    assert found is not None
    graded = table.node is not None
    so = f"`{owner.short}` has no {'grade' if graded else 'value'} there"
    first = evolve(
        omission.finding(omission.regions[0], [at.value], so), owner=owner.number,
        places=() if graded else (Place(at.use.place, "looked up here"),),
    )  # fmt: skip
    if first.same in subject.told or first.told in subject.told:
        return first
    found = smallest(subject, at, _at_the_first(subject, at, found, omission.regions), omission.regions)
    region, value = come_to(subject, at, found, omission.regions)
    title, shown = f"{omission.code}: no row of {table.plain_name}", [owner.number]
    witness = subject.witness(found, title, [] if graded else shown, grades=shown if graded else [])
    values = [value, at.value] if region is omission.regions[0] else [value]
    return evolve(omission.finding(region, values, so), owner=owner.number, places=first.places, witness=witness)


def _at_the_first(subject: Subject, at: Reached, found: Found, regions: Sequence[Region]) -> Found:
    """The body led on to the region that is told first, if it can be."""
    if come_to(subject, at, found, regions)[0] is regions[0]:
        return found
    return subject.search.nearest([found.trial], wanted_at(at, regions[:1])) or found


def _undecided(subject: Subject, omission: Omission, at: Reached, tried: str) -> Finding:
    owner = subject.program.definitions[at.use.owner]
    found = omission.finding(omission.regions[0], [at.value], f"whether `{owner.short}` comes there is not decided")
    return evolve(
        found, severity=Severity.NOTE, verdict=Verdict.UNDECIDED, tried=tried, subject=f"{found.subject}?",
        owner=owner.number,
    )  # fmt: skip
