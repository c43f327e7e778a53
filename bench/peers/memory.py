"""The table of memory in the documentation: by how much processes grew in their first batch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from figures import table

MARKED = re.compile(r"(<!-- memory: begin -->\n).*(<!-- memory: end -->)", re.DOTALL)
WHAT = {
    "evallang, columns": "see below",
    "evallang, columns, with reading them": "the inputs as whole numbers are made and dropped in turn",
    "evallang, columns, all threads": "the blocks of each thread",
    "evallang, compiled loops": "as columns, without the inputs in order; of the second batch, after they are compiled",
    "evallang, SQL in DuckDB": "steps of the query that are under way, and results",
    "evallang, compiled Python": "a Python object for each result: about 90 bytes",
    "evallang, interpreter": "values kept for explanations",
    "NumPy, float64": "eight bytes for each result, and each step too",
    "NumPy, float64, in blocks": "eight bytes for each result",
}
"""The engines of the table, and what they hold."""
BY_HAND = {"NumPy, float64": "NumPy, float64, by hand"}
"""What engines are called that have the whole methodology of 2020 under another name."""

Found = Mapping[str, Any]


def marked(page: str, found: Found) -> str:
    """A page with the table between its marks."""
    rows = [["engine", "the direction: bytes a body", "the whole of 2020: bytes a body", "what it is"]]
    for name, what in WHAT.items():
        one, all_ = found["peers"].get(name, {}), found["whole"].get(BY_HAND.get(name, name), {})
        rows.append([name.removeprefix("evallang, "), _of(one), _of(all_), what])
    return MARKED.sub(lambda marks: f"{marks[1]}{table(rows)}{marks[2]}", page)


def _of(peer: Found) -> str:
    """Of the largest batch that the engine was given."""
    last = peer["rates"][-1] if peer.get("rates") else {"memory": None}
    if last["memory"] is None:
        return "not measured"
    return f"{last['memory'] / last['rows']:,.0f} ({last['rows']:,} bodies)"
