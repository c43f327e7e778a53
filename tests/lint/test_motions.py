"""What is said of how a node moves with an input is as much as a reader would say."""

import pytest
from engine.programs import check

from evallang.lint.dependents import Dependents
from evallang.lint.monotone import Monotone
from evallang.lint.motion import EITHER, FALLS, RISES, STAYS, Motion
from evallang.lint.values import Values

HEAD = """
methodology m
input x : number 0.., more is better
input y : number 1..
input z : number
input c : count
input d : count, at most c
input f : flag
input year_s : number 0.., yearly
item row by id { input v : number 0..; input w : number 0.. }
brackets up(s : number 0..)
  | s       | points |
  | below 5 |      1 |
  | 5 ..< 7 |      2 |
  | 8 and up |     3 |
brackets down(s : number 0.., b)
  | s       | b   | points |
  | below 5 | any |      3 |
  | 5 and up | yes |     2 |
  | 5 and up | no |      1 |
brackets size(s : number 0..)
  | s        | size   |
  | below 5  | small  |
  | 5 ..< 9  | middle |
  | 9 and up | large  |
brackets sized(size)
  | size   | points |
  | large  |      3 |
  | small  |      0 |
  | middle |      1 |
brackets sized_badly(size)
  | size   | points |
  | large  |      1 |
  | small  |      0 |
  | middle |      3 |
formula part(a, b) = if b = 0 then 0 else a / b
formula double = x * 2
"""

CASES = [
    ("x", "score x * y + 3", RISES),
    ("x", "score 5 - x / y", FALLS),
    ("x", "score x * z", EITHER),
    ("x", "score if x > z then 2 * x else 2 * z", RISES),
    ("z", "score if x > z then 2 * x else 2 * z", RISES),
    ("x", "score if x > z then 2 * x + 1 else 2 * z", RISES),
    ("z", "score if x > z then 2 * x + 1 else 2 * z", EITHER),
    ("z", "score if z < x then z - x else 3 * z - 3 * x", RISES),
    ("x", "score if z < x then z - x else 3 * z - 3 * x", FALLS),
    ("x", "when x <= z + 1 : 3 * z\n  score z + 2 * (x - 1)", RISES),
    ("z", "when x <= z : x * z\n  score x * z + 0 * y", RISES),
    ("x", "when x <= z : x * z\n  score x * z - y", EITHER),
    ("d", "when d = 0 : 10 - y / 2\n  score 10 - y / 3", RISES),
    ("d", "when d = 0 : 10 - z / 2\n  score 10 - z / 3", EITHER),
    ("x", "score z - x * 0", STAYS),
    ("x", "score y / (x + 1)", FALLS),
    ("x", "score x / (x + y)", RISES),
    ("y", "score x / (x + y)", FALLS),
    ("x", "score double - x", RISES),
    ("x", "score x - x / 5", RISES),
    ("x", "score x ^ 2 + sqrt(x) + ln(x + 1) + exp(x)", RISES),
    ("z", "score z ^ 3", RISES),
    ("z", "score z ^ 2", EITHER),
    ("x", "score min(x, 5) + max(y, x) - abs(0 - x) / 2", EITHER),
    ("x", "score round(x, 0.1 half up) + floor(x)", RISES),
    ("x", "score up(x)", RISES),
    ("x", "score 10 - up(x) * 2", FALLS),
    ("x", "score down(x, f)", FALLS),
    ("f", "score down(x, f)", RISES),
    ("x", "score if x < 5 then x else 5 + x", RISES),
    ("x", "score if x < 5 then 5 else x - 5", EITHER),
    ("x", "when x = 0 : 10; score 10 - x", FALLS),
    ("x", "when x = 0 : 5; score 10 - x", EITHER),
    ("c", "when c = d : 10; score 10 - 5 / (c - d)", EITHER),
    ("c", "when c = d : 0; score 10 - 5 / (1 + (c - d))", RISES),
    ("d", "when c = 0 : 10; score 10 - d / c * 10", FALLS),
    ("c", "score 10 - part(x, y + c) * 5", RISES),
    ("x", "score x; clamp .. 10; round 0.01 half up", RISES),
    ("x", "score 20 + x; clamp .. 10", STAYS),
    ("v", "score sum(v for row, none 0) + mean(v for row) + max(v for row) - 0 * count(row)", RISES),
    ("v", "score count(row where v > 3)", RISES),
    ("v", "score sum(w for row where v < 3, none 0)", FALLS),
    ("v", "score mean(v for row where v < 3)", EITHER),
    ("v", "score mean(w for row, weighted by v)", EITHER),
    ("v", "score mean(v for row, weighted by w)", RISES),
    ("v", "score if some row where v > 5 then 0 else 3", FALLS),
    ("x", "score rank(x for every body)", FALLS),
    ("x", "score percentile(x for every body) + zscore(x for every body) + minmax(x for every body)", RISES),
    ("x", "score mean(x for every body)", RISES),
    ("x", "score x - mean(x for every body)", EITHER),
    ("x", "score 50 * x / median(x for every body)", RISES),
    ("x", "score x / sum(x for every body where z > 0, none 1)", RISES),
    ("z", "score z / mean(z for every body)", EITHER),
    ("x", "score (x - y) / sum(x for every body)", EITHER),
    ("x", "when max(x for every body) = min(x for every body) : 50; score 50 + 9 * zscore(x for every body)", RISES),
    ("x", "when max(x for every body) = min(x for every body) : 1; score minmax(x for every body)", RISES),
    ("x", "when max(x for every body) = min(x for every body) : 2; score minmax(x for every body)", EITHER),
    ("x", "when sd(x for every body) = 0 : 1; score 3 - rank(x for every body)", EITHER),
    ("v", "score max(v for row, none 0) / max(v for row of every body where v > 0, none 1)", RISES),
    ("v", "score max(v for row, none 0) / max(w for row of every body where w > 0, none 1)", RISES),
    ("v", "score min(v for row, none 0) / max(v for row of every body where v > 0, none 1)", EITHER),
    ("x", "score sized(size(x))", RISES),
    ("x", "score sized_badly(size(x))", EITHER),
    ("year_s", "score year_s - previous(year_s)", RISES),
    ("x", "score if known(x) then x else 0", RISES),
    ("f", "score if f then 3 else 1", RISES),
    ("f", "score if f = no then 3 else 1", FALLS),
]


