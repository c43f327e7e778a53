"""Two labels say nearly the same.

Two inputs whose labels differ by an ending may be one quantity asked for twice: the data then give it twice, perhaps
with two values. And one thing whose label is spelled in two ways looks like two.

The check compares things of one sort: inputs with inputs, indicators with indicators. Two labels are nearly the same
where every word of the one has its word in the other, whatever the endings, the order, the quotes, English articles
and what stands in brackets; other words, other numbers and a negation tell them apart.

**What to do.** Declare one thing once, or let the labels say what tells them apart.

**Found in:**

```eval
methodology m
input rendered "Number of services rendered"            : count §34
input services "Number of rendered services (in total)" : count §43
indicator moved §34 { score rendered }
indicator done  §43 { score services }
```

**Not found in:**

```eval
methodology m
input services "Number of services rendered" : count §34 §43
indicator moved §34 { score services }
indicator done  §43 { score services }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place
from evallang.lint.labels import Labelled, key, labelled, nearly_same, words_of
from evallang.lint.subject import Subject
from evallang.semantics.clashes import overlap

CODE = "C504"
_ADVICE = "declare one thing once, or let the labels say what tells them apart"


def run(subject: Subject) -> Iterator[Answer]:
    """Each label against those before it that begin alike."""
    seen: dict[tuple[str, tuple[str, ...]], list[Labelled]] = {}
    for thing in labelled(subject.program):
        before = seen.setdefault((thing.sort, key(thing.label)), [])
        if any(other.label == thing.label for other in before):
            continue
        other = next((o for o in before if nearly_same(o.label, thing.label)), None)
        if other is not None and overlap(other.conditions, thing.conditions):
            yield _finding(*sorted((other, thing), key=lambda t: t.span.start))
        before.append(thing)


def _finding(one: Labelled, other: Labelled) -> Finding:
    how = "the same" if words_of(one.label) == words_of(other.label) else "nearly the same"
    message = f"the labels of `{one.name}` and `{other.name}` say {how}: `{one.label}` and `{other.label}`"
    if one.name == other.name:
        message = f"`{one.name}` has two labels that say {how}: `{one.label}` and `{other.label}`"
    advice = "write one of them in both places" if one.name == other.name else _ADVICE
    return Finding(
        CODE, message, other.span, severity=Severity.NOTE, help=advice, places=(Place(one.span, f"`{one.label}`"),)
    )  # fmt: skip


CHECK = Check(CODE, "labels that say nearly the same", run, by_reading=False, instant=True)
