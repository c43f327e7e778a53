"""Ratings and triggers."""

from __future__ import annotations

from evallang.diagnostics import Label
from evallang.ir import expr as ir
from evallang.ir.program import AmongDef, Guarded, RatingDef, TriggerDef
from evallang.semantics.clashes import refuse_options
from evallang.semantics.context import Context, Lowering, provisions
from evallang.semantics.dispatch import lower
from evallang.semantics.entities import Entity
from evallang.semantics.lists import members
from evallang.semantics.lookup import resolve
from evallang.semantics.spans import beginning, word_of
from evallang.semantics.typing import need_flag
from evallang.syntax import ast
from evallang.types import FLAG, NUMBER

_ONE_EACH = "declare one rating for each"
TIES = ("share", "dense", "mean", "none")


def rank_names(entity: Entity) -> tuple[str, ...]:
    """The ranked nodes of a rating as written, before anything is looked up."""
    for statement in entity.statement.body or ():
        if isinstance(statement, ast.RankBy):
            return tuple(str(path) for path in statement.paths)
    return ()


def rating_def(low: Lowering, entity: Entity) -> RatingDef:
    """A rating: who takes part, by which node, in which order, with which rule for ties."""
    s: ast.Rating = entity.statement
    ctx = Context(low, entity.scope)
    among: list[AmongDef] = []
    rank: ast.RankBy | None = None
    for statement in s.body or ():
        if isinstance(statement, ast.Among):
            place = members(ctx, statement.selector)
            if place is not None and not isinstance(place[0], ir.BodiesOf):
                advice = "write `among body of same kind`, or `among every body`"
                low.report("E0209", "a rating ranks bodies, not items", statement.selector.span, advice)
            elif place is not None:
                conditions = low.conditions((*s.marks, *statement.marks))
                among.append(AmongDef(place[0], conditions, provisions(statement.marks)))
        elif isinstance(statement, ast.RankBy):
            if rank is not None:
                label = Label(rank.span, "the first one")
                low.report("E0203", f"the rating `{entity.name}` ranks twice", statement.span, _ONE_EACH, label)
            refuse_options(low, statement.marks, "by", _ONE_EACH)
            rank = statement
        elif not isinstance(statement, ast.Words):
            message = f"`{word_of(statement)}` cannot stand in a rating"
            low.report("E0207", message, beginning(statement, low.collected.source), "a rating holds `among` and `by`")
    if rank is None and not low.collected.left_out("by"):
        message = f"the rating `{entity.name}` ranks by nothing"
        low.report("E0217", message, entity.span, "write `by NODE, highest first, ties share`")
    if not any(isinstance(x, ast.Among) for x in s.body or ()) and not low.collected.left_out("among"):
        message = f"the rating `{entity.name}` does not say who takes part"
        low.report("E0217", message, entity.span, "write `among body of same kind`")
    nodes, names = _ranked(ctx, rank)
    best_first, ties = not rank or rank.order != "lowest", _ties(low, rank)
    return RatingDef(
        entity.name, entity.label, tuple(among), nodes, names, bool(rank and rank.each), best_first, ties,
        low.conditions(s.marks), provisions(s.marks), entity.span,
    )  # fmt: skip


def _ties(low: Lowering, rank: ast.RankBy | None) -> str:
    """The rule for ties; reports an unknown one."""
    if rank is None or rank.ties is None:
        return "share"
    if rank.ties.text not in TIES:
        message = f"unknown rule for ties `{rank.ties.text}`"
        low.report("E0219", message, rank.ties.span, "the rules are `share`, `dense`, `mean` and `none`")
    return rank.ties.text


def _ranked(ctx: Context, rank: ast.RankBy | None) -> tuple[tuple[ir.Ref, ...], tuple[str, ...]]:
    nodes, names = [], []
    if rank is not None and len(rank.paths) > 1 and not rank.each:
        names_ = ", ".join(str(path) for path in rank.paths)
        advice = f"write `by each of {names_}` for a ranking by each of them"
        ctx.low.report("E0211", f"a rating ranks by one node, and here are {len(rank.paths)}", rank.span, advice)
    for path in rank.paths if rank else ():
        found = resolve(ctx.low.collected, ctx.scope, path, "node")
        if found is None:
            continue
        if found.entities[0].sort != "node" or found.entities[0].level:
            ctx.low.report("E0209", f"`{path}` is no node of a body", path.span, "a rating ranks a node")
            continue
        ctx.low.used.update(e.number for e in found.entities)
        nodes.append(ir.Ref(tuple(e.number for e in found.entities), str(path), 0, type=NUMBER, span=path.span))
        names.append(str(path))
    return tuple(nodes), tuple(names)


def trigger_def(low: Lowering, entity: Entity) -> TriggerDef:
    """A trigger: any of its conditions, and what it proposes."""
    s: ast.Trigger = entity.statement
    ctx = Context(low, entity.inner or entity.scope)
    guards = []
    for clause in entity.clauses:
        when = clause.statement
        if not isinstance(when, ast.When):
            continue
        guard = lower(ctx, when.guard, FLAG)
        need_flag(ctx, guard, "`when`")
        if when.value is not None:
            advice = "delete it; what the trigger leads to stands in `proposes`"
            low.report("E0207", "the `when` of a trigger has no value of its own", when.value.span, advice)
        yes = ir.Const(True, "yes", type=FLAG, span=when.span)
        guards.append(
            Guarded(
                guard,
                yes,
                low.conditions((*s.marks, *when.marks)),
                provisions(when.marks, provisions(s.marks)),
                when.span,
            )
        )
    if not guards:
        low.report("E0217", f"the trigger `{entity.name}` has no condition", entity.span, "write `when CONDITION`")
    for said in entity.row or ():
        refuse_options(
            low, said.marks, "proposes", "declare a trigger for each option: `trigger NAME under reading.option`"
        )
    proposes = " ".join(p.text.value for p in entity.row or ())
    return TriggerDef(
        entity.name,
        entity.label,
        entity.path,
        tuple(guards),
        proposes,
        low.conditions(s.marks),
        provisions(s.marks),
        entity.span,
    )
