"""What is looked up in a table where it is used: the values that can come there, and bodies for which they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import Definition, Interval, NodeDef
from evallang.ir.walk import walk
from evallang.lint.decision import BODIES, Decision
from evallang.lint.facts import Facts
from evallang.lint.finding import Verdict
from evallang.lint.forms import form
from evallang.lint.grid import Region
from evallang.lint.ranges import is_empty
from evallang.lint.sets import Atom, Domain, contains, domain_of, of_range
from evallang.lint.subject import Subject
from evallang.lint.tables import Table, Use
from evallang.lint.values import Values
from evallang.lint.wanted import Found, Wanted
from evallang.types import FLAG, NUMBER, Choice, Flag, Quantity

_FREE = Domain()
Kind = str | None


@frozen(eq=False)
class Reached:
    """A use at which a value of some regions may come, for bodies of these kinds; `value` is one of them."""

    use: Use
    kinds: tuple[Kind, ...]
    value: tuple[Atom | None, ...]


Case = tuple[Domain, ...]
"""What may be looked up at once, by column."""


def taken(subject: Subject, use: Use, kind: Kind, body: str | None = None) -> tuple[Case, ...]:
    """What may be looked up at a use for bodies of a kind, or one of them, by the cases of the node that is graded."""
    known, kind = subject.tables.taken, subject.alike(use.owner, kind) if body is None else kind
    if (use, kind, body) not in known:
        known[use, kind, body] = tuple(_for(subject, use, kind, body))
    return known[use, kind, body]


def _for(subject: Subject, use: Use, kind: Kind, body: str | None) -> Iterator[Case]:
    values = subject.values(kind, body)
    facts = subject.facts(values, use.guards)
    owner = subject.program.definitions[use.owner]
    if facts is None or kind not in subject.kinds_of(owner):
        return
    for case in _cases(values, owner, facts) if use.graded else (facts,):
        domains = [_domain(values, e, case) for e in use.args]
        if None not in domains:
            yield tuple(d for d in domains if d is not None)


def _cases(values: Values, node: Definition, facts: Facts) -> Iterator[Facts]:
    """What is known of a body where each clause of a node gives its value, that value included."""
    assert isinstance(node, NodeDef)
    ends = [c.guard is None for c in node.clauses if values.active(c.conditions)]
    if not any(ends) or values.exempted(node):
        yield facts
        return
    value = form(ir.Ref((node.number,), node.short, type=NUMBER))
    for clause, known in values.clauses(node):
        found = values.of(clause.value, known)
        for step in values.steps(node):
            found = values.stepped(found, step)
        if not is_empty(found):
            yield {**facts, **known, value: found}


def _domain(values: Values, e: ir.Expr, facts: Facts) -> Domain | None:
    if isinstance(e.type, Quantity):
        found = values.of(e, facts)
        return None if is_empty(found) else of_range(found, values.lattice.of(e))
    known = facts.get(form(e))
    if isinstance(known, frozenset):
        return Domain(options=tuple(o for o in _options(e) if o in known)) if known else None
    if isinstance(e, ir.Const) and isinstance(e.value, str | bool):
        return Domain(options=(e.value,))
    if isinstance(e, ir.KindOf) and values.kind is not None:
        return Domain(options=(values.kind,))
    return domain_of(e.type) or _FREE


def _options(e: ir.Expr) -> tuple[str | bool, ...]:
    return e.type.options if isinstance(e.type, Choice) else (True, False) if isinstance(e.type, Flag) else ()


def met(region: Region, domains: Sequence[Domain]) -> tuple[Atom | None, ...] | None:
    """A value of a region that may be looked up; None where there is none."""
    found = []
    for atom, domain in zip(region.atoms, domains, strict=True):
        value = domain.within(atom)
        if value is None:
            return None
        found.append(value)
    return tuple(found)


def reached(subject: Subject, table: Table, regions: Sequence[Region]) -> list[Reached]:
    """The uses at which a value of some regions may come; first those that rest on the fewest readings."""
    found = []
    rests = subject.program.rests_on
    for use in table.uses:
        kinds = {kind: value for kind in subject.kinds if (value := _reached(subject, use, kind, regions)) is not None}
        if kinds:
            found.append(Reached(use, tuple(kinds), next(iter(kinds.values()))))
    return sorted(found, key=lambda r: len(rests[r.use.owner]) if r.use.owner < len(rests) else 0)


def _reached(
    subject: Subject, use: Use, kind: Kind, regions: Sequence[Region]
) -> tuple[Atom | None, ...] | None:  # fmt: skip
    """A value for bodies of a kind; only where there is none, for those that a mark names."""
    named = (body for body in subject.tables.named if use.owner in subject.graph.apart(body))
    for body in (None, *named):
        cases = taken(subject, use, kind, body)
        found = next(filter(None, (met(region, case) for region in regions for case in cases)), None)
        if found is not None:
            return found
    return None


# ---- bodies


def inside(use: Use, regions: Iterable[Region]) -> ir.Expr:
    """The condition that what is looked up lies in one of some regions."""
    found = tuple(_in_region(use, region) for region in regions)
    return found[0] if len(found) == 1 else ir.Apply("or", found, type=FLAG)


def _in_region(use: Use, region: Region) -> ir.Expr:
    conditions: list[ir.Expr] = []
    for e, atom in zip(use.args, region.atoms, strict=True):
        if isinstance(atom, Interval):
            conditions += _between(e, atom)
        elif isinstance(atom, bool):
            conditions.append(e if atom else ir.Apply("not", (e,), type=FLAG))
        elif isinstance(atom, str):
            conditions.append(ir.Apply("equal", (e, ir.Const(atom, atom, type=e.type)), type=FLAG))
    if not conditions:
        return ir.Const(value=True, text="yes", type=FLAG)
    return conditions[0] if len(conditions) == 1 else ir.Apply("and", tuple(conditions), type=FLAG)


def _between(e: ir.Expr, atom: Interval) -> list[ir.Expr]:
    found: list[ir.Expr] = []
    if atom.low is not None:
        found.append(_compared("greater_equal" if atom.low_closed else "greater", e, atom.low))
    if atom.high is not None:
        found.append(_compared("less_equal" if atom.high_closed else "less", e, atom.high))
    return found


def _compared(op: str, e: ir.Expr, value: Fraction) -> ir.Expr:
    return ir.Apply(op, (e, ir.Const(value, str(value), type=NUMBER)), type=FLAG)


def decided(subject: Subject, table: Table, at: Reached, regions: Sequence[Region]) -> Decision:
    """Whether a body comes to some regions at a use; under another option that found before is tried first."""
    known = subject.tables.decided
    key = (table.definition.span.start, at.use.place.start, at.use.owner, tuple(regions))
    if key not in known:
        wanted = wanted_at(at, regions)
        found = None if subject.instant else _again(subject, key, wanted) or _on_the_way(subject, at, wanted)
        known[key] = Decision(Verdict.REFUTED, found) if found is not None else _else(subject, wanted)
    return known[key]


def _else(subject: Subject, wanted: Wanted) -> Decision:
    """Under options that are not chosen no more bodies are made up than those on the way."""
    if subject.option is None or subject.instant or subject.solver is not None:
        return subject.first([wanted])
    return Decision(Verdict.UNDECIDED, None, BODIES)


def wanted_at(at: Reached, regions: Sequence[Region]) -> Wanted:
    """A body that comes to one of some regions at a use."""
    kinds = tuple(k for k in at.kinds if k is not None)
    return Wanted((*at.use.guards, (inside(at.use, regions), True)), at.use.level, at.use.owner, kinds or None)


def _again(subject: Subject, key: tuple[object, ...], wanted: Wanted) -> Found | None:
    earlier = subject.base.tables.decided.get(key) if subject.base is not None else None
    return None if earlier is None or earlier.found is None else subject.search.holds(earlier.found.trial, wanted)


def _on_the_way(subject: Subject, at: Reached, wanted: Wanted) -> Found | None:
    """A body on the way from the best or the worst one of the node that looks something up."""
    node = subject.program.definitions[at.use.owner]
    if not isinstance(node, NodeDef):
        return None
    needed = [node.number, *(n for e in at.use.args for x in walk(e) if isinstance(x, ir.Ref) for n in x.targets)]
    ends = [subject.extremes.of(node.number, kind, lowest=low) for kind in at.kinds for low in (False, True)]
    trials = [subject.extremes.bodies.only(needed, end.trial) for end in ends if end is not None]
    tries = 1 if subject.option is not None else 2
    return subject.search.nearest(trials, wanted, tries)


def smallest(subject: Subject, at: Reached, found: Found, regions: Sequence[Region]) -> Found:
    """A body that was found, without what it does not need."""
    return subject.search.smaller(found, wanted_at(at, regions))


def come_to(
    subject: Subject, at: Reached, found: Found, regions: Sequence[Region]
) -> tuple[Region, tuple[Atom | None, ...]]:
    """The region that a body comes to, and what is looked up then; the first region where that cannot be said."""
    values = [subject.search.measured(found, e, at.use.level) for e in at.use.args]
    atoms = tuple(
        Interval(v, v) if isinstance(v, Fraction) else v if isinstance(v, str | bool) else None for v in values
    )
    for region in regions:
        if all(r is None or _holds(r, a) for r, a in zip(region.atoms, atoms, strict=True)):
            return region, atoms
    return regions[0], at.value


def _holds(atom: Atom, value: Atom | None) -> bool:
    if not isinstance(atom, Interval):
        return atom == value
    return isinstance(value, Interval) and value.low is not None and contains(atom, value.low)
