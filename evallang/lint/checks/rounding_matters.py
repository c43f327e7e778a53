"""A result depends on where one rounds, or on whether one does, on the data that are given.

One body gets another grade, another place or another trigger if a rounding is left out, moved to the end, or done in
each part. Where the act does not say when to round, such a body can complain; where it does, one should know for whom
it decides. `evallang check RULES --data FILE` changes each rounding of the rules, one at a time, and scores the data
anew; without data nothing is said. Scores that differ by less than the step are what rounding is for, and are not told.

**What to do.** Cite the provision that says where to round, or make it a reading.

**Found in**, with `evallang check rules.eval --data bodies.csv`:

```eval
methodology m
index total §4 {
  input a : number 0..100 §4
  score a * 0.9
  round 0.1 half up
  grade §101
    | score     | grade |
    | 80 and up | high  |
    | below 80  | low   |
}
```

```csv
body,a
b1,88.85
```

**Not found in**, with the same data:

```eval
methodology m
index total §4 {
  input a : number 0..100 §4
  score a * 0.9
  grade §101
    | score     | grade |
    | 80 and up | high  |
    | below 80  | low   |
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.lint.check import Check
from evallang.lint.data_checks import CODE, rounding_findings
from evallang.lint.finding import Answer
from evallang.lint.subject import Subject


def run(subject: Subject) -> Iterator[Answer]:
    """Each rounding, on all periods of the data."""
    if subject.data is not None:
        yield from rounding_findings(subject.program, subject.data, subject.choices, periods=subject.data.periods)


CHECK = Check(CODE, "a result depends on a rounding", run)
