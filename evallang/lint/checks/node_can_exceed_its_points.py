"""A score can go beyond its points.

Ten points are the most that the act gives, and the formula can give twelve: a sum over any number of cases, a share
that can exceed one, a factor too large. One body gets more than the methodology has to give, its total goes past 100,
and the grades end below it. `points` is a claim, never a silent limit.

The check takes the highest value that the types of the inputs allow, for each kind of bodies. What goes beyond its
points only because one of its parts does is not reported again, and rows of a table that share one rule are reported
once. Of a penalty see C109. Points that are a parameter without a value are tried with some that are above zero; where
the score grows as the points do, one of them tells for all.

**What to do.** If the points are a limit, write `clamp .. points` with its provision. Else bound the input by its
type (`share`, `0..5`, `at most handled`), or correct the factor.

**Found in:**

```eval
methodology m
indicator moved §7 {
  points 5 §7
  input services : count
  score services * 1 §7
}
```

**Not found in:**

```eval
methodology m
indicator moved §7 {
  points 5 §7
  input services : count
  score services * 1 §7
  clamp .. points §7
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.lint.beyond import told
from evallang.lint.check import Check
from evallang.lint.finding import Answer
from evallang.lint.subject import Subject

CODE = "C103"


def run(subject: Subject) -> Iterator[Answer]:
    """Each node with points that is no penalty, for each kind of body."""
    yield from told(
        subject, CODE, lambda node: node.word != "penalty",
        "if the points are a limit, write `clamp .. points`; else bound the input by its type",
    )  # fmt: skip


CHECK = Check(CODE, "a score can go beyond its points", run)
