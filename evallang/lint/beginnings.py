"""The bodies that a search starts from, for what is wanted of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
        yield from _named(starts(self.maker, self.asked(wanted), self.inputs, count), wanted)

    def bare(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies that have nothing in one of their lists."""
        yield from _named(bare(self.maker, self.asked(wanted), self.inputs), wanted)

    def newcomers(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies of which nothing is given before the last year."""
        yield from _named(newcomers(self.maker, self.asked(wanted), self.inputs), wanted)

    def sparing(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies without inputs of which it is asked whether they are missing, or for which something stands in."""
        paths = self.asking.about(wanted) or self.asking.stood_in(wanted)
        yield from _named(sparing(self.maker, self.asked(wanted), self.inputs, paths), wanted) if paths else ()

    def sloping(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies that become worse or better over the years, where it is asked whether something does."""
        asked = any(isinstance(x, ir.WorseInARow) for guard, _ in wanted.guards for x in walk(guard))
        yield from _named(sloping(self.maker, self.asked(wanted), self.inputs), wanted) if asked else ()

    def good(self, wanted: Wanted) -> Iterator[Trial]:
        """Bodies that are good, which have most values."""
        yield from _named(good(self.maker, self.asked(wanted), self.inputs), wanted)


def _named(trials: Iterable[Trial], wanted: Wanted) -> Iterator[Trial]:
    """The same with the name of the body that is wanted, where it has one."""
    yield from (renamed(trial, wanted.name) if wanted.name else trial for trial in trials)
