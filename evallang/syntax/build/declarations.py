"""Grammar rules of the head and of declarations → nodes. See base.py for the conventions."""

from __future__ import annotations

from typing import Any

from evallang.syntax import ast
from evallang.syntax.build.base import Block, Children, at, body_of, nodes, over


def document(c: Children) -> ast.Document:
    word: Any = str(c[0])
    return ast.Document(word, c[1], c[2], c[3], span=over(c))


def amendment(c: Children) -> ast.Document:
    return ast.Document("amendment", c[1], c[2], c[5], c[4], span=over(c))


def base_in_part(c: Children) -> ast.BaseInPart:
    return ast.BaseInPart(span=over(c))


def source(c: Children) -> ast.Source:
    return ast.Source(c[1], str(c[3]) if c[3] is not None else None, span=over(c))


def in_force(c: Children) -> ast.InForce:
    return ast.InForce(c[2], c[4], span=over(c))


def day(c: Children) -> ast.Day:
    return ast.Day(str(c[0]), c[2], span=over(c))


def status(c: Children) -> ast.Status:
    return ast.Status(span=over(c))


def language(c: Children) -> ast.Language:
    return ast.Language(c[1], span=over(c))


def kinds(c: Children) -> ast.Kinds:
    return ast.Kinds(c[1], c[2], span=over(c))


def versions(c: Children) -> ast.Versions:
    return ast.Versions(ast.Name(str(c[1]), span=at(c[1])), c[2], c[3], span=over(c))


def words(c: Children) -> ast.Words:
    return ast.Words(c[1], span=over(c))


def node(c: Children) -> ast.Node:
    word: Any = str(c[0])
    return ast.Node(word, c[1], c[2], c[4] or (), c[6] or (), c[7], body_of(c[8]), span=over(c))


def input_rule(c: Children) -> ast.Input:
    return ast.Input(c[1], c[2], c[4], c[5], c[6], body_of(c[7]), span=over(c))


def parameter(c: Children) -> ast.Parameter:
    return ast.Parameter(c[1], c[2], c[4], c[5], c[7], span=over(c))


def formula(c: Children) -> ast.Formula:
    return ast.Formula(c[1], c[2], c[4] or (), c[6], c[8], span=over(c))


def brackets(c: Children) -> ast.Brackets:
    return ast.Brackets(c[1], c[2], c[4], c[6], c[7], span=over(c))


def item(c: Children) -> ast.Item:
    return ast.Item(c[1], c[2], c[4], c[5], body_of(c[6]), span=over(c))


def reading(c: Children) -> ast.Reading:
    return ast.Reading(c[1], c[2], c[3], body_of(c[4]), span=over(c))


def option(c: Children) -> ast.Option:
    return ast.Option(c[1], c[2], c[4], c[5], span=over(c))


def rating(c: Children) -> ast.Rating:
    return ast.Rating(c[1], c[2], c[3], body_of(c[4]), span=over(c))


def trigger(c: Children) -> ast.Trigger:
    return ast.Trigger(c[1], c[2], c[3], body_of(c[4]), span=over(c))


def part(c: Children) -> ast.Part:
    return ast.Part(c[1], c[2], c[3], body_of(c[4]), span=over(c))


def example_body(c: Children) -> ast.ExampleBody:
    return ast.ExampleBody(c[1], c[2].statements, span=over(c))


def norm(c: Children) -> ast.Norm:
    return ast.Norm(c[1], c[2], c[3], body_of(c[4]), span=over(c))


def example(c: Children) -> ast.Example:
    return ast.Example(c[1], (*c[2], *(c[4] or ())), body_of(c[5]), c[3] is not None, span=over(c))


def period(c: Children) -> ast.Period:
    return ast.Period(str(c[1]), c[2].statements, span=over(c))


def examples(c: Children) -> ast.Examples:
    columns = tuple(x for x in c[7] if isinstance(x, ast.ColumnIs))
    blank = len(columns) != len(c[7])
    return ast.Examples(c[2], c[4], c[6], columns, blank, c[8], span=over(c))


def example_columns(c: Children) -> tuple[Any, ...]:
    return nodes(c)


def column_is(c: Children) -> ast.ColumnIs:
    return ast.ColumnIs(c[0], c[2], span=over(c))


def blank_not_compared(c: Children) -> Block:
    return Block((), over(c))
