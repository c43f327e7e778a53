"""Why each provision was changed: the reasons that amending acts give, by provision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from evallang.diff.homes import Homes
from evallang.diff.provision import Key
from evallang.law import addresses
from evallang.law.amend import Step
from evallang.syntax import ast


def reasons(module: ast.Module, made: Iterable[Step]) -> dict[Key, str]:
    """Why each provision was changed, as the last act that changed it says; `module` is what the acts made."""
    found: dict[Key, str] = {}
    earlier: Places = {}
    homes = Homes(module)
    for step in made:
        because = step.operation.order.because
        for key in _changed(module, homes, step, earlier):
            found[key] = because.value if because is not None else ""
    return found


Places = dict[tuple[str, str], Key]
"""Where lines of registers stand, by the names of both."""


def _changed(module: ast.Module, homes: Homes, step: Step, earlier: Places) -> Iterator[Key]:
    """The provisions that an operation changes; of one inside a register or an assessor those of its lines.

    `earlier` has the lines that acts before it gave, and takes up those that it gives.
    """
    o = step.operation
    if isinstance(o, ast.InRegister):
        name = o.register.segments[-1]
        register, home = _find(module.statements, lambda s: isinstance(s, ast.Register) and s.name.text == name)
        yield from _lines(o, register, home, earlier)
    elif isinstance(o, ast.InAssessor):
        rule, home = _find(module.statements, lambda s: isinstance(s, ast.Assessor) and str(s.node) == str(o.node))
        own = [addresses.first(s.marks) for s in o.body if isinstance(s, ast.Except)]
        whole = [addresses.first(rule.marks)] if rule is not None and None in own else []
        yield from ((home, address) for address in (*own, *whole) if address is not None)
    else:
        key = homes.of(step)
        if key is not None:
            yield key


def _lines(o: ast.InRegister, register: Any, home: str, earlier: Places) -> Iterator[Key]:
    """The provisions of the lines that are changed, and of the register where a line has none or its own is unknown."""
    name = o.register.segments[-1]
    held = [s for s in getattr(register, "body", None) or () if isinstance(s, ast.Body)]
    places = {s.name.text: addresses.first(s.marks) for s in held}
    cited = addresses.first(register.marks) if register is not None else None
    whole = None if cited is None else (home, cited)
    for line in o.body:
        if isinstance(line, ast.InsertLine | ast.ReplaceLine | ast.RepealLine):
            new = [s for s in getattr(line, "body", None) or () if isinstance(s, ast.Body)]
            for s in new:
                own = addresses.first(s.marks)
                if own is not None:
                    earlier[name, s.name.text] = home, own
                place = own or places.get(s.name.text)
                yield from filter(None, [whole if place is None else (home, place)])
            if isinstance(line, ast.RepealLine):
                yield from filter(None, [earlier.get((name, line.line.text)) or whole])


def _find(statements: Iterable[Any], fits: Callable[[Any], bool], numbering: str = "") -> tuple[Any, str]:
    """The first statement that fits, also inside annexes, and its numbering; None where there is none."""
    for s in statements:
        if fits(s):
            return s, numbering
        inner, home = _find(s.body or (), fits, s.name.text) if isinstance(s, ast.Part) else (None, "")
        if inner is not None:
            return inner, home
    return None, ""
