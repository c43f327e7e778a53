"""What an unreadable cell leaves open: an answer that holds whatever the cell says is given, and no other answer is.

The right answers are found by scoring the same data with each of several values, and with none, in place of the cell.
"""

from functools import cache
from typing import Any

import pytest
from engine.programs import rules_of

from evallang.rules import Rules

UNREAD = "what?"
RULES = """methodology m
kinds central, local
input c : number
input a : number
input b : number
input p : flag
input q : flag
input u : number, yearly, more is better
input v : number, yearly, more is better
item row by id { input y : number; input w : number; input f : flag; input g : flag }
brackets table(m : number, n : number)
  | m   | n   | value |
  | any | any |     1 |
indicator one { score a }
indicator other { score b }
block ab { parts one, other }
block ba { parts other, one }
block above { part above_other { score b }; penalty above_one { score a } }
block below { penalty below_one { score a }; part below_other { score b } }
block ab_weights { weights one 50%, other 50% }
block ba_weights { weights other 50%, one 50% }
block ab_shared { weights one 50%, other 50%, shared out when missing }
block by_formula { weights fixed (a), other (b) }
block by_formulas { weights other (b), fixed (a) }
block ab_sum { score sum(parts); parts one, other }
block ba_sum { score sum(parts); parts other, one }
indicator fixed { score c }
indicator ab_clamp { score c; clamp a .. b }
indicator ba_clamp { score c; clamp b .. a }
rating ab_rating { among every body; by each of one, other }
rating ba_rating { among every body; by each of other, one }
"""
# Of the body A, `a`, `p`, and `u` of this year cannot be read, `b`, `q`, and `u` of the year before are missing; `v` is
# the other way round.
DATA: list[dict[str, Any]] = [
    {"body": "A", "period": 2020, "kind": "central", "v": UNREAD},
    {
        "body": "A", "period": 2021, "kind": "central", "a": UNREAD, "p": UNREAD, "u": UNREAD, "c": 5,
        "row": [
            {"id": "1", "y": UNREAD, "w": 2, "f": UNREAD, "g": True},
            {"id": "2", "w": UNREAD, "y": 1},
            {"id": "3", "y": 4, "w": 4, "f": False, "g": False},
        ],
    },
    {"body": "B", "period": 2021, "a": 5, "b": 5, "p": UNREAD, "c": 6},
]  # fmt: skip
EXPRESSIONS = [
    "a + b", "b + a", "a - b", "b * a", "a / b", "b / a", "max(a, b)", "min(b, a)", "sum(a, c, b)", "table(a, b)",
    "table(b, a)", "one + other", "ab", "ba", "above", "below", "ab_weights", "ba_weights", "ab_shared", "by_formula",
    "by_formulas", "ab_sum", "ba_sum", "ab_clamp", "ba_clamp", "sum(y for row)", "sum(y for row, none 0)",
    "mean(y for row, weighted by w)", "mean(w for row, weighted by y)", "sum(w for row where g)", "count(row where f)",
    "sum(w for row where f)", "sum(w for row where f and g)", "sum(w for row where f or g)", "sum(c for row where p)",
    "count(row where f and g)", "sum(c for body of same kind where p, none 0)",
    "max(c for body of same kind where not p, none 0)",
    "sum(c for body of same kind)", "a", "b", "c",
    "p or q", "q or p", "p and q", "q and p", "not p", "p or q or p", "a = b", "b < a", "some row where f",
    "some row where f and g", "every row where f", "every row where not f", "no row where f", "first 1 in ab_rating",
    "first 1 in ba_rating", "u worse 1 years in a row", "v worse 1 years in a row", "p", "q",
]  # fmt: skip


def readable(data: Any, number: int | None, flag: bool | None) -> Any:
    """The data with these in place of the cells that cannot be read."""
    if isinstance(data, list):
        return [readable(one, number, flag) for one in data]
    return {
        name: readable(cell, number, flag) if name == "row"
        else (flag if name in "pfg" else number) if cell == UNREAD else cell
        for name, cell in data.items()
    }  # fmt: skip


@cache
def rules() -> Rules:
    """Rules that ask of each expression whether it has a value."""
    asked = (
        f"formula value{i} = {expression}\nindicator asked{i} {{ score if known(value{i}) then 1 else 0 }}\n"
        for i, expression in enumerate(EXPRESSIONS)
    )
    return rules_of(RULES + "".join(asked))


@cache
def answers(*instead: Any) -> dict[str, Any]:
    """For the body A with these in place of the unreadable cells, if any: 1, 0, or None where that is not known."""
    scores = rules().score({"bodies": readable(DATA, *instead) if instead else DATA})["A", 2021]
    return {expression: scores[f"asked{i}"].value for i, expression in enumerate(EXPRESSIONS)}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_is_certain_is_said_and_nothing_else(expression: str) -> None:
    possible = {answers(number, flag)[expression] for number in (3, 7, None) for flag in (True, False, None)}
    assert None not in possible
    assert answers()[expression] == (possible.pop() if len(possible) == 1 else None)


def test_all_three_answers_are_given() -> None:
    assert set(answers().values()) == {0, 1, None}
