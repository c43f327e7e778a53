"""A small methodology of two kinds, and bodies for it with missing cells and divisors of 0."""

from typing import Any

import numpy as np

TEXT = """\
methodology small "Small"
kinds big "Big", little "Little"
input late    "Late" : count §1
input answers "All"  : count §1
input opinion "Opinion" : number 0..5 §1
criterion deadlines "Deadlines" §2 {
  points big 10, little 20 §2
  score points - 10_000 * late / answers
  clamp 0 ..
  round 0.01 half up
  grade
    | score    | grade |
    | 5 and up | good  |
    | below 5  | poor  |
}
indicator liked "Liked" §3 { score opinion * 4 / answers }
"""


def columns(size: int) -> dict[str, list[Any]]:
    draw = np.random.default_rng(size)
    return {
        "kind": draw.choice(["big", "little"], size).tolist(),
        "late": draw.integers(0, 12, size).tolist(),
        "answers": draw.integers(0, 9000, size).tolist(),
        "opinion": [None if x < 1 else round(x, 1) for x in draw.random(size) * 6],
    }
