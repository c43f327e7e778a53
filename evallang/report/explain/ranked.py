"""How a body came to its place in a rating, and whether a trigger held."""

from __future__ import annotations

from evallang.backends.scores import BodyScores
from evallang.ir import expr as ir
from evallang.report.explain.explainer import Explainer
from evallang.report.explain.figures import figure
from evallang.report.explain.gathered import Gathered
from evallang.report.explain.seen import NodeSeen, PlaceSeen, RatingSeen


def rating_seen(explainer: Explainer, body: BodyScores, number: int, place: int) -> NodeSeen:
    """A rating for one body: `place` says which of its nodes is ranked, where each is ranked by itself."""
    rating = explainer.program.ratings[number]
    name = f"{rating.name}.{rating.names[place]}" if rating.each else rating.name
    ranking = explainer.run.ranking(number, place, body.frame)
    places = tuple(PlaceSeen(key, ranking.rank(key), value) for key, value in ranking.values)
    unranked = tuple(
        PlaceSeen(key, why, why) for key, why in ranking.unranked.items() if key not in dict(ranking.values)
    )
    among = next((a for a in rating.among if explainer.run.active(a.conditions)), None)
    cited = tuple(dict.fromkeys((*rating.provisions, *(among.provisions if among is not None else ()))))
    gathered = Gathered(explainer.workings, body.frame)
    over = among.over if among is not None and isinstance(among.over, ir.BodiesOf) else ir.BodiesOf()
    guards = (gathered.working(over.where, "", "", among.provisions, among.conditions),) if among and over.where else ()
    gathered.value(rating.nodes[place])
    order = (rating.highest_first, rating.ties)
    ranked = RatingSeen(rating.names[place], _within(over, body, gathered), *order, places, unranked)
    seen = NodeSeen(
        f"{name}.rank", rating.label, "rating", cited, "", body[f"{name}.rank"], how="rating", guards=guards,
        rating=ranked,
    )  # fmt: skip
    return explainer.finished(seen, gathered)


def _within(over: ir.BodiesOf, body: BodyScores, gathered: Gathered) -> str:
    """What the bodies of one group have in common."""
    if over.same is not None:
        return f"{over.same.name} {figure(gathered.value(over.same))}"
    return f"kind {body.kind}" if over.same_kind and body.kind is not None else ""


def trigger_seen(explainer: Explainer, body: BodyScores, number: int) -> NodeSeen:
    """A trigger for one body: each of its conditions with its figures."""
    trigger = explainer.program.triggers[number]
    path = ".".join(trigger.path)
    gathered = Gathered(explainer.workings, body.frame)
    guards = tuple(
        gathered.working(g.guard, "", "", g.provisions, g.conditions)
        for g in trigger.guards
        if g.guard is not None and explainer.run.active(g.conditions)
    )
    seen = NodeSeen(
        path, trigger.label, "trigger", trigger.provisions, "", body[path], how="trigger", guards=guards,
        proposes=trigger.proposes,
    )  # fmt: skip
    return explainer.finished(seen, gathered)
