"""Where floats end: what underflows or overflows is told from what is 0 or infinite, and many cuts are counted."""

import random
from typing import Any

import pytest
from columns.comparing import as_objects, by_interpreter, differences
from engine.programs import check

from evallang.rules import Rules

SMALL = """\
methodology small "Small"
input p : number 0..1
formula p8 = p ^ 8
formula p64 = p8 ^ 8
formula like = p64 * p64 * p64 * p64
indicator i { score like * (1 / p64) * (1 / p64) * (1 / p64) * (1 / p64); round 0.01 half up }
indicator q { score like / p64 / p64 / p64 / p64; round 0.01 half up }
indicator c { score if like > 0 then 1 else 0 }
"""
LARGE = """\
methodology large "Large"
input p : number 0..
input r : number 0..
formula r40 = r ^ 8 * r ^ 8 * r ^ 8 * r ^ 8 * r ^ 8
formula one = r40 * p ^ 8 * p ^ 8 * p ^ 8 * p ^ 8 * p ^ 8
indicator least { score min(5, one); round 0.01 half up }
indicator most { score max(one, 0.5); round 0.01 half up }
indicator chosen { score if p < 1 then one else 5; round 0.01 half up }
indicator gap { score r40 - r40 + one; round 0.01 half up }
"""
ENGINES = ["columns", "fused"]


def made(text: str) -> Rules:
    found, problems = check(text)
    assert found is not None, problems
    return found


def agree(rules: Rules, columns: dict[str, list[Any]], engine: Any) -> None:
    if engine == "fused":
        pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")
    wanted = by_interpreter(rules, columns)
    nodes = [node.short for node in rules.program.nodes]
    alone = [[path] for path in nodes] if engine == "columns" else []
    for paths in (None, *alone):
        for block in (2, 1000) if engine == "columns" else (1000,):
            found = rules.score_columns(as_objects(columns), engine=engine, block=block, paths=paths)
            assert not differences(found, wanted, columns)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("p", ["0.05", "0.0000001", "0"])
def test_what_underflows_is_not_zero(engine: str, p: str) -> None:
    agree(made(SMALL), {"p": [p] * 3}, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_overflows_is_not_infinite(engine: str) -> None:
    agree(made(LARGE), {"p": ["0.000000001"] * 3, "r": ["1000000000"] * 3}, engine)


def expression(chance: random.Random, depth: int) -> str:
    """Numbers that leave the range of floats on the way, and mostly come back."""
    if not depth:
        return chance.choice(["p", "r", "p ^ 8", "r ^ 8", "1", "0.05"])
    x, y = expression(chance, depth - 1), expression(chance, depth - 1)
    return chance.choice([
        f"({x}) * ({y})", f"({x}) * ({y})", f"({x}) / ({y})", f"({x}) - ({y})", f"({x}) + ({y})", f"min({x}, {y})",
        f"max({x}, {y})", f"(if {x} < {y} then {x} else {y})", f"({x}) ^ 8", f"clamped({x})", f"({x}) / ({x})",
    ])  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_random_numbers_at_the_limits(seed: int) -> None:
    chance = random.Random(seed)
    scores = [expression(chance, chance.randint(2, 4)) for _ in range(3)]
    nodes = "\n".join(f"indicator n{i} {{ score {e}; round 0.01 half up }}" for i, e in enumerate(scores))
    rules = made(
        "methodology m\ninput p : number\ninput r : number\n"
        f"formula clamped(x) = max(-1000000, min(1000000, x))\n{nodes}\n"
    )
    values = ["1", "0", "0.000000001", "1000000000", "0.05", "-3", "1000000000000"]
    alike = [chance.choice(values), chance.choice(values)]
    agree(rules, {"p": [alike[0]] * 3, "r": [alike[1]] * 3}, "columns")
    agree(rules, {name: [chance.choice(values) for _ in range(5)] for name in "pr"}, "columns")


def bands(count: int, answer: str) -> str:
    rows = "\n".join(f"    | {i} ..< {i + 1} | {answer}{i} |" for i in range(1, count))
    return f"    | below 1 | {answer}0 |\n{rows}\n    | {count} and up | {answer}{count} |"


@pytest.mark.parametrize(
    ("engine", "count"), [("columns", 127), ("columns", 255), ("columns", 256), ("columns", 300), ("fused", 256)]
)
def test_many_cuts(engine: str, count: int) -> None:
    rules = made(
        "methodology m\ninput a : count\ninput b : count 1..\n"
        f"brackets pts(v)\n    | v | points |\n{bands(count, '')}\n"
        "indicator i { score pts(a / b) }\n"
        f"indicator g {{ score a / b\n  grade\n    | score | grade |\n{bands(count, 'g')}\n}}\n"
    )
    a = [2 * i + d for i in (1, 127, 128, 254, 255, 256, 257, count - 1, count, count + 1) for d in (-1, 0, 1)]
    agree(rules, {"a": a, "b": [2] * len(a)}, engine)
