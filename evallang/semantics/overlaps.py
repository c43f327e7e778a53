"""Exceptions of an assessor that hold for one body and name different offices, and two rules for one node.

That can be said before any data where every body of an exception falls under others too, and of the bodies of the
registers, whose flags are known. Whether two exceptions meet in some other body, its data must say. Two rules are for
different bodies, or one of them is a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from evallang.diagnostics import Label
from evallang.ir.law import AssessedDef, AssessorDef, ExceptDef, LineDef, RegisterDef
from evallang.ir.program import Program
from evallang.ir.scope import is_covered, same_names
from evallang.semantics.clashes import overlap
from evallang.semantics.context import Lowering
from evallang.semantics.described import Known, bodies_in_both, covering, decidable, holds, narrower
from evallang.types import Flag

_ADVICE = "keep one, or put them `under` the options of a reading"
_ONE_RULE = "keep one and give the bodies of the other in an `except`, or let them be for different bodies: `for KIND`"


@frozen(eq=False)
class _Listed:
    """A body of a register, with all its names."""

    line: LineDef
    body: Known
    names: frozenset[str]

    def falls_under(self, assessed: AssessedDef) -> bool:
        """Whether it certainly falls under an exception."""
        if assessed.names and self.body.kind not in assessed.names and self.names.isdisjoint(assessed.names):
            return False
        return holds(assessed.where, self.body) is True


def check_overlaps(low: Lowering, program: Program) -> None:
    """Report the exceptions of an assessor that contradict each other, once for each pair, and rules given twice."""
    _check_rules(low, program)
    registers = program.law.registers
    listed = [_listed(program, register, line) for register in registers for line in register.lines]
    seen: set[tuple[int, int]] = set()  # exceptions that `in assessor of` adds stand in several rules
    for rule in program.law.assessors:
        told: set[int] = set()
        for earlier, later in _pairs(rule):
            if (id(earlier), id(later)) in seen:
                continue
            seen.add((id(earlier), id(later)))
            what = _always(program, earlier, later)
            held = None if what else next((b for b in listed if _meet(program, rule, earlier, later, b)), None)
            if what:
                _report(low, what, earlier, later)
            elif held is not None:
                whom = f"hold for `{held.line.name}` of the register"
                _report(low, whom, earlier, later, Label(held.line.span, "the body"))
            told |= {id(earlier), id(later)} if what or held is not None else set()
        _check_covered(low, program, [e for e in rule.exceptions if id(e) not in told])


def _check_covered(low: Lowering, program: Program, exceptions: list[ExceptDef]) -> None:
    """Report the first exception all of whose bodies fall under others with other offices, one or the other."""
    described = [e for e in exceptions if not e.assessed.names and decidable(program, e.assessed.where)]
    for one in described:
        others = [e for e in described if e.office != one.office]
        for base in ((), *(e.conditions for e in others if overlap(e.conditions, one.conditions))):
            held = [e for e in others if set(e.conditions) <= {*one.conditions, *base}]
            found = covering(program, one.assessed, [e.assessed for e in held])
            if found:
                meets = [held[i] for i in found]
                offices = " or ".join(f"`{o}`" for o in dict.fromkeys(e.office for e in meets))
                message = f"every `{one.assessed.text}` falls under another exception too: `{one.office}` and {offices}"
                labels = [Label(e.span, "an exception for some of them") for e in meets]
                low.report("E0244", message, one.span, _ADVICE, *labels)
                return


def _check_rules(low: Lowering, program: Program) -> None:
    """Report the second one of two rules for one node that hold for one body."""
    rules = [rule for rule in program.law.assessors if rule.office]
    for i, later in enumerate(rules):
        for earlier in rules[:i]:
            if _both_for_one(program, earlier, later):
                offices = f"two assessors: `{earlier.office}` and `{later.office}`"
                what = "its assessor twice" if earlier.office == later.office else offices
                label = Label(earlier.span, "the first one")
                low.report("E0203", f"`{later.path}` is given {what}", later.span, _ONE_RULE, label)
                break


def _both_for_one(program: Program, a: AssessorDef, b: AssessorDef) -> bool:
    """Whether two rules are for one node, hold under one choice of readings, and certainly not for different bodies."""
    one_node = bool(set(a.node) & set(b.node)) or (not a.node and not b.node and a.path == b.path)
    if not one_node or not overlap(a.conditions, b.conditions):
        return False
    everyone = [not r.assessed.names and r.assessed.where is None for r in (a, b)]
    if a.office == b.office:
        return all(everyone)
    return any(everyone) or bodies_in_both(program, a.assessed, b.assessed)


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
    inner = narrower(program, a, b)
    return f"hold for every `{inner.text}`" if inner else ""


def _listed(program: Program, register: RegisterDef, line: LineDef) -> _Listed:
    flags = (n for n in program.law.attributes if isinstance(getattr(program.definitions[n], "type", None), Flag))
    has = {n: program.definitions[n].name in line.attributes for n in flags}
    kind = register.kinds[0] if len(register.kinds) == 1 else None
    return _Listed(line, Known(kind, has), same_names(program, line.name, line.label))


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
