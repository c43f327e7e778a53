"""Points of rows that are for nobody, and weights of parts without a value, are shared out among the others."""

import random
from typing import Any

from agreeing.engines import given, told
from engine.programs import rules_of

RULES = """
methodology m
kinds central, local
input a : number 0..10
input b : number 0..10
input c : number 0..10
body north "The north"
criterion shared {
  points 10
  table
    | no  | indicator | label | points |
    | 1   | one       | "A"   | 5      |
    | 2   | two       | "B"   | 3      |
    | 3 * | three     | "C"   | 2      |
  mark * not for north, shared out
  mark * not for local, shared out
  each { input part : share; score part * points }
}
index mixed { indicator p { score a }; indicator q { score b }; indicator s { score c }
  weights p 50%, q 30%, s 20%, shared out when missing }
"""


ROWS = ("one", "two", "three")


def body(draw: random.Random, name: str) -> dict[str, Any]:
    found = {"body": name, "kind": draw.choice(("central", "local"))}
    found |= {f"{row}.part": draw.choice((0, 0.5, 1, "25%", 2)) for row in ROWS if draw.random() < 0.8}
    return found | {key: draw.choice((0, 2, "2.5", 7, 10, "x")) for key in "abc" if draw.random() < 0.7}


def test_what_is_shared_out_is_that_of_the_interpreter() -> None:
    """By the name of a body, by its kind, and with any of the parts missing."""
    rules, draw = rules_of(RULES), random.Random(3)
    scorer, values = rules.compile(), 0
    for _ in range(200):
        record = body(draw, draw.choice(("north", "The north", "south")))
        (scores,), found = rules.score({"bodies": [record]}), scorer.score(record)
        for path in ("shared", "mixed"):
            wanted = told(scores[path])
            values += not isinstance(wanted, tuple)
            assert given(found[path]) == wanted, (record, path)
    assert 100 < values < 400
