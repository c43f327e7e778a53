"""Scoring a frame block by block; what floats leave open is settled modulo 2^64, then by the interpreter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from evallang.backends.columns.across import Across
from evallang.backends.columns.column import NOT_SCORED, STATUSES, Column, codes_of
from evallang.backends.columns.compile import Code, Compiler, Rank
from evallang.backends.columns.everyone import items_of_everyone
from evallang.backends.columns.hidden import EVERY_CODE, Hidden, code_of
from evallang.backends.columns.inputs import Given
from evallang.backends.columns.lists import Lists
from evallang.backends.columns.means import MANY, Codes, Means, Share
from evallang.backends.columns.passes import BLOCK, Chosen, Pass, Plans
from evallang.backends.columns.paths import computed, sort_of
from evallang.backends.columns.periods import Calendar, in_period, previous, worse_in_a_row
from evallang.backends.columns.populations import population
from evallang.backends.columns.ratings import Places, among_the, places_of, ranks
from evallang.backends.columns.results import Columns
from evallang.backends.columns.rows import Rows
from evallang.backends.columns.scorer import Period, Scorer
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Block, Value
from evallang.backends.scores import Result, Scores
from evallang.backends.specialised import Specialised
from evallang.ir import expr as ir
from evallang.ir.deep import deep_calls
from evallang.ir.program import InputDef


@define(eq=False)
class Engine:
    """One scoring of a frame: `chosen` are the paths that are asked for, `scored` the rows, by their kinds."""

    rows: Rows
    givens: dict[int, Given]
    choices: tuple[int, ...]
    score: Scorer
    period: Period
    periods: NDArray[np.int64] | None
    kinds: NDArray[np.int16]
    scored: NDArray[np.bool_]
    hard: NDArray[np.bool_]
    in_other_periods: NDArray[np.bool_]
    probe: Scores
    columns: dict[str, Column]
    order: NDArray[np.intp] | None = None
    size: int = BLOCK
    threads: int = 1
    fused: bool = False
    """Whether loops are compiled for what they can do."""
    whole: frozenset[str] = frozenset()
    compilers: dict[int, Compiler] = field(factory=dict, repr=False)
    lists: Lists = field(factory=Lists, repr=False)
    calendar: Calendar | None = field(default=None, repr=False)
    """Where bodies stand in other periods, for rules that look at them."""
    scored_run: Engine | None = field(default=None, repr=False)
    """The engine of the scored periods, for one that computes values of earlier periods, where no fallback acts."""
    kept: list[ir.Expr] = field(factory=list, repr=False)
    """Expressions that are made here."""
    means: Means = field(init=False, repr=False)
    _own: dict[int, Scores] = field(factory=dict, repr=False)
    _hidden: dict[int, Hidden] = field(factory=dict, repr=False)
    _derived: dict[Any, tuple[int, int] | Unsupported] = field(factory=dict, repr=False)
    _places: dict[tuple[int, int], Places] = field(factory=dict, repr=False)

    # ---- over columns

    def run(self, made: Means | None, *, across: bool) -> Columns:
        """All results; `across` says that rows of the frame depend on one another, whatever a path needs.

        `made` is what an engine that can be kept has made for the same paths.
        """
        open_: list[tuple[list[str], list[int]]] = []
        often = made is not None or self.rows.size >= MANY * self.size
        with deep_calls(), np.errstate(all="ignore"):
            if made is None:
                some = not across and self.scored.any()
                self.compilers = self._compilers() if some else {}
                made = Means(self.rows.program, self.compilers, self._codes() if some else {})
            self.compilers, self.means = made.compilers, made
            codes = made.codes
            done = [path for path in self.columns if codes and all(path in found for found in codes.values())]
            for share in made.shares(done, self.givens, self.columns, self.size, fused=self.fused, often=often):
                plans = {k: [(self.columns[p], found[p]) for p in share.paths] for k, found in codes.items()}
                open_.append((share.paths, self._over(plans, share)))
        for paths, rows in open_:
            self._settle(rows, paths)
        self.whole = frozenset(self.columns) - frozenset(done)
        self._whole([path for path in self.columns if path in self.whole])
        settled = {row for _, rows in open_ for row in rows}
        return Columns(self.columns, self.rows.size, tuple(self.probe.findings), len(settled), self.whole)

    @property
    def can_be_kept(self) -> bool:
        """Whether what was made does for another scoring: nothing of it holds values of this one."""
        return not self._derived and bool(self.means.codes)

    def _compilers(self) -> dict[int, Compiler]:
        """What compiles for each kind that occurs."""
        program = self.rows.program
        parameter = next(iter(self.probe.runs.values())).parameter
        found = {}
        for kind in np.unique(self.kinds[self.scored]).tolist():
            name = program.kinds[kind].name if kind >= 0 else None
            special = Specialised(program, self.choices, name, self.special.dependencies)
            found[kind] = Compiler(special, parameter, self.derived, self.lists.need, fallbacks=self.scored_run is None)
        return found

    def _codes(self) -> Codes:
        """How each path is computed for each kind; those that cannot be are left out."""
        found: Codes = {}
        for kind, compiler in self.compilers.items():
            codes = found[kind] = {}
            for path in self.columns:
                try:
                    codes[path] = computed(compiler, self.probe.paths.find(path))
                except Unsupported:
                    continue
        return found

    def _over(self, plans: Plans, share: Share | None = None) -> list[int]:
        """Compute columns; the result is the rows that are left open."""
        rows = Chosen(self.kinds, self.scored, self.hard, self.order)
        return Pass(rows, self.givens, self.compilers, self.lists, self.size, self.threads).over(plans, share)

    # ---- what looks at other bodies

    def hidden(self, e: ir.Expr) -> Hidden:
        """The value of an expression for every body that is scored. Raises Unsupported."""
        if id(e) not in self._hidden:
            column = Column("", np.zeros(self.rows.size, np.uint8), lambda row: None, EVERY_CODE)
            codes = {kind: compiler.of_body(e) for kind, compiler in self.compilers.items()}
            plans: Plans = {kind: [(column, partial(_at_body, code))] for kind, code in codes.items()}
            rows = self._over(plans)
            if rows:
                self._settle_hidden(e, column, rows)
            self._hidden[id(e)] = Hidden(column)
        return self._hidden[id(e)]

    @cached_property
    def earlier(self) -> Engine:
        """What computes values of earlier periods."""
        if self.scored_run is not None:
            return self
        found = evolve(
            self, givens=dict(self.givens), scored=self.readable, columns={}, scored_run=self, compilers={},
            own={}, hidden={}, derived={}, places={},
        )  # fmt: skip
        found.compilers = found._compilers()
        return found

    @property
    def readable(self) -> NDArray[np.bool_]:
        """The rows of all periods."""
        return self.scored if self.periods is None else self.scored | self.in_other_periods

    def _settle_hidden(self, e: ir.Expr, column: Column, rows: Sequence[int]) -> None:
        if self.scored_run is not None:
            scores = self.scored_run.all_scores
        else:
            scores = self.all_scores if self.across.expressions([e]) else self._scores(rows)
        for row in rows:
            runs = [run for p, run in scores.runs.items() if (p == self.period_of(row)) is (self.scored_run is None)]
            if not runs:  # a row of the only scored period is no earlier one
                continue
            run = runs[0]
            frame = run.frame(self.rows.key_of(row), self.period_of(row))
            assert frame is not None
            value = run.compiler.code(e)(frame, frame, ())
            column.put(row, code_of(value), value)

    def derived(self, e: ir.Expr | Rank) -> tuple[int, int]:
        """The numbers under which blocks read what an expression makes of other bodies. Raises Unsupported."""
        place = e if isinstance(e, tuple) else id(e)
        if place not in self._derived:
            try:
                self._derived[place] = self._derive(e)
            except Unsupported as why:
                self._derived[place] = why
        found = self._derived[place]
        if isinstance(found, Unsupported):
            raise found
        return found

    def _derive(self, e: ir.Expr | Rank) -> tuple[int, int]:
        match e:
            case (number, node):
                givens = [ranks(self, number, node)]
            case ir.InRating():
                givens = [among_the(self, e)]
            case ir.Previous():
                givens = [previous(self, e)]
            case ir.InPeriod():
                givens = [in_period(self, e)]
            case ir.WorseInARow():
                givens = [worse_in_a_row(self, e)]
            case ir.Aggregate(over=ir.BodiesOf()):
                givens = [*population(self, e)]
            case ir.Aggregate(over=ir.ItemsOf()):
                givens = [*items_of_everyone(self, e)]
            case _:
                raise Unsupported(type(e).__name__)
        first = len(self.rows.program.definitions) + len(self._derived) * 2
        for number, given in enumerate(givens, first):
            self.givens[number] = given if self.order is None else given.permuted(self.order)
        return first, first + 1

    def places(self, number: int, node: int) -> Places:
        """The places in a rating of a node. Raises Unsupported."""
        if (number, node) not in self._places:
            self._places[number, node] = places_of(self, number, node)
        return self._places[number, node]

    @cached_property
    def special(self) -> Specialised:
        """What holds under the options, whatever the kind."""
        return Specialised(self.rows.program, self.choices)

    @cached_property
    def across(self) -> Across:
        """What looks at other rows."""
        return Across(self.rows.program)

    # ---- by the interpreter

    def _settle(self, rows: Sequence[int], paths: Sequence[str]) -> None:
        """Score some rows by the interpreter."""
        if not rows or not paths:
            return
        alone = [path for path in paths if not self.looks_across(path)]
        together = [path for path in paths if self.looks_across(path)]
        for chosen, scores in ((alone, self._scores), (together, lambda _: self.all_scores)):
            if chosen:
                found = scores(rows)
                for row in rows:
                    self._take(row, found, chosen)

    def looks_across(self, path: str) -> bool:
        """Whether a result looks at other rows."""
        return self.across.path(self.probe.paths.find(path))

    def _scores(self, rows: Sequence[int]) -> Scores:
        """The scores of rows that do not depend on others; bodies that marks name are told apart together."""
        named = np.flatnonzero(self.rows.named()) if any(self.hard[row] for row in rows) else ()
        chosen = sorted({*rows, *(int(row) for row in named)})
        if self.calendar is not None:  # what is fixed is read over all periods of a body
            chosen = np.flatnonzero(np.isin(self.calendar.bodies, self.calendar.bodies[chosen])).tolist()
        return self.score(self.rows.raw(chosen, self.lists.of(chosen)), "all")

    def _whole(self, paths: Sequence[str]) -> None:
        if paths:
            for row in np.flatnonzero(self.scored).tolist():
                self._take(row, self.all_scores, paths)

    @cached_property
    def all_scores(self) -> Scores:
        """The scores of the whole frame by the interpreter."""
        return self.score(self.rows.raw_with_lists(), self.period)

    def _take(self, row: int, scores: Scores, paths: Sequence[str]) -> None:
        body = scores[self.rows.key_of(row), self.period_of(row)]
        for path in paths:
            result = body[path]
            self.columns[path].put(row, STATUSES.index(result.status), result.value)

    def period_of(self, row: int) -> int | None:
        """The period of a row."""
        return None if self.periods is None else int(self.periods[row])

    def result(self, path: str, row: int) -> Result | None:
        """The result of the interpreter for a row: alone, where no other row matters for it."""
        if self.columns[path].status[row] == NOT_SCORED:
            return None
        if path in self.whole or self.looks_across(path):
            scores = self.all_scores
        elif row in self._own:
            scores = self._own[row]
        else:
            self._own.clear()  # the paths of one row are asked for one after the other
            scores = self._own[row] = self._scores([row])
        return scores[self.rows.key_of(row), self.period_of(row)][path]


def _at_body(code: Code, block: Block) -> Value:
    return code(block, ())


def new_column(engine: Engine, path: str, size: int, scored: NDArray[np.bool_]) -> Column:
    """A column without results, which knows what it is to hold."""
    status = np.zeros(size, np.uint8)
    if not scored.all():
        status[~scored] = NOT_SCORED
    target = engine.probe.paths.find(path)
    program = engine.rows.program
    of_input = target.sort == "value" and isinstance(program.definitions[target.numbers[0]], InputDef)
    codes = codes_of(invalid="invalid" if of_input else "undefined")
    return Column(path, status, lambda row: engine.result(path, row), codes, sort=sort_of(program, target))
