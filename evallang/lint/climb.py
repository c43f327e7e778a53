"""A body led to the extreme of a value: inputs are tried at their ends and at the numbers of the rules, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from attrs import frozen

from evallang.ir.program import InputDef
from evallang.lint.corners import Corners, changed, everything
from evallang.trials.made import Made, Path, Trial, Value

MOST_ITEMS = 64
FEW = 8
"""Of so many inputs, every number of the rules is tried."""


@frozen(eq=False)
class Standing:
    """A value on a body, and the keys of the item that it is of."""

    value: Fraction
    keys: tuple[str, ...]
    trial: Trial


Read = Callable[[Trial], Standing | None]


@frozen
class Climb:
    """Where to: `end` is the utmost, `enough` will do, or what is `beyond` it; at most `tries` bodies are looked at."""

    lowest: bool
    end: Fraction | None
    enough: Fraction | None = None
    beyond: bool = False
    tries: int = 0

    def best(self, standings: Iterable[Standing]) -> Standing | None:
        """The one that is furthest on, of equal ones the first."""
        return (min if self.lowest else max)(standings, key=lambda s: s.value, default=None)

    def over(self, standing: Standing | None) -> bool:
        """Whether there is no need to go on."""
        return standing is not None and self.suffices(standing.value)

    def suffices(self, value: Fraction) -> bool:
        """Whether a value is the utmost, or enough."""
        if value == self.end or self.enough is None:
            return value == self.end
        return self._further(value, self.enough) or (value == self.enough and not self.beyond)

    def _further(self, a: Fraction, b: Fraction) -> bool:
        return a < b if self.lowest else a > b

    def climbed(
        self, start: Trial, read: Read, inputs: Sequence[InputDef], lists: Sequence[Path], corners: Corners,
        numbers: Sequence[Fraction],
    ) -> Standing | None:  # fmt: skip
        """The furthest standing that was come to from a body; no move that leads back is made."""
        best, tries = read(start), 0
        for more in ((), numbers if len(inputs) <= FEW else ()):
            ways: list[Callable[[Trial], Iterator[Trial]]] = [
                *(partial(_moves, d=d, corners=corners, numbers=more) for d in inputs),
                *(partial(_sizes, items=path) for path in lists),
            ]
            moved = True
            while moved:
                moved = False
                for way in ways:
                    for other in way(best.trial if best is not None else start):
                        if tries == self.tries or self.over(best):
                            return best
                        tries += 1
                        found = read(other)
                        if found is not None and (best is None or self._further(found.value, best.value)):
                            best, moved = found, True
        return best


def _moves(trial: Trial, d: InputDef, corners: Corners, numbers: Sequence[Fraction]) -> Iterator[Trial]:
    """A body with other values of one input, the same in each year and item."""
    held = next((made for made in everything(trial, trial.subject) if d.path in made.values), None)
    for value in corners.near(d, held, numbers) if held is not None else ():
        if held is not None and value != held.values[d.path]:
            give = partial(_give, path=d.path, value=value, corners=corners)
            yield changed(trial, give, trial.subject)


def _sizes(trial: Trial, items: Path) -> Iterator[Trial]:
    """A body with no item in a list, and with twice as many."""
    yield changed(trial, lambda made: made.lists.update({items: {}} if items in made.lists else {}), trial.subject)
    yield changed(trial, lambda made: _twice(made, items), trial.subject)


def _twice(made: Made, items: Path) -> None:
    """Add to the items as many that are like the first."""
    rows = made.lists.get(items)
    if rows and 2 * len(rows) <= MOST_ITEMS:
        first = next(iter(rows.values()))
        rows.update({str(key): first.copy() for key in range(len(rows) + 1, 2 * len(rows) + 1)})


def _give(made: Made, path: Path, value: Value, corners: Corners) -> None:
    if path in made.values:
        made.values[path] = value
        corners.bounded(made)
