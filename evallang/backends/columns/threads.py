"""Blocks side by side, in threads that are kept: to start one takes longer than what it does on a small frame."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import Any

import numpy as np

from evallang.ir.deep import deep_calls


@cache
def _kept() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, "evallang")


if hasattr(os, "register_at_fork"):  # a process that is forked has none of the threads
    os.register_at_fork(after_in_child=_kept.cache_clear)


def side_by_side(work: Callable[..., None], tasks: Iterable[tuple[Any, ...]], threads: int) -> None:
    """Do `work` for each of some tasks, in this thread and others; what one of them raises, when all are done."""
    waiting, lock = iter(tasks), Lock()

    def share() -> None:
        with deep_calls(), np.errstate(all="ignore"):  # each thread has a state of its own
            while True:
                with lock:
                    task = next(waiting, None)
                if task is None:
                    return
                work(*task)

    others = list(_others(share, threads - 1))
    try:
        share()
    finally:
        wait(others)
    for other in others:
        other.result()


def _others(share: Callable[[], None], count: int) -> Iterator[Future[None]]:
    """Shares of other threads; none while Python ends, which starts no more of them."""
    with suppress(RuntimeError):
        for _ in range(count):
            yield _kept().submit(share)
