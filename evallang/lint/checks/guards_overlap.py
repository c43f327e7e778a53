"""Two special cases can hold at once, and say different things.

Of several `when` the first that is true gives the value. Where the act lists two cases and does not say which goes
first, the order in the file decides in silence: a body for which both hold gets the one result, and can claim the
other.

The check looks at each pair of `when` of a node. A case that is a part of a later one (`when fell and rose`, then `when
fell`) is the usual way of writing an exception, and is not reported; nor are cases that exclude one another, or that
give the same value wherever both hold. A case that one option of a reading adds is that option's own.

**What to do.** Say in the act which case goes first, or let the later one exclude the earlier. Where a reading settles
it, the act still leaves it open.

**Found in:**

```eval
methodology m
indicator drafts §73 {
  input none_due  : flag
  input no_notice : flag
  when none_due  : 10 §73:2
  when no_notice : 0  §73:3
  score 5
}
```

**Not found in:**

```eval
methodology m
indicator drafts §73 {
  input none_due  : flag
  input no_notice : flag
  when none_due                   : 10 §73:2
  when no_notice and not none_due : 0  §73:3
  score 5
}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.diagnostics import Severity
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.overlaps import Overlap, Overlaps
from evallang.lint.sentences import joined
from evallang.lint.special_cases import chosen
from evallang.lint.subject import Subject

CODE = "C402"
_MOST_CASES = 5
"""Of so many cases of a node each is told by itself; where there are more, one is told for all."""
_MOST_PLACES = 3
"""So many other cases are shown beside one that is told."""
_ADVICE = "say which goes first, or let the later case exclude the earlier one"


def run(subject: Subject) -> Iterator[Answer]:
    """Each case that can hold with some before it; of a node with many such cases one finding tells."""
    overlaps = Overlaps(subject)
    by_node: dict[int, dict[int, list[Overlap]]] = {}
    for asked in overlaps.by_pair.values():
        if not asked.overlaps:
            yield Proved(CODE, asked.pair.second.span)
        else:
            overlap = asked.shown or asked.overlaps[0]
            cases = by_node.setdefault(overlap.pair.node.clauses[0].span.start, {})
            cases.setdefault(asked.pair.second.span.start, []).append(overlap)
    for cases in by_node.values():
        told = [_Case(overlaps, at, found) for at, found in sorted(cases.items())]
        for shown in (True, False):
            same = [case for case in told if case.is_shown is shown]
            if len(same) > _MOST_CASES:
                yield _of_many(subject, same)
            else:
                yield from (_of_one(subject, case) for case in same)


class _Case:
    """A case, and those before it with which it can hold, or of which this is not decided."""

    def __init__(self, whole: Overlaps, place: int, found: Sequence[Overlap]) -> None:
        self.whole, self.place = whole, place
        self.found = sorted(found, key=lambda overlap: overlap.pair.place)
        shown = [overlap for overlap in self.found if overlap.body is not None]
        self.is_shown = bool(shown)
        self.overlaps = shown or self.found

    @property
    def is_partly(self) -> bool:
        """Whether there may be more of them."""
        return len(self.overlaps) < len(self.found) or self.whole.is_partly(self.place)


def _of_one(subject: Subject, case: _Case) -> Finding:
    """A case with the first one before it, and how many more there are."""
    first, *more = case.overlaps
    second, count = _words(subject, first)[1], len(more)
    cases = f"{count} more case{'s' if count > 1 else ''} before it"
    if case.is_shown and more:
        also = f"; the same goes for `{second}` and {'at least ' if case.is_partly else ''}{cases}"
    elif case.is_shown and case.is_partly:
        also = f"; whether it does for `{second}` and others before it is not decided"
    else:
        also = f", nor is it for `{second}` and {cases}" if more else ""
    places = [Place(o.pair.first.span, "this one, too") for o in more[:_MOST_PLACES]]
    return _finding(subject, first, also, places)


def _of_many(subject: Subject, cases: Sequence[_Case]) -> Finding:
    """The first pair of a node, and how many more of its cases are in one."""
    first, *more = (case.overlaps[0] for case in cases)
    owner = subject.program.definitions[first.pair.node.number].short
    also = f"{'; the same goes for' if cases[0].is_shown else ', nor is it for'} {len(more)} more cases of `{owner}`, "
    also += "each with one before it" if cases[0].is_shown else "each with those before it"
    places = [Place(o.pair.second.span, "this one, too") for o in more[:_MOST_PLACES]]
    return _finding(subject, first, also, places)


def _words(subject: Subject, overlap: Overlap) -> list[str]:
    cases = (overlap.pair.first, overlap.pair.second)
    return [subject.words(case.guard) for case in cases if case.guard is not None]


def _finding(subject: Subject, overlap: Overlap, also: str, places: Sequence[Place]) -> Finding:
    pair, body = overlap.pair, overlap.body
    first, second = _words(subject, overlap)
    results = [subject.words(chosen(subject, c.value)) for c in (pair.first, pair.second)]
    message = f"`{first}` and `{second}` can hold at once: `{results[0]}` or `{results[1]}`, and the order decides"
    if body is None:
        message = f"whether `{first}` and `{second}` can hold at once with different results is not decided"
    conditions = {r for c in (pair.first, pair.second) for r, _ in c.conditions}
    settled = joined(f"`{subject.program.readings[r].name}`" for r in sorted(conditions))
    finding = Finding(
        CODE, f"{message}{also}", pair.second.span,
        tuple(dict.fromkeys((*pair.first.provisions, *pair.second.provisions))),
        Severity.WARNING if body is not None else Severity.NOTE,
        Verdict.REFUTED if body is not None else Verdict.UNDECIDED, tried=overlap.tried,
        help=f"{_ADVICE}; here the reading {settled} decides" if conditions else _ADVICE,
        places=(Place(pair.first.span, "the case that goes first"), *places), subject=first, owner=pair.node.number,
    )  # fmt: skip
    if body is None:
        return finding
    title = f"{CODE}: `{first}` and `{second}`"
    return subject.shown_by(finding, lambda: subject.witness(body, title, [pair.node.number]))


CHECK = Check(CODE, "two special cases that can hold at once", run)
