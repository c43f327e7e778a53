"""One symbol stands for several quantities.

An act that calls two things by one letter can be read in two ways wherever the letter stands, and whoever takes a
formula out of its paragraph computes with the wrong number. Letters that look the same in two alphabets are one
letter.

The check looks at the `symbol` of every declaration, in the document as a whole; the letters of several provisions are
a note, those of one provision a warning. Declarations of one name and label are one quantity.

**What to do.** In the act, give each quantity a letter of its own, or number them: `c1`, `c2`. Where the act is in
force already, write the names in formulas, and accept the finding.

**Found in:**

```eval
methodology m
input refused "Refused without grounds" : count §44 symbol a
input upheld  "Upheld by a court"       : count §92 symbol a
indicator refusals §44 { score 10 - refused }
indicator courts   §92 { score 10 - upheld }
```

**Not found in:**

```eval
methodology m
input refused "Refused without grounds" : count §44 symbol a1
input upheld  "Upheld by a court"       : count §92 symbol a2
indicator refusals §44 { score 10 - refused }
indicator courts   §92 { score 10 - upheld }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from evallang.diagnostics import Severity
from evallang.lint.addresses import ends, listed, whole
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place
from evallang.lint.sentences import counted, shortened
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.suggest import skeleton
from evallang.syntax import ast

CODE = "C501"


@frozen
class _Use:
    letter: str
    name: str
    label: str
    addresses: tuple[str, ...]
    span: Span

    @property
    def words(self) -> str:
        cited = listed(list(self.addresses))
        return f"`{self.name}`" + (f" ({cited})" if cited else "")


def run(subject: Subject) -> Iterator[Answer]:
    """Each letter."""
    for uses in _uses(subject).values():
        things: dict[tuple[str, str], _Use] = {}
        for use in uses:
            things.setdefault((use.name, use.label), use)
        if len(things) > 1:
            yield _finding(list(things.values()))


def _finding(things: list[_Use]) -> Finding:
    homes = [{whole(a) for a in use.addresses} for use in things]
    together = any(a & b for i, a in enumerate(homes) for b in homes[:i])
    said = shortened([use.words for use in things])
    return Finding(
        CODE, f"`{things[0].letter}` stands for {counted(len(things), 'quantity', 'quantities')}: {said}",
        things[1].span, tuple(dict.fromkeys(f"§{a}" for use in things for a in use.addresses)),
        Severity.WARNING if together else Severity.NOTE,
        help="give each a letter of its own; in formulas write the names",
        places=tuple(Place(use.span, f"`{use.name}`") for i, use in enumerate(things) if i != 1),
    )  # fmt: skip


def _uses(subject: Subject) -> dict[str, list[_Use]]:
    found: dict[str, list[_Use]] = {}
    for line in subject.written.lines:
        here = line.statement
        name, label = getattr(here, "name", None), getattr(here, "label", None)
        if not isinstance(name, ast.Name):
            continue
        marks = [m for m in line.marks if isinstance(m, ast.Symbol)]
        for mark, (_, before) in zip(marks, ast.symbols(line.marks), strict=True):
            cited = before[-1:] or line.own  # the letter stands in the provision that is cited next to it
            addresses = tuple(a for c in cited if c.of is None for a in ends(c.address))
            use = _Use(mark.text, name.text, label.value if label else "", addresses, mark.span)
            found.setdefault(skeleton(mark.text), []).append(use)
    return found


CHECK = Check(CODE, "one symbol for several quantities", run, by_reading=False, instant=True)
