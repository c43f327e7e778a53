"""A trial without what a goal does not need, and with shorter numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from evallang.examples.coverage.look import Look
from evallang.examples.coverage.moves import Place, places
from evallang.ir.program import InputDef
from evallang.trials import said
from evallang.trials.made import Made, Path, Trial, Value
from evallang.types import Choice, Flag

Again = Callable[[Trial], Look | None]
"""Scores a smaller trial; None where it does not do what the larger one did."""

SHORTENED = 40
"""Numbers are made shorter where there are no more than so many."""


def smaller(look: Look, again: Again, inputs: dict[Path, InputDef]) -> Look:
    """Without other bodies, years, items and values that are not needed."""
    for change in _records(look.trial):
        look = _changed(look, change, again)
    look = again(_unnamed(look.trial)) or look
    for place in places(look.trial, inputs):
        look = _simpler(look, place, inputs[place.path], again)
    spots = places(look.trial, inputs)
    size = len(spots)
    while size:
        for first in range(0, len(spots), size):
            gone = spots[first : first + size]
            look = _changed(look, lambda trial, gone=gone: _without(trial, gone), again)  # type: ignore[misc]  # bound
        spots = places(look.trial, inputs)
        size = min(size, len(spots)) // 2
    spots = places(look.trial, inputs)
    for place in spots if len(spots) <= SHORTENED else []:
        for value in _shorter(place.value(look.trial)):
            found = again(place.with_value(look.trial, value))
            if found is not None:
                look = found
                break
    return look


def _simpler(look: Look, place: Place, d: InputDef, again: Again) -> Look:
    """With the answer or option under which the fewest values are computed."""
    now = place.value(look.trial)
    options = (not now,) if isinstance(d.type, Flag) else d.type.options if isinstance(d.type, Choice) else ()
    for value in options:
        found = again(place.with_value(look.trial, value)) if value != now else None
        if found is not None and found.size < look.size:
            look = found
    return look


def _unnamed(trial: Trial) -> Trial:
    """With the subject called as any body."""
    other, new = trial.copy(), next(f"body {i}" for i in range(1, 9) if f"body {i}" not in trial.kinds)
    other.subject = new
    other.kinds = {(new if name == trial.subject else name): kind for name, kind in other.kinds.items()}
    other.made = {(new if n == trial.subject else n, year): made for (n, year), made in other.made.items()}
    return other


Change = Callable[[Trial], None]


def _changed(look: Look, change: Change, again: Again) -> Look:
    trial = look.trial.copy()
    change(trial)
    return again(trial) or look


def _records(trial: Trial) -> Iterator[Change]:
    """Without another body, an earlier year, a list of all bodies, an item of one."""
    for name in [name for name in trial.kinds if name != trial.subject]:
        yield lambda t, name=name: _drop(t, lambda place: place[0] == name)  # type: ignore[misc]  # bound at once
    for year in trial.years[:-1]:
        yield lambda t, year=year: _drop(t, lambda place: place[1] == year)  # type: ignore[misc]  # bound at once
    for path in sorted({path for made in trial.made.values() for path in _lists(made)}):
        yield lambda t, path=path: _without_list(t, path)  # type: ignore[misc]  # bound at once
    for path, key in sorted({pair for made in trial.made.values() for pair in _items(made)}):
        for name in trial.kinds:
            yield lambda t, name=name, path=path, key=key: _without_item(t, name, path, key)  # type: ignore[misc]


def _drop(trial: Trial, which: Callable[[tuple[str, int | None]], bool]) -> None:
    trial.made = {place: made for place, made in trial.made.items() if not which(place)}
    names = {name for name, _ in trial.made}
    trial.kinds = {name: kind for name, kind in trial.kinds.items() if name in names}


def _lists(made: Made) -> Iterator[Path]:
    for path, rows in made.lists.items():
        yield path
        for row in rows.values():
            yield from _lists(row)


def _items(made: Made) -> Iterator[tuple[Path, str]]:
    for path, rows in made.lists.items():
        for key, row in rows.items():
            yield path, key
            yield from _items(row)


def _all(trial: Trial, name: str | None = None) -> Iterator[Made]:
    waiting = [made for (body, _), made in trial.made.items() if name in (None, body)]
    while waiting:
        made = waiting.pop()
        yield made
        waiting += [row for rows in made.lists.values() for row in rows.values()]


def _without_list(trial: Trial, path: Path) -> None:
    for made in list(_all(trial)):
        made.lists.pop(path, None)


def _without_item(trial: Trial, name: str, path: Path, key: str) -> None:
    for made in list(_all(trial, name)):
        made.lists.get(path, {}).pop(key, None)


def _without(trial: Trial, gone: Sequence[Place]) -> None:
    for place in gone:
        for made in place.made(trial):
            made.values.pop(place.path, None)


def _shorter(value: Value) -> Iterator[Fraction]:
    """Rounder numbers that take less to write."""
    if not isinstance(value, Fraction):
        return
    length = len(said.number(value) or " " * 99)
    tried = [*map(Fraction, (0, 1, 10, 100, 1000, round(value))), *(round(value, n) for n in (1, 2, 3))]
    for other in dict.fromkeys(tried):
        if other != value and (len(said.number(other) or ""), other) < (length, value):
            yield other
