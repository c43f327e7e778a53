"""In which numbering the provisions stand that operations change."""

from __future__ import annotations

from typing import Any

from evallang.diff.provision import Key
from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.law.amend import Step
from evallang.syntax import ast


class Homes:
    """The numberings of a document that acts have made, each with what it says or says to be repealed."""

    def __init__(self, module: ast.Module) -> None:
        self._name = next((s.name.text for s in module.statements if isinstance(s, ast.Document)), "")
        self._held: dict[str, set[Address]] = {}
        self._add(module.statements, "")

    def _add(self, statements: tuple[Any, ...], numbering: str) -> None:
        for s in statements:
            marks = (s.citation,) if isinstance(s, ast.Repealed) else getattr(s, "marks", ())
            own = addresses.first(marks)
            if own is not None:
                self._held.setdefault(numbering, set()).add(own)
            self._add(getattr(s, "body", None) or (), s.name.text if isinstance(s, ast.Part) else numbering)

    def of(self, step: Step) -> Key | None:
        """The provision that an operation changes: in the numbering that it names, else in the only one that has it.

        None for the whole act.
        """
        if step.place is None:
            return None
        name, address = step.place
        if not name:
            anchor = getattr(step.operation, "anchor", None)
            name = anchor.of.text if anchor is not None and anchor.of is not None else ""
        if name:
            return "" if name == self._name else name, address
        having = [n for n, held in self._held.items() if any(addresses.within(a, address) for a in held)]
        return having[0] if len(having) == 1 else "", address
