"""The lines of grades and ratings."""

from __future__ import annotations

from evallang.backends.interpreter.absence import Absent
from evallang.backends.scores import Result
from evallang.report.explain.figures import figure
from evallang.report.explain.seen import GradeSeen, PlaceSeen, RatingSeen

_AROUND = 2
_TIES = {
    "share": "equal values share a place",
    "dense": "equal values share a place and leave none out",
    "mean": "equal values get the mean of their places",
    "none": "equal values have no order",
}


def grade_line(grade: GradeSeen) -> str:
    """The look-up of a grade in one line."""
    taken = ", ".join(f"{one.reading}: {one.option}" for one in grade.options)
    amended = f"({'; '.join(grade.amended)})" if grade.amended else ""
    head = " ".join(filter(None, ["grade", *grade.provisions, amended, f"[{taken}]" if taken else ""]))
    if type(grade.grade) is Absent:
        return f"{head}: {grade.grade.status}, {grade.grade.because}"
    asked = ", ".join(f"{name} {figure(value)}" for name, value in grade.asked)
    rounded = f" after round {grade.rounding}" if grade.rounding else ""
    label = f' "{grade.label}"' if grade.label else ""
    return f"{head}: {asked}{rounded} is in `{grade.row}`: {grade.grade}{label}"


def rating_lines(rating: RatingSeen, result: Result) -> list[str]:
    """By what is ranked and how, the places around the body, and who has none."""
    order = "highest first" if rating.highest_first else "lowest first"
    within = f" within {rating.within}" if rating.within else ""
    ties = _TIES.get(rating.ties, rating.ties)
    head = f"{len(rating.places)} ranked{within} by {rating.by}, {order}; {ties}"
    found = [head, *(f"  {line}" for line in _places(rating.places, result))]
    return [*found, *(f"  not ranked: {one.body}, {_why(one)}" for one in rating.unranked[: 2 * _AROUND])]


def _places(places: tuple[PlaceSeen, ...], result: Result) -> list[str]:
    """The places with the same rank, and two on either side."""
    here = [i for i, place in enumerate(places) if place.rank == result.value and result.status == "value"]
    first, last = (here[0], here[-1]) if here else (0, -1)
    start, end = max(first - _AROUND, 0), min(last + _AROUND, len(places) - 1)
    shown = [f"{figure(place.rank)} {place.body}: {figure(place.value)}" for place in places[start : end + 1]]
    before, after = start, len(places) - 1 - end
    return [*([f"… {before} above"] if before else []), *shown, *([f"… {after} below"] if after else [])]


def _why(place: PlaceSeen) -> str:
    return str(place.rank.because) if type(place.rank) is Absent else figure(place.rank)
