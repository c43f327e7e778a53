'''A number of a rule is none of those that the cited provision says.

The words of the act and the rule that transcribes them must give one number. Where the words say 26 and the rule says
28, either the transcription has a slip, or the wrong provision is cited.

The check looks at documents that hold the words of their provisions (`norm`, `text`), at the numbers in points,
tables, formulas, weights and deadlines that cite one. Of a row it asks the row of that number in the words, of a point
the point. Numbers may be printed with a comma, with a sign, as percent, in words (Kazakh, Russian, English, in their
forms: `отыз беске`, `двадцати шести целым и пяти десятым`). Where the words may say a number that is not understood
(`двадцатипроцентный`), no number is called missing. Steps of rounding and what an option that is not chosen computes
are not looked at; 0, 1 and 100 in formulas are taken for granted, and points that cite nothing themselves, which may
be the sum of what the act says.

**What to do.** Compare the rule with the act, and repair the number or the citation.

**Found in:**

```eval
methodology m
kinds central, local
norm §43 { text """The coefficient is 26 for central bodies and 30 for local ones.""" }
indicator deadlines §43 { points central 28, local 30 §43; input part : share; score part * points }
```

**Not found in:**

```eval
methodology m
kinds central, local
norm §43 { text """The coefficient is 26 for central bodies and 30 for local ones.""" }
indicator deadlines §43 { points central 26, local 30 §43; input part : share; score part * points }
```
'''

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.lint.addresses import ends
from evallang.lint.check import Check
from evallang.lint.figures import Read
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.said import Literal, Said, Stated, stated
from evallang.lint.sentences import joined, shortened
from evallang.lint.subject import Subject
from evallang.numbers import decimal34

CODE = "C411"
_GRANTED = {Fraction(0), Fraction(1), Fraction(100)}


def run(subject: Subject) -> Iterator[Answer]:
    """Each statement with numbers whose provision is held in words."""
    said = Said(subject.written)
    chosen = {r.name: r.options[r.choice].name for r in subject.program.readings}
    for here in stated(subject.written, chosen):
        known = {a: read for a in here.addresses if (read := said.at(here.numbering, a))}
        known = {a: read for a, read in known.items() if read.numbers or not read.whole}
        every = frozenset().union(*(read.numbers for read in known.values()))
        wrong = [x for x in here.literals if known and not _said(x, every, here.in_formula)]
        if all(read.whole for read in known.values()):
            yield from (_finding(x, list(known), every) for x in wrong)
        if not wrong:
            yield from (Proved(CODE, x.span) for x in here.literals if known)
            yield from _citations(here, known)


def _said(literal: Literal, numbers: frozenset[Fraction], in_formula: bool) -> bool:
    return abs(literal.value) in (_GRANTED if in_formula else {0}) or bool(literal.forms & numbers)


def _citations(here: Stated, known: dict[str, Read]) -> Iterator[Answer]:
    """Of several provisions cited for points those that say none of their numbers."""
    forms = frozenset().union(*(x.forms for x in here.literals))
    for citation in here.own:
        read = [known[a] for a in ends(citation.address) if a in known]
        numbers = frozenset().union(*(r.numbers for r in read))
        if numbers and not numbers & forms and all(r.whole for r in read):
            words = joined((f"`{x.text}`" for x in here.literals), "nor")
            message = f"the words of §{citation.address} say {'neither ' if len(here.literals) > 1 else 'no '}{words}"
            yield Finding(CODE, message, citation.span, (f"§{citation.address}",), help=_said_there(numbers, forms))


def _finding(literal: Literal, addresses: list[str], numbers: frozenset[Fraction]) -> Finding:
    where = shortened([f"§{a}" for a in addresses])
    return Finding(
        CODE, f"`{literal.text}` is none of the numbers that the words of {where} say", literal.span,
        tuple(f"§{a}" for a in addresses), help=_said_there(numbers, literal.forms), subject=literal.text,
    )  # fmt: skip


def _said_there(numbers: frozenset[Fraction], forms: frozenset[Fraction]) -> str:
    """The numbers that are said, those nearest to the one looked for first."""
    near = sorted(numbers, key=lambda n: (min(abs(n - f) for f in forms), n))
    return f"they say {shortened([decimal34(n)[0] for n in near])}"


CHECK = Check(CODE, "a number that the cited provision does not say", run, by_reading=False, instant=True)
