"""Lines of Python as they are made: indentation, fresh names, constants that are named once."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from attrs import define, field

from evallang.backends.python.bundle import MODULES


def letters(word: str) -> str:
    """A word as Python reads it in a name: it takes `µ` for `μ`, and `ﬀ` for `ff` (PEP 3131); `_` for what is none."""
    return "".join(c if f"a{c}".isidentifier() else "_" for c in unicodedata.normalize("NFKC", word))


@define(eq=False)
class Code:
    """The body of one function."""

    lines: list[str] = field(factory=list)
    products: dict[str, tuple[int, Counter[str]]] = field(factory=dict)
    """What names of denominators are products of."""
    leave: str = ""
    """Where floats are in front: the line that leaves what is in doubt to exact code."""
    is_near: bool = False
    """Whether there are any."""
    made: dict[tuple[int, frozenset[tuple[str, int]]], list[str]] = field(factory=dict)
    """The names by what they are products of."""
    _depth: int = 1
    _scopes: list[set[str]] = field(factory=lambda: [set()])
    _used: dict[str, int] = field(factory=dict)
    _names: set[str] = field(factory=set)

    def put(self, line: str) -> None:
        """A line."""
        self.lines.append("    " * self._depth + line)

    def hole(self) -> tuple[int, str]:
        """A line that is filled in later: its place, and its indentation."""
        self.lines.append("")
        return len(self.lines) - 1, "    " * self._depth

    def fill(self, place: int, line: str) -> None:
        """The line of a hole."""
        self.lines[place] = line

    def end(self, place: int, indent: str, name: str, code: str) -> None:
        """Fill a hole where a branch ends with its value; a name that was made for it alone is left out."""
        at = place - 1
        while at > 0 and self.lines[at].lstrip().startswith("#"):
            at -= 1
        before, own = self.lines[at] if place else "", f"{indent}{code} = "
        if code in self._names and before.startswith(own):
            self.lines[at] = f"{indent}{name} = {before[len(own) :]}"
        else:
            self.fill(place, f"{indent}{name} = {code}")

    def comment(self, words: str, provisions: Sequence[str] = ()) -> None:
        """A line for people, which cites some provisions."""
        if words:
            self.put(f"# {' '.join([*words.split(), *provisions])}")

    def cite(self, words: str, provisions: Sequence[str]) -> None:
        """A line above what rests on some provisions; none where there are none."""
        if provisions:
            self.comment(words, provisions)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """What stands under a head such as `if x:`; `pass` where nothing does."""
        self.put(head)
        with self.deeper():
            yield

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """What stands under a head that has been written; `pass` where nothing does."""
        self._depth += 1
        self._scopes.append(set())
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.put("pass")
        self._scopes.pop()
        self._depth -= 1

    def fresh(self, word: str = "x") -> str:
        """A name that this function does not have yet."""
        name = letters(word)
        if not name.isidentifier() or name in taken() or _OF_THE_FILE.fullmatch(name):
            name = f"_{name}"
        count = self._used.get(name, 0) + 1
        found = name if count == 1 else f"{name}_{count}"
        while found in self._names:  # the rules may call something `x_2` themselves
            count += 1
            found = f"{name}_{count}"
        self._used[name] = count
        self._names.add(found)
        return found

    def let(self, expression: str, word: str = "x") -> str:
        """A fresh name for the value of an expression."""
        name = self.fresh(word)
        self.put(f"{name} = {expression}")
        self.see(name)
        return name

    def empty(self, word: str) -> str:
        """A fresh name for a list that is filled later."""
        name = self.fresh(word)
        self.put(f"{name}: list[Any] = []")
        self.see(name)
        return name

    def see(self, name: str) -> None:
        """Note that a name has been given its value here."""
        self._scopes[-1].add(name)

    def is_seen(self, name: str) -> bool:
        """Whether a name has been given its value wherever this line is reached."""
        return any(name in scope for scope in self._scopes)


_OF_THE_FILE = re.compile(r"[A-Z]+_?\d+(_KNOWN)?|[A-Z]+(_[A-Z]+)*|(careful|of|near|group|member|elsewhere)_\w+")
"""Names that a file has for its own constants and functions."""


@cache
def taken() -> frozenset[str]:
    """Names that mean something else in a file: words of Python, and all that the file may call."""
    called = {name for module in MODULES for name in dir(module)}
    return frozenset(
        {*keyword.kwlist, *dir(builtins), *called, "date", "gcd", "given", "name_of", "p", "r", "this", "whole_below"}
    )
