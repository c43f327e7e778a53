"""What data may be: no more than what bounds them, and as their types say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evallang.ir.program import InputDef
from evallang.lint.starts import all_rows
from evallang.trials.made import Maker, Path, Trial
from evallang.types import Quantity


def is_allowed(trial: Trial, above: Mapping[Path, Sequence[Path]], ceilings: Mapping[Path, Fraction]) -> bool:
    """Whether the data may be so: nothing is more than what it may be at most."""
    for made in all_rows(trial):
        values = made.values
        for path, bounds in above.items():
            value = values.get(path)
            if type(value) is not Fraction:
                continue
            if path in ceilings and value > ceilings[path]:
                return False
            for bounded_by in bounds:
                bound = values.get(bounded_by)
                if type(bound) is Fraction and value > bound:
                    return False
    return True


def is_typed(trial: Trial, inputs: Mapping[Path, InputDef]) -> bool:
    """Whether each number is one that its type allows."""
    given = ((inputs[path].type, v) for made in all_rows(trial) for path, v in made.values.items())
    return all(
        Maker.within(value, kind) == value for kind, value in given
        if isinstance(kind, Quantity) and isinstance(value, Fraction)
    )  # fmt: skip
