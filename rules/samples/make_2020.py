"""Makes the sample register for the methodology of 2020: 40 bodies, three years, all figures invented.

The names of the 20 central bodies are those of the list of 2017; the local ones are akimats of 2020 and
three of the regions founded later. No figure says anything about a real body. The seed is fixed: the same
files come out each time.

    python rules/samples/make_2020.py        writes rules/samples/2020/*.csv
"""

import csv
import random
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]

YEARS = ("2018", "2019", "2020")
LANGUAGES = ("kk", "ru")
BANK = "Национальный Банк Республики Казахстан"
DEFENCE = "Министерство обороны Республики Казахстан"
AEROSPACE = "Министерство оборонной и аэрокосмической промышленности Республики Казахстан"
COURTS = (
    "Департамент по обеспечению деятельности судов при Верховном Суде Республики Казахстан"
    " (аппарат Верховного Суда Республики Казахстан)"
)
INFORMATION = "Министерство информации и коммуникаций Республики Казахстан"
CULTURE = "Министерство культуры и спорта Республики Казахстан"
RELIGION = "Министерство по делам религии и гражданского общества Республики Казахстан"
FINANCE = "Министерство финансов Республики Казахстан"
JUSTICE = "Министерство юстиции Республики Казахстан"
INTERIOR = "Министерство внутренних дел Республики Казахстан"
CENTRAL = (
    "Агентство Республики Казахстан по делам государственной службы и противодействию коррупции",
    "Генеральная прокуратура Республики Казахстан",
    COURTS,
    BANK,
    INFORMATION,
    "Министерство сельского хозяйства Республики Казахстан",
    JUSTICE,
    "Министерство образования и науки Республики Казахстан",
    "Министерство здравоохранения Республики Казахстан",
    RELIGION,
    "Министерство труда и социальной защиты населения Республики Казахстан",
    "Министерство по инвестициям и развитию Республики Казахстан",
    FINANCE,
    DEFENCE,
    AEROSPACE,
    CULTURE,
    "Министерство иностранных дел Республики Казахстан",
    "Министерство национальной экономики Республики Казахстан",
    INTERIOR,
    "Министерство энергетики Республики Казахстан",
)
REGIONS = (
    "Акмолинской",
    "Актюбинской",
    "Алматинской",
    "Атырауской",
    "Западно-Казахстанской",
    "Жамбылской",
    "Карагандинской",
    "Костанайской",
    "Кызылординской",
    "Мангистауской",
    "Павлодарской",
    "Северо-Казахстанской",
    "Туркестанской",
    "Восточно-Казахстанской",
)
CITIES = ("Нур-Султана", "Алматы", "Шымкента")
LATER = ("Абай", "Жетісу", "Ұлытау")
LOCAL = (
    *(f"Акимат {region} области" for region in REGIONS),
    *(f"Акимат города {city}" for city in CITIES),
    *(f"Акимат области {region}" for region in LATER),
)

NOTICES = ["notices_media", "notices_web", "notices_letters"]
BUDGET_LOCAL = ["programme", "audit", "citizens", "drafts_correct", "drafts_in_time", "comments", *NOTICES]
STATEMENTS = ["balance", "results", "cash_flow", "net_assets", "notes"]
BUDGET_CENTRAL = [*STATEMENTS, "plan_report", "correct", "in_time", *BUDGET_LOCAL]
BUDGET_BANK = [*STATEMENTS, "audit", "correct", "in_time"]
DATA = ["sets", "on_request", "in_time", "correct", "events"]
ACTS_LOCAL = ["drafts", "forms", "comments", *NOTICES]
DIALOGUE = ["blog", "conferences", "entries"]
NOT_PLACED = ["data.not_placed", "data.not_updated", "data.wrong"]
VIOLATED = ["resource.missing_information", *NOT_PLACED, "dialogue.no_blog"]


def lost(rng: random.Random, quality: float, points: int, per: int, cases: int) -> str:
    """A number of violations that costs a body of this quality some of the points."""
    share = min(1.3, (1 - quality) * (0.2 + 1.1 * rng.random()))
    return str(min(cases, round(points * share * cases / per)))


