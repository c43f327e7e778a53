"""Small methodologies made by hand, and data written to files."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from attrs import evolve

from evallang.ir.data import Dataset, Finding
from evallang.ir.expr import Const
from evallang.ir.program import Conditions, InputDef, ItemDef, Named, ParameterDef, Program
from evallang.source import NOWHERE, from_text
from evallang.tables.bind import bind
from evallang.tables.files import read
from evallang.types import NAMED, NUMBER, Type

COUNT = NAMED["count"]
SHARE = NAMED["share"]


def make_input(
    path: str,
    kind: Type = NUMBER,
    *,
    label: str = "",
    short: str = "",
    column: str = "",
    level: tuple[int, ...] = (),
    kinds: Sequence[str] | None = None,
    conditions: Conditions = (),
    yearly: bool = False,
    at_most: tuple[int, ...] = (),
    fallback: bool = False,
) -> InputDef:
    """An input without its number, which `make_program` gives by order."""
    return InputDef(
        number=-1,
        path=tuple(path.split(".")),
        short=short or path,
        label=label,
        level=level,
        kinds=None if kinds is None else frozenset(kinds),
        conditions=conditions,
        provisions=(),
        symbol="",
        amended=(),
        span=NOWHERE,
        type=kind,
        yearly=yearly,
        at_most=at_most,
        column=column,
        fallback=Const(Fraction(0), "0") if fallback else None,
    )


def make_item(path: str, key: str = "code", parent: int | None = None, label: str = "") -> ItemDef:
    names = tuple(path.split("."))
    return ItemDef(names[-1], label, names, parent, key, ())


def make_program(
    *inputs: InputDef,
    items: Sequence[ItemDef] = (),
    kinds: Sequence[Named] = (),
    bodies: Sequence[Named] = (),
    parameters: Sequence[ParameterDef] = (),
) -> Program:
    return Program(
        "made",
        "Made by hand",
        from_text("made.eval", ""),
        kinds=tuple(kinds),
        bodies=tuple(bodies),
        items=tuple(items),
        parameters=tuple(parameters),
        definitions=tuple(evolve(definition, number=i) for i, definition in enumerate(inputs)),
    )


def always(conditions: Conditions) -> bool:
    return True


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        data = content.encode("utf-8") if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


def bound(program: Program, folder: Path, files: Mapping[str, str | bytes], **options: str) -> Dataset:
    """The data set of files written to a folder."""
    return bind(program, read([write(folder, files)]), always, **options)


def messages(findings: Sequence[Finding]) -> list[str]:
    return [f"{finding.address}: {finding.message}" if finding.address else finding.message for finding in findings]
