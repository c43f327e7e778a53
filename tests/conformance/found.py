"""A difference between an engine and the interpreter, kept as a case."""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from agreeing.engines import Engine
from agreeing.smaller import smaller
from agreeing.trials import Trial
from conformance.case import FOLDER, number_text, outcome, text_of
from engine.programs import check

FOUND = FOLDER / "found"


def kept(trial: Trial, engine: Engine, name: str, folder: Path = FOUND, *, tries: int = 2_000) -> str:
    """Write the smallest form of a difference as a case; the result is the case's place."""
    least = smaller(trial, engine, tries)
    place = folder / f"{name}_{'_'.join(trial.name.replace(',', '').split()[:2]).lower()}"
    place.mkdir(parents=True, exist_ok=True)
    data = json.dumps({"bodies": [as_data(row) for row in least.given]}, ensure_ascii=False, indent=1)
    (place / "rules.eval").write_text(least.text, encoding="utf-8", newline="\n")
    (place / "data.json").write_text(data + "\n", encoding="utf-8", newline="\n")
    rules, _ = check(least.text)
    assert rules is not None
    (place / "expected.json").write_text(text_of(outcome(rules, place / "data.json")), encoding="utf-8", newline="\n")
    return place.as_posix().partition("/tests/")[2] or place.name


def as_data(row: Mapping[str, Any]) -> dict[str, Any]:
    """A body as a file holds it: numbers as texts, which no reader of JSON rounds."""
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    match value:
        case list():
            return [as_data(row) for row in value]
        case Fraction():
            return number_text(value)
        case date():
            return value.isoformat()
    return value
