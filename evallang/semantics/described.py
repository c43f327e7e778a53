"""Descriptions of bodies compared before there is any data: which bodies fall under several of them.

Looked at are the kinds, flags and choices that the conditions name; of what uses numbers, dates or scores nothing is
said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from attrs import define, field, frozen

from evallang.ir import expr as ir
from evallang.ir.law import AssessedDef
from evallang.ir.program import FormulaDef, InputDef, Program
from evallang.ir.walk import walk
from evallang.types import Choice, Flag

_MOST_SETS = 256
"""Conditions with more sets of values are not compared: each of them would have to be looked at."""

_MOST_STEPS = 2000
"""The sets of values that are tried to find a body under one description and none of several others."""

_SHAPES = (ir.Const, ir.Ref, ir.KindOf, ir.Asks, ir.Apply)
_LOGIC = frozenset({"not", "and", "or", "equal", "unequal"})


@frozen
class Known:
    """What is known of a body; an attribute that is not listed is not known."""

    kind: str | None
    attributes: Mapping[int, bool | str]


def narrower(program: Program, a: AssessedDef, b: AssessedDef) -> AssessedDef | None:
    """The one of two descriptions whose bodies all fall under the other; None where neither is, or nobody can say."""
    only_b = only_a = True
    some_a = some_b = False
    for body in _bodies(program, (a, b), _kinds(program)):
        in_a, in_b = holds(a.where, body), holds(b.where, body)
        if in_a is None or in_b is None:
            return None
        some_a, some_b = some_a or in_a, some_b or in_b
        only_a, only_b = only_a and (in_b or not in_a), only_b and (in_a or not in_b)
    if only_b and some_b:
        return b
    return a if only_a and some_a else None


def bodies_in_both(program: Program, a: AssessedDef, b: AssessedDef) -> bool:
    """Whether there certainly is a body, of which nothing else is known, that falls under two descriptions."""
    kinds = _kinds(program)
    if not set(a.names) & set(b.names) - set(kinds):  # else both name a body, which may be of any kind
        # of a body by name nobody can say of which kind it is
        kinds = [k for k in kinds if all(not d.names or k in d.names for d in (a, b))]
    bodies = _bodies(program, (a, b), kinds)
    return any(holds(a.where, body) is True and holds(b.where, body) is True for body in bodies)


def covering(program: Program, one: AssessedDef, others: Sequence[AssessedDef]) -> list[int]:
    """The places of the descriptions under which all bodies of another one fall, under each some; else none.

    None either where no body falls under `one`, or there are too many sets of values to try.
    """
    search = _Search(one, others, _domains(program, (one, *others)))
    try:
        escapes = any(search.escapes(Known(kind, {})) for kind in _kinds(program))
    except _TooMany:
        return []
    return [] if escapes or not search.some else sorted(search.used)


def decidable(program: Program, where: ir.Expr | None) -> bool:
    """Whether a condition hangs on nothing but the kind, flags and choices of a body."""
    if where is None:
        return True
    domains = _domains(program, (AssessedDef(where=where),))
    return all(
        isinstance(e, _SHAPES)
        and (not isinstance(e, ir.Apply) or e.op in _LOGIC)
        and (not isinstance(e, ir.Const) or isinstance(e.value, bool | str))
        and (not isinstance(e, ir.Ref) or (len(e.targets) == 1 and e.targets[0] in domains))
        for e in walk(where)
    )


class _TooMany(Exception):
    """More sets of values than are tried."""


@define
class _Search:
    """A search for a body that falls under one description and under no other, one attribute at a time."""

    one: AssessedDef
    others: Sequence[AssessedDef]
    domains: Mapping[int, tuple[bool | str, ...]]
    steps: int = 0
    some: bool = False
    used: set[int] = field(factory=set)

    def escapes(self, body: Known) -> bool:
        """Whether there is one among the bodies of which this is known."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise _TooMany
        under = holds(self.one.where, body)
        if under is False:
            return False
        held = next((i for i, other in enumerate(self.others) if holds(other.where, body) is True), None)
        if held is not None and under:
            self.some = True
            self.used.add(held)
            return False
        number = next((n for n in self.domains if n not in body.attributes), None)
        if number is None:
            return held is None
        return any(self.escapes(Known(body.kind, {**body.attributes, number: value})) for value in self.domains[number])


def _kinds(program: Program) -> list[str | None]:
    return [k.name for k in program.kinds] or [None]


def _bodies(program: Program, descriptions: Sequence[AssessedDef], kinds: Sequence[str | None]) -> Iterator[Known]:
    """A body for each set of values that conditions name; none where there are too many."""
    domains = _domains(program, descriptions)
    if prod(len(values) for values in domains.values()) <= _MOST_SETS:
        for kind, values in product(kinds, product(*domains.values())):
            yield Known(kind, dict(zip(domains, values, strict=True)))


def _domains(program: Program, descriptions: Sequence[AssessedDef]) -> dict[int, tuple[bool | str, ...]]:
    """The values of the flags and choices that conditions name, in the order written."""
    found: dict[int, tuple[bool | str, ...]] = {}
    for e in (e for d in descriptions if d.where is not None for e in walk(d.where)):
        for number in e.targets if isinstance(e, ir.Ref) else ():
            match program.definitions[number]:
                case InputDef(type=Flag()) | FormulaDef(type=Flag()):
                    found[number] = (True, False)
                case InputDef(type=Choice(options=options)) | FormulaDef(type=Choice(options=options)):
                    found[number] = options
    return found


def holds(e: ir.Expr | None, body: Known) -> bool | None:
    """A condition on the kind and the attributes of a body; None where more would have to be known."""
    match e:
        case None:
            return True
        case ir.Const(value=bool(value)):
            return value
        case ir.Ref(targets=(number,)):
            given = body.attributes.get(number)
            return given if isinstance(given, bool) else None
        case ir.Apply(op="not", args=(x,)):
            held = holds(x, body)
            return None if held is None else not held
        case ir.Apply(op="and" | "or", args=args):
            return _joined(e.op == "or", [holds(x, body) for x in args])
        case ir.Apply(op="equal" | "unequal", args=(x, y)):
            left, right = _value(x, body), _value(y, body)
            return None if left is None or right is None else (left == right) is (e.op == "equal")
        case ir.Asks(op="missing" | "known", operand=ir.KindOf()):
            return (body.kind is None) is (e.op == "missing")
        case ir.Asks(op="missing" | "known", operand=ir.Ref(targets=(number,))) if number in body.attributes:
            return e.op == "known"
    return None


def _value(e: ir.Expr, body: Known) -> str | bool | None:
    match e:
        case ir.KindOf():
            return body.kind
        case ir.Const(value=str(value)):
            return value
        case ir.Ref(targets=(number,)):
            return body.attributes.get(number)
    return holds(e, body)


def _joined(decides: bool, values: list[bool | None]) -> bool | None:
    """`or` and `and` of values that may not be known; `decides` is the value that settles it alone."""
    if decides in values:
        return decides
    return None if None in values else not decides
