"""Why each provision was changed: the reasons that amending acts give, by provision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.law.amend import Step
from evallang.syntax import ast


def reasons(module: ast.Module, made: Iterable[Step]) -> dict[Address, str]:
    """Why each provision was changed, as the last act that changed it says; `module` is what the acts made."""
    found: dict[Address, str] = {}
    earlier: Places = {}
    for step in made:
        because = step.operation.order.because
        for address in _changed(module, step, earlier):
            found[address] = because.value if because is not None else ""
    return found


Places = dict[tuple[str, str], Address]
"""Where lines of registers stand, by the names of both."""


def _changed(module: ast.Module, step: Step, earlier: Places) -> Iterator[Address]:
    """The provisions that an operation changes; of one inside a register or an assessor those of its lines.

    `earlier` has the lines that acts before it gave, and takes up those that it gives.
    """
    o = step.operation
    if isinstance(o, ast.InRegister):
        name = o.register.segments[-1]
        register = _find(module.statements, lambda s: isinstance(s, ast.Register) and s.name.text == name)
        yield from _lines(o, register, name, earlier)
    elif isinstance(o, ast.InAssessor):
        rule = _find(module.statements, lambda s: isinstance(s, ast.Assessor) and str(s.node) == str(o.node))
        own = [addresses.first(s.marks) for s in o.body if isinstance(s, ast.Except)]
        yield from filter(None, [*own, *([addresses.first(rule.marks)] if rule is not None and None in own else [])])
    elif step.place is not None:
        yield step.place[1]


def _lines(o: ast.InRegister, register: Any, name: str, earlier: Places) -> Iterator[Address]:
    """The provisions of the lines that are changed, and of the register where a line has none or its own is unknown."""
    held = [s for s in getattr(register, "body", None) or () if isinstance(s, ast.Body)]
    places = {s.name.text: addresses.first(s.marks) for s in held}
    whole = addresses.first(register.marks) if register is not None else None
    for line in o.body:
        if isinstance(line, ast.InsertLine | ast.ReplaceLine | ast.RepealLine):
            new = [s for s in getattr(line, "body", None) or () if isinstance(s, ast.Body)]
            for s in new:
                own = addresses.first(s.marks)
                if own is not None:
                    earlier[name, s.name.text] = own
                yield from filter(None, [own or places.get(s.name.text) or whole])
            if isinstance(line, ast.RepealLine):
                yield from filter(None, [earlier.get((name, line.line.text)) or whole])


def _find(statements: Iterable[Any], fits: Callable[[Any], bool]) -> Any:
    """The first statement that fits, also inside annexes; None where there is none."""
    for s in statements:
        if fits(s):
            return s
        inner = _find(s.body or (), fits) if isinstance(s, ast.Part) else None
        if inner is not None:
            return inner
    return None
