"""Room for long chains of formulas."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

MAX_CHAIN = 10_000
"""How many values may stand in one chain in which each uses the next."""
_DEPTH = 400 * MAX_CHAIN  # a formula nests 64 levels at most, and a level takes a few calls


_lock = Lock()
_inside: list[int] = []
"""The limit before, once for each that is inside; threads share the limit, and the last one out puts it back."""


@contextmanager
def deep_calls() -> Iterator[None]:
    """Let a chain be followed to its end; calls between Python functions take no C stack (CPython ≥ 3.11)."""
    with _lock:
        before = _inside[0] if _inside else sys.getrecursionlimit()
        _inside.append(before)
        if len(_inside) == 1:
            sys.setrecursionlimit(max(before, _DEPTH))
    try:
        yield
    finally:
        with _lock:
            _inside.pop()
            if not _inside:
                sys.setrecursionlimit(before)
