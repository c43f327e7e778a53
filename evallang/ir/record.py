"""What the classes of the program share."""

from __future__ import annotations

from typing import Any

from attrs import fields


class Record:
    """Something of a program: printed as its call, without what is not to be printed.

    One method for all: `attrs` would write and compile another one for each class, at every start.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        cls: Any = type(self)  # every class below is one of attrs
        shown = ", ".join(f"{a.name}={getattr(self, a.name)!r}" for a in fields(cls) if a.repr)
        return f"{cls.__name__}({shown})"
