'''The words of the act call something by another name than its heading or its table.

An act that speaks of "the quality of public services" in its table and of "the quality of rendering public services"
in its text leaves open whether it means one thing. In a dispute each side takes the name that suits it.

The check reads the names in quotes in the words of the provisions (`norm`, `text`) and compares them with the labels
of what is declared. It reports those that say nearly the same as a label, other endings or another order, and are the
label of nothing.

**What to do.** In the act, write one name everywhere. Where the act is in force, accept the finding.

**Found in:**

```eval
methodology m
norm §8 { text """The direction "Quality of service" is assessed by the Agency.""" }
direction quality "Quality of services" §22
```

**Not found in:**

```eval
methodology m
norm §8 { text """The direction "Quality of services" is assessed by the Agency.""" }
direction quality "Quality of services" §22
```
'''

from __future__ import annotations

import re
from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.lint.addresses import listed
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place
from evallang.lint.labels import Labelled, key, labelled, main_words, nearly_same, words_of
from evallang.lint.sentences import joined
from evallang.lint.subject import Subject

CODE = "C506"
_QUOTED = re.compile(r'"([^"\n]{3,300}?)"|«([^»\n]{3,300})»|“([^”\n]{3,300})”')
_LEAST_WORDS = 2
Variants = dict[str, list[str]]
"""By the name as written the provisions that write it so."""


def run(subject: Subject) -> Iterator[Answer]:
    """Each label with the names that are nearly the same."""
    things = [t for t in labelled(subject.program) if len(main_words(t.label)) >= _LEAST_WORDS]
    alike: dict[tuple[str, ...], list[Labelled]] = {}
    for thing in things:
        alike.setdefault(key(thing.label), []).append(thing)
    known = {words_of(thing.label) for thing in things}
    for numbering, provisions in subject.written.words.items():
        found: dict[str, tuple[Labelled, Variants]] = {}
        for address, text in provisions.items():
            for name in _names(text):
                if words_of(name) in known:
                    continue
                near = next((t for t in alike.get(key(name), ()) if nearly_same(t.label, name)), None)
                if near is not None:
                    variants = found.setdefault(near.label, (near, {}))[1]
                    variants.setdefault(name, []).append(address)
        for thing, variants in found.values():
            yield _finding(subject, numbering, thing, variants)


def _names(text: str) -> Iterator[str]:
    for found in _QUOTED.finditer(text):
        yield next(name for name in found.groups() if name is not None)


def _finding(subject: Subject, numbering: str, thing: Labelled, variants: Variants) -> Finding:
    said = joined(f"`{name}` in {listed(addresses)}" for name, addresses in variants.items())
    addresses = list(dict.fromkeys(a for cited in variants.values() for a in cited))
    lines = subject.written.standing.get(numbering, {})
    places = tuple(
        Place(lines[cited[0]].statement.marks[0].span, f"`{name}`")
        for name, cited in variants.items() if cited[0] in lines
    )  # fmt: skip
    return Finding(
        CODE, f"`{thing.name}` has the label `{thing.label}`, and the words of the act call it {said}", thing.span,
        tuple(f"§{a}" for a in addresses), Severity.NOTE, help="one name everywhere says that one thing is meant",
        places=places,
    )  # fmt: skip


CHECK = Check(CODE, "a name that the words of the act vary", run, by_reading=False, instant=True)
