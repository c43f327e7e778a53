"""Threads share one limit of calls: none lowers it for another, and the last one puts it back."""

import sys
import threading

from evallang.ir.deep import deep_calls


def test_the_limit_is_put_back_by_the_last_one_out() -> None:
    before = sys.getrecursionlimit()
    inside, go_on = threading.Event(), threading.Event()
    seen: list[int] = []

    def other() -> None:
        with deep_calls():
            inside.set()
            go_on.wait(10)
            seen.append(sys.getrecursionlimit())

    thread = threading.Thread(target=other)
    with deep_calls():
        thread.start()
        assert inside.wait(10)
    go_on.set()
    thread.join(10)
    assert seen[0] > before
    assert sys.getrecursionlimit() == before
