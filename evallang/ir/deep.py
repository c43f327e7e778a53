"""Room for long chains of formulas."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

MAX_CHAIN = 10_000
"""How many values may stand in one chain in which each uses the next."""
_DEPTH = 400 * MAX_CHAIN  # a formula nests 64 levels at most, and a level takes a few calls


@contextmanager
def deep_calls() -> Iterator[None]:
    """Let a chain be followed to its end; calls between Python functions take no C stack (CPython ≥ 3.11)."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
