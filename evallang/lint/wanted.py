"""What is looked for, and what was found."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, frozen

from evallang.lint.sites import Guard
from evallang.trials.made import Trial


@frozen(eq=False)
class Wanted:
    """What is looked for: a body, or an item of it at `level`, for which all `guards` are as they say.

    `node` is one that must be for the body (by kind and mark); `kinds` are those allowed, all for None. `names` are
    bodies that the rules name; with one of them the body is that one.
    """

    guards: tuple[Guard, ...]
    level: tuple[int, ...] = ()
    node: int | None = None
    kinds: tuple[str, ...] | None = None
    name: str = ""


@define(eq=False)
class Found:
    """A body, and the keys of the item, on which what was wanted holds.

    `least` makes a smaller one of it, which is only done when somebody looks at it: that it exists may be enough.
    """

    _trial: Trial
    _keys: tuple[str, ...]
    _least: Callable[[], Found] | None = None

    @property
    def trial(self) -> Trial:
        """The body."""
        return self._settled()._trial  # of the same class

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the item; none where it is the body itself."""
        return self._settled()._keys  # of the same class

    def _settled(self) -> Found:
        if self._least is not None:
            least, self._least = self._least(), None
            self._trial, self._keys = least.trial, least.keys
        return self
