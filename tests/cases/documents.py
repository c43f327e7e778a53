"""Documents that show what the language means: rules, data, and the results below them.

A document begins with `# ` and may be divided by `## `. A block `eval` adds to the rules, a block `csv` or `json`
with a title gives a data file, a block `output` holds what comes out. What stands before the first `## ` belongs
to every part. Words after `output` switch things: `under=reading.option`, `period=2020`, `NAME=value` of a parameter.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from evallang.backends.scores import BodyScores, Result, Scores
from evallang.ir.data import Finding
from evallang.numbers import decimal34, fraction_text
from evallang.pipeline import check_source
from evallang.report.diagnostics import render_all
from evallang.rules import Rules
from evallang.source import from_text
from evallang.tables.csv_in import parse_csv
from evallang.tables.json_in import parse_json
from evallang.tables.raw import RawData

FOLDER = Path(__file__).parent
_PIECE = re.compile(r"^(?P<level>#{1,2}) (?P<title>.+)$|^```(?P<info>.*)\n(?P<text>(?:(?!```).*\n)*)```$", re.MULTILINE)


@frozen
class Case:
    """One block `output`: under which heading it stands, what it is made of, and its place in the document."""

    file: Path
    title: str
    number: int
    rules: str
    data: Mapping[str, str]
    options: tuple[str, ...]
    shown: str
    span: tuple[int, int]


@frozen
class _State:
    title: str = ""
    rules: str = ""
    data: Mapping[str, str] = field(factory=dict)


def cases(file: Path) -> list[Case]:
    """The cases of a document, in order."""
    found: list[Case] = []
    state = above = _State()
    for piece in _PIECE.finditer(file.read_text(encoding="utf-8")):
        if piece["level"] == "#":
            state = above = _State(piece["title"])
        elif piece["level"]:
            state = evolve(above, title=piece["title"])
        else:
            language, *words = piece["info"].split()
            if language == "output":
                found.append(
                    Case(
                        file,
                        state.title,
                        len(found),
                        state.rules,
                        state.data,
                        tuple(words),
                        piece["text"],
                        piece.span("text"),
                    )
                )
            else:
                state = _with(state, language, words, piece["text"])
                if not any(line.startswith("## ") for line in piece.string[: piece.start()].splitlines()):
                    above = evolve(state, title=above.title)
    return found


def _with(state: _State, language: str, words: list[str], text: str) -> _State:
    if language == "eval":
        return evolve(state, rules=state.rules + text)
    assert language in ("csv", "json") and len(words) == 1, f"a block `{language}` has a title"
    return evolve(state, data={**state.data, words[0].removeprefix("title="): text})


def output(case: Case) -> str:
    """What comes out of a case: mistakes of the rules, or its examples and the results of its data."""
    rules, diagnostics = check_source(from_text("rules.eval", case.rules))
    lines = render_all(diagnostics).splitlines() if diagnostics else []
    if rules is not None:
        lines += [line for outcome in rules.test() for line in _example(outcome)]
        if case.data:
            lines += _results(_scored(rules, case))
    return "".join(f"{line}\n" for line in lines)


def _example(outcome: Any) -> Iterator[str]:
    if not outcome.failures:
        yield f'example "{outcome.title}": {outcome.compared} agree'
    for d in outcome.failures:
        yield f'example "{outcome.title}": {d.message}' + (f" ({d.help})" if d.help else "")


def _scored(rules: Rules, case: Case) -> Scores:
    readings: dict[str, str] = {}
    parameters: dict[str, object] = {}
    period: Any = None
    for name, _, value in (option.partition("=") for option in case.options):
        if name == "under":
            readings.update([value.split(".")])
        elif name == "period":
            period = int(value) if value.isdigit() else value
        else:
            parameters[name] = value
    return rules.score(raw(case.data), readings=readings, parameters=parameters, period=period)


def raw(files: Mapping[str, str]) -> RawData:
    """Data files given as texts, by name."""
    tables: list[Any] = []
    findings: list[Finding] = []
    parameters: dict[str, Any] = {}
    for name, text in files.items():
        stem, _, ending = name.partition(".")
        if ending == "csv":
            table, remarks = parse_csv(text.encode("utf-8"), stem, name)
            tables.append(table)
            findings += remarks
        else:
            more, given = parse_json(text.encode("utf-8"), stem, name)
            tables += more
            parameters |= given
    return RawData(tuple(tables), parameters, tuple(findings))


def _results(scores: Scores) -> Iterator[str]:
    several = len(scores.periods) > 1
    for body in scores:
        who = f"{body.key} {body.period}" if several else body.key
        for path in body:
            yield _line(f"{who}.{path}", body[path])
        for number in range(len(scores.program.items)):
            for name, result in _of_items(scores, body, number):
                yield _line(f"{who}.{name}", result)
    for finding in scores.findings:
        place = f" ({finding.address})" if finding.address else ""
        yield f"{finding.severity.value}: {finding.message}{place}"


def _of_items(scores: Scores, body: BodyScores, number: int) -> Iterator[tuple[str, Result]]:
    for frame, node in body.item_nodes(number):
        keys, around = [frame.key], frame.parent
        while around is not None and around.parent is not None:
            keys.insert(0, around.key)
            around = around.parent
        items = [scores.program.items[level].name for level in node.level]
        path = ".".join(f"{item}.{key}" for item, key in zip(items, keys, strict=True))
        yield f"{path}.{node.name}", scores.of_node(frame, node)


def _line(name: str, result: Result) -> str:
    rests = f" [{', '.join(result.readings)}]" if result.readings else ""
    if result.status != "value":
        at = f" ({', '.join(result.at)})" if result.at else ""
        return f"{name} {result.status}: {result.because}{at}{rests}"
    points = f" of {_text(result.points)}" if result.points is not None else ""
    return f"{name} = {_text(result.value)}{points}{rests}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        digits, exact = decimal34(value)
        return digits if exact else fraction_text(value)
    return str(value) if isinstance(value, str) else f"~{decimal34(value)[0]}"
