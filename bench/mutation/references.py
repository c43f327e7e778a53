"""References in a program, with the names that could stand in their place: of the same type, in the same place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.ir import expr as ir
from evallang.ir.program import Definition, FormulaDef, InputDef, NodeDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions, grade_expressions
from evallang.source import Span
from evallang.types import NUMBER, Type


def references(program: Program) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Each reference with what could stand there instead, once for each place of the text."""
    seen: set[Span] = set()
    near = _neighbours(program)
    for e in _expressions(program):
        if e.span in seen or e.span == (0, 0):
            continue
        names: Sequence[str] = ()
        if isinstance(e, ir.Ref) and e.targets and not _keyed(program, e):
            names = _instead(program, e, near)
        if names:
            seen.add(e.span)
            yield e.span, tuple(names)
    for function in program.functions:
        for e in walk(function.value):
            others = [name for name in function.params if isinstance(e, ir.Local) and name != e.name]
            if others and e.span not in seen:
                seen.add(e.span)
                yield e.span, tuple(others)


def _expressions(program: Program) -> Iterator[ir.Expr]:
    for d in program.definitions:
        for root in definition_expressions(d):
            yield from walk(root)
        for grade in d.grades if isinstance(d, NodeDef) else ():
            for root in grade_expressions(grade):
                yield from walk(root)
    for function in program.functions:
        yield from walk(function.value)
    for guard in (g.guard for trigger in program.triggers for g in trigger.guards):
        yield from walk(guard) if guard is not None else ()


def _keyed(program: Program, e: ir.Ref) -> bool:
    """Whether a reference stands for something without a place of its own, such as a part in a sum."""
    return program.source.slice(e.span).split(".")[-1].strip() == ""


def _neighbours(program: Program) -> dict[tuple[object, ...], list[Definition]]:
    found: dict[tuple[object, ...], list[Definition]] = {}
    for d in program.definitions:
        found.setdefault(_place(d), []).append(d)
    return found


def _place(d: Definition) -> tuple[object, ...]:
    return type(d), d.path[:-1], d.level, d.kinds, _type(d)


def _type(d: Definition) -> Type:
    if isinstance(d, InputDef):
        return d.type
    return d.value.type if isinstance(d, FormulaDef) else NUMBER


def _instead(program: Program, e: ir.Ref, near: dict[tuple[object, ...], list[Definition]]) -> list[str]:
    """The path with another name at its end; the whole of it where it is a symbol of the law."""
    d = program.definitions[e.targets[0]]
    text = program.source.slice(e.span)
    others = dict.fromkeys(other.name for other in near[_place(d)] if other.name != d.name)
    before, _, last = text.rpartition(".")
    if last != d.name:
        return list(others) if text.isidentifier() else []
    return [f"{before}.{name}" if before else name for name in others]
