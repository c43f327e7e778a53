"""The bodies that a search starts from, for what is wanted of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.ir.walk import walk
from evallang.lint.asking import Asking
from evallang.lint.corners import renamed
from evallang.lint.sloping import sloping
from evallang.lint.starts import bare, good, newcomers, sparing, starts
from evallang.lint.wanted import Wanted
from evallang.trials.made import Asked, Maker, Path, Trial


class Beginnings:
    """Makes them, from the inputs of one program."""

    asking: Asking
    maker: Maker
    inputs: Mapping[Path, InputDef]

    def asked(self, wanted: Wanted) -> Asked:
        """The inputs, lists, years and other bodies that what is wanted looks at."""
        return self.asking.asked(wanted)

    def starts(self, wanted: Wanted, count: int) -> Iterator[Trial]:
        """Bodies to start from: one with everything at its least, one with everything at its most, then others."""
        for trial in starts(self.maker, self.asked(wanted), self.inputs, count):
            yield renamed(trial, wanted.name) if wanted.name else trial

    def bare(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies that have nothing in one of their lists."""
        for trial in bare(self.maker, self.asked(wanted), self.inputs):
            yield renamed(trial, wanted.name) if wanted.name else trial

    def newcomers(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies of which nothing is given before the last year."""
        for trial in newcomers(self.maker, self.asked(wanted), self.inputs):
            yield renamed(trial, wanted.name) if wanted.name else trial

    def sparing(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies without inputs of which it is asked whether they are missing, or for which something stands in."""
        paths = self.asking.about(wanted) or self.asking.stood_in(wanted)
        for trial in sparing(self.maker, self.asked(wanted), self.inputs, paths) if paths else ():
            yield renamed(trial, wanted.name) if wanted.name else trial

    def sloping(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies that become worse or better over the years, where it is asked whether something does."""
        asked = any(isinstance(x, ir.WorseInARow) for guard, _ in wanted.guards for x in walk(guard))
        for trial in sloping(self.maker, self.asked(wanted), self.inputs) if asked else ():
            yield renamed(trial, wanted.name) if wanted.name else trial

    def good(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies that are good, which have most values."""
        for trial in good(self.maker, self.asked(wanted), self.inputs):
            yield renamed(trial, wanted.name) if wanted.name else trial
