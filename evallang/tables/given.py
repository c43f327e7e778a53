"""Data as a caller gives it: files, a dictionary of bodies, or what has been read already."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any

from evallang.tables.files import read
from evallang.tables.json_in import parse_json
from evallang.tables.raw import RawData


def raw_data(data: Any) -> RawData:
    """Data as it was given, cell by cell. Raises DataError for what cannot be read, TypeError for what is no data."""
    if isinstance(data, RawData):
        return data
    if isinstance(data, Mapping):
        text = json.dumps(data, default=_json, ensure_ascii=False)
        tables, parameters = parse_json(text.encode("utf-8"), "bodies", "data")
        return RawData(tuple(tables), parameters)
    paths = [data] if isinstance(data, str | Path) else data
    if not isinstance(paths, Sequence) or not all(isinstance(p, str | Path) for p in paths):
        raise TypeError('data is a path, a list of paths, or a dictionary {"bodies": [{"body": …}, …]}')
    return read([Path(p) for p in paths])


def _json(value: Any) -> object:
    if isinstance(value, Fraction | Decimal | date):
        return str(value)
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):  # a scalar of NumPy
        plain = value.item()
        if type(plain) is type(value):  # a float of more than 64 bits is none of Python
            return str(value)
        return str(value) if isinstance(plain, float) and isfinite(plain) else plain  # narrow floats have fewer digits
    kind = type(value).__name__
    raise TypeError(f"a value of the type {kind} cannot be data: give a text, a number, True, False, a date or None")
