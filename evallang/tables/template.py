"""Empty data files for a methodology: which columns it asks for."""

from __future__ import annotations

from evallang.ir.program import InputDef, Program
from evallang.tables.bodies import BODY, KIND, PERIOD
from evallang.tables.columns import Active, foreign_columns, level_of, short_header
from evallang.tables.csv_out import csv_text
from evallang.tables.item_keys import key_headers
from evallang.tables.roles import chain
from evallang.tables.wording import number
from evallang.types import BodyType, Choice, DateType, Flag, Quantity, Type


def template(program: Program, active: Active) -> dict[str, str]:
    """The text of each data file by its name: headers, keys first, and a row of labels behind `#`.

    Only inputs that the chosen readings use are asked for. The texts carry no byte order mark.
    """
    period = [(PERIOD, "year")] if any(d.yearly and active(d.conditions) for d in program.inputs) else []
    kinds = [(KIND, " / ".join(kind.name for kind in program.kinds))] if program.kinds else []
    files = {"bodies.csv": _text([(BODY, "# body"), *kinds, *period, *_columns(program, None, active)])}
    for i in range(len(program.items)):
        columns = _columns(program, i, active)
        if columns or not any(i in d.level for d in program.inputs):
            numbers = chain(program, i)
            keys = [
                (header, program.items[n].label or program.items[n].name)
                for header, n in zip(key_headers(program, i), numbers, strict=True)
            ]
            files[f"{_file_name(program, i)}.csv"] = _text([(BODY, "# body"), *period, *keys, *columns])
    return files


def _file_name(program: Program, number: int) -> str:
    """The name of an item, or its path where several have the name."""
    item = program.items[number]
    alone = sum(other.name == item.name for other in program.items) == 1
    return item.name if alone else ".".join(item.path)


def _columns(program: Program, level: int | None, active: Active) -> list[tuple[str, str]]:
    above = 0 if level is None else len(program.items[level].path)
    found: dict[str, str] = {}
    for definition in (*program.inputs, *foreign_columns(program)):
        if level_of(definition) == level and definition.asked and active(definition.conditions):
            found.setdefault(short_header(definition, above), _label(definition))
    return list(found.items())


def _label(definition: InputDef) -> str:
    kind = _kind(definition.type)
    words = definition.label or definition.name
    return f"{words} [{kind}]" if kind else words


def _kind(kind: Type) -> str:
    match kind:
        case Quantity():
            return " ".join(part for part in (kind.unit or kind.word, _range(kind)) if part)
        case Flag():
            return "yes / no"
        case Choice(options=options):
            return " / ".join(options)
        case BodyType():
            return "body"
        case DateType():
            return "date"
    return ""


def _range(kind: Quantity) -> str:
    """The range, where the word for the type does not say it."""
    if kind.word != "number" or (kind.low is None and kind.high is None):
        return ""
    low = "" if kind.low is None else number(kind.low)
    high = "" if kind.high is None else number(kind.high)
    return f"{low}..{high}"


def _text(columns: list[tuple[str, str]]) -> str:
    return csv_text([header for header, _ in columns], [[label for _, label in columns]])
