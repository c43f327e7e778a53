"""Code of what the registers say of a body: its attributes, and in what it is assessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evallang.backends.interpreter.absence import MISSING, UNDEFINED
from evallang.backends.python.value import Value
from evallang.ir import expr as ir
from evallang.ir.law import LineDef
from evallang.ir.scope import has_register, is_covered

if TYPE_CHECKING:
    from evallang.backends.python.expressions import Expressions


def has_attribute(w: Expressions, e: ir.HasAttribute) -> Value:
    """Whether the line of the body has an attribute; missing for a body without a line."""
    why = f"neither the data nor a register says `{e.name}` of "
    return _said(w, lambda line: e.name in line.attributes, f"{MISSING!r}, {why!r}, ''")


def in_scope(w: Expressions, e: ir.InScope) -> Value:
    """Whether the line of the body covers a node; what is so of a body without a line depends on its kind."""
    program, kind = w.spec.program, w.spec.kind
    if not program.law.registers:
        otherwise = f"{UNDEFINED!r}, 'no register says whether ', {f' is assessed in `{e.path}`'!r}"
    elif not has_register(program, kind):
        otherwise = "True"
    elif program.law.base_in_part:
        otherwise = f"{UNDEFINED!r}, 'the register is held in part, without ', ''"
    else:
        otherwise = "False"
    return _said(w, lambda line: is_covered(program, line, e.nodes, e.path), otherwise)


def _said(w: Expressions, says: Callable[[LineDef], bool], otherwise: str) -> Value:
    """What a line says; the line is found by the name of the body, else by its key."""
    found: dict[str, bool] = {}
    for register in w.spec.program.law.registers:
        for line in register.lines:
            if w.spec.active(line.conditions):
                for word in (line.name, line.label):
                    found.setdefault(word, says(line))
    known = w.unit.constant(repr(found), "LINES")
    return Value("flag", w.code.let(f"said({known}, name_of(r, p), key_of(r, BODY), {otherwise})", "c"), maybe=True)