def part(rng: random.Random, quality: float) -> str:
    """A cell: mostly all or nothing."""
    if rng.random() < quality:
        return "1"
    return "0" if rng.random() < 0.7 else ("0.5", "0.25", "0.8", "1/3")[int(rng.random() * 4)]


def yes(rng: random.Random, chance: float) -> str:
    """A flag."""
    return "1" if rng.random() < chance else "0"


def between(rng: random.Random, low: int, high: int) -> int:
    """A whole number, small ones likelier than large ones."""
    drawn = rng.random()
    return low + round((high - low) * drawn * drawn * drawn)


def services(rng: random.Random, quality: float, central: bool) -> Row:
    """What chapter 3 counts."""
    count = between(rng, 3_000, 900_000)
    timed = round(count * (0.6 + 0.4 * rng.random()))
    first, other = (26, 8) if central else (30, 10)
    return {
        "services": str(count),
        "complaints": lost(rng, quality, 10 if central else 20, 10_000, count),
        "timed": str(timed),
        "late": lost(rng, quality, first, 10_000, timed),
        "refused": lost(rng, quality, other, 10_000, count),
        "unfinished": lost(rng, quality, other, 10_000, count),
        "demanded": lost(rng, quality, other, 10_000, count),
        "service_quality.unreliable.facts": str(int((1 - quality) * 12 * rng.random())),
    }


def automation(rng: random.Random, quality: float) -> Row:
    """What a central body has online."""
    portalable = between(rng, 8, 90)
    volume = between(rng, 500, 800_000)
    return {
        "transferred.portalable": str(portalable),
        "transferred.on_portal": str(round(portalable * min(1.0, quality + 0.2 * rng.random()))),
        "efficiency.volume": str(volume),
        "efficiency.online_volume": str(round(volume * min(1.0, quality + 0.2 * rng.random()))),
        "newly_moved.moved": str(int(8 * rng.random())),
        "newly_moved.all_online": yes(rng, quality / 3),
    }


def cells(rng: random.Random, quality: float, node: str, rows: list[str]) -> Row:
    """A table of appendix 10."""
    return {f"{node}.{row}.{language}.attained": part(rng, quality) for row in rows for language in LANGUAGES}


def openness(rng: random.Random, quality: float, name: str) -> Row:
    """The tables of appendix 10; rows that are not for the body stay empty."""
    budget = BUDGET_BANK if name == BANK else BUDGET_CENTRAL if name in CENTRAL else BUDGET_LOCAL
    acts = ["concepts", *ACTS_LOCAL] if name in CENTRAL else ACTS_LOCAL
    told: Row = {
        "open_data.events_held": yes(rng, quality),
        "open_data.no_requests": yes(rng, 0.3),
        **cells(rng, quality, "open_data", DATA),
        "open_budget.secret": "1" if name == DEFENCE else "0",
    }
    if name != DEFENCE:
        told |= {"open_budget.no_notice": yes(rng, (1 - quality) / 2), "open_budget.no_audit": yes(rng, 0.2)}
        told |= cells(rng, quality, "open_budget", budget)
    told |= {"open_acts.no_notice": yes(rng, (1 - quality) / 2)}
    told |= {
        f"open_acts.{row}.nothing_to_post": yes(rng, 0.1) for row in acts if row in ("concepts", "drafts", "comments")
    }
    told |= cells(rng, quality, "open_acts", acts)
    told |= cells(rng, quality, "open_dialogue", DIALOGUE if name == DEFENCE else [*DIALOGUE, "meetings"])
    for language in LANGUAGES:
        asked = between(rng, 10, 2_000)
        told[f"open_dialogue.answered.{language}.questions"] = str(asked)
        replies = round(asked * min(1.0, quality + 0.3 * rng.random()))
        told[f"open_dialogue.answered.{language}.replies"] = str(replies)
    return told | {"openness.unreliable.facts": str(int((1 - quality) * 8 * rng.random()))}


