"""Statements of every sort, and whole modules."""

from typing import Any

from hypothesis import strategies as st
from strategies import law
from strategies import names as n
from strategies import tables as t
from strategies.expressions import expressions, modes, selectors
from strategies.named import named

from evallang.source import from_text
from evallang.syntax import ast

Statements = st.SearchStrategy[Any]

_maybe_text = st.none() | n.texts
_some_paths = st.lists(n.paths, min_size=1, max_size=3).map(tuple)
_some_or_no_paths = st.just(()) | _some_paths
_maybe = st.none() | expressions

kind_points = st.lists(st.builds(ast.KindPoints, n.names, n.numbers), min_size=1, max_size=3).map(tuple)
params = st.builds(ast.Param, n.names, st.none() | t.types)
_some_params = st.lists(params, min_size=1, max_size=3).map(tuple)
days = st.builds(ast.Day, n.dates, _maybe_text)
facts = st.builds(
    ast.GivenFact,
    n.paths,
    t.literals
    | n.paths
    | n.any_texts
    | st.builds(ast.State, st.sampled_from(["undefined", "missing", "not applicable"])),
)
_some_facts = st.lists(facts, min_size=1, max_size=3).map(tuple)
weight_values = st.builds(ast.Number, n.numbers) | st.builds(ast.Percent, n.percents) | expressions
weights_ = st.builds(ast.Weight, n.paths, weight_values, n.marks)
columns = st.builds(ast.ColumnIs, n.names, n.paths)


def _grade(step: tuple[ast.Expr, str] | None, marks: ast.Marks, table: ast.Table) -> ast.Grade:
    return ast.Grade(*(step or (None, None)), marks, table)


def _weights(each: list[ast.Weight], shared_out: bool, marks: ast.Marks) -> ast.Weights:
    """As the parser has it: without `shared out`, what is behind the last weight may be of the clause."""
    if shared_out:
        return ast.Weights(tuple(each), True, marks)
    *before, last = each
    kept = tuple(m for m in last.marks if not isinstance(m, ast.Under | ast.Accept))
    whole = tuple(m for m in last.marks if isinstance(m, ast.Under | ast.Accept))
    return ast.Weights((*before, ast.Weight(last.path, last.value, kept)), False, whole)


