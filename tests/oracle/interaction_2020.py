"""The methodology of 2020 (interaction with people and companies), worked out by hand.

Written from the law alone, before the rule file, with exact fractions; it imports nothing of the
project. It follows the chosen readings only (rules/interaction-2020/README.md lists them). A body
is a plain dict (interaction_2020_values.py); a score that the law does not give is `None` in
`scores`, and so is every score that needs it.

    python tests/oracle/interaction_2020.py FOLDER

prints one line per body and period of `FOLDER/bodies.csv` and its item files (instead of a folder,
one file of bodies will do); a score that is undefined or does not concern the body is blank, and a
column in which nobody has a score is left out.
"""

import csv
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from interaction_2020_openness import (
    open_acts,
    open_budget,
    open_data,
    open_dialogue,
    openness,
    subordinates,
    total,
)
from interaction_2020_values import (
    Body,
    F,
    UndefinedError,
    central,
    flag,
    half_up,
    items,
    mean,
    number,
    ratio,
    same_kind,
)

HANDLING = "complaint_handling"


# ---- services, paragraphs 22 to 56, appendices 2 and 6


def rate(k: int, bad: Fraction, total: Fraction, per: int) -> Fraction:
    """k less the violations per so many cases, never below 0."""
    return max(F(0), k - ratio(bad, total) * per)


def granted(satisfaction: Fraction, for_central: bool) -> Fraction:
    """Appendix 6: the points of one service."""
    rounded = half_up(satisfaction, "0.01")
    lines = (("4.8", 15, 20), ("4.6", 12, 16), ("4.4", 9, 12), ("4.2", 6, 8), ("4", 3, 4))
    for edge, central_points, local_points in lines:
        if rounded >= F(edge):
            return F(central_points if for_central else local_points)
    return F(0)


def monitored(body: Body) -> Fraction:
    services = items(body, "service")
    return mean(granted(number(service, "satisfaction"), central(body)) for service in services)


def level(body: Body, population: list[Body]) -> Fraction:
    """Paragraph 32, with the mean of the monitored bodies for a body that nobody monitored."""
    if items(body, "service"):
        return monitored(body)
    return mean(monitored(other) for other in same_kind(body, population) if items(other, "service"))


def complaint_rate(body: Body) -> Fraction:
    """Paragraph 34; appendix 2 gives a local body 20."""
    k = 10 if central(body) else 20
    return rate(k, number(body, "complaints"), number(body, "services"), 10_000)


def satisfaction(body: Body, population: list[Body]) -> Fraction:
    """Paragraph 30."""
    return level(body, population) + complaint_rate(body)


def deadlines(body: Body) -> Fraction:
    """Paragraph 43."""
    return rate(26 if central(body) else 30, number(body, "late"), number(body, "timed"), 10_000)


def violations(body: Body, name: str) -> Fraction:
    """Paragraphs 44 to 46: refusals, incomplete papers, papers that the standard does not ask for."""
    return rate(8 if central(body) else 10, number(body, name), number(body, "services"), 10_000)


def assurance(body: Body) -> Fraction:
    """Paragraph 40."""
    others = (violations(body, name) for name in ("refused", "unfinished", "demanded"))
    return deadlines(body) + sum(others)


def transferred(body: Body) -> Fraction:
    """Paragraph 51."""
    return ratio(number(body, "transferred.on_portal"), number(body, "transferred.portalable")) * 10


def efficiency(body: Body) -> Fraction:
    """Paragraph 53."""
    return ratio(number(body, "efficiency.online_volume"), number(body, "efficiency.volume")) * 10


def newly_moved(body: Body) -> Fraction:
    """Paragraph 54."""
    if flag(body, "newly_moved.all_online"):
        return F(5)
    return min(F(5), number(body, "newly_moved.moved"))


def unavailable(body: Body, population: list[Body]) -> Fraction:
    """Paragraph 55: hours of all outages by the fault of this body, whosever services they hit."""
    outages = [outage for other in population if central(other) for outage in items(other, "outage")]
    if any(outage.get("fault") is None for outage in outages):
        raise UndefinedError("fault")
    hours = sum(number(outage, "duration") for outage in outages if outage["fault"] == body["body"])
    return min(F(5), hours * F("0.2"))


