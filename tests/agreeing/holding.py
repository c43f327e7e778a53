"""An engine held to random programs until it has enough pairs: for the tests, each with its share of them."""

import os
from collections.abc import Sequence
from itertools import count

from agreeing.engines import Engine, Outcome
from agreeing.trials import MAKERS, SIZES, program
from engine.random_tables import Maker

# Pairs of a program and a body (in a year) of which the engine computed at least one result itself.
# EVALLANG_PAIRS=200000 looks further, and bench/agreement.py further still.
PAIRS = int(os.environ.get("EVALLANG_PAIRS", "20000"))


def held(engine: Engine, group: int, groups: int, makers: Sequence[type[Maker]] = MAKERS) -> Outcome:
    """The outcome of one group of several: its share of the pairs, over programs that no other group has."""
    out, share = Outcome(), -(-PAIRS // groups)
    for seed in count(group, groups):
        if out.pairs >= share:
            break
        found = program(seed, makers[seed // groups % len(makers)])
        for size in SIZES[found.maker]:
            trial = found.trial(size)
            came = engine(trial)
            out.add(came)
            assert not came.differences, "\n".join([trial.name, *map(str, came.differences[:12]), trial.text])
    return out
