"""Which readings the results of a methodology rest on."""

from __future__ import annotations

from collections.abc import Iterable

from evallang.backends.scores import Scores
from evallang.ir import expr as ir
from evallang.ir.program import Conditions, Program, ReadingDef
from evallang.ir.walk import walk


def readings_used(program: Program) -> tuple[int, ...]:
    """The numbers of the readings that nodes, ratings or triggers depend on, rising."""
    found: set[int] = set()
    for node in program.nodes:
        found |= program.rests_on[node.number]
    for rating in program.ratings:
        found |= _named(rating.conditions)
        for among in rating.among:
            found |= _named(among.conditions)
            if isinstance(among.over, ir.BodiesOf):
                found |= _of(program, (among.over.where, among.over.same))
    for trigger in program.triggers:
        found |= _named(trigger.conditions)
        for guard in trigger.guards:
            found |= _named(guard.conditions) | _of(program, (guard.guard, guard.value))
    return tuple(sorted(found))


def _named(conditions: Conditions) -> set[int]:
    return {reading for reading, _ in conditions}


def _of(program: Program, expressions: Iterable[ir.Expr | None]) -> set[int]:
    """The readings in some expressions and in what they call."""
    found: set[int] = set()
    waiting = [e for e in expressions if e is not None]
    called: set[int] = set()
    while waiting:
        for e in walk(waiting.pop()):
            if isinstance(e, ir.ByReading):
                found.add(e.reading)
            elif isinstance(e, ir.Ref):
                found |= {r for target in e.targets for r in program.rests_on[target]}
            elif isinstance(e, ir.Invoke) and e.function not in called:
                called.add(e.function)
                waiting.append(program.functions[e.function].value)
    return found


def status(scores: Scores, number: int) -> str:
    """`chosen` where the document chooses the option, `switched` where the caller did."""
    return "chosen" if scores.choices[number] == scores.program.readings[number].choice else "switched"


def option_name(reading: ReadingDef, choice: int) -> str:
    """The name of an option by its number."""
    return reading.options[choice].name if choice < len(reading.options) else ""
