"""Parameters that the document leaves open: values from the data or from the command line."""

from __future__ import annotations

from collections.abc import Mapping

from evallang.diagnostics import Severity
from evallang.ir.data import Address, Cell, Finding
from evallang.ir.program import ParameterDef, Program
from evallang.tables.raw import RawData
from evallang.tables.values import Words, converter
from evallang.tables.wording import Suggestions, quoted


def bind_parameters(
    program: Program, raw: RawData, given: Mapping[str, str], bodies: Mapping[str, str] | None = None
) -> tuple[dict[int, Cell], list[Finding]]:
    """The values of parameters by their numbers, each of the type it is declared with.

    `given` comes from the command line or the API and goes before what the data gives. A parameter that has
    its value in the document is not replaced, which is said. `bodies` are words for bodies with their keys.
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
    return cells, findings


def _cell(parameter: ParameterDef, text: str, address: Address, bodies: Words) -> Cell:
    if not text.strip():
        return Cell(None, address)
    try:
        return Cell(converter(parameter.type, False, bodies)(text), address)
    except ValueError as error:
        return Cell(None, address, str(error))
