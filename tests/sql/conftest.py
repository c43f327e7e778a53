"""What is undone at the end of the tests of databases."""

import atexit
import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def ended() -> Iterator[None]:
    """What the command line leaves to the end of the process is undone: the bindings of a database complain of it."""
    yield
    atexit.unregister(gc.freeze)
