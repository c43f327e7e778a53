"""Rules that could run away: they end, quickly or in a message, and the work grows with the data only."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from engine.programs import check, diagnostics, rules_of, scored

from evallang.ir.deep import MAX_CHAIN
from evallang.semantics.entities import MAX_MISTAKES
from evallang.semantics.limits import MAX_EXPANDED

BODY = [{"body": "A", "x": 1}]
HEAD = "methodology m\ninput x : number\n"


def chain(count: int, line: str, last: str) -> str:
    """`count` declarations in which each uses the next, and a last one."""
    return HEAD + "".join(f"{line.format(i=i, next=i + 1)}\n" for i in range(count)) + f"{last.format(i=count)}\n"


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("formula f{i} = f{next} + 1", "formula f{i} = x"),
        ("indicator f{i} {{ score f{next} + 1 }}", "indicator f{i} {{ score x }}"),
        ("formula f{i} = if x > 0 then min(f{next}, 9999) + 1 else 0", "formula f{i} = x"),
    ],
    ids=["formulas", "indicators", "if and min"],
)
def test_a_chain_of_5000(line: str, last: str) -> None:
    text = chain(5_000, line, last) + "indicator z { score f0 }\n"
    limit = sys.getrecursionlimit()
    assert scored(text, BODY)["A"]["z"].value == 5_001
    assert sys.getrecursionlimit() == limit


def test_a_chain_of_functions() -> None:
    text = HEAD + "formula f0(k) = k\n" + "".join(f"formula f{i}(k) = f{i - 1}(k) + 1\n" for i in range(1, 2_001))
    assert scored(f"{text}indicator z {{ score f2000(x) }}", BODY)["A"]["z"].value == 2_001


@pytest.mark.parametrize("line", ["formula f{i} = f{next} + 1", "indicator f{i} {{ score f{next} + 1 }}"])
def test_a_chain_that_is_too_long(line: str) -> None:
    last = line.partition("=")[0] + "= x" if "=" in line else "indicator f{i} {{ score x }}"
    rules, found = check(chain(MAX_CHAIN + 10, line, last))
    assert rules is None
    assert len(found) == 1
    assert found[0].startswith("E0012 ") and f"a chain of more than {MAX_CHAIN}" in found[0]


def doubling(levels: int) -> str:
    text = HEAD + "formula f0(k) = k\n"
    return text + "".join(f"formula f{i}(k) = f{i - 1}(k) + f{i - 1}(k)\n" for i in range(1, levels + 1))


def test_functions_that_double_40_times() -> None:
    """Written out, the last one has 2^40 operations: one message, at the first that is too large."""
    (found,) = diagnostics(f"{doubling(40)}indicator z {{ score f40(x) }}")
    assert found.code == "E0012"
    assert found.message == f"`f15` and the formulas that it calls come to more than {MAX_EXPANDED} operations"
    assert found.help == "call each formula once, and pass its value on as an argument"


def test_an_indicator_that_calls_large_functions() -> None:
    text = doubling(12) + "indicator z { score " + " + ".join(["f12(x)"] * 20) + " }"
    (found,) = diagnostics(text)
    assert (found.code, found.message.partition(" ")[0]) == ("E0012", "`z`")


def test_functions_below_the_limit_are_computed() -> None:
    assert scored(f"{doubling(13)}indicator z {{ score f13(x) }}", BODY)["A"]["z"].value == 2**13


def test_arguments_are_computed_once() -> None:
    """`f(f(… f(x) …))` is 2^40 · x and costs 40 additions; a formula without parameters is computed once too."""
    nested = "formula f(k) = k + k\nindicator z { score " + "f(" * 40 + "x" + ")" * 40 + " }"
    assert scored(HEAD + nested, BODY)["A"]["z"].value == 2**40
    plain = "formula f0 = x\n" + "".join(f"formula f{i} = f{i - 1} + f{i - 1}\n" for i in range(1, 41))
    assert scored(f"{HEAD}{plain}indicator z {{ score f40 }}", BODY)["A"]["z"].value == 2**40


@pytest.mark.parametrize(
    ("rules", "shown"),
    [
        ("formula a = b\nformula b = c + 1\nformula c = 2 * a", "`a` → `b` → `c` → `a`"),
        ("indicator a { score a }", "`a` → `a`"),
        ("indicator a { score previous(b) }\nindicator b { score a }", "`a` → `b` → `a`"),
        ("parameter p = q\nparameter q = p + 1", "`p` → `q` → `p`"),
        ("indicator a { score 1 }\nrating r { among every body where last 3 in r; by a }", "`r` → `r`"),
        ("rating r { among every body; by a }\nindicator a { score if first 1 in r then 1 else 0 }", "`a` → `r` → `a`"),
        ("block w { part p { score w } }", "`w` → `p` → `w`"),
        ("indicator a { score mean(b for every body) }\nindicator b { score a }", "`a` → `b` → `a`"),
        (
            (
                "indicator a { score 1\n grade round (if a.grade = g then 1 else 2) half up\n"
                " | score | grade |\n | any | g |\n }"
            ),
            "`a.grade` → `a.grade`",
        ),
    ],
    ids=[
        "three formulas",
        "itself",
        "previous",
        "parameters",
        "rating",
        "rating of a score",
        "parts",
        "population",
        "grade",
    ],
)
def test_a_cycle_is_shown(rules: str, shown: str) -> None:
    (found,) = diagnostics(HEAD + rules)
    assert found.code == "E0213"
    assert found.message == f"a value depends on itself: {shown}"


def test_a_function_that_calls_itself_through_another() -> None:
    (found,) = diagnostics(f"{HEAD}formula f(k) = g(k)\nformula g(k) = f(k)\nindicator z {{ score f(1) }}")
    assert (found.code, found.message) == ("E0213", "`f` calls itself")


def test_a_long_cycle_is_shown_in_short() -> None:
    text = HEAD + "".join(f"formula f{i} = f{(i + 1) % 100}\n" for i in range(100))
    (found,) = diagnostics(text)
    assert found.code == "E0213"
    assert found.message.startswith("a value depends on itself: `f0` → `f1` →") and found.message.endswith(
        "→ … → `f99` → `f0`"
    )


def test_deep_else_if() -> None:
    cases = "".join(f"if x = {i} then {i} else " for i in range(60))
    scores = scored(f"{HEAD}indicator z {{ score {cases} 100 }}", [{"body": str(i), "x": i} for i in (0, 59, 60)])
    assert [body["z"].value for body in scores] == [0, 59, 100]
    _, found = check(f"{HEAD}indicator z {{ score {cases * 3} 100 }}")
    assert any(line.startswith("E0010 ") for line in found)


# ---- work, counted and not timed

POPULATION = """methodology m
kinds central, local
input x : number
input region : choice (a, b, c, d)
indicator level { score x + mean(x for body of same kind) - mean(x for every body) }
indicator in_region { score x - mean(level for body of same region, at least 1) }
indicator place { score rank(level for body of same kind) + percentile(x for every body) }
indicator standard { score minmax(x for every body) + winsorise(x for every body, 5%, 95%) }
rating order { among body of same kind; by level, highest first }
item outage by id { input length : hours; input fault : body }
indicator caused { score sum(length for outage of every body where fault = this body, none 0) }
trigger low { when last 3 in order }
"""


def population(count: int) -> list[dict[str, Any]]:
    return [
        {
            "body": str(i), "kind": "central" if i % 2 else "local", "x": i * 7 % count, "region": "abcd"[i % 4],
            "outage": [{"id": "1", "length": i % 5, "fault": str((i * 3) % count)}],
        }
        for i in range(count)
    ]  # fmt: skip


def work(text: str, bodies: list[dict[str, Any]]) -> int:
    """How many calls it takes to score bodies that are bound already."""
    rules = rules_of(text)
    data = rules.bind({"bodies": bodies})
    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        scores = rules.score(data)
        found = [body[path].status for body in scores for path in body]
    finally:
        sys.setprofile(before)
    assert set(found) == {"value"}
    return calls


def test_populations_take_work_in_proportion_to_the_bodies() -> None:
    """A mean over all bodies is made once for all: 1,000 bodies take ten times the work of 100, not a hundred times."""
    assert work(POPULATION, population(1_000)) < 13 * work(POPULATION, population(100))


def copies(count: int) -> str:
    """One penalty in each of many nodes: as many paths that end alike."""
    blocks = "".join(f"block b{i} {{ part q{i} {{ points 2; score 2 }} }}\n" for i in range(count))
    return f"methodology m\n{blocks}penalty p in {', '.join(f'b{i}' for i in range(count))} {{ score 1 }}\n"


def nested_parts(count: int) -> str:
    """Each node a part of the one above it, and none with points of its own."""
    blocks = "".join(f"block b{i} {{ parts b{i + 1} }}\n" for i in range(count))
    return f"methodology m\n{blocks}indicator b{count} {{ points 1; score 1 }}\n"


@pytest.mark.parametrize("rules", [copies, nested_parts])
def test_nodes_take_work_in_proportion_to_their_number(rules: Callable[[int], str]) -> None:
    assert work(rules(1_000), [{"body": "A"}]) < 13 * work(rules(100), [{"body": "A"}])


def test_clauses_of_a_table_that_multiply() -> None:
    """34,000 characters that come to 300,000 clauses: one message instead."""
    rows = "".join(f"| {i} | r{i} | 1 |\n" for i in range(1, 1_501))
    clauses = "".join(f"when x = {i} : {i}\n" for i in range(200))
    text = f"{HEAD}block b {{\ntable\n| no | indicator | points |\n{rows}each {{\n{clauses}score points }}\n}}\n"
    (found,) = diagnostics(text)
    assert found.code == "E0012"
    assert found.message == "the rows of `b` and the clauses for them come to more than 100000"


def test_a_table_whose_rules_name_many_rows() -> None:
    rows = "".join(f"| {i} | r{i} | 1 |\n" for i in range(1, 2_001))
    rules = "".join(f"row {', '.join(f'r{j}' for j in range(i, i + 20))} {{ clamp 0 .. }}\n" for i in range(1, 1_000))
    text = f"{HEAD}block b {{\ntable\n| no | indicator | points |\n{rows}each {{ score points }}\n{rules}}}\n"
    assert scored(text, BODY)["A"]["b"].value == 2_000


def test_thousands_of_wrong_names() -> None:
    """So many are reported; the nearest name is looked for as long as that takes little time."""
    inputs = "".join(f"input known_name_{i} : number\n" for i in range(2_000))
    text = f"methodology m\n{inputs}" + "".join(f"indicator i{i} {{ score knwon_name_{i} }}\n" for i in range(2_000))
    found = diagnostics(text)
    assert {d.code for d in found} == {"E0201"} and len(found) == MAX_MISTAKES
    assert found[0].help == "did you mean `known_name_0`?"
    assert "known_name" not in (found[-1].help or "")
