"""The samples of 2021 and 2023 against their oracles, under every option of every reading taken by itself."""

import csv
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from house.transcribed import SAMPLES, rules_of
from oracle import effectiveness_2021, progress_2021, rating_2023

from evallang.backends.scores import BodyScores, Scores

Row = dict[str, str]


@cache
def rows(folder: str, name: str) -> list[Row]:
    with (SAMPLES / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def switches(folder: str) -> list[tuple[str, str]]:
    """Every option as (id of its reading, its name); those chosen in the document stand among them."""
    readings = rules_of(folder).program.readings
    return [(reading.id, option.name) for reading in readings for option in reading.options]


def scored(folder: str, reading: str, option: str) -> Scores:
    return rules_of(folder).score(SAMPLES / folder, readings={reading: option}, period="all")


def options(chosen: Mapping[str, str], reading: str, option: str) -> dict[str, str]:
    """The oracle's options with one of them switched."""
    plain = re.sub(r"\.app\d$", "", reading)
    assert plain in chosen
    return {**chosen, plain: option}


def number(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def value(scores: BodyScores, path: str) -> Any:
    result = scores[path]
    return result.value if result.status == "value" else None


def series(found: list[Row]) -> dict[int, Fraction]:
    return {int(row["period"]): Fraction(row["value"]) for row in found if row["value"]}


def by(found: list[Row], *keys: str) -> dict[tuple[str, ...], list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in found:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return groups


# ---- the effectiveness index of 2021


def measures(body: str, year: int) -> list[effectiveness_2021.Measure]:
    return [
        effectiveness_2021.Measure(
            found[0]["tendency"] == "positive", number(next((r["influence"] for r in found if r["influence"]), "")),
            series(found), any(r["excused"] == "1" and int(r["period"]) == year for r in found),
        )
        for (whose, _), found in by(rows("effectiveness-2021", "measure"), "body", "code").items() if whose == body
    ]  # fmt: skip


@pytest.mark.parametrize(("reading", "option"), switches("effectiveness-2021"))
def test_effectiveness(reading: str, option: str) -> None:
    scores = scored("effectiveness-2021", reading, option)
    chosen = options(effectiveness_2021.READINGS, reading, option)
    compared = 0
    for body in scores:
        year = body.period
        assert year is not None
        surveys = [
            series(found) for (whose, _), found in by(rows("effectiveness-2021", "survey"), "body", "code").items()
            if whose == body.key
        ]  # fmt: skip
        if year < 2021:
            surveys = [s for s in surveys if year in s]  # the list of a year holds the questions asked in it
        g = effectiveness_2021.quantitative(measures(body.key, year), year, chosen)
        s = effectiveness_2021.surveyed(surveys, year, chosen)
        wanted = {"quantitative": g, "surveyed": s, "effectiveness": effectiveness_2021.effectiveness(g, s, chosen)}
        assert {path: value(body, path) for path in wanted} == wanted, (body.key, year)
        compared += sum(figure is not None for figure in wanted.values())
    assert compared > 10


# ---- the progress index of 2021


def country_measures() -> list[progress_2021.Measure]:
    countries = by(rows("progress-2021", "country"), "code", "iso")
    return [
        progress_2021.Measure(
            found[0]["trend"] == "positive", series(found),
            tuple(series(held) for (whose, _), held in countries.items() if whose == code),
        )
        for (code,), found in by(rows("progress-2021", "measure"), "code").items()
    ]  # fmt: skip


@pytest.mark.parametrize(("reading", "option"), switches("progress-2021"))
def test_progress(reading: str, option: str) -> None:
    scores = scored("progress-2021", reading, option)
    chosen = options(progress_2021.READINGS, reading, option)
    for year in (2020, 2021):
        body = scores["Қазақстан", year]
        wanted = {
            "against_countries": progress_2021.against_countries(country_measures(), year, chosen),
            "against_past": progress_2021.against_past(country_measures(), year, chosen),
        }
        assert {path: value(body, path) for path in wanted} == wanted, year


# ---- the unified rating and the trigger of 2023


def bodies_of(year: int) -> list[rating_2023.Body]:
    found = []
    for (name,), held in by(rows("rating-2023", "bodies"), "body").items():
        row = next(r for r in held if int(r["period"]) == year)
        states = [
            number(r["responsibility.sector_state"])
            for r in sorted(held, key=lambda r: r["period"])
            if int(r["period"]) <= year
        ]
        found.append(
            rating_2023.Body(
                name, row["kind"], {block: number(row[f"{block}.result"]) for block in rating_2023.WEIGHTS},
                frozenset(block for block in rating_2023.WEIGHTS if row[f"{block}.in_scope"] == "1"), tuple(states),
            )
        )  # fmt: skip
    return found


@pytest.mark.parametrize(("reading", "option"), switches("rating-2023"))
def test_rating(reading: str, option: str) -> None:
    scores = scored("rating-2023", reading, option)
    chosen = options(rating_2023.READINGS, reading, option)
    answers = set()
    for year in (2020, 2021, 2022, 2023):
        bodies = bodies_of(year)
        for body in bodies:
            ours = scores[body.name, year]
            wanted: dict[str, Any] = {
                "unified": rating_2023.unified(body, chosen),
                "unified_rating.rank": rating_2023.rank(bodies, body, "unified", chosen),
                "responsibility": rating_2023.responsibility(bodies, body, chosen),
            }
            wanted |= {f"block_rating.{b}.rank": rating_2023.rank(bodies, body, b, chosen) for b in rating_2023.WEIGHTS}
            assert {path: value(ours, path) for path in wanted} == wanted, (body.name, year)
            answers.add(wanted["responsibility"])
    assert len(answers) > 1  # the sample was made so that it tells them apart
