"""Wholes less their parts, where parameters have no value."""

import pytest

from evallang.ir import expr as ir
from evallang.ir.program import NodeDef, Program
from evallang.pipeline import check_source
from evallang.source import from_text
from evallang.symbolic.sums import Difference, difference

PARAMETERS = "methodology m\nparameter a : number\nparameter b : number\nparameter c : number = 4\n"


def difference_of(whole: str, *parts: str) -> Difference | None:
    nodes = "".join(f"part p{i} {{ score {text} }}\n" for i, text in enumerate((whole, *parts)))
    rules, found = check_source(from_text("m.eval", f"{PARAMETERS}input x : number\nblock all {{ {nodes} }}\n"))
    assert rules is not None, found
    values = [written(rules.program, f"p{i}") for i in range(len(parts) + 1)]
    return difference(values[0], values[1:], rules.program, ())


def written(program: Program, name: str) -> ir.Expr:
    node = next(d for d in program.definitions if isinstance(d, NodeDef) and d.name == name)
    return node.clauses[0].value


@pytest.mark.parametrize(
    ("whole", "parts", "agree"),
    [
        ("a", ["10", "20"], "a = 30"),
        ("a + b", ["b", "5"], "a = 5"),
        ("100", ["a", "2 * b"], "a = 100 - 2 * b"),
        ("a * 2", ["a", "c"], "a = 4"),
        ("a / 2", ["3"], "a = 6"),
        ("a * a", ["9"], ""),  # for two values
    ],
)
def test_where_they_agree(whole: str, parts: list[str], agree: str) -> None:
    found = difference_of(whole, *parts)
    assert found is not None and not found.always
    assert found.agree == agree


@pytest.mark.parametrize(("whole", "parts"), [("a + b", ["b", "a"]), ("3 * a", ["a", "2 * a"]), ("a", ["a - c", "4"])])
def test_they_always_agree(whole: str, parts: list[str]) -> None:
    found = difference_of(whole, *parts)
    assert found is not None and found.always and found.formula == "0"


def test_they_never_agree() -> None:
    found = difference_of("a + 10", "a", "5")
    assert found == Difference("5", "a + 5", always=False, agree="", left=5)


def test_what_is_made_of_more_than_parameters_is_left_open() -> None:
    assert difference_of("a", "x", "5") is None
    assert difference_of("min(a, 5)", "5") is None