def automation(body: Body, population: list[Body]) -> Fraction:
    """Paragraph 49, central bodies only."""
    gained = transferred(body) + efficiency(body) + newly_moved(body)
    return gained - unavailable(body, population)


def unreliable(body: Body, direction: str) -> Fraction:
    """Paragraphs 17 to 20: 0.2 for each false fact, at most 5 in each direction."""
    return min(F(5), number(body, f"{direction}.unreliable.facts") * F("0.2"))


def service_quality(body: Body, population: list[Body]) -> Fraction:
    """Paragraph 56, less paragraph 20."""
    gained = satisfaction(body, population) + assurance(body)
    if central(body):
        gained += automation(body, population)
    return gained - unreliable(body, "service_quality")


# ---- complaints, paragraphs 85 to 99, appendices 11 and 13


def late_complaints(body: Body) -> Fraction:
    """Paragraph 90."""
    return rate(40, number(body, f"{HANDLING}.overdue"), number(body, f"{HANDLING}.handled"), 1_000)


def court(body: Body) -> Fraction:
    """Paragraphs 92 and 93: no case in court gives all 30."""
    if not flag(body, f"{HANDLING}.any_court"):
        return F(30)
    return rate(30, number(body, f"{HANDLING}.upheld"), number(body, f"{HANDLING}.handled"), 10_000)


def repeated(body: Body) -> Fraction:
    """Paragraph 95."""
    return rate(20, number(body, f"{HANDLING}.repeated_ok"), number(body, f"{HANDLING}.handled"), 100)


def discipline(share: Fraction) -> Fraction:
    """Appendix 13, the share rounded to a tenth of a per cent."""
    rounded = half_up(share, "0.001")
    lines = (("0.9", 10), ("0.8", 8), ("0.7", 6), ("0.6", 4), ("0.5", 1))
    return next((F(points) for edge, points in lines if rounded >= F(edge)), F(0))


def control(body: Body) -> Fraction:
    """Paragraph 97: people punished for each late case in which that was possible."""
    late = number(body, f"{HANDLING}.overdue")
    if late == 0:
        return F(10)
    possible = late - number(body, f"{HANDLING}.control.impossible")
    if possible == 0:
        return F(10)
    return discipline(min(F(1), number(body, f"{HANDLING}.control.punished") / possible))


def complaint_handling(body: Body) -> Fraction:
    """Paragraph 99, less paragraph 20."""
    gained = late_complaints(body) + court(body) + repeated(body) + control(body)
    return gained - unreliable(body, HANDLING)


# ---- the block, paragraphs 100 and 101


def interaction(body: Body, population: list[Body]) -> Fraction:
    """Paragraph 100, read as the mean of the three directions."""
    open_enough = openness(body, population) - unreliable(body, "openness")
    return mean([service_quality(body, population), open_enough, complaint_handling(body)])


def grade(score: Fraction) -> str:
    """Paragraph 101, the total rounded to two places."""
    lines = (("90", "high"), ("70", "medium"), ("50", "low"))
    return next((name for edge, name in lines if half_up(score, "0.01") >= F(edge)), "ineffective")


def attempt(rule: Callable[[], Fraction]) -> Fraction | None:
    try:
        return rule()
    except UndefinedError:
        return None


