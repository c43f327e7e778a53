"""Ratings and triggers."""

from __future__ import annotations

from evallang.ir import expr as ir
from evallang.ir.program import AmongDef, Guarded, RatingDef, TriggerDef
from evallang.semantics.context import Context, Lowering, provisions
from evallang.semantics.dispatch import lower
from evallang.semantics.entities import Entity
from evallang.semantics.lists import members
from evallang.semantics.lookup import resolve
from evallang.semantics.spans import beginning, word_of
from evallang.semantics.typing import need_flag
from evallang.syntax import ast
from evallang.types import FLAG, NUMBER

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
                among.append(AmongDef(place[0], low.conditions(statement.marks), provisions(statement.marks)))
        elif isinstance(statement, ast.RankBy):
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
    ties = rank.ties.text if rank and rank.ties else "share"
    if ties not in TIES:
        low.report(
            "E0219",
            f"unknown rule for ties `{ties}`",
            rank.ties.span if rank and rank.ties else s.span,
            "the rules are `share`, `dense`, `mean` and `none`",
        )
    best_first = not rank or rank.order != "lowest"
    return RatingDef(
        entity.name, entity.label, tuple(among), nodes, names, bool(rank and rank.each), best_first, ties,
        low.conditions(s.marks), provisions(s.marks), entity.span,
    )  # fmt: skip


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
            Guarded(guard, yes, low.conditions(when.marks), provisions(when.marks, provisions(s.marks)), when.span)
        )
    if not guards:
        low.report("E0217", f"the trigger `{entity.name}` has no condition", entity.span, "write `when CONDITION`")
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
