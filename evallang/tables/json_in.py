"""JSON as texts with their paths. Numbers keep the digits that they are written with.

Accepted is an object

    {"bodies": […], "service": […], "parameters": {"base_year": 2016}}

or a list alone, which is named by the stem of its file. A list under another name than `bodies` holds items
with the key columns of a CSV file (`body`, `period`, …). A body is

    {"body": "A", "kind": "central", "period": 2019, "late": 3, "service": [{"code": "a", "value": 4.8}]}
    {"body": "A", "kind": "central", "periods": {"2019": {"late": 3, "service": […]}, "2020": {…}}}

What stands beside `periods` holds in each of them. Lists in a body, or in an item, are its items. Objects in
a row are paths: `{"open_budget": {"secret": false}}` is the column `open_budget.secret`. `null` is a missing
value.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from evallang.ir.data import Address
from evallang.tables.json_text import json_tree
from evallang.tables.raw import DataError, RawRow, RawTable, check_size
from evallang.tables.wording import quoted

Parameters = dict[str, tuple[str, Address]]


def parse_json(data: bytes, name: str, file: str) -> tuple[list[RawTable], Parameters]:
    """The tables and parameters of a JSON file; `name` is for a list alone. Raises DataError."""
    try:
        tree = json_tree(data, file)
        return _Flattening(file).file_of(tree, name)
    except RecursionError:
        raise DataError(f"{file}: lists and objects are nested too deeply") from None


@define(eq=False)
class _Growing:
    """A table while its columns are still being found."""

    columns: dict[str, int] = field(factory=dict)
    rows: list[tuple[RawRow, dict[str, str], dict[str, str]]] = field(factory=list)


@define(eq=False)
class _Flattening:
    file: str
    tables: dict[tuple[tuple[str, ...] | None, str], _Growing] = field(factory=dict)

    def file_of(self, tree: Any, name: str) -> tuple[list[RawTable], Parameters]:
        top = {name: tree} if isinstance(tree, list) else tree
        if not isinstance(top, dict):
            raise DataError(f'{self.file}: an object with a list "bodies" is expected, not {_sort(tree)}')
        parameters: Parameters = {}
        for key, value in top.items():
            if key == "parameters":
                parameters = self.parameters(value)
            elif not key.startswith("$"):  # "$schema" is for editors
                self.rows(None, key, value, key, None)
        return [self.table(under, key, growing) for (under, key), growing in self.tables.items()], parameters

    def parameters(self, value: Any) -> Parameters:
        if not isinstance(value, dict):
            raise DataError(f'{self.file}: "parameters" has to be an object of names and values and is {_sort(value)}')
        found: Parameters = {}
        for name, given in value.items():
            if isinstance(given, (dict, list)):
                raise DataError(f"{self.file}: the parameter {quoted(name)} has to be one value and is {_sort(given)}")
            found[_clean(name)] = (_scalar(given), Address(self.file, "parameters", name))
        return found

    def rows(self, under: tuple[str, ...] | None, name: str, value: Any, path: str, parent: RawRow | None) -> None:
        """The rows of one list."""
        if not isinstance(value, list):
            at = "" if "bodies" in path else '; the bodies stand in a list "bodies"'
            raise DataError(f"{self.file}: {quoted(path)} has to be a list of objects and is {_sort(value)}{at}")
        growing = self.tables.setdefault((under, name), _Growing())
        inner = () if under is None else (*under, name)
        for i, entry in enumerate(value):
            place = f"{path}[{i}]"
            if not isinstance(entry, dict):
                raise DataError(f"{self.file}: {quoted(place)} has to be an object and is {_sort(entry)}")
            if under is None and name == "bodies" and "periods" in entry:
                self.periods(growing, entry, place)
            else:
                nests = name == "bodies" or under is not None
                self.row(growing, entry, place, parent, inner if nests else None)

    def periods(self, growing: _Growing, entry: Mapping[str, Any], place: str) -> None:
        """A body with its periods: one row each, with what stands beside them."""
        periods = entry["periods"]
        if not isinstance(periods, dict):
            at = quoted(f"{place}.periods")
            raise DataError(f"{self.file}: {at} has to be an object by year and is {_sort(periods)}")
        if "period" in entry:
            raise DataError(f'{self.file}: {quoted(place)} has both "period" and "periods"')
        around = {key: value for key, value in entry.items() if key != "periods"}
        for period, inside in periods.items():
            at = f"{place}.periods.{period}"
            if not isinstance(inside, dict):
                raise DataError(f"{self.file}: {quoted(at)} has to be an object and is {_sort(inside)}")
            both = next((key for key in inside if key in around or key == "period"), None)
            if both is not None:
                raise DataError(f"{self.file}: {quoted(both)} stands beside `periods` and in {quoted(at)}")
            self.row(growing, {**around, "period": period, **inside}, at, None, (), (set(around), place))

    def row(
        self,
        growing: _Growing,
        entry: Mapping[str, Any],
        place: str,
        parent: RawRow | None,
        inner: tuple[str, ...] | None,
        outside: tuple[set[str], str] | None = None,
    ) -> None:
        """One row; `inner` is where its lists belong, None where it may have none."""
        texts: dict[str, str] = {}
        lists: dict[str, tuple[Any, str]] = {}
        elsewhere: dict[str, str] = {}
        for key, value in entry.items():
            at = outside[1] if outside and key in outside[0] else place
            before = len(texts)
            self.flatten(_clean(key), value, at, texts, lists)
            if at != place:
                elsewhere.update(dict.fromkeys(list(texts)[before:], at))
        row = RawRow(place, (), parent, tuple(lists))
        for column in texts:
            growing.columns.setdefault(column, len(growing.columns))
        growing.rows.append((row, texts, elsewhere))
        check_size(len(growing.rows), len(growing.rows) * len(growing.columns), self.file)
        for name, (value, at) in lists.items():
            if inner is None:
                raise DataError(f"{self.file}: {quoted(at)}: a list may stand in a body or in an item of one")
            self.rows(inner, name, value, at, row)

    def flatten(
        self, key: str, value: Any, place: str, texts: dict[str, str], lists: dict[str, tuple[Any, str]]
    ) -> None:
        if isinstance(value, dict):
            for name, inside in value.items():
                self.flatten(f"{key}.{_clean(name)}", inside, place, texts, lists)
            return
        if key in texts or key in lists:
            raise DataError(f"{self.file}: {quoted(place)} gives {quoted(key)} twice")
        if isinstance(value, list):
            lists[key] = (value, f"{place}.{key}")
        else:
            texts[key] = _scalar(value)

    def table(self, under: tuple[str, ...] | None, name: str, growing: _Growing) -> RawTable:
        table = RawTable(name, self.file, tuple(growing.columns), under=under)
        for row, texts, elsewhere in growing.rows:
            row.texts = [texts.get(column, "") for column in growing.columns]
            if elsewhere:
                row.elsewhere = {growing.columns[column]: at for column, at in elsewhere.items()}
            table.rows.append(row)
        return table


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _clean(value)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _sort(value: Any) -> str:
    match value:
        case None:
            return "`null`"
        case dict():
            return "an object"
        case list():
            return "a list"
        case bool():
            return "yes or no"
    return f"the value {quoted(str(value))}"
