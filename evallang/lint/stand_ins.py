"""Where rules put something in the place of what a body does not give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, Guarded, InputDef, ItemDef, NodeDef
from evallang.ir.walk import children, walk
from evallang.lint.as_the_worst import counts_as_the_worst
from evallang.lint.monotone import Monotone
from evallang.lint.motion import RISES, along, turned
from evallang.lint.ranges import Range, of_type, union
from evallang.lint.senses import SIGN
from evallang.lint.sites import Site
from evallang.lint.stood_in import is_stood_in
from evallang.lint.strictness import Strictness
from evallang.lint.subject import Subject
from evallang.source import Span


@frozen(eq=False)
class StandIn:
    """Something else takes the place of `left_out`: an input that is missing, or a list that is empty.

    `node` is the nearest one that it counts for, `span` where it is said. `value` is what stands in, where it is the
    value of the input or of the node, and `others` are then those that the node has else.
    """

    left_out: InputDef | ItemDef
    node: NodeDef
    span: Span
    provisions: tuple[str, ...]
    value: ir.Expr | None = None
    others: tuple[ir.Expr, ...] = ()


def stand_ins(subject: Subject) -> Iterator[StandIn]:
    """All of them, for inputs that have a direction and lists whose items have such inputs.

    Not what takes the value of an earlier year, and not a mean of those that are there: there the body's own values
    stand in.
    """
    for node in subject.nodes():
        for number in _own(subject, node):
            d = subject.program.definitions[number]
            if isinstance(d, InputDef) and d.more_is and d.fallback is not None and not _of_the_past(d.fallback):
                yield StandIn(d, node, d.fallback.span, node.provisions, d.fallback)
        seen: set[int] = set()
        for root in subject.sites.roots(node.number):
            yield from _asked(subject, node, root, root.expr, seen)
        yield from _empty(subject, node)


def _own(subject: Subject, node: NodeDef) -> list[int]:
    """A node, and the formulas and inputs that it uses without another node between."""
    used, found, waiting = subject.uses.used, {node.number}, [node.number]
    while waiting:
        for n in used[waiting.pop()] - found:
            d = subject.program.definitions[n]
            if not isinstance(d, NodeDef) and subject.active(d.conditions):
                found.add(n)
                waiting += [n] if isinstance(d, FormulaDef) else []
    return sorted(found)


def _of_the_past(e: ir.Expr) -> bool:
    return any(isinstance(x, ir.Previous | ir.InPeriod) for x in walk(e))


def _asked(subject: Subject, node: NodeDef, root: Site, e: ir.Expr, seen: set[int]) -> Iterator[StandIn]:
    """`missing(x)` and `known(x)` of this year, but for those that choose among the members of a list."""
    if isinstance(e, ir.Previous | ir.InPeriod):
        return
    if isinstance(e, ir.Asks) and not _of_the_past(e.operand):
        for n in sorted(subject.uses.through_formulas(e.operand)):
            d = subject.program.definitions[n]
            if isinstance(d, InputDef) and d.more_is and not is_stood_in(subject.program, [n]):
                yield StandIn(d, node, e.span, root.provisions)
    for n in e.targets if isinstance(e, ir.Ref) else ():
        d = subject.program.definitions[n]
        if isinstance(d, FormulaDef) and n not in seen:
            seen.add(n)
            yield from _asked(subject, node, root, subject.uses.written_out(d.value), seen)
    where = getattr(e.over, "where", None) if isinstance(e, ir.Aggregate) else None
    for x in children(e):
        if x is not where:
            yield from _asked(subject, node, root, x, seen)


# ---- empty lists


def _empty(subject: Subject, node: NodeDef) -> Iterator[StandIn]:
    """A case for an empty list, or what stands in for a value of none, where it is taken from other bodies."""
    for clause in node.clauses:
        if subject.active(clause.conditions) and clause.guard is not None:
            for item in _emptiness(clause.guard):
                if _of_others(subject, clause.value) and _has_direction(subject, item):
                    found = subject.program.items[item]
                    yield StandIn(found, node, clause.guard.span, clause.provisions, *_cases(subject, node, clause))
    for number in _own(subject, node):
        for root in subject.sites.roots(number):
            for x in walk(root.expr):
                if isinstance(x, ir.Aggregate) and x.none is not None and isinstance(x.over, ir.ItemsOf):
                    own = not x.over.of_every_body and _of_others(subject, x.none)
                    if own and _has_direction(subject, x.over.item):
                        yield StandIn(subject.program.items[x.over.item], node, x.none.span, root.provisions)


def _cases(subject: Subject, node: NodeDef, taken: Guarded) -> tuple[ir.Expr, tuple[ir.Expr, ...]]:
    """The value of a clause, and those of the others that give a value."""
    return taken.value, tuple(c.value for c in node.clauses if c is not taken and subject.active(c.conditions))


def _emptiness(guard: ir.Expr) -> Iterator[int]:
    """The lists of the body of which a condition asks whether they have items."""
    for x in walk(guard):
        match x:
            case ir.Aggregate(op="some" | "count", over=ir.ItemsOf(of_every_body=False, item=item)):
                yield item


def _of_others(subject: Subject, e: ir.Expr) -> bool:
    """Whether a value is made of those of other bodies."""
    roots = [
        e,
        *(root.expr for n in subject.uses.through_formulas(e) for root in subject.sites.roots(n)),
    ]
    return any(
        isinstance(x, ir.Aggregate) and (isinstance(x.over, ir.BodiesOf) or getattr(x.over, "of_every_body", False))
        for root in roots for x in walk(root)
    )  # fmt: skip


def _has_direction(subject: Subject, item: int) -> bool:
    """Whether items of a list of the body have an input with a direction."""
    return subject.program.items[item].parent is None and any(
        d.more_is and d.level[:1] == (item,) for d in subject.program.inputs
    )


# ---- whether it is better


def is_no_better(subject: Subject, found: StandIn, kind: str | None, way: int) -> bool:
    """Whether what stands in is proved to be no better for the node than any value that can be given.

    `way` is how the node should move.
    """
    values, what = subject.values(kind), found.left_out
    if isinstance(what, InputDef):
        if found.value is None:
            return (
                Strictness(subject, what.number).of_definition(found.node.number)
                or _by_cases(subject, found, kind, way)
                or counts_as_the_worst(subject, what, found.node, kind, way)
            )
        moved = Monotone.under(subject, what.number, kind).of_definition(found.node.number).own
        good = along(way, SIGN[what.more_is])
        if moved & turned(good):
            return False
        if (
            isinstance(found.value, ir.Ref)
            and what.more_is == "worse"
            and set(found.value.targets) <= set(what.at_most)
        ):
            return True
        return _no_better(values.of(found.value), [of_type(what.type)], SIGN[what.more_is])
    return found.value is not None and _no_better(values.of(found.value), map(values.of, found.others), way)


def _by_cases(subject: Subject, found: StandIn, kind: str | None, way: int) -> bool:
    """Whether the case of a node that asks for the value gives no more than its other cases, after its steps."""
    values = subject.values(kind)

    def after(given: Range) -> Range:
        for step in values.steps(found.node):
            given = values.stepped(given, step)
        return given

    ranges = [(clause, after(values.of(clause.value, facts))) for clause, facts in values.clauses(found.node)]
    last = [] if any(clause.guard is None for clause, _ in ranges) else [after(values.without_clause(found.node))]
    for clause, given in ranges:
        match clause.guard:
            case ir.Asks(op=op, span=span) if span == found.span:
                rest = [r for other, r in ranges if other is not clause] + last
                if op == "missing":
                    return bool(rest) and _no_better(given, rest, way)
                return len(rest) == 1 and _no_better(rest[0], [given], way)
    return False


def _no_better(stand_in: Range, others: Iterable[Range], way: int) -> bool:
    """Whether nothing of a range is better than anything of others."""
    whole = union(others)
    if way == RISES:
        return stand_in.high is not None and whole.low is not None and stand_in.high <= whole.low
    return stand_in.low is not None and whole.high is not None and stand_in.low >= whole.high
