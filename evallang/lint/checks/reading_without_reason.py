"""A reading does not say of what it is, or why it was chosen.

A reading decides what the act leaves open. Whoever disputes a score asks which words are meant and why they were read
so; a choice without a reason looks arbitrary, and one without a provision cannot be checked against the act.

The check asks of each reading for a provision, and for the reason (`because`) of the option that is chosen.

**What to do.** Cite the provisions behind the question, and write `because "…"` behind the chosen option.

**Found in:**

```eval
methodology m
reading limit "Is the limit per direction?" {
  option each  "per direction"
  option whole "over the body"
  choose each
}
penalty late §20 {
  input cases : count
  score min(cases, by limit { each : 5; whole : 10 }) §20
}
```

**Not found in:**

```eval
methodology m
reading limit "Is the limit per direction?" §20 {
  option each  "per direction" because "annexes 3 and 4 have a line each"
  option whole "over the body"
  choose each
}
penalty late §20 {
  input cases : count
  score min(cases, by limit { each : 5; whole : 10 }) §20
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.sentences import joined
from evallang.lint.subject import Subject

CODE = "C515"


def run(subject: Subject) -> Iterator[Answer]:
    """Each reading."""
    for reading in subject.program.readings:
        option = reading.options[reading.choice]
        lacks = ["cites no provision"] if not reading.provisions else []
        lacks += [f"gives no reason for `{option.name}`"] if not reading.reasons[reading.choice] else []
        if not lacks:
            yield Proved(CODE, reading.span)
            continue
        advice = ["cite the provision that it is about"] if not reading.provisions else []
        advice += ['write `because "…"` behind the option'] if not reading.reasons[reading.choice] else []
        yield Finding(
            CODE, f"the reading `{reading.name}` {joined(lacks)}", reading.span, reading.provisions, Severity.NOTE,
            help="; ".join(advice),
        )  # fmt: skip


CHECK = Check(CODE, "a reading without provision or reason", run, by_reading=False, instant=True)
