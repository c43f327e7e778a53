"""The data of a case as engines are given it: numbers as exact texts, each body and period a record of its own."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def records(file: Path) -> list[Record]:
    """The bodies, in each of their periods, with objects written out as paths."""
    given = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    return [record for body in given["bodies"] for record in _of_body(body)]


def parameters(file: Path) -> dict[str, Any]:
    """The values of open parameters."""
    given: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")).get("parameters", {})
    return given


def _of_body(body: Mapping[str, Any]) -> Iterator[Record]:
    around = {key: value for key, value in body.items() if key != "periods"}
    if "periods" not in body:
        yield _flat(around)
    for year, inside in body.get("periods", {}).items():
        yield _flat({**around, "period": int(year), **inside})


def _flat(row: Mapping[str, Any], above: str = "") -> Record:
    found: Record = {}
    for key, value in row.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{above}{key}.")
        elif isinstance(value, list):
            found[above + key] = [_flat(inner) for inner in value]
        elif value is not None:
            found[above + key] = value
    return found


def by_period(held: Sequence[Record]) -> dict[int | None, list[Record]]:
    """The records of each period."""
    found: dict[int | None, list[Record]] = {}
    for record in held:
        found.setdefault(record.get("period"), []).append(record)
    return found
