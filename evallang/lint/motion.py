"""How a value moves when one input is greater and nothing else changes: it may rise, it may fall, or neither.

A lattice of four: neither, only up, only down, either (the rule of signs of Cousot & Cousot, POPL 1977, for changes).
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from evallang.lint.ranges import Range

STAYS, RISES, FALLS, EITHER = 0, 1, 2, 3
_TURNED = (STAYS, FALLS, RISES, EITHER)


def turned(way: int) -> int:
    """The way of −x."""
    return _TURNED[way]


def along(way: int, step: int) -> int:
    """The way of f(x) where x moves by `way`, and f by `step` as x rises."""
    return (step if way & RISES else STAYS) | (turned(step) if way & FALLS else STAYS)


@frozen
class Motion:
    """What a value may do for the body whose input it is (`own`), and for `others`.

    Two values are compared only where there are two: `steady` says that there is one in both cases or in neither.
    """

    own: int = STAYS
    others: int = STAYS
    steady: bool = True

    @property
    def moves(self) -> bool:
        """Whether the value may be another one for some body."""
        return bool(self.own | self.others)

    @property
    def still(self) -> bool:
        """Whether nothing changes, not even that there is a value."""
        return not self.moves and self.steady

    def __or__(self, other: Motion) -> Motion:
        return Motion(self.own | other.own, self.others | other.others, self.steady and other.steady)

    def __neg__(self) -> Motion:
        return Motion(turned(self.own), turned(self.others), self.steady)

    def scaled(self, factor: Range) -> Motion:
        """What k · x does, k in a range."""
        if not self.moves or factor.point == 0:
            return Motion(steady=self.steady)
        if factor.low is not None and factor.low >= 0:
            return self
        if factor.high is not None and factor.high <= 0:
            return -self
        return self.anyhow()

    def along(self, step: int) -> Motion:
        """What f(x) does, f moving by `step` as x rises."""
        return Motion(along(self.own, step), along(self.others, step), self.steady)

    def anyhow(self) -> Motion:
        """The same where nothing moves; else nothing is known."""
        return Motion(EITHER if self.own else STAYS, EITHER if self.others else STAYS, self.steady)

    def shared(self) -> Motion:
        """What a value over bodies does, each of which may be that body or another one."""
        return Motion(self.own | self.others, self.own | self.others, self.steady)

    def presence(self) -> Motion:
        """What a value adds to another one that only needs it to be there."""
        return Motion(steady=self.steady)

    def loose(self) -> Motion:
        """The same, but there may be a value in one case and none in the other."""
        return evolve(self, steady=False)


STILL = Motion()
UNKNOWN = Motion(EITHER, EITHER, False)


def joined(motions: Iterable[Motion]) -> Motion:
    """What the sum of all does, or any one of them."""
    found = STILL
    for motion in motions:
        found = found | motion
    return found
