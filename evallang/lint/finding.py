"""What a check says: that a rule is wrong, on which body it shows, or what it could not decide."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.source import Span


class Verdict(Enum):
    """What is known of a claim. There is no other answer: what is not known is never taken as fine."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "not decided"


@frozen
class Witness:
    """A body on which a finding shows: `example` can be pasted into the rules and passes, `shows` says what it shows.

    It was replayed, as an example of the rules is run, before it came to stand here.
    """

    example: str
    shows: str = ""


@frozen
class Settled:
    """A reading on which a finding depends, and the options under which it shows."""

    reading: str
    options: tuple[str, ...]


@frozen
class Place:
    """A second place that explains a finding."""

    span: Span
    text: str


EVERYTHING = -1
"""The owner of what rests on all rules: under every option it is examined anew."""

Same = tuple[str, int, int, str]
"""By what a finding under one option is known again under another."""
Told = tuple[Same, Verdict, str, str]
"""A finding and what is said of it, in words and as mathematics, which may differ from option to option."""


@frozen
class Finding:
    """One claim of a check that does not hold, or that nobody could decide.

    `message` is a sentence for lawyers, in the wording of diagnostics: lower-case start, no final stop, the user's
    words in backticks. `mathematics` is for those who want it. `provisions` are as cited. `tried` says of what is not
    decided what was tried. `subject` tells findings of one code and place apart and says that two are the same: it
    never holds what changes with a reading. `owner` is the number of the definition whose rules are meant, None for
    what no reading can change. `formula` is shown as mathematics where a page can. `depends` is filled in when the
    options of readings are compared: all that it names is needed, or `any_of` it where the finding does not show under
    the chosen options: each was looked at alone, the other readings as they are chosen. `besides` says that another
    finding tells of the same, perhaps under other options. `figure` is a number that the message
    says exactly: another one under another option is another finding.
    """

    code: str
    message: str
    span: Span
    provisions: tuple[str, ...] = ()
    severity: Severity = Severity.WARNING
    verdict: Verdict = Verdict.REFUTED
    mathematics: str = ""
    help: str = ""
    tried: str = ""
    witness: Witness | None = None
    places: tuple[Place, ...] = ()
    subject: str = ""
    owner: int | None = None
    depends: tuple[Settled, ...] = field(default=())
    any_of: bool = False
    besides: bool = False
    figure: str = field(default="", eq=False)
    formula: ir.Expr | None = field(default=None, eq=False, repr=False)

    @property
    def same(self) -> Same:
        """By what a finding under one option is known again under another."""
        return (self.code, self.span.start, self.span.end, self.subject)

    @property
    def told(self) -> Told:
        """What is said, to tell findings apart that say other things under other options."""
        return (self.same, self.verdict, self.message, self.mathematics)


@frozen
class Proved:
    """A claim that was proved, for the count: of the check `code`, at `span`."""

    code: str
    span: Span
    subject: str = ""


Answer = Finding | Proved
