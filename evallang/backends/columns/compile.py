"""Expressions → closures over blocks of rows of one kind, under one choice of readings.

What each operation makes of absence is what `evallang.backends.interpreter.compile`, the reference, makes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from evallang.backends.columns import nodes, states
from evallang.backends.columns.called import Calls, Known, is_argument
from evallang.backends.columns.expressions import RULES
from evallang.backends.columns.lookup import Brackets
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import (
    NOT_FOR_THESE,
    UNDEFINED_EVERYWHERE,
    Block,
    Value,
)
from evallang.backends.specialised import Specialised
from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, NodeDef
from evallang.ir.walk import walk
from evallang.types import BodyType

Local = tuple[Value, ...]
Code = Callable[[Block, Local], Value]
Rank = tuple[int, int]
"""The rank in a rating of one of its nodes, by their numbers."""


class Compiler:
    """Compiles definitions for the bodies of one kind; `parameter` gives the value of one as the interpreter has it."""

    def __init__(
        self, special: Specialised, parameter: Callable[[int], Any],
        derive: Callable[[ir.Expr | Rank], tuple[int, int]], need_list: Callable[[int], None], *,
        fallbacks: bool = True,
    ) -> None:  # fmt: skip
        """`derive` makes of other bodies what blocks read under a number, and under another where it is of nothing.

        `need_list` raises Unsupported for a list of which the items are not there to be looked at. `fallbacks` stand in
        for missing values in the scored period only.
        """
        self.fallbacks = fallbacks
        self.derive = derive
        self.need_list = need_list
        self.depth = 0
        self.special = special
        self.program = special.program
        self.parameter = parameter
        self.definitions: dict[int, Callable[[Block], Value]] = {}
        self._refused: dict[int, Unsupported] = {}
        self._done: dict[tuple[int, Known], Code] = {}
        self.calls = Calls(special.program)
        self.known: Known = ()
        self._tables: dict[tuple[int, int | None], Brackets] = {}
        self.makers = nodes.Makers(self)

    def code(self, e: ir.Expr) -> Code:
        """The closure of an expression. Raises Unsupported."""
        e = self.special.written_out(e)
        place = id(e), self.known
        found = self._done.get(place)
        if found is None:
            rule = RULES.get(type(e))
            if rule is None:
                raise Unsupported(type(e).__name__)
            found = self._done[place] = rule(self, e)
        return found

    def of_body(self, e: ir.Expr) -> Code:
        """The closure of an expression of a body, whatever is being compiled. Raises Unsupported."""
        if any(is_argument(x) for x in walk(e)):
            raise Unsupported("an argument where other bodies are looked at")
        with self.at(0), self.calling(()):
            return self.code(e)

    @contextmanager
    def calling(self, known: Known) -> Iterator[None]:
        """Compile what is called with arguments of which some are known."""
        before, self.known = self.known, known
        try:
            yield
        finally:
            self.known = before

    @contextmanager
    def at(self, depth: int) -> Iterator[None]:
        """Compile for items so many lists deep."""
        before, self.depth = self.depth, depth
        try:
            yield
        finally:
            self.depth = before

    def need(self, number: int) -> None:
        """See that a definition can be computed. Raises Unsupported, each time anew."""
        if number in self._refused:
            raise self._refused[number]
        if number not in self.definitions:
            try:
                with self.at(len(self.program.definitions[number].level)), self.calling(()):
                    self.definitions[number] = self._definition(number)
            except Unsupported as why:
                self._refused[number] = why
                raise

    def _definition(self, number: int) -> Callable[[Block], Value]:
        d = self.program.definitions[number]
        if not isinstance(d, NodeDef) and not self.special.is_of_kind(d):
            return lambda block: self.other_kind
        match d:
            case InputDef():
                return self._input(d)
            case FormulaDef():
                formula = self.code(d.value)
                return lambda block: formula(block, ())
        return self.makers.node(d)

    def _input(self, d: InputDef) -> Callable[[Block], Value]:
        if isinstance(d.type, BodyType):
            raise Unsupported("an input that names a body")
        number = d.number
        if d.fallback is None or not self.fallbacks:
            return lambda block: block.given(block, number)
        spare = self.code(d.fallback)

        def with_fallback(block: Block) -> Value:
            value = block.given(block, number)
            if value.state is None:
                return value
            other = spare(block, ())
            mask = (value.state == states.MISSING) & ((np.uint8(0) if other.state is None else other.state) == 0)
            return block.merge(mask, other, value) if np.any(mask) else value

        return with_fallback

    @property
    def other_kind(self) -> Value:
        """What is for other kinds; undefined where the kind is not known."""
        known = self.special.kind is not None
        return NOT_FOR_THESE if known else UNDEFINED_EVERYWHERE

    def table(self, e: ir.Lookup, column: str) -> Brackets:
        """Brackets with the rows that hold, for one column of answers."""
        definition = self.program.brackets[e.brackets]
        answer = definition.results.index(column) if column in definition.results else None
        place = (e.brackets, answer)
        if place not in self._tables:
            rows = self.special.rows(definition)
            self._tables[place] = Brackets(rows, len(definition.inputs), answer)
        return self._tables[place]
