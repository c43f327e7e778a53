"""Every sort of expression in every place of every other: parentheses stand where they are needed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from strategies.expressions import compound, leaves
from strategies.statements import module

from evallang.source import from_text
from evallang.syntax import ast, format_module, parse

Build = Callable[[ast.Expr], ast.Expr]

A, B = ast.Ref(ast.Path(("a",))), ast.Ref(ast.Path(("b",)))
R = ast.Name("r")


def items(where: ast.Expr) -> ast.Items:
    return ast.Items(ast.Path(("i",)), False, where)


def call(argument: Any) -> ast.Call:
    return ast.Call(ast.Path(("f",)), (argument, B))


# Each place in which an expression may stand inside another one.
PLACES: dict[str, Build] = {
    "x + b": lambda x: ast.Chain((x, B), ("+",)),
    "a - x": lambda x: ast.Chain((A, x), ("-",)),
    "x / b": lambda x: ast.Chain((x, B), ("/",)),
    "a * x": lambda x: ast.Chain((A, x), ("*",)),
    "-x": lambda x: ast.Unary("-", x),
    "not x": lambda x: ast.Unary("not", x),
    "x ^ b": lambda x: ast.Power(x, B),
    "a ^ x": lambda x: ast.Power(A, x),
    "x < b": lambda x: ast.Compare("<", x, B),
    "a = x": lambda x: ast.Compare("=", A, x),
    "x and b": lambda x: ast.Logic("and", (x, B)),
    "a and x": lambda x: ast.Logic("and", (A, x)),
    "x or b": lambda x: ast.Logic("or", (x, B)),
    "a or x": lambda x: ast.Logic("or", (A, x)),
    "if x": lambda x: ast.If(x, A, B),
    "then x": lambda x: ast.If(A, x, B),
    "else x": lambda x: ast.If(A, B, x),
    "x in 2020": lambda x: ast.InPeriod(x, ast.Number("2020")),
    "x worse": lambda x: ast.WorseInARow(x, "3"),
    "by": lambda x: ast.BySwitch(R, (ast.Case(ast.Name("o"), x), ast.Case(ast.Name("p"), B))),
    "some where x": lambda x: ast.Quantified("some", items(x)),
    "f(x, b)": call,
    "f(x for i)": lambda x: call(ast.Over(x, items(A))),
    "f(a for i where x)": lambda x: call(ast.Over(A, items(x))),
    "f(x half up)": lambda x: call(ast.Step(x, "half up")),
}


# What goes on to the right for as long as it can, and signs: with these inside, the one around must not lose its end.
INNERMOST = ("-x", "not x", "a - x", "a and x", "else x", "some where x")


def nested(outer: Build) -> Iterator[ast.Expr]:
    """What stands in one place: every sort of expression, some with another one inside."""
    for middle in PLACES.values():
        yield outer(middle(A))
        for inner in INNERMOST:
            yield outer(middle(PLACES[inner](A)))


def test_every_sort_of_expression_is_among_them() -> None:
    assert {type(build(A)) for build in PLACES.values()} == set(compound(leaves))


@pytest.mark.parametrize("place", PLACES)
def test_what_stands_in_this_place_comes_back(place: str) -> None:
    found = list(nested(PLACES[place]))
    printed = format_module(module([ast.Formula(ast.Name(f"f{i}"), None, (), (), e) for i, e in enumerate(found)]))
    tree, diagnostics = parse(from_text("printed.eval", printed))
    assert not diagnostics, diagnostics[0].message
    for statement, e in zip(tree.statements, found, strict=True):
        assert isinstance(statement, ast.Formula)
        assert statement.value == e, statement.name.text
