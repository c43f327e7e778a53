"""Rows made of a program's own constants, just beside them, halves of steps, nothing, what is huge and what is tiny."""

import os
import random
from fractions import Fraction
from typing import Any

import pytest
from columns.comparing import as_objects, by_interpreter, differences
from columns.one_body import OneBody
from engine.making import CONSTANTS, DAYS, KINDS, OPTIONS
from engine.programs import check

PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "24"))
ROWS = 60
BESIDE = (0, 0, 0, "0.005", "-0.005", "0.25", "0.001", "-1e-9", "1e-17", "1/3", "1/7")
EXTREME = (
    "98765432109877",
    "8765432109877",
    "1e17",
    "-1e17",
    "9223372036854775807",
    "-9223372036854775808",
    "1e30",
    "1e-30",
    "1e400",
    "0.1234567890123456789",
)


def cell(kind: str, pick: Any, extreme: int) -> Any:
    match kind:
        case "flag":
            return pick((True, False, None))
        case "choice":
            return pick((*OPTIONS, None))
        case "date":
            return pick((*DAYS, None, "no day"))
        case "share":
            return pick(("0", "1", "50%", "1/3", "0.005", "2", "", "0.995"))
    if pick(range(extreme)) == 0:
        return pick((*EXTREME, None, "what?"))
    return str(Fraction(pick(CONSTANTS)) + Fraction(pick(BESIDE)))


def differing(seed: int, **options: Any) -> list[str]:
    pick = random.Random(seed).choice
    made = OneBody(pick).program()
    rules, _ = check(made.text)
    assert rules is not None
    extreme = pick((3, 10, 1000))
    columns: dict[str, list[Any]] = {
        "kind": [pick((*KINDS, None)) if pick(range(9)) == 0 else pick(KINDS) for _ in range(ROWS)]
    }
    for asked in made.inputs[0]:
        if pick(range(12)):
            columns[asked.header] = [cell(asked.kind, pick, extreme) for _ in range(ROWS)]
    wanted = by_interpreter(rules, columns)
    found = rules.score_columns(as_objects(columns), block=pick((7, 11, 64)), **options)
    said = differences(found, wanted, columns)
    return [f"program {seed}", *said[:12], made.text] if said else []


@pytest.mark.parametrize("group", range(2))
def test_columns_and_the_interpreter_agree_at_boundaries(group: int) -> None:
    found = [differing(seed) for seed in range(group, PROGRAMS, 2)]
    wrong = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not wrong, f"{len(wrong)} programs differ; " + "\n".join(wrong[0])
