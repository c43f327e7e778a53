"""Where a mistake can be made in a rule file, and which: found in its tree and its program, made in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from attrs import fields, frozen, has

from evallang.ir.program import Program
from evallang.source import SourceFile, Span
from evallang.syntax import ast
from mutation.references import references

SORTS = ("digit", "bound", "sign", "rows", "dropped", "reference", "weight", "citation")
"""What can be wrong, in the order of the tables."""

Edit = tuple[Span, str]
"""A piece of the text and what takes its place."""


@frozen
class Site:
    """A place for a mistake of one sort; each of `mistakes` is a way to make it, in one or several edits."""

    sort: str
    span: Span
    mistakes: tuple[tuple[Edit, ...], ...]


# Nothing is computed from what these say, or they say what should come out.
_LEFT_OUT = (
    ast.Example, ast.Examples, ast.Norm, ast.Document, ast.Source, ast.InForce, ast.Deadline, ast.Event, ast.Office,
    ast.Kinds, ast.Versions, ast.Identifier, ast.Symbol, ast.Amended, ast.Text, ast.Repealed, ast.Annex,
)  # fmt: skip
_ADDS = {"+": "-", "-": "+", "*": "/", "/": "*"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "!=", "!=": "="}
_EDGE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_ENDS = {"..": ("..<", "<.."), "..<": ("..",), "<..": ("..",), "<..<": ("..<", "<..")}
_BESIDE = ("no", "§", "label", "indicator")
"""Columns from which nothing is computed."""
_NUMBER = re.compile(r"[0-9][0-9_.]*")


def sites(module: ast.Module, program: Program) -> list[Site]:
    """Every site of a rule file, in the order of the text; of two in one place that make the same mistakes, one."""
    found = [*_walk(module.statements, module.source), *_references(program)]
    unique = {(site.sort, site.span, site.mistakes): site for site in found if site.mistakes}
    return sorted(unique.values(), key=lambda site: (site.span, SORTS.index(site.sort)))


def _references(program: Program) -> Iterator[Site]:
    for span, names in references(program):
        yield Site("reference", span, tuple(((span, name),) for name in names))


def _walk(tree: Any, source: SourceFile) -> Iterator[Site]:
    if isinstance(tree, tuple):
        for piece in tree:
            yield from _walk(piece, source)
    elif has(type(tree)) and not isinstance(tree, _LEFT_OUT):
        yield from _of(tree, source)
        if isinstance(tree, ast.Weight | ast.Table):
            yield from _walk(tree.marks, source)
            return
        for attribute in fields(type(tree)):
            yield from _walk(getattr(tree, attribute.name), source)


def _of(tree: Any, source: SourceFile) -> Iterator[Site]:
    """The sites that a piece of the tree is itself."""
    match tree:
        case ast.Clamp() | ast.Round() | ast.When() | ast.MarkRule():
            yield Site("dropped", tree.span, (((tree.span, ""),),))
        case ast.Brackets(params=params, table=table):
            yield from _table(table, source, {p.name.text for p in params})
        case ast.Grade(table=table):
            yield from _table(table, source, {c.text for c in table.header} - {"grade", "label"})
        case ast.IndicatorTable(table=table):
            yield from _table(table, source, set())
        case ast.Weights(weights=weights):
            yield from _weights(weights, source)
        case ast.Citation():
            yield from _digits(tree.span, source, "citation")
        case _:
            yield from _of_formula(tree, source)


def _of_formula(tree: Any, source: SourceFile) -> Iterator[Site]:
    """The sites of numbers, signs and directions."""
    match tree:
        case ast.Number() | ast.Percent() | ast.KindPoints() | ast.TypeName(ranged=True) | ast.InRating():
            yield from _digits(tree.span, source)
        case ast.WorseInARow():
            yield from _digits(Span(tree.operand.span.end, tree.span.end), source)
        case ast.Chain():
            yield from _chain(tree, source)
        case ast.Compare():
            yield from _compare(tree, source)
        case ast.Unary(operator="-"):
            yield Site("sign", tree.span, ((_cut(tree.span.start, tree.operand.span.start),),))
        case ast.Sense() | ast.RankBy():
            yield from _direction(tree.span, source)


def _cut(start: int, end: int) -> Edit:
    return Span(start, end), ""


def _digits(span: Span, source: SourceFile, sort: str = "digit") -> Iterator[Site]:
    """Each digit of a text a little larger or smaller; of a name that holds digits nothing."""
    text = source.slice(span)
    for number in _NUMBER.finditer(text):
        if number.start() and (text[number.start() - 1].isalpha() or text[number.start() - 1] == "_"):
            continue
        places = [i for i in range(number.start(), number.end()) if text[i].isdigit()]
        mistakes = [_digit(span, text, i, step) for i in places for step in (1, -1)]
        yield Site(sort, Span(span.start + number.start(), span.start + number.end()), tuple(mistakes))


def _digit(span: Span, text: str, place: int, step: int) -> tuple[Edit, ...]:
    at = span.start + place
    return ((Span(at, at + 1), str((int(text[place]) + step) % 10)),)


def _weights(weights: tuple[ast.Weight, ...], source: SourceFile) -> Iterator[Site]:
    """Each weight with another digit, and two neighbours exchanged: the sum stays."""
    for weight in weights:
        yield from _digits(weight.value.span, source, "weight")
    for one, other in pairwise(weights):
        texts = source.slice(one.value.span), source.slice(other.value.span)
        if texts[0] != texts[1]:
            yield Site("weight", one.span, (((one.value.span, texts[1]), (other.value.span, texts[0])),))


def _between(source: SourceFile, left: Span, right: Span, signs: Iterable[str]) -> Span | None:
    """Where a sign stands between two pieces, comments left aside."""
    text = re.sub(r"#[^\n]*", lambda m: " " * len(m[0]), source.text[left.end : right.start])
    longest = "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))
    found = re.search(longest, text)
    return Span(left.end + found.start(), left.end + found.end()) if found else None


def _chain(tree: ast.Chain, source: SourceFile) -> Iterator[Site]:
    for left, right, sign in zip(tree.operands, tree.operands[1:], tree.operators, strict=False):
        at = _between(source, left.span, right.span, [sign])
        if at is not None:
            yield Site("sign", at, (((at, _ADDS[sign]),),))


def _compare(tree: ast.Compare, source: SourceFile) -> Iterator[Site]:
    at = _between(source, tree.left.span, tree.right.span, [tree.operator])
    if at is None:
        return
    yield Site("sign", at, (((at, _TURNED[tree.operator]),),))
    if tree.operator in _EDGE:
        yield Site("bound", at, (((at, _EDGE[tree.operator]),),))


def _direction(span: Span, source: SourceFile) -> Iterator[Site]:
    text = source.slice(span)
    for one, other in (("better", "worse"), ("highest", "lowest")):
        for word, instead in ((one, other), (other, one)):
            at = text.find(word)
            if at >= 0:
                place = Span(span.start + at, span.start + at + len(word))
                yield Site("sign", place, (((place, instead),),))
                return


# ---- tables


def _table(table: ast.Table, source: SourceFile, asked: set[str]) -> Iterator[Site]:
    """Cells with other digits and bounds, answers of two rows exchanged; `asked` are the columns that are tested."""
    header = [cell.text for cell in table.header]
    rows = [row for row in table.rows if len(row.cells) == len(header) and str(row.cells[0]) != "total"]
    yield from _walk(tuple(mark for row in table.rows for mark in row.marks), source)
    for row in rows:
        for column, cell in zip(header, row.cells, strict=True):
            if column not in _BESIDE:
                yield from _cell(cell, source)
    kept = ("no", "§") if asked else _BESIDE  # a grade goes with its label
    answers = [i for i, column in enumerate(header) if column not in asked and column not in kept]
    for one, other in pairwise(rows):
        edits = [edit for i in answers for edit in _exchanged(one.cells[i], other.cells[i], source)]
        if edits:
            yield Site("rows", one.span, (tuple(edits),))


def _exchanged(one: ast.Cell, other: ast.Cell, source: SourceFile) -> list[Edit]:
    """Two cells that hold different values, each in the place of the other."""
    if isinstance(one, ast.Empty) or isinstance(other, ast.Empty):
        return []
    texts = source.slice(one.span), source.slice(other.span)
    return [] if texts[0] == texts[1] else [(one.span, texts[1]), (other.span, texts[0])]


def _cell(cell: ast.Cell, source: SourceFile) -> Iterator[Site]:
    match cell:
        case ast.Constant(text=text):
            yield from _digits(cell.span, source)
            if text.startswith("-"):
                yield Site("sign", cell.span, ((_cut(cell.span.start, cell.span.start + 1),),))
        case ast.Between(low=low, operator=operator, high=high):
            yield from _digits(low.span, source)
            yield from _digits(high.span, source)
            at = _between(source, low.span, high.span, [operator])
            if at is not None:
                yield Site("bound", at, tuple(((at, instead),) for instead in _ENDS[operator]))
        case ast.OneSided(word=word, bound=bound):
            yield from _digits(bound.span, source)
            edge = source.slice(bound.span)
            instead = {"below": "up to {}", "up to": "below {}", "above": "{} and up", "and up": "above {}"}[word]
            yield Site("bound", cell.span, (((cell.span, instead.format(edge)),),))
