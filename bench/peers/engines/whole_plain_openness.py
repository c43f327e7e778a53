"""Plain Python by hand: the openness of the methodology of 2020, with ten tables of two languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from attrs import frozen

from peers.engines.whole_tables import (
    BANK,
    DEFENCE,
    FEW_ANSWERED,
    GROUPS,
    LANGUAGES,
    NOT_FOR_BANK,
    NOT_FOR_DEFENCE,
    OPEN_ACTS,
    OPEN_BUDGET,
    OPEN_DATA,
    OPEN_DIALOGUE,
    ORGANISATION,
)

Body = dict[str, Any]


@frozen
class Row:
    """A row of a table: its points in each language, and what its cells and what is attained in them are called."""

    name: str
    path: str
    points: Any
    cells: tuple[tuple[str, str], ...]


class Openness:
    """The formulas, with points of one type of number."""

    def __init__(self, number: Callable[[Any], Any]) -> None:
        def table(node: str, points: dict[str, str]) -> list[Row]:
            return [_row(node, name, number(text)) for name, text in points.items()]

        self.zero, self.enough, self.few = number(0), number("0.9"), number(FEW_ANSWERED)
        self.data = table("open_data", OPEN_DATA)
        self.budget = {kind: table("open_budget", points) for kind, points in OPEN_BUDGET.items()}
        self.acts = {kind: table("open_acts", points) for kind, points in OPEN_ACTS.items()}
        self.dialogue = table("open_dialogue", OPEN_DIALOGUE)
        self.lost = [
            (f"{row}.{language}.violated", number(text)) for row, text in ORGANISATION.items() for language in LANGUAGES
        ]

    def alone(self, body: Body, found: Body) -> None:
        """Every criterion; the open budget only where it is no secret."""
        full = ("on_request",) if body["events_held"] and body["no_requests"] else ()
        found["open_data"] = self._earned(body, found, self.data, full)
        budget = self._budget(body, found)
        if not body["secret"]:
            found["open_budget"] = budget
        found["open_acts"] = self._acts(body, found)
        found["open_dialogue"] = self._dialogue(body, found)
        found["subordinates"] = self._subordinates(body["organisation"])

    def whole(self, found: Body) -> None:
        """The direction, once the open budget is known."""
        terms = [found[name] for name in ("open_data", "open_budget", "open_acts", "open_dialogue", "subordinates")]
        found["openness"] = None if None in terms else sum(terms[:4]) - terms[4] - found["openness.unreliable"]

    def _earned(
        self, body: Body, found: Body, table: Sequence[Row], full: Collection[str] = (), none: Collection[str] = ()
    ) -> Any:
        """A share of the points of each cell; all points of rows in `full`, no points of those in `none`."""
        gained = self.zero
        for row in table:
            points = self.zero
            for cell, attained in row.cells:
                if row.name in full:
                    found[cell] = row.points
                elif row.name in none:
                    found[cell] = self.zero
                else:
                    found[cell] = body[attained] * row.points
                points += found[cell]
            found[row.path] = points
            gained += points
        return gained

    def _budget(self, body: Body, found: Body) -> Any:
        rows = self.budget[body["kind"]]
        if body["body"] in BANK:
            rows = [row for row in rows if row.name not in NOT_FOR_BANK]
        none = ("programme", "drafts_in_time") if body["open_budget.no_notice"] else ()
        gained = self._earned(body, found, rows, ("audit",) if body["no_audit"] else (), none)
        _group(found, "open_budget")
        return gained

    def _acts(self, body: Body, found: Body) -> Any:
        rows = self.acts[body["kind"]]
        full = [row.name for row in rows if body.get(f"{row.path}.nothing_to_post")]
        none = ("concepts", "drafts") if body["open_acts.no_notice"] else ()
        gained = self._earned(body, found, rows, full, none)
        _group(found, "open_acts")
        return gained

    def _dialogue(self, body: Body, found: Body) -> Any:
        skipped = NOT_FOR_DEFENCE if body["body"] in DEFENCE else ()
        answered = next(row for row in self.dialogue if row.name == "answered")
        rows = [row for row in self.dialogue if row is not answered and row.name not in skipped]
        gained = self._earned(body, found, rows)
        for cell, _ in answered.cells:
            asked = body[f"{cell}.questions"]
            found[cell] = None if asked == 0 else body[f"{cell}.replies"] / asked * answered.points
        cells = [found[cell] for cell, _ in answered.cells]
        found[answered.path] = points = None if None in cells else sum(cells)
        return None if points is None else gained + points

    def _subordinates(self, organisations: Sequence[Body]) -> Any:
        """What all of them lose, at most 9; None where one has been asked nothing."""
        lost = self.zero
        for one in organisations:
            for violated, points in self.lost:
                lost += one[violated] * points
            for language in LANGUAGES:
                asked = one[f"dialogue.few_answered.{language}.asked"]
                if asked == 0:
                    return None
                if one[f"dialogue.few_answered.{language}.answered"] / asked < self.enough:
                    lost += self.few
        return min(9, lost)


def _row(node: str, name: str, points: Any) -> Row:
    path = f"{node}.{name}"
    cells = tuple((f"{path}.{language}", f"{path}.{language}.attained") for language in LANGUAGES)
    return Row(name, path, points, cells)


def _group(found: Body, node: str) -> None:
    """Rows that are one row together, where the table has them."""
    for group, names in GROUPS.items():
        paths = [f"{node}.{name}" for name in names]
        if paths[0] in found:
            found[f"{node}.{group}"] = sum(found[path] for path in paths)
