"""Random data for random programs, as a user of the package gives it and as plain Python sees it; and the results."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import define, field
from engine.making import CONSTANTS, DAYS, KINDS, OPTIONS, YEARS, Pick
from engine.plain import UNREAD, At, Body, Row, World, absent
from engine.random_programs import Asked, Made

Results = dict[tuple[Any, ...], Any]
NEAR = (Fraction(0),) * 4 + (Fraction(-1), Fraction(1, 100), Fraction(-1, 100), Fraction(1, 3))


@define(eq=False)
class Data:
    """The bodies of a program; `given` has the texts of cells that cannot be read."""

    bodies: list[Body]
    given: list[dict[str, Any]] = field(factory=list)


class DataMaker:
    """Makes data for one program; in `rare` cells about two have no value."""

    def __init__(self, made: Made, pick: Pick) -> None:
        self.made, self.pick = made, pick
        self.rare = pick((8, 20, 100))

    def data(self) -> Data:
        """Bodies with the constants of the program, numbers beside them, nothing, or what no one can read."""
        keys = [f"body {i}" for i in range(1 + self.pick(range(4)))]
        bodies = [body for key in keys for body in self.body(key, keys)]
        given = [self.as_given(body) for body in bodies]
        if self.made.periods:
            for key in keys:
                self.carry([body for body in bodies if body.key == key], 0)
        for body in bodies:
            for value, bound in self.made.bounds:
                self.bounded(body.inputs, value, bound)
        return Data(bodies, given)

    def body(self, key: str, keys: Sequence[str]) -> list[Body]:
        """One body, or one for each of some years."""
        years: list[int | None] = [None]
        if self.made.periods:
            years = [year for year in YEARS if year == YEARS[-1] or self.pick(range(self.rare))]
        kind = None if self.pick(range(self.rare)) == 0 else self.pick(KINDS)
        fixed: dict[str, Any] = {}
        return [
            Body(key, kind, year, self.inputs(0, keys, fixed), self.rows(1, keys, fixed))
            for year in years
        ]  # fmt: skip

    def rows(self, level: int, keys: Sequence[str], fixed: dict[str, Any]) -> list[Row] | None:
        if self.pick(range(self.rare)) == 0 or len(self.made.lists) < level:
            return None
        found = []
        for i in range(4):
            held = fixed.setdefault(f"{level}.{i}", {})
            if self.pick(range(2)):
                found.append(Row(str(i), self.inputs(level, keys, held), self.rows(level + 1, keys, held)))
        return found

    def inputs(self, level: int, keys: Sequence[str], fixed: dict[str, Any]) -> dict[str, Any]:
        """The cells of a row; what is not given for each year is the same in every one, mostly."""
        found: dict[str, Any] = {}
        for asked in self.made.inputs[level]:
            value = self.value(asked.kind, keys)
            if self.made.periods and not asked.yearly and not absent(value) and self.pick(range(self.rare)):
                value = fixed.setdefault(asked.header, value)
            found[asked.header] = value
        return found

    def value(self, kind: str, keys: Sequence[str]) -> Any:
        chance = self.pick(range(self.rare))
        if chance < 2:
            return None if chance else UNREAD
        match kind:
            case "flag":
                return self.pick((True, False))
            case "choice":
                return self.pick(OPTIONS)
            case "date":
                return date.fromisoformat(self.pick(DAYS))
            case "year":
                return Fraction(self.pick(YEARS))
            case "body":
                return self.pick(keys)
            case "share":
                return self.pick((Fraction(0), Fraction(1, 2), Fraction(1, 3), Fraction(1)))
            case _:
                return Fraction(self.pick(CONSTANTS)) + self.pick(NEAR)

    # ---- what becomes of the cells

    def carry(self, held: Sequence[Body] | Sequence[Row], level: int) -> None:
        """What is not given for each year is the same over the years; two values of it make each unreadable."""
        for asked in self.made.inputs[level]:
            if asked.yearly or len(held) < 2:
                continue
            cells = [one.inputs[asked.header] for one in held]
            values = {value for value in cells if not absent(value)}
            spare = values.pop() if len(values) == 1 else UNREAD if values or UNREAD in cells else None
            for one in held:
                value = one.inputs[asked.header]
                one.inputs[asked.header] = UNREAD if values else spare if value is None else value
        by_key: dict[str, list[Row]] = {}
        for row in (row for one in held for row in one.rows or ()):
            by_key.setdefault(row.key, []).append(row)
        for rows in by_key.values():
            self.carry(rows, level + 1)

    @staticmethod
    def bounded(inputs: dict[str, Any], value: str, bound: str) -> None:
        if not absent(inputs[value]) and not absent(inputs[bound]) and inputs[value] > inputs[bound]:
            inputs[value] = inputs[bound] = UNREAD

    # ---- the data of the package

    def as_given(self, body: Body) -> dict[str, Any]:
        """A body as a user of the package gives it."""
        row: dict[str, Any] = {"body": body.key, **self.cells(body.inputs, self.made.inputs[0])}
        if body.kind is not None:
            row["kind"] = body.kind
        if body.period is not None:
            row["period"] = body.period
        return row | self.as_lists(body.rows, 1)

    def as_lists(self, rows: Sequence[Row] | None, level: int) -> dict[str, Any]:
        if rows is None:
            return {}
        return {
            self.made.lists[level - 1]: [
                {"id": row.key, **self.cells(row.inputs, self.made.inputs[level]), **self.as_lists(row.rows, level + 1)}
                for row in rows
            ]
        }

    @staticmethod
    def cells(inputs: dict[str, Any], asked: Sequence[Asked]) -> dict[str, Any]:
        return {a.header: "what?" if inputs[a.header] is UNREAD else inputs[a.header] for a in asked}


def expected(module: dict[str, Any], bodies: list[Body], option: str, period: int | None) -> Results:
    """Every result of a period by body and path, and the points that each body can reach."""
    world = World(bodies, {"form": option}, period)
    found: Results = {}
    for body in world.of(period):
        for path, level, code in module["RESULTS"]:
            for place, at in places(At(world, body, this=body), level):
                value = code(at)
                found[body.key, place + path] = None if value is UNREAD else value
        for path, code in module["POINTS"]:
            value = code(At(world, body, this=body))
            found[body.key, path, "points"] = None if absent(value) else value
    return found


def places(at: At, level: int) -> list[tuple[str, At]]:
    """The body itself, its rows, or their rows, each with the beginning of its path."""
    if level == 0:
        return [("", at)]
    outer = places(at, level - 1)
    held = [(above, place, place.rows[-1].rows if place.rows else place.body.rows) for above, place in outer]
    name = ("row", "inner")[level - 1]
    return [(f"{above}{name}.{row.key}.", place.inside(row)) for above, place, rows in held for row in rows or ()]