def complaints(rng: random.Random, quality: float) -> Row:
    """What chapter 5 counts."""
    handled = between(rng, 300, 60_000)
    overdue = int(lost(rng, quality, 40, 1_000, handled))
    court = rng.random() < 0.7
    impossible = int(overdue * 0.2 * rng.random())
    punished = round((overdue - impossible) * min(1.1, quality + 0.35 * rng.random()))
    return {
        "complaint_handling.handled": str(handled),
        "complaint_handling.overdue": str(overdue),
        "complaint_handling.upheld": lost(rng, quality, 30, 10_000, handled) if court else "0",
        "complaint_handling.repeated_ok": lost(rng, quality, 20, 100, handled),
        "complaint_handling.any_court": "1" if court else "0",
        "complaint_handling.control.punished": str(punished),
        "complaint_handling.control.impossible": str(impossible),
        "complaint_handling.unreliable.facts": str(int((1 - quality) * 10 * rng.random())),
    }


def perfect(row: Row) -> Row:
    """The same body without a fault: 100 points."""
    counted = {"complaints", "late", "refused", "unfinished", "demanded", "facts", "no_notice"}
    handled = {"overdue", "upheld", "repeated_ok", "any_court", "punished", "impossible"}
    full = {name: "0" for name in row if name.rpartition(".")[2] in counted | handled}
    full |= {name: "1" for name, cell in row.items() if name.endswith(".attained") and cell}
    for language in LANGUAGES:
        answered = f"open_dialogue.answered.{language}"
        full[f"{answered}.replies"] = row[f"{answered}.questions"]
    return row | full


def late_in_a_million(row: Row, late: int) -> Row:
    """Without a fault but for late complaints, all of them punished."""
    handling = "complaint_handling"
    few = {f"{handling}.handled": "1000000", f"{handling}.overdue": str(late)}
    return perfect(row) | few | {f"{handling}.control.punished": str(late)}


def plant(bodies: dict[tuple[str, str], Row]) -> None:
    """The edges: missing cells, zero denominators, ties, totals beside a limit, caps."""

    def local(name: str) -> str:
        return next(body for body in LOCAL if name in body)

    bodies["2019", CULTURE]["complaints"] = ""
    bodies["2020", local("Атырауской")]["open_data.sets.kk.attained"] = ""
    bodies["2018", COURTS] |= dict.fromkeys(("services", "complaints", "refused", "unfinished", "demanded"), "0")
    bodies["2019", local("Абай")] |= {
        "open_dialogue.answered.kk.questions": "0", "open_dialogue.answered.kk.replies": "0",
    }  # fmt: skip
    nothing = (
        "handled",
        "overdue",
        "upheld",
        "repeated_ok",
        "any_court",
        "control.punished",
        "control.impossible",
    )
    bodies["2020", RELIGION] |= {f"complaint_handling.{name}": "0" for name in nothing}
    bodies["2020", local("Нур-Султана")] = perfect(bodies["2020", local("Нур-Султана")])
    # (100 + 100 + 69.985)/3 = 89.995 is the highest grade, (100 + 100 + 69.984)/3 is not.
    bodies["2020", local("Алматы")] = late_in_a_million(bodies["2020", local("Алматы")], 30_015)
    bodies["2020", local("Шымкента")] = late_in_a_million(bodies["2020", local("Шымкента")], 30_016)
    bodies["2020", local("Павлодарской")] |= {
        name: cell for name, cell in bodies["2020", local("Костанайской")].items() if name != "body"
    }
    bodies["2020", INTERIOR]["service_quality.unreliable.facts"] = "31"
    bodies["2020", local("Жамбылской")] |= {  # 1799/2000 = 89.95 %
        "complaint_handling.handled": "90000", "complaint_handling.overdue": "2000",
        "complaint_handling.control.punished": "1799", "complaint_handling.control.impossible": "0",
    }  # fmt: skip


