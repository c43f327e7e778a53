"""What concerns a document as a whole: its days in force, its norms, the readings that its values rest on."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from evallang.ir.record import Record


@frozen(eq=False, repr=False)
class NormDef(Record):
    """A provision that is kept in words only."""

    name: str
    label: str
    text: str
    provisions: tuple[str, ...]


@frozen
class InForce:
    """The days on which a document holds: `[since, until)`, with the reason where a date was assumed."""

    since: date | None = None
    until: date | None = None
    since_assumed: str = ""
    until_assumed: str = ""


@frozen
class DatedText:
    """Of which day a consolidated text is, since when it holds, and which acts made it so.

    `known` is the last day of adoption of the acts that were taken; None where all that are held were taken.
    """

    on: date
    why: str
    since: date | None = None
    known: date | None = None

    def __str__(self) -> str:
        known = f", as known on {self.known}" if self.known else ""
        return f"the text of {self.on}{known}: {self.why}"


@frozen
class RestsOn:
    """The readings that values depend on, by the number of a definition (its grades included), rating or trigger."""

    definitions: tuple[frozenset[int], ...] = ()
    ratings: tuple[frozenset[int], ...] = ()
    triggers: tuple[frozenset[int], ...] = ()
