"""Registers, assessors, deadlines and the operations of amendments."""

from typing import Any

from hypothesis import strategies as st
from strategies import names as n
from strategies import tables as t
from strategies.expressions import expressions
from strategies.named import named

from evallang.syntax import ast

Statements = st.SearchStrategy[Any]

_maybe_text = st.none() | n.texts
_some_paths = st.lists(n.paths, min_size=1, max_size=3).map(tuple)
_some_or_no_paths = st.just(()) | _some_paths

covers = st.builds(ast.CoversAll, _some_or_no_paths, _maybe_text) | st.builds(ast.CoversOnly, _some_paths)


def _no_body_first(paths: tuple[ast.Path, ...]) -> bool:
    """`body` stands for all bodies there, so the first path is not called so."""
    return not paths or paths[0].segments[0] != "body"


assessed = st.builds(ast.Assessed, _some_or_no_paths.filter(_no_body_first), st.none() | expressions)
days = st.builds(ast.FixedDay, n.dates) | st.builds(ast.DayOfYear, n.numbers, n.names, st.booleans())
_uncounted = st.builds(ast.Name, n.words.filter(lambda word: word not in {"working", "calendar"}))
dues = (
    st.builds(ast.DueOn, st.sampled_from(["before", "by"]), days)
    | st.builds(ast.DueIn, n.names, st.booleans())
    | st.builds(ast.DueWithin, n.numbers, st.sampled_from(["working", "calendar"]), n.names, n.paths)
    | st.builds(ast.DueWithin, n.numbers, st.just(""), _uncounted, n.paths)
)
orders = named("orders", st.builds(ast.Order, st.none() | n.citations, st.none() | n.dates, _maybe_text))
line_keys = st.builds(ast.LineKey, n.words | n.numbers | n.ordinals) | st.builds(ast.LineKey, n.lines, st.just(True))
_rows = st.lists(t.rows, min_size=1, max_size=3).map(tuple)

SIMPLE: dict[type[Any], Statements] = {
    ast.Body: st.builds(ast.Body, n.names, _maybe_text, st.none() | covers, _some_or_no_paths, n.marks),
    ast.Attribute: st.builds(ast.Attribute, n.names, _maybe_text, t.types, n.marks),
    ast.Annex: st.builds(ast.Annex, n.names, n.marks),
    ast.Repealed: st.builds(ast.Repealed, n.citations, n.marks),
    ast.Except: st.builds(ast.Except, assessed, n.paths, n.marks),
    ast.Repeal: st.builds(ast.Repeal, n.citations, orders),
    ast.Retitle: st.builds(ast.Retitle, n.citations, orders, n.texts),
    ast.RepealLine: st.builds(ast.RepealLine, line_keys),
}


def with_blocks(inside: Statements) -> dict[type[Any], Statements]:
    """A strategy for each class of statement that holds others."""
    block = st.lists(inside, max_size=3).map(tuple)
    maybe = st.none() | block
    sides = st.sampled_from(["after", "before"])
    cited = (st.none() | n.citations, orders)
    edition = st.builds(ast.NewEdition, *cited, block) | st.builds(ast.NewEdition, *cited, st.none(), n.names)
    return {
        ast.Register: st.builds(ast.Register, n.names, _maybe_text, _some_or_no_paths, n.marks, maybe),
        ast.Office: st.builds(ast.Office, n.names, _maybe_text, n.marks, maybe),
        ast.Event: st.builds(ast.Event, n.names, _maybe_text, n.marks, maybe),
        ast.Assessor: st.builds(ast.Assessor, n.paths, n.paths, st.none() | assessed, n.marks, maybe),
        ast.Deadline: st.builds(ast.Deadline, n.names, _maybe_text, dues, n.marks, maybe),
        ast.Replace: st.builds(ast.Replace, n.citations, orders, block),
        ast.Insert: st.builds(ast.Insert, n.citations, n.citations, orders, block, sides),
        ast.NewEdition: edition,
        ast.InRegister: st.builds(ast.InRegister, n.paths, orders, block),
        ast.InTable: st.builds(ast.InTable, n.citations, orders, block),
        ast.InAssessor: st.builds(ast.InAssessor, n.paths, orders, block),
        ast.ReplaceLine: _line(ast.ReplaceLine, block),
        ast.InsertLine: _line(ast.InsertLine, block),
    }


def _line(sort: type[Any], block: Statements) -> Statements:
    """A line of a register has a block, one of a table has rows."""
    return st.builds(sort, line_keys, block) | st.builds(sort, line_keys, st.none(), _rows)
