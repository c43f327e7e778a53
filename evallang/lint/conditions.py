"""The conditions of rules, with what ranges say of each of them and of its operands."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, evolve, field

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, NodeDef, RatingDef, TriggerDef
from evallang.ir.walk import walk
from evallang.lint.facts import Facts, assumed, truth
from evallang.lint.outcomes import ALWAYS, HERE, NEVER
from evallang.lint.partial import keeps_a_value
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.lint.values import Values
from evallang.source import Span
from evallang.types import Flag

_SETTLED = (ir.Const, ir.HasAttribute, ir.InScope)
"""What is no condition on data: it is said once for all, or by the registers."""
Known = bool | None
Holder = InputDef | FormulaDef | NodeDef | TriggerDef | RatingDef
"""What has conditions."""


@define(eq=False)
class Condition:
    """A condition in all rows that it stands in: whether it is known to hold, by itself, and where it stands.

    `parts` are the operands of `and` and `or`, each where the others hold (for `or`: do not); `idle` the same whatever
    goes before: an operand that excludes an earlier case is not left over.
    """

    site: Site
    expr: ir.Expr
    owners: list[Holder] = field(factory=list)
    alone: set[Known] = field(factory=set)
    here: set[Known] = field(factory=set)
    parts: dict[int, set[Known]] = field(factory=dict)
    idle: dict[int, set[Known]] = field(factory=dict)
    copies: list[tuple[Site, ir.Expr]] = field(factory=list)
    said: str = ""
    """What was found out of it where ranges leave it open."""

    @property
    def fault(self) -> str:
        """What is wrong; empty where nothing is known to be."""
        if len(self.alone) == 1 and self.alone != {None}:
            return ALWAYS if True in self.alone else NEVER
        if any(known == {not self.is_and} for known in self.idle.values()):
            return NEVER if self.is_and else ALWAYS
        if self.here == {False} or (self.is_and and any(known == {False} for known in self.parts.values())):
            return HERE
        idle = [n for n, known in self.idle.items() if known == {self.is_and}]
        return str(idle[0]) if len(idle) == 1 else ""

    @property
    def is_and(self) -> bool:
        """Whether all parts must hold."""
        return isinstance(self.expr, ir.Apply) and self.expr.op == "and"


def take(subject: Subject, holder: Holder, found: dict[Span, Condition], only_under: bool = True) -> None:
    """The conditions of one rule; under another option, unless said, only those that stand under it."""
    for site, e, kinds in _conditions(subject, holder):
        place = e.span
        if isinstance(e, _SETTLED) or not (site.place.start <= place.start and place.end <= site.place.end):
            continue  # what a formula says for other arguments is judged where it is declared
        if subject.option is not None and only_under and subject.option not in site.conditions:
            continue
        condition = found.setdefault(place, Condition(site, e))
        condition.owners.append(holder)
        condition.copies.append((site, e))
        for kind in kinds:
            values = subject.values(kind)
            facts = subject.facts(values, site.guards)
            condition.alone.add(truth(e, {}, values))
            if facts is not None:
                condition.here.add(truth(e, facts, values))
                _take_parts(subject, condition.parts, e, facts, values)
                _take_parts(subject, condition.idle, e, {}, values)


def _take_parts(subject: Subject, parts: dict[int, set[Known]], e: ir.Expr, facts: Facts, values: Values) -> None:
    """Whether each operand of `and` and `or` holds where some facts do, and the other operands (for `or`: do not)."""
    if not isinstance(e, ir.Apply) or e.op not in ("and", "or"):
        return
    for n, part in enumerate(e.args):
        rest, others = facts, (*e.args[:n], *e.args[n + 1 :])
        for other in others:
            rest = assumed(other, rest, e.op == "and", values)
        known = truth(part, rest, values)
        # Where something is missing, or a divisor is 0, the whole has no value without the part that asks for it.
        decides = known is not None and (known or e.op == "or")
        asks = decides and any(isinstance(x, ir.Asks) for x in walk(part))
        parts.setdefault(n, set()).add(None if asks or (decides and keeps_a_value(subject, part, others)) else known)


def _conditions(subject: Subject, holder: Holder) -> Iterator[tuple[Site, ir.Expr, tuple[str | None, ...]]]:
    """The whole conditions: of cases, of `if`, of `where`, and flags that are computed; and for which kinds."""
    sites = subject.sites
    if isinstance(holder, RatingDef):
        yield from ((site, site.expr, subject.kinds) for site in sites.of_rating(holder))
        return
    if isinstance(holder, TriggerDef):
        roots, inside = tuple(sites.trigger_roots(holder)), sites.of_trigger(holder)
        kinds = tuple(kind for kind in subject.kinds if all(_has(subject, root.expr, kind) for root in roots))
    else:
        roots, inside, kinds = sites.roots(holder.number), sites.of(holder.number), subject.kinds_of(holder)
    for root in roots:
        if isinstance(root.expr.type, Flag):
            yield root, root.expr, kinds
    for site in inside:
        if isinstance(site.expr, ir.If):
            yield site, site.expr.condition, kinds
        elif isinstance(site.expr, ir.Aggregate) and not isinstance(site.expr.over, ir.PartsOf):
            where = site.expr.over.where
            if where is not None:
                yield evolve(site, guards=()), where, subject.kinds


def _has(subject: Subject, e: ir.Expr, kind: str | None) -> bool:
    """Whether bodies of a kind have all that a condition names."""
    values = subject.values(kind)
    return all(any(map(values.is_for, x.targets)) for x in walk(e) if isinstance(x, ir.Ref))