SIMPLE: dict[type[Any], Statements] = {
    ast.Document: st.builds(ast.Document, st.sampled_from(["methodology", "act"]), n.names, _maybe_text, n.marks)
    | st.builds(ast.Document, st.just("amendment"), n.names, _maybe_text, n.marks, n.names),
    ast.Source: st.builds(ast.Source, n.texts, st.none() | n.dates),
    ast.InForce: st.builds(ast.InForce, days, st.none() | days),
    ast.Status: st.just(ast.Status()),
    ast.BaseInPart: st.just(ast.BaseInPart()),
    ast.Language: st.builds(ast.Language, n.names),
    ast.Kinds: st.builds(ast.Kinds, t.some_choices, n.marks),
    ast.Versions: st.builds(ast.Versions, n.names, t.some_choices, n.marks),
    ast.Words: st.builds(ast.Words, n.any_texts),
    ast.Parameter: st.builds(ast.Parameter, n.names, _maybe_text, st.none() | t.types, n.marks, _maybe),
    ast.Formula: st.builds(ast.Formula, n.names, _maybe_text, st.just(()) | _some_params, n.marks, expressions),
    ast.Brackets: st.builds(ast.Brackets, n.names, _maybe_text, _some_params, n.marks, t.tables),
    ast.Option: st.builds(ast.Option, n.names, _maybe_text, _maybe_text, n.marks),
    ast.Examples: st.builds(
        ast.Examples,
        n.texts,
        n.texts,
        n.names,
        st.lists(columns, max_size=3).map(tuple),
        st.booleans(),
        n.marks,
    ),
    ast.Points: st.builds(ast.Points, kind_points | expressions, st.booleans(), n.marks),
    ast.Score: st.builds(ast.Score, expressions, n.marks),
    ast.ScoredBy: st.builds(ast.ScoredBy, n.paths, n.marks),
    ast.When: st.builds(ast.When, expressions, _maybe, n.marks),
    ast.Clamp: st.builds(ast.Clamp, _maybe, _maybe, n.marks),
    ast.Round: st.builds(ast.Round, expressions, modes, n.marks),
    ast.Grade: st.builds(_grade, st.none() | st.tuples(expressions, modes), n.marks, t.tables),
    ast.Parts: st.builds(ast.Parts, _some_paths, n.marks),
    ast.Weights: st.builds(_weights, st.lists(weights_, min_size=1, max_size=3), st.booleans(), n.marks),
    ast.IndicatorTable: st.builds(ast.IndicatorTable, st.none() | n.names, _some_or_no_paths, n.marks, t.tables),
    ast.MarkRule: st.builds(ast.MarkRule, _some_paths, st.sampled_from(["", "full points", "shared out"]), n.marks),
    ast.Choose: st.builds(ast.Choose, n.names),
    ast.Among: st.builds(ast.Among, selectors(expressions), n.marks),
    ast.RankBy: st.builds(
        ast.RankBy,
        st.booleans(),
        _some_paths,
        st.sampled_from([None, "highest", "lowest"]),
        st.none() | n.names,
        n.marks,
    ),
    ast.Proposes: st.builds(ast.Proposes, n.texts, n.marks),
    ast.Given: st.builds(ast.Given, _some_facts),
    ast.GivenTable: st.builds(ast.GivenTable, n.paths, t.tables),
    ast.Expect: st.builds(ast.Expect, _some_facts),
    **law.SIMPLE,
}

_node_words = st.sampled_from("block direction criterion indicator index dimension part bonus penalty".split())


def with_blocks(inside: Statements) -> dict[type[Any], Statements]:
    """A strategy for each class of statement that holds others."""
    block = st.lists(inside, max_size=3).map(tuple)
    maybe = st.none() | block
    titled = (n.names, _maybe_text, n.marks, maybe)
    node = (_node_words, n.names, _maybe_text, _some_or_no_paths, _some_or_no_paths, n.marks, maybe)
    return {
        ast.Node: st.builds(ast.Node, *node),
        ast.Input: st.builds(ast.Input, n.names, _maybe_text, t.types, t.some_traits, n.marks, maybe),
        ast.Item: st.builds(ast.Item, n.names, _maybe_text, st.none() | n.names, n.marks, maybe),
        ast.Reading: st.builds(ast.Reading, *titled),
        ast.Rating: st.builds(ast.Rating, *titled),
        ast.Trigger: st.builds(ast.Trigger, *titled),
        ast.Part: st.builds(ast.Part, *titled),
        ast.Norm: st.builds(ast.Norm, st.none() | n.names, _maybe_text, n.marks, maybe),
        ast.Example: st.builds(ast.Example, n.texts, n.marks, maybe, st.booleans()),
        ast.ExampleBody: st.builds(ast.ExampleBody, n.names | n.texts, block),
        ast.Period: st.builds(ast.Period, n.numbers, block),
        ast.Each: st.builds(ast.Each, block),
        ast.RowRule: st.builds(ast.RowRule, _some_paths, block, n.marks),
        **law.with_blocks(inside),
    }


simple: Statements = named("simple statements", st.one_of(*SIMPLE.values()))
_one_level = st.one_of(*with_blocks(simple).values())
nested: Statements = named("nested statements", simple | _one_level)
BLOCKS = with_blocks(nested)
statements: Statements = named("statements", simple | st.one_of(*BLOCKS.values()))
EVERY = SIMPLE | BLOCKS


def module(of: list[Any]) -> ast.Module:
    """A module that no text stands behind."""
    return ast.Module(tuple(of), from_text("random.eval", ""))


modules = st.lists(statements, max_size=4).map(module)
