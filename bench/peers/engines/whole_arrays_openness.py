"""NumPy by hand: the openness of the methodology of 2020, with ten tables of two languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from peers.engines.whole_frame import Array, Found, Frame, ratio
from peers.engines.whole_tables import (
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

Masks = Mapping[str, Array]
BY_KIND = {"open_budget": OPEN_BUDGET, "open_acts": OPEN_ACTS}
AUTOMATION = ("automation", "transferred", "efficiency", "newly_moved", "unavailable")


def own_openness(c: Frame) -> Found:
    """Every criterion; the open budget as if none were secret."""
    found: Found = {}
    whole = dict.fromkeys(("central", "local"), OPEN_DATA)
    found["open_data"] = _earned(c, found, "open_data", whole, {"on_request": c["events_held"] & c["no_requests"]})
    none = c["open_budget.no_notice"]
    found["open_budget"] = _earned(
        c, found, "open_budget", OPEN_BUDGET, {"audit": c["no_audit"]}, {"programme": none, "drafts_in_time": none}
    )
    none = c["open_acts.no_notice"]
    full = {row: c[f"open_acts.{row}.nothing_to_post"] for row in ("concepts", "drafts", "comments")}
    found["open_acts"] = _earned(c, found, "open_acts", OPEN_ACTS, full, {"concepts": none, "drafts": none})
    for node in BY_KIND:
        _group(found, node)
    found["open_dialogue"] = _dialogue(c, found)
    found["subordinates"] = _subordinates(c)
    return found


def openness(found: Found, budget: Array) -> Array:
    """The direction before what is taken off for false facts."""
    gained = found["open_data"] + budget + found["open_acts"] + found["open_dialogue"]
    return gained - found["subordinates"]


def absent(c: Frame, path: str) -> Array:
    """The bodies that a result is not for."""
    node, _, row = path.partition(".")
    row = row.partition(".")[0]
    names = GROUPS.get(row, (row,))
    found = np.zeros(len(c), np.bool_)
    if path in AUTOMATION or (row and node in BY_KIND and names[0] not in BY_KIND[node]["local"]):
        found |= ~c.central
    if node == "open_budget" and names[0] in NOT_FOR_BANK:
        found |= c.central & c["bank"]
    if node == "open_dialogue" and row in NOT_FOR_DEFENCE:
        found |= c["defence"]
    return found


def _earned(
    c: Frame, found: Found, node: str, tables: Mapping[str, Any], full: Masks, none: Masks | None = None
) -> Array:
    """A share of the points of each cell; all points where `full` says so, else no points where `none` does."""
    gained = np.zeros(len(c))
    for row in tables["central"] | tables["local"]:
        points = _points(c, node, row, tables)
        for language in LANGUAGES:
            cell = c[f"{node}.{row}.{language}.attained"] * points
            if none and row in none:
                cell = np.where(none[row], 0 * points, cell)
            if row in full:
                cell = np.where(full[row], points, cell)
            found[f"{node}.{row}.{language}"] = cell
        path = f"{node}.{row}"
        found[path] = found[f"{path}.kk"] + found[f"{path}.ru"]
        gained = gained + (np.where(np.isnan(found[path]), 0, found[path]) if np.ndim(points) else found[path])
    return gained


def _points(c: Frame, node: str, row: str, tables: Mapping[str, Any]) -> Any:
    """One number, or a column where kinds or bodies differ; NaN where the row is not for the body."""
    central, local = (float(tables[kind].get(row, "nan")) for kind in ("central", "local"))
    starred = c.central & c["bank"] if node == "open_budget" and row in NOT_FOR_BANK else None
    if starred is not None and starred.any():
        return np.where(starred, np.nan, np.where(c.central, central, local))
    return central if central == local else np.where(c.central, central, local)


def _group(found: Found, node: str) -> None:
    """Rows that are one row together, where the table has them."""
    for group, names in GROUPS.items():
        if f"{node}.{names[0]}" in found:
            first, *others = (found[f"{node}.{name}"] for name in names)
            found[f"{node}.{group}"] = sum(others, first)


def _dialogue(c: Frame, found: Found) -> Array:
    gained = np.zeros(len(c))
    for row, text in OPEN_DIALOGUE.items():
        path, points = f"open_dialogue.{row}", float(text)
        for language in LANGUAGES:
            cell = f"{path}.{language}"
            if row == "answered":
                share = ratio(c[f"{cell}.replies"], c[f"{cell}.questions"])
            else:
                share = c[f"{cell}.attained"]
            found[cell] = share * points
        found[path] = found[f"{path}.kk"] + found[f"{path}.ru"]
        if row not in NOT_FOR_DEFENCE or not c["defence"].any():
            gained = gained + found[path]
            continue
        gained = gained + np.where(c["defence"], 0, found[path])
        for place in (path, f"{path}.kk", f"{path}.ru"):
            found[place] = np.where(c["defence"], np.nan, found[place])
    return gained


def _subordinates(c: Frame) -> Array:
    """What all of them lose, at most 9; NaN where one has been asked nothing."""
    one = c.items["organisation"]
    lost = np.zeros(len(c.owners["organisation"]))
    for row, text in ORGANISATION.items():
        for language in LANGUAGES:
            lost += one[f"{row}.{language}.violated"] * float(text)
    for language in LANGUAGES:
        cell = f"dialogue.few_answered.{language}"
        share = ratio(one[f"{cell}.answered"], one[f"{cell}.asked"])
        lost += np.where(np.isnan(share), np.nan, (share < 0.9) * float(FEW_ANSWERED))
    return np.minimum(9, c.total("organisation", lost))
