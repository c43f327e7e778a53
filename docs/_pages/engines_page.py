"""The page that says what runs where, from the record of the conformance suite."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WHERE = ROOT / "tests" / "conformance" / "where.json"
ENGINES = {
    "python": "compiled Python", "columns": "columns", "duckdb": "DuckDB", "postgres": "PostgreSQL", "spark": "Spark",
}  # fmt: skip

HEAD = Path(__file__).with_name("engines.txt")


def engines_page() -> str:
    """The whole page."""
    where = json.loads(WHERE.read_text(encoding="utf-8"))
    lines = [HEAD.read_text(encoding="utf-8").rstrip()]
    area = ""
    for case, engines in where.items():
        name, _, what = case.partition("/")
        if name != area:
            area = name
            header = f"| case | {' | '.join(ENGINES.values())} |"
            lines += [f"\n### {area.capitalize()}\n", header, "|---" * (1 + len(ENGINES)) + "|"]
        cells = [_cell(engines.get(engine)) for engine in ENGINES]
        lines.append(f"| {what.replace('_', ' ')} | {' | '.join(cells)} |")
    refused = sorted({line for engines in where.values() for line in engines["python"]["refused"]})
    if refused:
        lines += ["\n### What compiled Python says where it refuses\n", *(f"- {line}" for line in refused)]
    return "\n".join(lines) + "\n"


def _cell(found: dict[str, int] | None) -> str:
    if found is None:
        return "not run"
    if not found["own"]:
        return "—"
    return "all" if found["own"] == found["of"] else f"{found['own']} of {found['of']}"
