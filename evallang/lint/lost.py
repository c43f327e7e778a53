"""Who has no value because an expression has none: whether a body comes to it, and the sentence that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from attrs import field, frozen

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.ir.walk import walk
from evallang.lint.delivered import delivered
from evallang.lint.finding import Finding, Verdict, Witness
from evallang.lint.forms import form
from evallang.lint.sites import Guard, Site
from evallang.lint.wanted import Found, Wanted
from evallang.types import FLAG, Quantity

if TYPE_CHECKING:
    from evallang.lint.decision import Decision
    from evallang.lint.subject import Subject

T = TypeVar("T")

SIGNS = {"equal": "=", "unequal": "!=", "less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">="}
"""Comparisons as they are written."""

MOST_NAMES = 3
"""So many names are said, and how many more there are."""


@frozen(eq=False)
class Loss:
    """One place where a value is lost, what was decided of it, and what more is given for the body that shows it."""

    site: Site
    decision: Decision
    guards: tuple[Guard, ...] = field(default=(), repr=False)

    @property
    def verdict(self) -> Verdict:
        """Whether a body loses its value here."""
        return self.decision.verdict

    @property
    def found(self) -> Found | None:
        """The body."""
        return self.decision.found


def lost(subject: Subject, site: Site, condition: ir.Expr, given: Iterable[ir.Expr] = ()) -> Loss:
    """Whether a body has no value of the owner of a place, because a condition holds there.

    What is `given` has a value for it, and so has what the other members of a list give, so that nothing else can be
    the reason.
    """
    guards: tuple[Guard, ...] = (
        *site.guards, (condition, True), *((ir.Asks("known", x, type=FLAG), True) for x in given),
        silent(subject, site), *delivered(subject, site),
    )  # fmt: skip
    claim = (site.expr.span, site.owner, form(condition))
    return Loss(site, subject.decide_again(Wanted(guards, site.level, site.owner), claim), guards)


def also(subject: Subject, loss: Loss, condition: ir.Expr) -> Found | None:
    """A body of that sort for which another condition holds too."""
    if loss.found is None:
        return None
    guards = (*loss.guards, (condition, True))
    return subject.search.find(Wanted(guards, loss.site.level, loss.site.owner), 3)


def silent(subject: Subject, site: Site) -> Guard:
    """That the owner of a place has no value, or no grade where the place is one of its grades."""
    d = subject.program.definitions[site.owner]
    ref = ir.Ref((d.number,), d.name, max(len(site.level) - len(d.level), 0))
    whole = ir.GradeOf(ref) if site.of_grade else ref
    return ir.Asks("known", whole, type=FLAG), False


def merged(losses: Sequence[Loss]) -> Loss:
    """The one that says most of several: one with a body, else one that is not decided."""
    order = (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.PROVED)
    return min(losses, key=lambda loss: order.index(loss.verdict))


def owners(subject: Subject, losses: Iterable[Loss]) -> list[str]:
    """The short names of who loses a value, each once; of several cells of a row that of the row."""
    definitions = [subject.program.definitions[n] for n in dict.fromkeys(loss.site.owner for loss in losses)]
    rows = {d.path: d.short for d in subject.program.nodes if d.word == "row"}
    held = Counter(d.path[:-1] for d in definitions)
    named = (rows[d.path[:-1]] if held[d.path[:-1]] > 1 and d.path[:-1] in rows else d.short for d in definitions)
    return list(dict.fromkeys(named))


def provisions(losses: Iterable[Loss]) -> tuple[str, ...]:
    """What is cited at any of the places."""
    return tuple(dict.fromkeys(cited for loss in losses for cited in loss.site.provisions))


def listed(names: Sequence[str]) -> str:
    """`a`, `b` and 4 more."""
    said = [f"`{name}`" for name in names[:MOST_NAMES]]
    more = len(names) - len(said)
    if more == 1:
        said, more = [f"`{name}`" for name in names], 0
    if more:
        return f"{', '.join(said)} and {more} more"
    return " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


def undecided(subject: Subject, code: str, loss: Loss, what: str) -> Finding:
    """That it is not known whether a value is lost."""
    site, name = loss.site, subject.program.definitions[loss.site.owner].short
    return Finding(
        code, f"{what} in `{name}` is not decided", site.expr.span, site.provisions, Severity.NOTE, Verdict.UNDECIDED,
        tried=loss.decision.tried, subject=subject.words(site.expr), owner=site.owner, formula=site.expr,
    )  # fmt: skip


def shown_on(subject: Subject, loss: Loss, title: str, found: Found | None = None) -> Witness | None:
    """A body on which the owner of a place has no value, or no grade."""
    body = found or loss.found
    if body is None:
        return None
    whole = [_expected(subject, loss.site.owner, body)]
    return subject.witness(body, title, [] if loss.site.of_grade else whole, grades=whole if loss.site.of_grade else ())


def _expected(subject: Subject, owner: int, found: Found) -> int:
    """Who loses a value: of an input for which something should stand in, a rule that uses it; inputs are not asked."""
    if not isinstance(subject.program.definitions[owner], InputDef):
        return owner
    for n in sorted(subject.uses.users(owner)):
        d = subject.program.definitions[n]
        if not isinstance(d, InputDef) and len(d.level) <= len(found.keys):
            value = subject.search.value(found, n)
            if isinstance(value, Absent) and value.status != NOT_APPLICABLE:
                return n
    return owner


def best_ends(subject: Subject, e: ir.Expr, found: Found) -> str:
    """What no body can have less of, or more: the inputs of an expression that have a direction, at their good ends."""
    used = {n for x in walk(e) if isinstance(x, ir.Ref) for n in x.targets}
    said = []
    for number in sorted(subject.needs.of(used).definitions):
        d = subject.program.definitions[number]
        if isinstance(d, InputDef) and d.more_is and isinstance(d.type, Quantity):
            end = d.type.low if d.more_is == "worse" else d.type.high
            if end is None or len(d.level) > len(found.keys) or subject.search.value(found, number) != end:
                return ""
            less = "fewer" if d.type.whole else "less"
            said.append(f"{less if d.more_is == 'worse' else 'more'} `{d.name}`")
    return " and ".join(said)


def said(subject: Subject, condition: ir.Expr) -> str:
    """A condition in the words of the place where it is asked, also of one that a formula asks of what it is given."""
    match condition:
        case ir.Apply(op=op, args=(left, right)) if op in SIGNS:
            return f"{subject.words(left)} {SIGNS[op]} {subject.words(right)}"
    return subject.words(condition)


def grouped(found: Iterable[tuple[object, T]]) -> Iterator[list[T]]:
    """What is of one text together, in the order of the first."""
    by_text: dict[object, list[T]] = {}
    for key, one in found:
        by_text.setdefault(key, []).append(one)
    yield from by_text.values()
