"""Expressions of every sort, nested a few levels."""

from typing import Any

from hypothesis import strategies as st
from strategies import names as n
from strategies.named import named

from evallang.syntax import ast

Expressions = st.SearchStrategy[ast.Expr]

modes = st.sampled_from(["half up", "half down", "half even", "up", "down", "floor", "ceiling"])
refs = st.builds(ast.Ref, n.paths)
in_ratings = st.builds(
    ast.InRating,
    st.sampled_from(["first", "last"]),
    n.integers,
    st.sampled_from(["", "places", "values"]),
    n.paths,
)
leaves: Expressions = named(
    "leaves",
    st.builds(ast.Number, n.numbers)
    | st.builds(ast.Percent, n.percents)
    | st.builds(ast.Date, n.dates)
    | st.builds(ast.String, n.lines)
    | refs
    | st.just(ast.Ref(ast.Path(("no",))))
    | st.just(ast.ThisBody())
    | st.builds(ast.UndefinedBecause, n.texts)
    | in_ratings,
)


def _chain(operators: str, inner: Expressions) -> st.SearchStrategy[ast.Chain]:
    pairs = st.lists(st.tuples(st.sampled_from(operators), inner), min_size=1, max_size=3)
    return st.builds(
        lambda first, rest: ast.Chain((first, *(e for _, e in rest)), tuple(o for o, _ in rest)), inner, pairs
    )


def items(inner: Expressions) -> st.SearchStrategy[ast.Items]:
    return st.builds(ast.Items, n.item_paths, st.booleans(), st.none() | inner)


def selectors(inner: Expressions) -> st.SearchStrategy[ast.Selector]:
    return st.builds(ast.Bodies, st.booleans(), st.none() | n.names, st.none() | inner) | items(inner)


def _filtered(inner: Expressions) -> st.SearchStrategy[ast.Filtered]:
    # Without `where` and `of every body` it would be a plain reference.
    return items(inner).filter(lambda i: i.of_every_body or i.where is not None).map(ast.Filtered)


def arguments(inner: Expressions) -> st.SearchStrategy[ast.Argument]:
    return (
        inner
        | st.builds(ast.Over, inner, selectors(inner))
        | _filtered(inner)
        | st.builds(ast.Step, inner, modes)
        | st.builds(ast.Named, st.sampled_from(["none", "at least", "weighted by"]), inner)
    )


def cases(inner: Expressions) -> st.SearchStrategy[ast.Case]:
    return st.builds(ast.Case, n.names, inner, n.marks)


def compound(inner: Expressions) -> dict[type[Any], Expressions]:
    """A strategy for each class of expression that holds others."""
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return {
        ast.Chain: _chain("+-", inner) | _chain("*/", inner),
        ast.Logic: st.builds(ast.Logic, st.sampled_from(["and", "or"]), several),
        ast.Unary: st.builds(ast.Unary, st.sampled_from(["-", "not"]), inner),
        ast.Power: st.builds(ast.Power, inner, inner),
        ast.Compare: st.builds(ast.Compare, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner),
        ast.If: st.builds(ast.If, inner, inner, inner),
        ast.InPeriod: st.builds(ast.InPeriod, inner, refs | st.builds(ast.Number, n.integers)),
        ast.WorseInARow: st.builds(ast.WorseInARow, inner, n.integers),
        ast.BySwitch: st.builds(ast.BySwitch, n.names, st.lists(cases(inner), min_size=1, max_size=3).map(tuple)),
        ast.Quantified: st.builds(ast.Quantified, st.sampled_from(["some", "every", "no"]), items(inner)),
        ast.Call: st.builds(ast.Call, n.paths, st.lists(arguments(inner), max_size=3).map(tuple)),
    }


_nested = st.recursive(leaves, lambda e: st.one_of(*compound(e).values()), max_leaves=10)
expressions: Expressions = named("expressions", _nested)
