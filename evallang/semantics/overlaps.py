"""Two exceptions of an assessor that hold for one body and name different offices.

That can be said before any data where every body of one exception falls under the other too, and of the bodies of the
registers, whose attributes are known. Whether two exceptions meet in some other body, its data must say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from attrs import frozen

from evallang.diagnostics import Label
from evallang.ir import expr as ir
from evallang.ir.law import AssessedDef, AssessorDef, ExceptDef, LineDef, RegisterDef
from evallang.ir.program import Program
from evallang.ir.scope import is_covered, same_names
from evallang.ir.walk import walk
from evallang.semantics.clashes import overlap
from evallang.semantics.context import Lowering

_MOST_ATTRIBUTES = 8
"""Conditions on more of them are not compared: every set of attributes would have to be looked at."""

_ADVICE = "keep one, or put them `under` the options of a reading"


@frozen
class _Body:
    """What is known of a body; an attribute that is not listed is not known."""

    kind: str | None
    attributes: Mapping[int, bool]


@frozen(eq=False)
class _Listed:
    """A body of a register, with all its names."""

    line: LineDef
    body: _Body
    names: frozenset[str]

    def falls_under(self, assessed: AssessedDef) -> bool:
        """Whether it certainly falls under an exception."""
        if assessed.names and self.body.kind not in assessed.names and self.names.isdisjoint(assessed.names):
            return False
        return _holds(assessed.where, self.body) is True


def check_overlaps(low: Lowering, program: Program) -> None:
    """Report the exceptions of an assessor that contradict each other, once for each pair."""
    pairs = [(rule, *pair) for rule in program.law.assessors for pair in _pairs(rule)]
    registers = program.law.registers if pairs else ()
    listed = [_listed(program, register, line) for register in registers for line in register.lines]
    for rule, earlier, later in pairs:
        what = _always(program, earlier, later)
        held = None if what else next((b for b in listed if _meet(program, rule, earlier, later, b)), None)
        if what:
            _report(low, what, earlier, later)
        elif held is not None:
            whom = f"hold for `{held.line.name}` of the register"
            _report(low, whom, earlier, later, Label(held.line.span, "the body"))


def _pairs(rule: AssessorDef) -> Iterator[tuple[ExceptDef, ExceptDef]]:
    """The exceptions that may contradict each other: one that names bodies goes before one that describes them."""
    for i, later in enumerate(rule.exceptions):
        for earlier in rule.exceptions[:i]:
            same_sort = bool(earlier.assessed.names) == bool(later.assessed.names)
            together = overlap(earlier.conditions, later.conditions)
            if same_sort and together and earlier.office != later.office:
                yield earlier, later


def _report(low: Lowering, whom: str, earlier: ExceptDef, later: ExceptDef, *labels: Label) -> None:
    message = f"two exceptions {whom}: `{earlier.office}` and `{later.office}`"
    low.report("E0244", message, later.span, _ADVICE, Label(earlier.span, "the first one"), *labels)


def _always(program: Program, earlier: ExceptDef, later: ExceptDef) -> str:
    """Whom two exceptions are both for, in words, where every body of the one falls under the other; else empty."""
    a, b = earlier.assessed, later.assessed
    both = set(a.names) & set(b.names)
    if a.names and not both:
        return ""
    if a.where is None and b.where is None:
        return f"are for `{min(both, default=b.text)}`"
    narrower = _narrower(program, a, b)
    return f"hold for every `{narrower.text}`" if narrower else ""


def _narrower(program: Program, a: AssessedDef, b: AssessedDef) -> AssessedDef | None:
    """The one of two descriptions whose bodies all fall under the other; None where neither is, or nobody can say."""
    numbers = sorted(_attributes(a.where) | _attributes(b.where))
    if len(numbers) > _MOST_ATTRIBUTES:
        return None
    kinds: list[str | None] = [k.name for k in program.kinds]
    only_b = only_a = True
    some_a = some_b = False
    for kind, values in product(kinds or [None], product((True, False), repeat=len(numbers))):
        body = _Body(kind, dict(zip(numbers, values, strict=True)))
        in_a, in_b = _holds(a.where, body), _holds(b.where, body)
        if in_a is None or in_b is None:
            return None
        some_a, some_b = some_a or in_a, some_b or in_b
        only_a, only_b = only_a and (in_b or not in_a), only_b and (in_a or not in_b)
    if only_b and some_b:
        return b
    return a if only_a and some_a else None


def _attributes(where: ir.Expr | None) -> set[int]:
    return {n for e in walk(where) if isinstance(e, ir.Ref) for n in e.targets} if where is not None else set()


def _listed(program: Program, register: RegisterDef, line: LineDef) -> _Listed:
    has = {n: program.definitions[n].name in line.attributes for n in program.law.attributes}
    kind = register.kinds[0] if len(register.kinds) == 1 else None
    return _Listed(line, _Body(kind, has), same_names(program, line.name, line.label))


def _meet(program: Program, rule: AssessorDef, earlier: ExceptDef, later: ExceptDef, held: _Listed) -> bool:
    """Whether a body of a register is assessed in the node and falls under both exceptions, and under none by name."""
    conditions = (*earlier.conditions, *later.conditions, *rule.conditions)
    if not overlap(held.line.conditions, conditions) or not _assessed_in(program, rule, held):
        return False
    named = (e for e in rule.exceptions if e.assessed.names and set(e.conditions) <= set(conditions))
    if not later.assessed.names and any(held.falls_under(e.assessed) for e in named):
        return False
    return held.falls_under(earlier.assessed) and held.falls_under(later.assessed)


def _assessed_in(program: Program, rule: AssessorDef, held: _Listed) -> bool:
    kinds = [program.definitions[n].kinds for n in rule.node]
    apart = held.body.kind is not None and all(k is not None and held.body.kind not in k for k in kinds)
    return not (kinds and apart) and is_covered(program, held.line, rule.node, rule.path)


def _holds(e: ir.Expr | None, body: _Body) -> bool | None:
    """A condition on the kind and the attributes of a body; None where more would have to be known."""
    match e:
        case None:
            return True
        case ir.Const(value=bool(value)):
            return value
        case ir.Ref(targets=(number,)):
            return body.attributes.get(number)
        case ir.Apply(op="not", args=(x,)):
            held = _holds(x, body)
            return None if held is None else not held
        case ir.Apply(op="and" | "or", args=args):
            return _joined(e.op == "or", [_holds(x, body) for x in args])
        case ir.Apply(
            op="equal" | "unequal", args=(ir.KindOf(), ir.Const(value=kind)) | (ir.Const(value=kind), ir.KindOf())
        ):
            return None if body.kind is None else (body.kind == kind) is (e.op == "equal")
        case ir.Asks(op="missing" | "known", operand=ir.KindOf()):
            return (body.kind is None) is (e.op == "missing")
        case ir.Asks(op="missing" | "known", operand=ir.Ref(targets=(number,))) if number in body.attributes:
            return e.op == "known"
    return None


def _joined(decides: bool, values: list[bool | None]) -> bool | None:
    """`or` and `and` of values that may not be known; `decides` is the value that settles it alone."""
    if decides in values:
        return decides
    return None if None in values else not decides
