"""A value of an earlier year may be missing, and nothing is said for that case.

`previous(x)` has no value in the first year of the data, for a body that is new, and where nothing was given a year
ago. Whatever needs it then has no value: the first assessment of a body cannot be made, although its data are
complete.

The check looks at every `previous` and `in` that stands for itself. One that is asked for before (`known`,
`missing`), and one that stands in for a missing value (`when missing : previous(x)`), is not reported. Each value is
told once, with what needs it.

**What to do.** Say what holds for the first year: `when missing(previous(x)) : …`. If the act is silent, make it an
option of a reading.

**Found in:**

```eval
methodology m
indicator growth §9 {
  input passed : number 1.., yearly
  score passed / previous(passed) * 50
}
```

**Not found in:**

```eval
methodology m
indicator growth §9 {
  input passed : number 1.., yearly
  when missing(previous(passed)) : 50 §9:2
  score passed / previous(passed) * 50
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.lint.check import Check
from evallang.lint.facts import truth
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.lost import listed
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.lint.wanted import Found, Wanted
from evallang.trials.made import Trial
from evallang.types import FLAG

CODE = "C305"
MOST_USERS = 4
"""So many values that need an earlier one are tried and told."""


def run(subject: Subject) -> Iterator[Answer]:
    """Each value of which another year is looked at, with what needs it."""
    by_value: dict[int, list[Site]] = {}
    for d in subject.definitions():
        for site in subject.through.of(d.number) if not isinstance(d, InputDef) else ():
            match site.expr:
                case ir.Previous(operand=ir.Ref(targets=targets)) | ir.InPeriod(operand=ir.Ref(targets=targets)):
                    by_value.setdefault(targets[0], []).append(site)
    for number, same in by_value.items():
        asked = [site for site in same if not _is_asked_for(subject, site)]
        if asked:
            yield _answered(subject, number, asked)
        else:
            yield Proved(CODE, subject.program.definitions[number].span)


def _is_asked_for(subject: Subject, site: Site) -> bool:
    """Whether a value is known wherever it is looked at, because the rules ask for it before."""
    known = ir.Asks("known", site.expr, type=FLAG)
    for kind in subject.kinds_of(subject.program.definitions[site.owner]):
        values = subject.values(kind)
        facts = subject.facts(values, site.guards)
        if facts is not None and truth(known, facts, values) is not True:
            return False
    return True


def _answered(subject: Subject, number: int, same: list[Site]) -> Finding:
    users: dict[int, Site] = {}
    for site in same:
        users.setdefault(site.owner, site)
    tried = [(user, _newcomer(subject, site)) for user, site in list(users.items())[:MOST_USERS]]
    lost = [(user, found) for user, found in tried if found is not None]
    d, first = subject.program.definitions[number], same[0]
    words, names = subject.words(first.expr), [subject.program.definitions[user].short for user, _ in lost]
    found = Finding(
        CODE,
        f"whether a body without earlier years has what needs `{words}` is not decided" if not lost
        else f"`{words}` is missing where the data have no such year, and {listed(names)} "
        f"{'have' if len(names) > 1 else 'has'} no value then",
        d.span, tuple(dict.fromkeys(cited for site in same for cited in site.provisions)), Severity.NOTE,
        Verdict.REFUTED if lost else Verdict.UNDECIDED, tried="" if lost else "bodies made up step by step",
        help=f"say what holds then: `when missing({words}) : …`" if lost else "", subject=d.short, owner=first.owner,
        places=tuple(Place(use, "needs it") for use in list(dict.fromkeys(site.expr.span for site in same))[:1]),
    )  # fmt: skip
    if not lost:
        return found
    return subject.shown_by(
        found, lambda: subject.witness(lost[0][1], f"{CODE}: {words} is missing", [lost[0][0]])
    )  # fmt: skip


def _newcomer(subject: Subject, site: Site) -> Found | None:
    """A body that has a value, and has none without its earlier years, or without one of them."""
    d = subject.program.definitions[site.owner]
    known, claim = ir.Asks("known", ir.Ref((d.number,), d.name), type=FLAG), (CODE, d.number)
    whole = subject.decide_again(Wanted(((known, True),), d.level, d.number), claim).found
    found = None if whole is None else _lost(subject, whole, Wanted(((known, False),), d.level, d.number))
    if whole is None or found is not None or site.level != d.level:
        return found
    looking = (*site.guards, (ir.Asks("known", site.expr, type=FLAG), True), (known, True))
    whole = subject.decide_again(Wanted(looking, d.level, d.number), (*claim, site.expr.span)).found
    return None if whole is None else _lost(subject, whole, Wanted(((known, False),), d.level, d.number))


def _lost(subject: Subject, whole: Found, wanted: Wanted) -> Found | None:
    """The same body without what takes its value from it."""
    return next(filter(None, (subject.search.holds(trial, wanted) for trial in _without_years(whole.trial))), None)


def _without_years(trial: Trial) -> Iterator[Trial]:
    """The same bodies without all earlier years, then without each of them."""
    *earlier, last = trial.years
    for left_out in [earlier, *([year] for year in reversed(earlier) if len(earlier) > 1)]:
        made = {place: made for place, made in trial.made.items() if place[1] == last or place[1] not in left_out}
        yield Trial(trial.subject, trial.kinds, made)


CHECK = Check(CODE, "a value of an earlier year may be missing", run)
