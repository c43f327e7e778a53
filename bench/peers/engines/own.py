"""evallang's own engines on `service_quality.eval`."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from evallang import load
from peers import own
from peers.bodies import Bodies, Drawn
from peers.data import SETS, Columns
from peers.exact import GRADES
from peers.peer import Outcome, Peer

RULES = Path(__file__).resolve().parent.parent / "service_quality.eval"
OUTPUTS = ("service_quality", "service_quality.grade")
FIRST = 20
"""Bodies of a first batch, which makes some engines ready; some of each kind are among them."""


class Own(Peer):
    """Rules that are read, checked and made ready for an engine."""

    by_record = False
    engine: ClassVar[type[own.Engine]]
    ready: Any

    def load(self) -> None:
        self.ready = self.engine(load(RULES), OUTPUTS)
        self.ready.ready()
        if self.ready.lazy:
            self.batch(self.prepare(SETS["uniform"](FIRST)))

    def prepare(self, columns: Columns) -> Any:
        return self.ready.prepare(bodies(self.ready.rules.program, columns))

    def batch(self, data: Any) -> Any:
        return self.ready.batch(data)

    def outcome(self, result: Any) -> Outcome:
        answers = self.ready.answers(result)
        scores = [int(score * 100) for score, _ in answers if isinstance(score, Fraction)]  # every body has one
        return np.array(scores), np.array([GRADES.index(str(grade)) for _, grade in answers])


def bodies(program: Any, columns: Columns) -> Bodies:
    """A set of bodies in the form that serves any rules."""
    given = {
        d.number: Drawn(columns[d.name], 100 if d.name == "satisfaction" else 1)
        for d in program.inputs
    }  # fmt: skip
    return Bodies(program, 1 - columns["central"], given, {})


class Interpreter(Own):
    """The reference."""

    engine = own.Interpreter


class OverColumns(Own):
    """Blocks of columns."""

    engine = own.OverColumns

    def outcome(self, result: Any) -> Outcome:
        scores, grades = result
        if any(column.status.any() for column in result):
            raise ValueError("some bodies have no score")
        hundredths, parts = scores.scaled
        places = np.array([GRADES.index(name) for name in grades.names])
        return hundredths * 100 // parts, places[grades.codes]


class OverColumnsThreads(OverColumns):
    """The same on all cores."""

    engine = own.OverColumnsThreads


class Fused(OverColumns):
    """Compiled loops."""

    engine = own.Fused


class FusedThreads(OverColumns):
    """The same on all cores."""

    engine = own.FusedThreads


class OverArrays(OverColumns):
    """The same, reading the arrays each time."""

    engine = own.OverArrays


class Compiled(Own):
    """Straight-line Python."""

    by_record = True
    engine = own.Compiled

    def load(self) -> None:
        super().load()
        self.one = self.ready.scorer.score  # type: ignore[method-assign]  # one call, as for the engines by hand
