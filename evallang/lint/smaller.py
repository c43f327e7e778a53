"""Bodies made smaller and plainer: without other bodies, years, items and values, with short numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor

from evallang.lint.starts import all_rows
from evallang.trials.made import Path, Trial

PLAIN = tuple(map(Fraction, (10, 1, 100, 5)))
"""Numbers that are easily read."""
LONG = 10**4
"""Of a fraction with a larger denominator shorter ones are tried, that lie beside it."""
PLACES = (0, 1, 2, 3, 4, 6)


def smaller(trial: Trial) -> Iterator[Callable[[Trial], None]]:
    """Changes that each leave something out, or say it in a plainer way."""
    for year in trial.years[:-1]:
        yield lambda t, year=year: _without_year(t, year)  # type: ignore[misc]  # bound at once
    for place in [p for p in trial.made if p[0] != trial.subject]:
        yield lambda t, place=place: _drop(t, place)  # type: ignore[misc]  # bound at once
    for place, made in trial.made.items():
        for path, rows in made.lists.items():
            for key in rows:
                yield lambda t, place=place, path=path, key=key: _without_item(t, place, path, key)  # type: ignore[misc]  # bound at once
    for path in sorted({p for made in all_rows(trial) for p in made.lists}):
        yield lambda t, path=path: _without_list(t, path)  # type: ignore[misc]  # bound at once
    for path in sorted({p for made in all_rows(trial) for p in made.values}):
        yield lambda t, path=path: _without(t, path)  # type: ignore[misc]  # bound at once


def _drop(trial: Trial, place: tuple[str, int | None]) -> None:
    trial.made.pop(place, None)
    if place[0] not in {name for name, _ in trial.made}:
        trial.kinds.pop(place[0], None)


def _without_item(trial: Trial, place: tuple[str, int | None], path: Path, key: str) -> None:
    if place in trial.made and path in trial.made[place].lists:
        trial.made[place].lists[path].pop(key, None)


def _without_list(trial: Trial, path: Path) -> None:
    for made in list(all_rows(trial)):
        made.lists.pop(path, None)


def _without(trial: Trial, path: Path) -> None:
    for made in all_rows(trial):
        made.values.pop(path, None)


def _without_year(trial: Trial, year: int | None) -> None:
    trial.made = {place: made for place, made in trial.made.items() if place[1] != year}


def plainer(trial: Trial) -> Iterator[Callable[[Trial], None]]:
    """Changes that each put a plain number in the place of another: everywhere, then only for one input."""
    given = {path: {made.values.get(path) for made in all_rows(trial)} for path in sorted(_paths(trial))}
    odd = {
        path: sorted(v for v in values if isinstance(v, Fraction) and v not in (*PLAIN, 0))
        for path, values in given.items()
    }
    for value in sorted({v for values in odd.values() for v in values}):
        for plain in PLAIN:
            yield lambda t, value=value, plain=plain: _instead(t, None, value, plain)  # type: ignore[misc]  # bound at once
    for path, values in odd.items():
        for value in values:
            for plain in (*PLAIN, *_beside(value)):
                yield lambda t, path=path, value=value, plain=plain: _instead(t, path, value, plain)  # type: ignore[misc]  # bound at once


def _beside(value: Fraction) -> Iterator[Fraction]:
    """Decimals on both sides of a long fraction, the shortest first: what it is replaced by is not replaced again."""
    for places in PLACES if value.denominator > LONG else ():
        size = Fraction(1, 10**places)
        yield from (floor(value / size) * size, ceil(value / size) * size)


def _paths(trial: Trial) -> set[Path]:
    return {path for made in all_rows(trial) for path in made.values}


def _instead(trial: Trial, path: Path | None, value: Fraction, plain: Fraction) -> None:
    for made in all_rows(trial):
        for p in made.values if path is None else (path,):
            if made.values.get(p) == value:
                made.values[p] = plain
