"""Time and memory of one piece of work in this process."""

from __future__ import annotations

import ctypes
import gc
import math
import os
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from attrs import asdict, frozen

REPEATS = 7
SECONDS = 5.0
"""No batch is begun again after so many seconds."""


@frozen
class One:
    """Microseconds of single calls: half took longer than `median`, one in a hundred longer than `slow`."""

    median: float
    slow: float


@frozen
class Rate:
    """The repeats of a batch, in seconds, and by how much the process grew in the first of them, in bytes.

    `seconds` is the quickest: what else the machine does only ever slows a batch down.
    """

    rows: int
    seconds: float
    median: float
    highest: float
    memory: int | None

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def one(call: Callable[[Any], object], arguments: Sequence[Any]) -> One:
    """One call after the other, each with its own argument, for two seconds at most; the first do not count."""
    for argument in arguments[:20]:
        call(argument)
    taken: list[float] = []
    end = perf_counter() + 2
    for argument in arguments:
        start = perf_counter()
        call(argument)
        taken.append(perf_counter() - start)
        if start > end:
            break
    taken.sort()
    return One(statistics.median(taken) * 1e6, taken[math.floor(len(taken) * 0.99)] * 1e6)


def rate(call: Callable[[Any], object], data: Any, rows: int, *, first: bool = True) -> Rate:
    """The same batch up to seven times; without `first` the time of the first one does not count, only its memory."""
    gc.collect()
    _give_back()
    gc.freeze()  # the bodies are not looked through for garbage while they are scored
    _forget_peak()
    before, peak, taken = _memory("VmRSS"), None, list[float]()
    while len(taken) < REPEATS and sum(taken) < SECONDS:
        taken.append(timed(lambda: call(data)))
        if peak is None:
            peak = _memory("VmHWM")
            if not first:
                taken.clear()
    gc.unfreeze()
    grown = max(0, peak - before) if peak is not None and before is not None else None
    return Rate(rows, min(taken), statistics.median(taken), max(taken), grown)


def _give_back() -> None:
    """Return freed memory to the system, where its C library can: else a batch would grow into it unseen."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


def _forget_peak() -> None:
    """Let the peak of each process be what it holds now, where the system allows that."""
    for process in _processes(os.getpid()):
        try:
            Path(f"/proc/{process}/clear_refs").write_text("5", encoding="ascii")
        except OSError:
            continue


def _memory(what: str) -> int | None:
    """Bytes that this process and those that it started hold, or held at their peak; None where nothing tells."""
    found = 0
    for process in _processes(os.getpid()):
        try:
            lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        found += next((int(line.split()[1]) * 1024 for line in lines if line.startswith(what)), 0)
    return found or None


def _processes(first: int) -> Iterator[int]:
    yield first
    try:
        started = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii")
    except OSError:
        return
    for process in started.split():
        yield from _processes(int(process))
