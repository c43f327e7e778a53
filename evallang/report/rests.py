"""Which readings the results of a methodology rest on."""

from __future__ import annotations

from evallang.backends.scores import Scores
from evallang.ir.program import Program, ReadingDef


def readings_used(program: Program) -> tuple[int, ...]:
    """The numbers of the readings that nodes, ratings or triggers depend on, rising."""
    nodes = (program.rests.definitions[node.number] for node in program.nodes)
    return tuple(sorted(frozenset().union(*nodes, *program.rests.ratings, *program.rests.triggers)))


def status(scores: Scores, number: int) -> str:
    """`chosen` where the document chooses the option, `switched` where the caller did."""
    return "chosen" if scores.choices[number] == scores.program.readings[number].choice else "switched"


def option_name(reading: ReadingDef, choice: int) -> str:
    """The name of an option by its number."""
    return reading.options[choice].name if choice < len(reading.options) else ""
