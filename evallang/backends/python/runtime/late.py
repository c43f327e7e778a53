"""What is imported when it is first needed, so that a file is there at once."""

from __future__ import annotations

from typing import Any


class Late:
    """Something of a module; it takes its own place when it is first used.

    Its own attributes have names that no module uses: `unicodedata.name` is to be that of the module.
    """

    __slots__ = ("_late_here", "_late_module", "_late_name")

    def __init__(self, module: str, name: str = "", here: str = "") -> None:
        self._late_module = module
        self._late_name = name
        self._late_here = here or name or module

    def __getattr__(self, name: str) -> Any:
        return getattr(found(self), name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        """As what it stands for."""
        return found(self)(*given, **named)

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, found(self))


def found(late: Late) -> Any:
    """What it stands for."""
    module = __import__(late._late_module)
    value = getattr(module, late._late_name) if late._late_name else module
    globals()[late._late_here] = value
    return value


class Pattern:
    """A regular expression that is compiled when it is first needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    def fullmatch(self, word: str) -> Any:
        """As `re.Pattern` does."""
        return __import__("re").fullmatch(self.text, word)


class Unset:
    """A variable of a context that nothing in a file sets: it has what it has from the beginning."""

    def __init__(self, _: str, *, default: Any = None) -> None:
        self.default = default

    def get(self) -> Any:
        """As `contextvars.ContextVar` does."""
        return self.default
