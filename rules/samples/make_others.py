"""Makes the small samples for the rating of 2023 and the two indices of 2021: all figures invented.

The bodies are made up. The country of the progress index and the OECD countries are real names with
invented figures. The seed is fixed: the same files come out each time. What is planted on purpose
(missing cells, ties, zero denominators) stands in README.md.

    python rules/samples/make_others.py      writes the CSV files of the three folders beside it
"""

import csv
import random
from pathlib import Path

Row = dict[str, str]
Key = tuple[str, ...]

HERE = Path(__file__).parent
BLOCKS = ("goals", "interaction", "organisation")
CENTRAL = tuple(f"{n}-орталық орган" for n in range(1, 10))
LOCAL = tuple(f"{n}-облыс әкімдігі" for n in range(1, 8))
STRATEGY, INSPECTION = CENTRAL[7], CENTRAL[8]
COUNTRIES = ("DEU", "FRA", "JPN", "KOR", "POL", "TUR")


def write(path: Path, rows: list[Row]) -> None:
    """Writes one CSV file; the columns are those of the first row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def tenths(value: int) -> str:
    """A number of tenths as a decimal: 725 is 72.5."""
    return f"{value / 10:.1f}"


def plant(rows: list[Row], keys: tuple[str, ...], cells: dict[Key, str]) -> None:
    """Puts each value into the one cell that the key and the last word (the column) name."""
    for key, value in cells.items():
        found = [row for row in rows if tuple(row[k] for k in keys) == key[:-1]]
        if len(found) != 1:
            raise LookupError(key)
        found[0][key[-1]] = value


# ---- the rating of 2023


def rated(body: str, kind: str, dice: random.Random) -> list[Row]:
    """Four years of a body: three results and the state of its sector, in points of 0–100."""
    level, state = dice.randint(520, 900), dice.randint(480, 560)
    rows = []
    for year in range(2020, 2024):
        state += dice.randint(-12, 18)
        row = {"body": body, "period": str(year), "kind": kind}
        for block in BLOCKS:
            row[f"{block}.in_scope"] = "1"
            row[f"{block}.result"] = tenths(min(1000, level + dice.randint(-60, 60)))
        row["responsibility.sector_state"] = tenths(state)
        rows.append(row)
    return rows


def rating_2023(dice: random.Random) -> list[Row]:
    """All bodies of the rating, with the planted cells."""
    rows = [row for body in CENTRAL for row in rated(body, "central", dice)]
    rows += [row for body in LOCAL for row in rated(body, "local", dice)]
    for row in rows:
        gaps = {STRATEGY: ("goals", "organisation"), INSPECTION: ("goals",), LOCAL[6]: ("goals",)}
        for block in gaps.get(row["body"], ()):
            row[f"{block}.in_scope"], row[f"{block}.result"] = "0", ""
    cells: dict[Key, str] = {
        (CENTRAL[4], "2023", "interaction.result"): "",  # in scope, not delivered
        (LOCAL[2], "2021", "responsibility.sector_state"): "",
        (LOCAL[5], "2022", "organisation.result"): "100",
    }
    for block in BLOCKS:  # equal in all that is rated
        cells[CENTRAL[1], "2023", f"{block}.result"] = "71.4"
        cells[CENTRAL[2], "2023", f"{block}.result"] = "71.4"
        cells[LOCAL[0], "2023", f"{block}.result"] = "96.5"
    for year, state in zip(range(2020, 2024), ("61.0", "60.2", "59.9", "57.4"), strict=True):
        cells[LOCAL[0], str(year), "responsibility.sector_state"] = state  # first, and worse each year
    plant(rows, ("body", "period"), cells)
    return rows


# ---- the effectiveness index of 2021


def measured(body: str, dice: random.Random) -> list[Row]:
    """Three to five indicators of a body over three years."""
    rows = []
    for n in range(1, dice.randint(3, 5) + 1):
        value, sign = dice.randint(300, 900), dice.choice(("positive", "negative"))
        influence = f"0.{dice.randint(1, 9)}"
        for year in range(2019, 2022):
            rows.append(
                {
                    "body": body,
                    "period": str(year),
                    "code": f"m{n}",
                    "tendency": sign,
                    "influence": influence,
                    "excused": "",
                    "value": tenths(value),
                }
            )
            value = max(10, value + dice.randint(-60, 70))
    return rows


def answered(body: str, dice: random.Random) -> list[Row]:
    """One to three survey indicators of a body over two years."""
    rows = []
    for n in range(1, dice.randint(1, 3) + 1):
        for year in (2020, 2021):
            value = tenths(dice.randint(400, 800))
            rows.append({"body": body, "period": str(year), "code": f"s{n}", "value": value})
    return rows


def effectiveness_2021(dice: random.Random) -> tuple[list[Row], list[Row], list[Row]]:
    """The bodies, their indicators and their survey indicators."""
    kinds = dict.fromkeys(CENTRAL[:5], "central") | dict.fromkeys(LOCAL[:6], "local")
    bodies = [
        {"body": body, "period": str(year), "kind": kind} for body, kind in kinds.items() for year in range(2019, 2022)
    ]
    measures = [row for body in kinds for row in measured(body, dice)]
    surveys = [row for body in kinds if body != CENTRAL[3] for row in answered(body, dice)]
    cells: dict[Key, str] = {
        (CENTRAL[0], "2021", "m1", "value"): "",  # the value of 2020 is taken
        (CENTRAL[1], "2020", "m2", "value"): "",  # no fallback for 2020
        (CENTRAL[2], "2019", "m1", "value"): "0",
        (CENTRAL[2], "2020", "m1", "value"): "0",  # divides by zero in case 1
        (CENTRAL[4], "2021", "m1", "excused"): "1",
        (LOCAL[4], "2021", "m1", "value"): "0.1",
    }
    for year in ("2019", "2020", "2021"):
        cells[CENTRAL[2], year, "m1", "tendency"] = "positive"
        cells[LOCAL[5], year, "m2", "influence"] = ""  # K is not given in any year
    plant(measures, ("body", "period", "code"), cells)
    twin(measures, LOCAL[1], LOCAL[2])
    twin(surveys, LOCAL[1], LOCAL[2])
    return bodies, measures, surveys


def twin(rows: list[Row], first: str, second: str) -> None:
    """Gives the second body the rows of the first, in place: a tie."""
    rows[:] = [row for row in rows if row["body"] != second]
    rows += [row | {"body": second} for row in rows if row["body"] == first]


# ---- the progress index of 2021


def progress_2021(dice: random.Random) -> tuple[list[Row], list[Row], list[Row]]:
    """The one body, its indicators and the OECD countries' values."""
    body, years = "Қазақстан", (2016, 2019, 2020, 2021)
    bodies = [{"body": body, "period": str(year)} for year in years]
    measures, countries = [], []
    for n in range(1, 7):
        trend, level = dice.choice(("positive", "negative")), dice.randint(300, 900)
        for year in years:
            key = {"body": body, "period": str(year), "code": f"p{n}"}
            measures.append(key | {"trend": trend, "value": tenths(level + dice.randint(-90, 90))})
            if year > years[0]:
                countries += [key | {"iso": iso, "value": tenths(level + dice.randint(-200, 200))} for iso in COUNTRIES]
    cells: dict[Key, str] = {("2020", "p1", "value"): "0", ("2021", "p2", "value"): ""}
    for year in years:
        cells[str(year), "p1", "trend"] = "negative"  # divides by zero in 2020
    plant(measures, ("period", "code"), cells)
    plant(countries, ("period", "code", "iso"), {("2021", "p3", "KOR", "value"): ""})
    return bodies, measures, countries


def main() -> None:
    """Writes the three samples."""
    write(HERE / "rating-2023" / "bodies.csv", rating_2023(random.Random(2023)))
    for folder, tables, names in (
        ("effectiveness-2021", effectiveness_2021(random.Random(2021)), ("measure", "survey")),
        ("progress-2021", progress_2021(random.Random(2016)), ("measure", "country")),
    ):
        for name, rows in zip(("bodies", *names), tables, strict=True):
            write(HERE / folder / f"{name}.csv", rows)


if __name__ == "__main__":
    main()
