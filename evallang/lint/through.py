"""Where expressions stand, with the formulas that are used written out: in each place under the conditions there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from attrs import evolve

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, Program
from evallang.ir.walk import children
from evallang.lint.meaning import Meanings
from evallang.lint.sites import Guard, Site, Sites
from evallang.semantics.order import definition_expressions, grade_expressions

MOST = 400
"""The most nodes of a formula, with those that it uses, that is looked at where it is used."""


class Through(Sites):
    """All sites of a program under chosen readings; a short formula is looked at where it is used.

    A formula whose every use is written out has no sites of its own: what it says is looked at only there.
    """

    def __init__(self, program: Program, choices: tuple[int, ...], like: Through | None = None) -> None:
        super().__init__(program, choices)
        self.like = like
        self.meanings: Meanings = Meanings(program, choices, MOST, like.meanings if like is not None else None)

    def _found(self, number: int) -> Iterator[Site]:
        """The sites of one definition; of a formula only where it is long, or used from elsewhere or not at all."""
        yield from () if number in self.written_out else super()._found(number)

    @cached_property
    def written_out(self) -> frozenset[int]:
        """The formulas that are looked at where they are used, and nowhere else."""
        if self.like is not None:
            return self.like.written_out
        here: set[int] = set()
        elsewhere: set[int] = set()
        for d in self.program.definitions:
            roots = list(definition_expressions(d))
            roots += [e for grade in getattr(d, "grades", ()) for e in grade_expressions(grade)]
            for root in roots:
                self._used(root, here, elsewhere)
        return frozenset(here - elsewhere)

    def _used(self, root: ir.Expr, here: set[int], elsewhere: set[int]) -> None:
        waiting = [root]
        while waiting:
            e = waiting.pop()
            if isinstance(e, ir.Ref):
                (here if self._says(e) is not None else elsewhere).update(e.targets)
            elif isinstance(e, ir.Previous | ir.InPeriod | ir.ItemRef | ir.WorseInARow):
                elsewhere.update(t for x in children(e) if isinstance(x, ir.Ref) for t in x.targets)
            else:
                waiting += children(e)

    def _says(self, e: ir.Expr) -> ir.Expr | None:
        return self.meanings.of(e) if isinstance(e, ir.Ref) else None

    def _inside(self, root: Site, e: ir.Expr, guards: tuple[Guard, ...]) -> Iterator[Site]:
        yield from super()._inside(root, e, guards)
        said = self._says(e)
        if said is not None and isinstance(e, ir.Ref):
            d = self.program.definitions[e.targets[0]]
            assert isinstance(d, FormulaDef)
            there = evolve(root, place=d.value.span, provisions=d.provisions or root.provisions)
            yield from self._inside(there, said, guards)
