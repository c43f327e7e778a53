"""A file that was written, as a module of its own."""

import sys
from types import ModuleType


def module_of(source: str) -> ModuleType:
    """What the text of a file defines; it is not held by what this process has compiled."""
    module = ModuleType("scorer")
    exec(compile(source, "scorer.py", "exec"), module.__dict__)  # noqa: S102  # the test made this text from rules
    assert "scorer" not in sys.modules
    return module
