"""A penalty can take more than its points.

The points of a penalty are the most that it takes. If its formula counts cases without an end, or its limit holds for
each case and not for the sum, a body loses more than the act says, and what the penalty is taken from can fall below
zero.

The check takes the highest value of the penalty that the types of the inputs allow, for each kind of bodies.

**What to do.** If the act sets the limit for the whole penalty, write `clamp .. points` with its provision. If it sets
the limit for each case, the points of the penalty are not the most that it takes: say so under a reading.

**Found in:**

```eval
methodology m
penalty late §20 {
  points 5 §20
  input cases : count, more is worse
  score cases * 0.2 §20
}
```

**Not found in:**

```eval
methodology m
penalty late §20 {
  points 5 §20
  input cases : count, more is worse
  score cases * 0.2 §20
  clamp .. points §20
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.lint.beyond import told
from evallang.lint.check import Check
from evallang.lint.finding import Answer
from evallang.lint.subject import Subject

CODE = "C109"


def run(subject: Subject) -> Iterator[Answer]:
    """Each penalty with points, for each kind of body."""
    yield from told(
        subject, CODE, lambda node: node.word == "penalty",
        "if the points are the most that it takes, write `clamp .. points`",
    )  # fmt: skip


CHECK = Check(CODE, "a penalty can take more than its points", run)
