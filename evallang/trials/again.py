"""One trial scored after the other: of the next one only what its changes reach is worked out again.

(Acar, Self-adjusting computation, 2005, with the uses of the rules for its graph.)
"""

from __future__ import annotations

from enum import Enum

from evallang.backends.interpreter.frames import Frame
from evallang.ir.data import Record
from evallang.trials.made import Made, Path, Trial, Value
from evallang.trials.sides import Side
from evallang.trials.users import Users


class Nothing(Enum):
    """What is given where nothing is."""

    NOTHING = 0


NOTHING = Nothing.NOTHING
Change = tuple[Record, str | None, Path, Value | Nothing]
"""In which record, of a body of which kind, another value is given for which input, or none any more."""


class Again:
    """Scores by one side; nobody else may ask its run to look at other data in between without a restart."""

    def __init__(self, side: Side, users: Users) -> None:
        self.side = side
        self.users = users
        self._last: Trial | None = None

    def frame(self, trial: Trial) -> Frame | None:
        """The subject of a trial in the last year, ready to be asked; None where nothing is given for it then."""
        run, changes = self.side.run, self._changes(trial)
        run.period = trial.years[-1]
        if changes is None:
            self._data = self.side.dataset(trial)
            run.restart(self._data)
        elif changes:
            numbers = {n for change in changes if (n := self._put(*change)) is not None}
            run.forget({u for n in numbers for u in (n, *self.users.users(n))})
        self._last = trial.copy()  # a trial may be changed by who made it
        return run.frame(trial.subject, run.period)

    def _put(self, record: Record, kind: str | None, path: Path, value: Value | Nothing) -> int | None:
        found = self.side.cell(kind, path, False if value is NOTHING else value)
        if found is None:
            return None
        if value is NOTHING:
            record.cells.pop(found[0], None)
        else:
            record.cells[found[0]] = found[1]
        return found[0]

    def _changes(self, trial: Trial) -> list[Change] | None:
        """What is given otherwise than in the last trial; None where there are other bodies, years or items."""
        last = self._last
        if last is None or self.side.run.data is not self._data:
            return None
        if last.kinds != trial.kinds or list(last.made) != list(trial.made):
            return None
        found: list[Change] = []
        for place, made in trial.made.items():
            record = self._data.records[place]
            if not self._compared(last.made[place], made, record, trial.kinds[place[0]], found):
                return None
        return found

    def _compared(self, last: Made, made: Made, record: Record, kind: str | None, found: list[Change]) -> bool:
        """Note what is given otherwise; False where there are other items."""
        if list(last.lists) != list(made.lists):
            return False
        for path, value in made.values.items():
            if last.values.get(path, NOTHING) is not value:
                found.append((record, kind, path, value))
        found += [(record, kind, path, NOTHING) for path in last.values if path not in made.values]
        for path, rows in made.lists.items():
            if list(last.lists[path]) != list(rows):
                return False
            number = self.side.items.get(path)
            records = record.items[number] if number is not None else ()
            for inner, (key, row) in zip(records, rows.items(), strict=False):
                if not self._compared(last.lists[path][key], row, inner, kind, found):
                    return False
        return True
