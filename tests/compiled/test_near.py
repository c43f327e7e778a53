"""Floats in front of exact code: what they decide is what exact code decides, and their error is within its bound."""

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from agreeing.engines import given, told
from engine.programs import rules_of

from evallang.backends.python import arithmetic, near
from evallang.backends.python.code import Code
from evallang.backends.python.runtime.values import to_whole
from evallang.backends.python.value import Value, constant
from evallang.numbers.rounding import RoundingMode, round_to

RULES = """
methodology m
input a : count
input b : count 1..
input c : count
input share : number 0..1
index total {{
  indicator p {{ score 26 - a / b * 10_000; clamp 0 .. }}
  indicator q {{ score a / c * 10; clamp .. 7 }}
  penalty  s {{ score share * 0.2 }}
  round {step} {mode}
  grade
    | score      | grade |
    | 10 and up  | good  |
    | below 10   | poor  |
}}
"""
EDGES = (0, 1, 2, 3, 7, 9_999, 10_000, 10_001, 2**53, 2**53 + 1, 10**30, 10**400)


def numbers(draw: random.Random) -> dict[str, Any]:
    """A body of numbers at edges and others; sums of them are often ties."""

    def one(least: int) -> int:
        return max(least, draw.choice(EDGES) if draw.random() < 0.4 else draw.randrange(2 ** draw.randrange(1, 40)))

    b = one(1)
    return {
        "a": one(0),
        "b": b,
        "c": draw.choice((b, 8, 2000, one(0))),
        "share": draw.choice((0, 1, 0.5, 0.025, "0.3")),
    }


def test_rounded_totals_are_those_of_the_interpreter() -> None:
    """In every mode, with ties, huge numbers, and numbers that no float holds."""
    draw = random.Random(5)
    for mode in RoundingMode:
        for step in ("0.01", "1", "2/3"):
            rules = rules_of(RULES.format(step=step, mode=mode.value))
            scorer = rules.compile(outputs=["total", "total.grade"])
            assert "def near_any" in scorer.source
            bodies = [{"body": f"b{i}", **numbers(draw)} for i in range(100)]
            scores = rules.score({"bodies": bodies})
            for body in bodies:
                found, wanted = scorer.score(body), scores[str(body["body"])]
                for path in ("total", "total.grade"):
                    assert given(found[path]) == told(wanted[path]), (mode, step, body)


OF_ITEMS = """
methodology m
input g : number 0..1
item it by id {{
  input v : number 0..1
  input w : number 0..1
}}
index total {{ score {score}; round 0.01 half up }}
"""


@pytest.mark.parametrize(
    "score",
    [
        "sum(v / 7 - w / 3 for it, none 0)", "mean(v / 7 - w / 3 for it)", "max(v / 7 - w / 3 for it)",
        "quantile(v / 7 - w / 3 for it, 25%)", "sum(v * (g / 7 - g / 3) for it, none 0)",
        "mean(v for it, weighted by w / 3 + v / 7)", "rank(g / 7 - g / 3 for every body)",
    ],
)  # fmt: skip
def test_what_is_gathered_of_items_is_exact(score: str) -> None:
    rules = rules_of(OF_ITEMS.format(score=score))
    draw = random.Random(11)
    bodies = [
        {"body": f"b{i}", "g": draw.random(), "it": [{"id": f"{j}", "v": draw.random(), "w": 0.3} for j in range(i)]}
        for i in range(6)
    ]
    scores = rules.score({"bodies": bodies})
    for body, found in zip(bodies, rules.compile().score_all(bodies), strict=True):
        assert given(found["total"]) == told(scores[str(body["body"])]["total"])


def test_an_unrounded_total_has_no_floats() -> None:
    """A third is no float: where the exact value is wanted, exact code alone is written."""
    rules = rules_of(RULES.format(step="1", mode="half up"))
    assert "def near_" not in rules.compile(outputs=["total", "p"]).source


def test_the_error_is_within_its_bound() -> None:
    """Sums, products with bounded factors, clamps, of values that have bounds and of those that have none."""
    draw = random.Random(8)
    for _ in range(2_000):
        code = Code(leave="raise AssertionError")
        names: dict[str, Any] = {}
        exact: list[tuple[Value, Fraction]] = []
        for i in range(draw.randrange(2, 5)):
            top, bottom = draw.randrange(10 ** draw.randrange(1, 20)), draw.randrange(1, 10 ** draw.randrange(1, 20))
            names |= {f"t{i}": top, f"d{i}": bottom}
            high = draw.choice((None, Fraction(top, bottom) + draw.randrange(3)))
            exact.append((Value("pair", f"t{i}", f"d{i}", low=Fraction(0), high=high), Fraction(top, bottom)))
        total, wanted = arithmetic.add(code, [v for v, _ in exact]), sum((x for _, x in exact), Fraction(0))
        assert total.form == "near"
        end, factor = Fraction(draw.randrange(1, 1000), 7), Fraction(draw.randrange(-9, 10), 3)
        total, wanted = arithmetic.multiply(code, [constant(factor), total]), factor * wanted
        if factor and draw.random() < 0.7:
            op = draw.choice(("less", "greater"))
            total = arithmetic.choose(code, [total, constant(end)], op)
            wanted = min(wanted, end) if op == "less" else max(wanted, end)
        exec("\n".join(line[4:] for line in code.lines), names)  # noqa: S102  # lines that were just made
        a, r = near.error(total)
        found = Fraction(names[total.code]) if total.form == "near" else Fraction(total.code)
        assert abs(found - wanted) <= a + r * abs(wanted), (code.lines, wanted)


def test_whole_numbers_of_steps() -> None:
    """Rounding of a pair is `round_to`, in every mode and on both sides of zero."""
    for mode in RoundingMode:
        for top in range(-30, 31):
            for bottom in (1, 2, 3, 4, 10):
                wanted = round_to(Fraction(top, bottom), Fraction(1), mode)
                assert to_whole(top, bottom, mode.value) == wanted, (mode, top, bottom)


def test_what_was_met_before_is_not_taken_for_something_else() -> None:
    """`True` and a `Decimal` may equal a float that is read otherwise."""
    rules = rules_of("methodology m\ninput a : number\nindicator x { score a }\n")
    scorer = rules.compile()
    assert scorer.score({"a": 0.1})["x"] == Fraction(1, 10)
    tenth = 0.1
    nearest = Fraction(tenth)  # what the float is in base two
    assert scorer.score({"a": Decimal(tenth)})["x"] == nearest
    assert scorer.score({"a": nearest})["x"] == nearest
    assert scorer.score({"a": 1.0})["x"] == 1
    assert scorer.score({"a": True})["x"].status == "undefined"
