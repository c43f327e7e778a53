"""Blocks side by side: each task once, in threads that are kept, and what one of them raises."""

import multiprocessing
import os
import threading
from typing import Any

import pytest

from evallang.backends.columns.threads import side_by_side


def test_each_task_is_done_once() -> None:
    done: list[int] = []
    seen: set[int] = set()

    def work(number: int) -> None:
        done.append(number)
        seen.add(threading.get_ident())

    for _ in range(20):
        side_by_side(work, ((number,) for number in range(100)), 3)
    assert sorted(done) == sorted(list(range(100)) * 20)
    assert len(seen) <= 1 + (os.cpu_count() or 1)


def test_what_a_task_raises_is_raised_when_all_others_are_done() -> None:
    done: list[int] = []

    def work(number: int) -> None:
        if number == 3:
            raise ValueError("the fourth")
        done.append(number)

    with pytest.raises(ValueError, match="the fourth"):
        side_by_side(work, ((number,) for number in range(50)), 2)
    assert sorted(done) == [*range(3), *range(4, 50)]


def _in_another_process(found: "multiprocessing.Queue[int]") -> None:
    done: list[int] = []
    side_by_side(done.append, ((number,) for number in range(10)), 2)
    found.put(len(done))


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_another_process_starts_threads_of_its_own(method: str) -> None:
    """Above all one that is forked, and has none of those that are kept."""
    side_by_side(lambda _: None, ((number,) for number in range(10)), 2)
    context: Any = multiprocessing.get_context(method)
    found = context.Queue()
    process = context.Process(target=_in_another_process, args=(found,))
    process.start()
    process.join(20)
    assert process.exitcode == 0 and found.get(timeout=5) == 10
