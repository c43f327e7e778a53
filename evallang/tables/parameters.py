"""Parameters that the document leaves open: values from the data or from the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evallang.diagnostics import Severity
from evallang.ir.data import Address, Cell, Finding
from evallang.ir.program import ParameterDef, Program
from evallang.tables.columns import Active
from evallang.tables.raw import RawData
from evallang.tables.values import Words, converter
from evallang.tables.wording import Suggestions, quoted
from evallang.types import Choice, DateType, Flag, Quantity, Type


def bind_parameters(
    program: Program, raw: RawData, given: Mapping[str, str], active: Active, bodies: Mapping[str, str] | None = None
) -> tuple[dict[int, Cell], list[Finding]]:
    """The values of parameters by their numbers, each of the type it is declared with, and what is to be said.

    `given` comes from the command line or the API and goes before what the data gives. A parameter that has
    its value in the document is not replaced. One that is open where `active` says that its conditions hold, and
    without a value, is told. `bodies` are words for bodies with their keys.
    """
    findings: list[Finding] = []
    cells: dict[int, Cell] = {}
    suggestions = Suggestions([parameter.name for parameter in program.parameters])
    words = Words(bodies or {}, "bodies", fold=False)
    texts = dict(raw.parameters)
    texts |= {name: (text, Address("parameters", "", name)) for name, text in given.items()}
    for name, (text, address) in texts.items():
        meant = [(i, p) for i, p in enumerate(program.parameters) if name in (p.name, p.label)]
        if not meant:
            message = f"the methodology has no parameter {quoted(name)}"
            findings.append(Finding(message, address, Severity.ERROR, suggestions.ask(name)))
        open_ones = [(i, p) for i, p in meant if p.value is None]
        if meant and not open_ones:
            message = f"the parameter {quoted(name)} has its value in the document; the one given is not used"
            findings.append(Finding(message, address))
        for number, parameter in open_ones:
            cells[number] = _cell(parameter, text, address, words)
    return cells, [*findings, *_lacking(program, cells, active)]


def _cell(parameter: ParameterDef, text: str, address: Address, bodies: Words) -> Cell:
    if not text.strip():
        return Cell(None, address)
    try:
        return Cell(converter(parameter.type, False, bodies)(text), address)
    except ValueError as error:
        return Cell(None, address, str(error))


def _lacking(program: Program, cells: Mapping[int, Cell], active: Active) -> Iterator[Finding]:
    """Each open parameter whose value cannot be read, or is not given: what needs it has no value."""
    for number, parameter in enumerate(program.parameters):
        if parameter.value is not None or not active(parameter.conditions):
            continue
        cell = cells.get(number, Cell())
        name = quoted(parameter.name)
        advice = f"give it as `--parameter {parameter.name}=VALUE`, {_written(parameter.type)}"
        if cell.invalid is not None:
            message = f"the parameter {name} cannot be read: {cell.invalid}"
            yield Finding(message, cell.address, Severity.ERROR, advice)
        elif cell.value is None:
            message = f"no value is given for the parameter {name}: what needs it has no value"
            yield Finding(message, None, Severity.WARNING, advice)


def _written(kind: Type) -> str:
    """How a value of a type is written."""
    match kind:
        case Quantity(share=True):
            return "a share such as `0.45` or `45%`"
        case Quantity(whole=True):
            return "a whole number such as `12`"
        case Quantity():
            return "a number such as `0.5`"
        case Flag():
            return "`yes` or `no`"
        case DateType():
            return "a date such as `2020-12-31`"
        case Choice():
            return "one of " + ", ".join(quoted(option) for option in kind.options)
    return "as the data writes it"