def rules(body: Body, population: list[Body]) -> dict[str, Callable[[], Fraction]]:
    """How each indicator, criterion, direction and the block of one body is found."""
    for_central: dict[str, Callable[[], Fraction]] = {
        "transferred": lambda: transferred(body),
        "efficiency": lambda: efficiency(body),
        "newly_moved": lambda: newly_moved(body),
        "unavailable": lambda: unavailable(body, population),
        "automation": lambda: automation(body, population),
    }
    return {
        "level": lambda: level(body, population),
        "complaint_rate": lambda: complaint_rate(body),
        "satisfaction": lambda: satisfaction(body, population),
        "assurance.deadlines": lambda: deadlines(body),
        "assurance.refusals": lambda: violations(body, "refused"),
        "assurance.incomplete": lambda: violations(body, "unfinished"),
        "assurance.extra": lambda: violations(body, "demanded"),
        "assurance": lambda: assurance(body),
        **(for_central if central(body) else {}),
        "service_quality.unreliable": lambda: unreliable(body, "service_quality"),
        "service_quality": lambda: service_quality(body, population),
        "open_data": lambda: total(body, open_data(body)),
        "open_budget": lambda: open_budget(body, population),
        "open_acts": lambda: total(body, open_acts(body)),
        "open_dialogue": lambda: total(body, open_dialogue(body)),
        "subordinates": lambda: subordinates(body),
        "openness.unreliable": lambda: unreliable(body, "openness"),
        "openness": lambda: openness(body, population) - unreliable(body, "openness"),
        "complaint_handling.deadlines": lambda: late_complaints(body),
        "complaint_handling.court": lambda: court(body),
        "complaint_handling.repeated": lambda: repeated(body),
        "complaint_handling.control": lambda: control(body),
        "complaint_handling.unreliable": lambda: unreliable(body, HANDLING),
        "complaint_handling": lambda: complaint_handling(body),
        "interaction": lambda: interaction(body, population),
    }


def scores(body: Body, population: list[Body]) -> dict[str, Fraction | str | None]:
    """Every indicator, criterion, direction, the block and the grade of one body among its population."""
    found = {name: attempt(rule) for name, rule in rules(body, population).items()}
    block = found["interaction"]
    return {**found, "interaction.grade": None if block is None else grade(block)}


# ---- the command line

ITEMS = ("service", "organisation", "outage")
TEXTS = ("body", "kind", "period", "code", "fault")
FLAGS = {"all_online", "events_held", "no_requests", "secret", "no_notice", "no_audit"} | {
    "nothing_to_post",
    "any_court",
}


def read_cell(column: str, text: str) -> object:
    if not text:
        return None
    if column in TEXTS:
        return text
    return text == "1" if column.rpartition(".")[2] in FLAGS else F(text)


def read_rows(path: Path) -> list[Body]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: read_cell(name, text) for name, text in row.items()} for row in csv.DictReader(file)]


def read_bodies(place: Path) -> list[Body]:
    """The bodies of all periods, each with its items, from a folder or from one file of bodies."""
    if place.is_file():
        return read_rows(place)
    bodies = read_rows(place / "bodies.csv")
    for kind in filter(lambda name: (place / f"{name}.csv").exists(), ITEMS):
        rows = read_rows(place / f"{kind}.csv")
        for body in bodies:
            key = (body["body"], body.get("period"))
            body[kind] = [row for row in rows if (row["body"], row.get("period")) == key]
    return bodies


def written(value: Fraction | str | None) -> str:
    """An exact decimal, or a fraction where no decimal ends."""
    if not isinstance(value, Fraction):
        return value or ""
    places = 0
    while (value * 10**places).denominator > 1 and places < 40:
        places += 1
    if places == 40:
        return str(value)
    whole, part = divmod(abs(value) * 10**places, 10**places)
    return f"{'-' if value < 0 else ''}{whole}{f'.{int(part):0{places}}' if places else ''}"


def table(bodies: list[Body]) -> list[list[str]]:
    """The lines to print, the head first."""
    keys = ("body", "period") if any("period" in body for body in bodies) else ("body",)
    lines: list[dict[str, str]] = []
    for body in bodies:
        population = [other for other in bodies if other.get("period") == body.get("period")]
        named = {key: str(body[key]) for key in keys}
        lines.append({**named, **{name: written(value) for name, value in scores(body, population).items()}})
    columns = max(lines, key=len)
    used = [column for column in columns if any(line.get(column) for line in lines)]
    return [used, *([line.get(column, "") for column in used] for line in lines)]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    csv.writer(sys.stdout, lineterminator="\n").writerows(table(read_bodies(Path(sys.argv[1]))))
