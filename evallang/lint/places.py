"""The places of made-up data where values are given, over the years and down to the items."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from evallang.trials.made import Made, Path, Trial


@frozen
class Place:
    """Where values are given: the body, the year, and the lists and keys down to an item."""

    name: str
    year: int | None
    keys: tuple[tuple[Path, str], ...] = ()


def held(trial: Trial) -> Iterator[tuple[Place, Made]]:
    """What is given for bodies and items, each with its place."""
    waiting = [(Place(name, year), made) for (name, year), made in trial.made.items()]
    while waiting:
        place, made = waiting.pop()
        yield place, made
        for path, rows in made.lists.items():
            waiting += [(evolve(place, keys=(*place.keys, (path, key))), row) for key, row in rows.items()]


def at(trial: Trial, place: Place) -> Made | None:
    """What is given at a place."""
    made = trial.made.get((place.name, place.year))
    for path, key in place.keys:
        made = made.lists.get(path, {}).get(key) if made is not None else None
    return made


def shorten(trial: Trial, name: str, path: Path, key: str | None = None) -> None:
    """Take an item out of a list of a body in every year, or all of them."""
    for place, made in list(held(trial)):
        if place.name == name and path in made.lists:
            rows = made.lists[path]
            made.lists[path] = {k: row for k, row in rows.items() if key is not None and k != key}
