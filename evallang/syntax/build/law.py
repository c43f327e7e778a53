"""Grammar rules of registers, assessors, deadlines and amendments → nodes. See base.py for the conventions."""

from __future__ import annotations

from typing import Any

from evallang.syntax import ast
from evallang.syntax.build.base import Block, Children, at, body_of, content, nodes, over


def body(c: Children) -> ast.Body:
    return ast.Body(c[1], c[2], c[4], c[6] or (), c[7], span=over(c))


def covers_all(c: Children) -> ast.CoversAll:
    paths = tuple(x for x in c if type(x) is ast.Path)
    return ast.CoversAll(paths, c[-1], span=over(c))


def covers_only(c: Children) -> ast.CoversOnly:
    return ast.CoversOnly(c[1], span=over(c))


def register(c: Children) -> ast.Register:
    return ast.Register(c[1], c[2], c[4] or (), c[5], body_of(c[6]), span=over(c))


def office(c: Children) -> ast.Office:
    return ast.Office(c[1], c[2], c[3], body_of(c[4]), span=over(c))


def attribute(c: Children) -> ast.Attribute:
    return ast.Attribute(c[1], c[2], c[4], c[5], span=over(c))


def assessed_named(c: Children) -> ast.Assessed:
    paths = tuple(x for x in c if type(x) is ast.Path)
    return ast.Assessed(paths, c[-1], span=over(c))


def assessed_where(c: Children) -> ast.Assessed:
    return ast.Assessed((), c[2], span=over(c))


def assessor(c: Children) -> ast.Assessor:
    return ast.Assessor(c[2], c[4], c[6], c[7], body_of(c[8]), span=over(c))


def except_(c: Children) -> ast.Except:
    return ast.Except(c[1], c[3], c[4], span=over(c))


def event(c: Children) -> ast.Event:
    return ast.Event(c[1], c[2], c[3], body_of(c[4]), span=over(c))


def fixed_day(c: Children) -> ast.FixedDay:
    return ast.FixedDay(str(c[0]), span=over(c))


def day_of_year(c: Children) -> ast.DayOfYear:
    return ast.DayOfYear(str(c[0]), c[1], c[2] is not None, span=over(c))


def next_year(c: Children) -> Block:
    return Block((), over(c))


def due_on(c: Children) -> ast.DueOn:
    word: Any = str(c[0])
    return ast.DueOn(word, c[1], span=over(c))


def due_in(c: Children) -> ast.DueIn:
    return ast.DueIn(c[1], c[2] is not None, span=over(c))


def due_within(c: Children) -> ast.DueWithin:
    sort: Any = str(c[2] or "")
    return ast.DueWithin(str(c[1]), sort, c[3], c[5], span=over(c))


def deadline(c: Children) -> ast.Deadline:
    return ast.Deadline(c[1], c[2], c[3], c[4], body_of(c[5]), span=over(c))


def annex(c: Children) -> ast.Annex:
    return ast.Annex(c[1], c[2], span=over(c))


def repealed(c: Children) -> ast.Repealed:
    return ast.Repealed(c[1], c[2], span=over(c))


def order(c: Children) -> ast.Order:
    return ast.Order(c[1], str(c[3]) if c[3] is not None else None, c[5], span=over(c))


def repeal(c: Children) -> ast.Repeal:
    return ast.Repeal(c[1], c[2], span=over(c))


def replace(c: Children) -> ast.Replace:
    return ast.Replace(c[1], c[2], c[3].statements, span=over(c))


def insert(c: Children) -> ast.Insert:
    word: Any = str(c[2])
    return ast.Insert(c[1], c[3], c[4], c[5].statements, word, span=over(c))


def retitle(c: Children) -> ast.Retitle:
    return ast.Retitle(c[1], c[2], c[3], span=over(c))


def new_edition(c: Children) -> ast.NewEdition:
    if isinstance(c[-1], Block):
        return ast.NewEdition(c[2], c[3], c[-1].statements, None, span=over(c))
    return ast.NewEdition(c[2], c[3], None, c[-1], span=over(c))


def in_register(c: Children) -> ast.InRegister:
    return ast.InRegister(c[2], c[3], c[4].statements, span=over(c))


def in_table(c: Children) -> ast.InTable:
    return ast.InTable(c[2], c[3], c[4].statements, span=over(c))


def in_assessor(c: Children) -> ast.InAssessor:
    return ast.InAssessor(c[3], c[4], c[5].statements, span=over(c))


def line_key(c: Children) -> ast.LineKey:
    quoted = c[0].type == "STRING"
    return ast.LineKey(content(c[0]) if quoted else str(c[0]), quoted, span=at(c[0]))


def rows(c: Children) -> Block:
    return Block(nodes(c), over(c))


def repeal_line(c: Children) -> ast.RepealLine:
    return ast.RepealLine(c[2], span=over(c))


def _held(block: Block) -> tuple[tuple[Any, ...] | None, tuple[ast.Row, ...]]:
    """The statements of a block, or its rows."""
    rows_ = block.statements
    return (None, rows_) if rows_ and isinstance(rows_[0], ast.Row) else (rows_, ())


def replace_line(c: Children) -> ast.ReplaceLine:
    return ast.ReplaceLine(c[2], *_held(c[3]), span=over(c))


def insert_line(c: Children) -> ast.InsertLine:
    return ast.InsertLine(c[3], *_held(c[4]), span=over(c))