def motion(name: str, body: str, past: int = 0) -> Motion:
    rules, found = check(f"{HEAD}indicator n {{ {body} }}\n")
    assert rules is not None, found
    program = rules.program
    number = next(d.number for d in program.inputs if d.name == name)
    moved = Monotone(Values(program, ()), number, Dependents(program), past=past)
    return moved.of_definition(program.nodes[-1].number)


@pytest.mark.parametrize(("name", "body", "way"), CASES, ids=[f"{n}: {b}" for n, b, _ in CASES])
def test_how_a_node_moves(name: str, body: str, way: int) -> None:
    assert motion(name, body).own == way


def test_other_bodies_are_told_apart() -> None:
    assert motion("x", "score mean(x for every body)").others == RISES
    assert motion("x", "score rank(x for every body)").others == RISES
    assert motion("x", "score x").others == STAYS


def test_whether_there_is_a_value() -> None:
    assert motion("x", "score x + y").steady
    assert motion("y", "score x / y").steady
    assert not motion("x", "score y / x").steady
    assert not motion("x", "score up(x)").steady, "a gap of the table"
    assert motion("x", "score if x < y then x / y else 1").steady


@pytest.mark.parametrize(
    ("back", "body", "way"),
    [
        (0, "score previous(year_s)", STAYS), (1, "score previous(year_s)", RISES),
        (2, "score previous(year_s)", STAYS), (0, "score year_s - previous(year_s)", RISES),
        (1, "score year_s - previous(year_s)", FALLS), (2, "score previous(year_s) - previous(year_s, 2)", FALLS),
        (1, "formula g = year_s * 2; score previous(g)", RISES), (1, "score mean(year_s for every body)", STAYS),
        (2, "formula g = previous(year_s); score previous(g)", RISES), (1, "score year_s in 2020", EITHER),
    ],
)  # fmt: skip
def test_how_a_node_moves_with_the_value_of_an_earlier_year(back: int, body: str, way: int) -> None:
    assert motion("year_s", body, back).own == way
