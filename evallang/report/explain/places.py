"""Names and addresses: the path of a value with the keys of its items, the cell that it came from."""

from __future__ import annotations

from evallang.backends.interpreter.frames import Frame
from evallang.ir import expr as ir
from evallang.ir.program import Definition, InputDef, Program


def keys(fr: Frame) -> tuple[str, ...]:
    """The keys of the items in which a frame lies, outermost first."""
    found: list[str] = []
    while fr.parent is not None:
        found.insert(0, fr.key)
        fr = fr.parent
    return tuple(found)


def path_of(program: Program, d: Definition, fr: Frame) -> str:
    """A definition as a path of the API: `complaint_rate`, `measure.a.growth`."""
    if not d.level:
        return d.short
    items = [program.items[number] for number in d.level]
    alone = sum(other.name == items[0].name for other in program.items) == 1
    start = len(items[0].path) - 1 if alone else 0
    by_place = {len(item.path) - 1: key for item, key in zip(items, keys(fr), strict=True)}
    words: list[str] = []
    for place, name in enumerate(d.path):
        if place >= start:
            words += [name, *([_quoted(by_place[place])] if place in by_place else [])]
    return ".".join(words)


def _quoted(key: str) -> str:
    return key if key.isidentifier() else f'"{key}"'


def cell(fr: Frame, number: int) -> str:
    """The address of the cell of an input; "" where the data has none."""
    found = fr.record.cells.get(number)
    return str(found.address) if found is not None and found.address is not None else ""


def row(fr: Frame) -> str:
    """The address of the row of a body or an item."""
    return str(fr.record.address) if fr.record.address is not None else ""


def depth(fr: Frame) -> int:
    """In how many items a frame lies."""
    return len(keys(fr))


def up(fr: Frame, levels: int) -> Frame:
    """The frame so many items outwards."""
    for _ in range(levels):
        assert fr.parent is not None
        fr = fr.parent
    return fr


def variant(program: Program, ref: ir.Ref, fr: Frame) -> Definition | None:
    """The definition that a reference means for the kind of a body."""
    found = (program.definitions[target] for target in ref.targets)
    return next((d for d in found if d.kinds is None or fr.kind in d.kinds), None)


def is_direct(program: Program, e: ir.Expr | None) -> int | None:
    """The number of the input that an expression is; None for any other."""
    alone = isinstance(e, ir.Ref) and e.lift == 0 and len(e.targets) == 1
    return e.targets[0] if alone and isinstance(program.definitions[e.targets[0]], InputDef) else None  # type: ignore[union-attr]  # alone tells
