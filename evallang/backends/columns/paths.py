"""What a path of the results names, as it is computed for a block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from evallang.backends.columns.column import MIXED
from evallang.backends.columns.compile import Compiler
from evallang.backends.columns.listed import called
from evallang.backends.columns.operations import constant, logical
from evallang.backends.columns.states import UNDEFINED, spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Block, Flags, Value
from evallang.ir.paths import Target
from evallang.ir.program import FormulaDef, InputDef, Program
from evallang.types import NUMBER, BodyType, Choice, DateType, Flag, TextType, Type, Unknown

Computed = Callable[[Block], Value]
_SORTS: Final[dict[type[Type], str]] = {
    Flag: "flag", DateType: "day", Choice: "words", BodyType: "words", TextType: "words",
}  # fmt: skip


def sort_of(program: Program, target: Target) -> str:
    """How a column holds a result that is no number, as `Column.sort` says it, whatever the data; "" for numbers.

    What is of one sort for one kind and of another for another, as an input may be, is "mixed".
    """
    match target.sort:
        case "grade":
            return "words"
        case "trigger":
            return "flag"
        case "parameter":
            types = {program.parameters[target.numbers[0]].type}
        case "value":
            definitions = [program.definitions[number] for number in target.numbers]
            types = {d.type if isinstance(d, InputDef | FormulaDef) else NUMBER for d in definitions}
        case _:
            return ""
    sorts = {_SORTS.get(type(of), "") for of in types if not isinstance(of, Unknown)}
    return MIXED if len(sorts) > 1 else sorts.pop() if sorts else ""


def computed(compiler: Compiler, target: Target) -> Computed:
    """The closure of a result. Raises Unsupported."""
    if target.keys:
        return _of_an_item(compiler, target)
    if sort_of(compiler.program, target) == MIXED:
        raise Unsupported("what is no number for some kinds only")
    match target.sort:
        case "rank":
            number, _ = compiler.derive((target.numbers[0], target.node))
            return lambda block: block.given(block, number)
        case "value" | "grade":
            return _defined(compiler, target)
        case "trigger":
            return _trigger(compiler, target.numbers[0])
        case "parameter":
            value = compiler.parameter(target.numbers[0])
            return lambda block: constant(block.ops, value)
    raise Unsupported(target.sort)


def _defined(compiler: Compiler, target: Target) -> Computed:
    number = compiler.special.target(target.numbers)
    if number is None:
        absent = compiler.other_kind
        return lambda block: absent
    if target.sort == "grade":
        return compiler.makers.grades.grade(number)
    compiler.need(number)
    return lambda block: block.get(number)


def _of_an_item(compiler: Compiler, target: Target) -> Computed:
    """A result of the item with some keys; undefined for bodies that have none."""
    level = compiler.program.definitions[target.numbers[0]].level
    for number in level:
        compiler.need_list(number)
    with compiler.at(len(level)):
        code = _defined(compiler, target)
    return called(level, target.keys, code, UNDEFINED)


def _trigger(compiler: Compiler, number: int) -> Computed:
    """Whether any condition holds, by Kleene's `or`."""
    special = compiler.special
    guards = compiler.program.triggers[number].guards
    codes = [compiler.code(g.guard) for g in guards if g.guard is not None and special.active(g.conditions)]

    def holds(block: Block) -> Value:
        values = [code(block, ()) for code in codes]
        known = [v if v.state is None else v.with_state(spread(v.state)) for v in values]
        return logical(known, decisive=True) if known else Value(Flags(np.False_))

    return holds
