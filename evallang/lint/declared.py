"""What an input can be where it is given: as its type says, and no more than the inputs that it is `at most`."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from evallang.ir.program import InputDef, Program
from evallang.lint.ranges import Range, meet, of_type


def declared(program: Program, d: InputDef) -> Range:
    """The range of an input that is given. It is no more than the other one may be, whether that is given or not."""
    return _declared(program, d, frozenset())


def ceilings(program: Program) -> dict[tuple[str, ...], Fraction]:
    """How much the inputs are at most that are bounded by others, by path; the greatest for several of one name."""
    found: dict[tuple[str, ...], list[Fraction | None]] = {}
    for d in program.inputs:
        if d.at_most:
            found.setdefault(d.path, []).append(declared(program, d).high)
    known = {path: [high for high in highs if high is not None] for path, highs in found.items()}
    return {path: max(highs) for path, highs in known.items() if len(highs) == len(found[path])}


def _declared(program: Program, d: InputDef, seen: frozenset[int]) -> Range:
    own = of_type(d.type)
    bounds = [program.definitions[n] for n in d.at_most if n not in seen | {d.number}]
    above = [_declared(program, b, seen | {d.number}) for b in bounds if isinstance(b, InputDef) and not b.fallback]
    if not above or len(above) < len(d.at_most) or any(b.high is None for b in above):
        return own
    highest = max(above, key=lambda b: (b.high, b.high_closed))
    return meet(own, evolve(highest, low=None, low_closed=False, whole=False, nonzero=False))
