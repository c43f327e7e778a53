"""Absence in columns: one code for each row, None where every row has a value.

The rules are those of `evallang.backends.interpreter.absence`, the reference; the words are the interpreter's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Mask = Any
"""A flag for each row, or one for all."""
State = Any
"""A code for each row, one code for all, or None: every row has a value."""

_UNREAD: Final = 8
VALUE: Final = 0
MISSING: Final = 1
UNDEFINED: Final = 3
NOT_APPLICABLE: Final = 5
INVALID: Final = 2 | _UNREAD
UNREAD: Final = UNDEFINED | _UNREAD
"""Undefined because of something that cannot be read."""

_SIZE = 16
_SPREAD = np.full(_SIZE, UNDEFINED, np.uint8)
_SPREAD[VALUE] = VALUE
_SPREAD[_UNREAD:] = UNREAD


def taken(table: NDArray[Any], places: Any) -> Any:
    """What a table holds at the place of each row, or at one for all; places may be recorded (`fused.recorded`)."""
    recorded = getattr(places, "taken_from", None)
    return table.take(places) if recorded is None else recorded(table)


def _table(first_wins: int) -> NDArray[np.uint8]:
    """What two codes that have spread come to, in rows of `_SIZE`; to the code `first_wins` the other gives way."""
    table = np.zeros((_SIZE, _SIZE), np.uint8)
    for a in (VALUE, UNDEFINED, UNREAD):
        for b in (VALUE, UNDEFINED, UNREAD):
            table[a, b] = first_wins if first_wins in (a, b) else a or b
    return table.reshape(-1)


_LACK, _DOUBT = _table(UNDEFINED), _table(UNREAD)


def spread(state: State) -> State:
    """What absence makes of something that needs the value."""
    return None if state is None else taken(_SPREAD, state)


def lack(states: Iterable[State]) -> State:
    """Why something has no value that needs all of these."""
    return _joined(_LACK, states)


def in_doubt(states: Iterable[State]) -> State:
    """Why it is not decided what any of these could decide."""
    return _joined(_DOUBT, states)


def _joined(table: NDArray[np.uint8], states: Iterable[State]) -> State:
    found: State = None
    for state in states:
        if state is not None:
            code = taken(_SPREAD, state)
            found = code if found is None else taken(table, found * _SIZE + code)
    return found


def choose(mask: Mask, then: State, otherwise: State) -> State:
    """The state of what is taken by row from one or the other."""
    if then is None and otherwise is None:
        return None
    return settled(np.where(mask, VALUE if then is None else then, VALUE if otherwise is None else otherwise))


def settled(state: Any) -> State:
    """None where every row has a value."""
    codes = (np.array(state) if isinstance(state, list) else state).astype(np.uint8)
    return codes if codes.any() else None
