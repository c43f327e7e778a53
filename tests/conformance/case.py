"""The cases as files: rules, data, and what comes out, in the format that README.md beside this file describes."""

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

from attrs import frozen

import evallang
from evallang import numbers
from evallang.backends.scores import BodyScores, Result, Scores
from evallang.report.results_csv import item_frames
from evallang.rules import Rules
from evallang.tables.roles import chain

FOLDER = Path(__file__).parent
Results = dict[str, dict[str, Any]]


@frozen
class Case:
    """A folder with `rules.eval`, `data.json`, `expected.json`, and the other documents, if any."""

    folder: Path

    @property
    def name(self) -> str:
        """`area/case`."""
        return self.folder.relative_to(FOLDER).as_posix()

    @property
    def data(self) -> Path:
        """The bodies."""
        return self.folder / "data.json"

    @property
    def expected(self) -> dict[str, Any]:
        """What comes out."""
        found: dict[str, Any] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return found

    def rules(self) -> Rules:
        """The rules, with the other documents of the folder."""
        others = sorted(set(self.folder.glob("*.eval")) - {self.folder / "rules.eval"})
        return evallang.load(self.folder / "rules.eval", others)


def cases() -> list[Case]:
    """Every case."""
    return [Case(file.parent) for file in sorted(FOLDER.glob("*/*/rules.eval"))]


def runs(rules: Rules) -> Iterator[dict[str, str]]:
    """The readings of each run: every combination of their options, the chosen ones first."""
    readings = rules.program.readings
    orders = [(r.options[r.choice], *(o for o in r.options if o is not r.options[r.choice])) for r in readings]
    for options in product(*orders):
        yield {reading.name: option.name for reading, option in zip(readings, options, strict=True)}


def outcome(rules: Rules, data: Any) -> dict[str, Any]:
    """What `expected.json` holds, by the interpreter."""
    return {"runs": [_run(rules.score(data, readings=r, period="all"), r) for r in runs(rules)]}


def _run(scores: Scores, readings: dict[str, str]) -> dict[str, Any]:
    program, run = scores.program, next(iter(scores.runs.values()))
    parameters = {p.name: as_json(_parameter(p.name, run.parameter(n))) for n, p in enumerate(program.parameters)}
    return {"readings": readings, "parameters": parameters, "bodies": [_body(body) for body in scores]}


def _parameter(name: str, value: Any) -> Result:
    if type(value).__name__ == "Absent":
        return Result(name, "undefined" if value.status == "missing" else value.status, because=value.because)
    return Result(name, "value", value)


def _body(body: BodyScores) -> dict[str, Any]:
    found: dict[str, Any] = {"body": body.key}
    if body.scores.program.kinds:
        found["kind"] = body.kind
    if body.period is not None:
        found["period"] = body.period
    found["results"] = {path: as_json(body[path]) for path in body}
    items = {name: rows for name, rows in _items(body) if rows}
    return found | ({"items": items} if items else {})


def _items(body: BodyScores) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    program = body.scores.program
    for number, item in enumerate(program.items):
        level, start, rows = tuple(chain(program, number)), len(item.path), []
        for keys, frame in item_frames(body.frame, level):
            nodes = [d for d in program.nodes if d.level == level and (d.kinds is None or frame.kind in d.kinds)]
            results = {".".join(d.path[start:]): as_json(body.scores.of_node(frame, d)) for d in nodes}
            if results:
                rows.append({"keys": list(keys), "results": results})
        yield item.name, rows


def as_json(result: Result) -> dict[str, Any]:
    """A result as it stands in `expected.json`."""
    points = {} if result.points is None else {"points": number_text(result.points)}
    if result.status != "value":
        return {"status": result.status, "because": result.because} | points
    match result.value:
        case bool(flag):
            return {"flag": flag} | points
        case str(name):
            return {"name": name} | points
        case Fraction() as number:
            return {"number": number_text(number)} | points
        case real:
            return {"real": numbers.decimal34(real)[0]} | points  # type: ignore[arg-type]


def number_text(number: Any) -> str:
    """A number exactly: a decimal where it ends, else a fraction in lowest terms; a real with 34 digits."""
    if not isinstance(number, Fraction):
        return str(numbers.decimal34(number)[0])
    places, bottom = 0, number.denominator
    for prime in (2, 5):
        times = 0
        while bottom % prime == 0:
            bottom, times = bottom // prime, times + 1
        places = max(places, times)
    if bottom != 1:
        return str(number)
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def text_of(expected: dict[str, Any]) -> str:
    """The text of `expected.json`: one result a line."""
    return _written({"$schema": "../../expected.schema.json", **expected}, 0) + "\n"


def _written(value: Any, depth: int) -> str:
    inside = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(value, dict | list) or not any(isinstance(x, dict | list) for x in inside):
        return json.dumps(value, ensure_ascii=False)
    names = [json.dumps(k, ensure_ascii=False) + ": " for k in value] if isinstance(value, dict) else [""] * len(value)
    lines = [f"{' ' * (depth + 1)}{n}{_written(x, depth + 1)}" for n, x in zip(names, inside, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n" + ",\n".join(lines) + f"\n{' ' * depth}{closing}"