def monitoring(rng: random.Random, qualities: dict[tuple[str, str], float]) -> list[Row]:
    """Services in the public monitoring. One body is never in it, one not in 2018."""
    rows: list[Row] = []
    for (year, name), quality in qualities.items():
        count = 0 if name == AEROSPACE or (year == "2018" and "Ұлытау" in name) else 2 + int(2 * rng.random())
        for code in "abc"[:count]:
            level = Decimal(min(500, round(360 + 145 * quality + 30 * rng.random() - 15))) / 100
            rows.append({"body": name, "period": year, "code": code, "satisfaction": str(level)})
    chosen = {("2020", name): "4.9" for name in LOCAL if any(city in name for city in CITIES)}
    chosen |= {("2020", JUSTICE): "4.795", ("2019", FINANCE): "3.995"}
    for row in rows:
        row["satisfaction"] = chosen.get((row["period"], row["body"]), row["satisfaction"])
        if "Костанайской" in row["body"] or "Павлодарской" in row["body"]:
            row["satisfaction"] = "4.59" if row["period"] == "2020" else row["satisfaction"]
        if (row["period"], row["code"]) == ("2019", "b") and "Мангистауской" in row["body"]:
            row["satisfaction"] = ""
    return rows


def outages(rng: random.Random) -> list[Row]:
    """Hours without the online services: mostly the body's own fault, some times another's."""
    rows: list[Row] = []
    for year in YEARS:
        for name in CENTRAL[4::2]:
            hours = Decimal(round(240 * rng.random() ** 2)) / 10
            fault = INFORMATION if rng.random() < 0.3 else name
            rows.append({"body": name, "period": year, "code": "1", "duration": str(hours), "fault": fault})
        rows.append({"body": FINANCE, "period": year, "code": "2", "duration": "25", "fault": JUSTICE})
        rows.append({"body": FINANCE, "period": year, "code": "3", "duration": "6", "fault": LOCAL[0]})
    return rows


def organisations(rng: random.Random) -> list[Row]:
    """National companies under some bodies; those of one body lose more than the limit."""
    rows: list[Row] = []
    for year in YEARS:
        for name in (*CENTRAL[5:20:4], *LOCAL[14:17], *LOCAL[2:5]):
            clean = year == "2020" and name in LOCAL[14:17]
            for code in "12":
                row = {"body": name, "period": year, "code": code}
                for cell in (f"{violated}.{language}" for violated in VIOLATED for language in LANGUAGES):
                    row[f"{cell}.violated"] = "0" if clean else yes(rng, 0.8 if name == FINANCE else 0.2)
                for language in LANGUAGES:
                    few = f"dialogue.few_answered.{language}"
                    row |= {
                        f"{few}.asked": "40",
                        f"{few}.answered": "40" if clean else str(33 + int(8 * rng.random())),
                    }
                rows.append(row)
    return rows


def write(path: Path, rows: list[Row]) -> None:
    """One file, with every column that some row has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def main() -> None:
    """Bodies of a fixed spread of qualities, which drift a little each year."""
    rng = random.Random(20188)
    names = (*CENTRAL, *LOCAL)
    steps = sorted(range(len(names)), key=lambda _: rng.random())
    base = {name: 0.3 + 0.69 * step / (len(names) - 1) for name, step in zip(names, steps, strict=True)}
    qualities = {
        (year, name): min(0.995, max(0.2, base[name] + 0.16 * rng.random() - 0.08)) for year in YEARS for name in names
    }
    bodies: dict[tuple[str, str], Row] = {}
    for (year, name), quality in qualities.items():
        central = name in CENTRAL
        row = {"body": name, "kind": "central" if central else "local", "period": year}
        row |= services(rng, quality, central) | (automation(rng, quality) if central else {})
        bodies[year, name] = row | openness(rng, quality, name) | complaints(rng, quality)
    plant(bodies)
    folder = Path(__file__).parent / "2020"
    folder.mkdir(exist_ok=True)
    write(folder / "bodies.csv", list(bodies.values()))
    write(folder / "service.csv", monitoring(rng, qualities))
    write(folder / "outage.csv", outages(rng))
    write(folder / "organisation.csv", organisations(rng))


if __name__ == "__main__":
    main()
