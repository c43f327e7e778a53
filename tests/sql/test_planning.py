"""Queries over lists that DuckDB plans at once: the rows of which it makes aggregates stand in a step that is kept."""

import re
from fractions import Fraction

import pytest
from engine.programs import check
from sql.test_queries import rows_of_bodies

from evallang.backends.sql.query import Query

RULES = """methodology m
input price : number
item work by id {{ input amount : number
  indicator cost {{ {cost} }} }}
indicator total {{ {total} ; round 0.01 half up }}
"""


@pytest.mark.parametrize(
    ("cost", "total"),
    [
        ("score amount * price ; clamp 0 .. 100", "score sum(cost for work, none 0)"),
        (
            "score if amount > price then amount / price else price ; round 1 half up",
            "score mean(cost for work)",
        ),
    ],
)
def test_what_is_gathered_is_kept(cost: str, total: str) -> None:
    text = RULES.format(cost=cost, total=total)
    rules, found = check(text)
    assert rules is not None, found
    sql = Query.of(rules.program, rules.choices({}), "duckdb").text()
    gathered = set(re.findall(r"FROM (\w+) GROUP BY", sql))
    assert gathered
    assert gathered == set(re.findall(r"^(list\w+) AS MATERIALIZED", sql, re.MULTILINE))
    rows = [{"id": "u", "amount": Fraction(3)}, {"id": "v", "amount": Fraction(50)}]
    rows_of_bodies(text, [{"body": n, "price": Fraction(price), "work": rows} for n, price in (("a", 2), ("b", 7))])
