"""Symbols of the law in formulas: `b1` where the paragraph is cited in which the law calls something `b1`."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from evallang.diagnostics import Label
from evallang.semantics.context import Context
from evallang.semantics.entities import Collected, Entity, sort_of
from evallang.semantics.lookup import Found, ambiguous, visible
from evallang.semantics.places import citing
from evallang.source import Span
from evallang.syntax import ast

_LONGEST_RANGE = 200
Paragraph = tuple[str, str]
"""The paragraph of an address, and the act that it is of (empty: this one)."""


@frozen(eq=False)
class _Symbol:
    """Something that the law has a letter for, and the paragraphs in which it has."""

    entity: Entity
    paragraphs: frozenset[Paragraph]


def paragraphs(citations: Iterable[ast.Citation]) -> frozenset[Paragraph]:
    """The paragraphs that citations lie in.

    `73.1` and `73:2` lie in 73, `43..45` in 43, 44 and 45, and `app10.t2.3` in `app10.t2`.
    """
    found: set[Paragraph] = set()
    for citation in citations:
        of = citation.of.text if citation.of else ""
        first, _, last = citation.address.partition("..")
        if first.isdecimal() and last.isdecimal() and 0 <= int(last) - int(first) <= _LONGEST_RANGE:
            found |= {(str(n), of) for n in range(int(first), int(last) + 1)}
        else:
            found |= {(_paragraph(end), of) for end in (first, last) if end}
    return frozenset(found)


def _paragraph(address: str) -> str:
    parts = address.partition(":")[0].split(".")
    return ".".join(parts[:2] if parts[0][:1].isalpha() else parts[:1])


def _table(found: Collected) -> dict[str, list[_Symbol]]:
    """Everything that has a symbol, by the symbol."""
    table: dict[str, list[_Symbol]] = {}
    for entity in (*found.definitions, *found.parameters):
        for symbol, before in ast.symbols(entity.marks):
            home = before or ast.citations(entity.marks) or citing(entity.scope.owner)
            table.setdefault(symbol, []).append(_Symbol(entity, paragraphs(home)))
    return table


def fitting(ctx: Context, name: str) -> list[Entity]:
    """What has this symbol in the paragraph of the formula, the nearest that is cited around it first."""
    known = _symbols(ctx).get(name)
    if not known:
        return []
    for here in _cited_around(ctx):
        fits = [symbol.entity for symbol in known if symbol.paragraphs & here]
        if fits:
            return fits
    return []


def _symbols(ctx: Context) -> dict[str, list[_Symbol]]:
    low = ctx.low
    if low.symbols is None:
        low.symbols = _table(low.collected)
    return low.symbols


def _cited_around(ctx: Context) -> Iterable[frozenset[Paragraph]]:
    """The paragraphs of the formula, of its node, of the node around that, and so on."""
    if ctx.cites:
        yield paragraphs(ctx.cites)
    for scope in ctx.scope.outwards():
        if scope.owner is not None:
            own = ast.citations(scope.owner.marks)
            if own:
                yield paragraphs(own)


def by_symbol(ctx: Context, name: str, span: Span) -> Found | bool:
    """What a name that may be a symbol means.

    True when it means nothing that could be said of a symbol; False when that has been reported: two things fit, or
    the symbol belongs to another paragraph.
    """
    named = visible(ctx.low.collected, ctx.scope, name)
    fits = fitting(ctx, name)
    if named:
        other = next((e for e in fits if e.path not in {n.path for n in named}), None)
        return True if other is None else _two(ctx, name, span, named[0], other)
    if not fits:
        return _elsewhere(ctx, name, span)
    rival = next((e for e in fits[1:] if e.statement is not fits[0].statement and e.path != fits[0].path), None)
    if rival is not None:
        return _two(ctx, name, span, fits[0], rival)
    near = _nearest(ctx, fits)
    if len({e.path for e in near}) > 1:
        ambiguous(ctx.low.collected, name, span, near)
        return False
    return Found(tuple(near))


def _nearest(ctx: Context, copies: list[Entity]) -> list[Entity]:
    """Of the copies of one declaration those in the nearest scope."""
    for scope in ctx.scope.outwards():
        here = [e for e in copies if e.scope is scope]
        if here:
            return here
    return copies


def _two(ctx: Context, name: str, span: Span, first: Entity, second: Entity) -> bool:
    labels = (Label(e.span, f"`{e.name}` is declared here") for e in (first, second))
    paths = [".".join(e.path) for e in (first, second)]
    if first.name == name:
        message = f"`{name}` is the name of {sort_of(first)}, and here also the symbol of `{paths[1]}`"
        advice = f"write `{paths[1]}` if that is meant; else give `{name}` another name"
    else:
        message = f"`{name}` is the symbol of two things here: `{paths[0]}` and `{paths[1]}`"
        advice = f"write the name of the one that is meant: `{paths[0]}` or `{paths[1]}`"
    ctx.low.report("E0236", message, span, advice, *labels)
    return False


def _elsewhere(ctx: Context, name: str, span: Span) -> bool:
    """Report a symbol of another paragraph; True where nothing has this symbol."""
    known = _symbols(ctx).get(name)
    if not known or name in ctx.low.collected.unread:
        return True
    entity = known[0].entity
    home = sorted(paragraph for paragraph, _ in known[0].paragraphs)
    where = f"§{home[0]}" if home else "no paragraph"
    message = f"`{name}` is the symbol of `{entity.name}` in {where}, which is not cited here"
    advice = f"write the name, `{'.'.join(entity.path)}`; or cite {where} at the node, if its formula stands there"
    ctx.low.report("E0201", message, span, advice, Label(entity.span, "declared here"))
    return False
