"""From a frame to its results: what is read of it, which rows are scored, and the engine over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from evallang.backends.columns.arrays import Source
from evallang.backends.columns.asked import check
from evallang.backends.columns.bounded import at_most
from evallang.backends.columns.engine import Engine, new_column
from evallang.backends.columns.frames import read
from evallang.backends.columns.fused.machine import is_installed
from evallang.backends.columns.holders import Bodies
from evallang.backends.columns.inputs import Given, typed
from evallang.backends.columns.lists import Lists, Reader
from evallang.backends.columns.passes import BLOCK
from evallang.backends.columns.periods import Calendar, carry
from evallang.backends.columns.results import Columns
from evallang.backends.columns.rows import Rows
from evallang.backends.columns.scorer import Period, Scorer
from evallang.backends.columns.unread import Unread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.scores import Scores
from evallang.diagnostics import Severity
from evallang.ir.data import Finding
from evallang.ir.program import InputDef, Program
from evallang.tables.bodies import BODY, KIND, PERIOD
from evallang.tables.cells import input_columns
from evallang.tables.columns import Active, column_number, headers_by_level
from evallang.tables.context import Context, Placed, has_yearly
from evallang.tables.raw import MAX_ROWS, DataError

LARGE = 20_000_000
"""Rows of a frame for which loops are compiled unasked: over fewer of them the columns are done before the compiler."""


@define(eq=False)
class Held:
    """A frame that has been read for a program, to be scored as often as needed.

    `calendar` finds a body in other periods, where the rules look at them; `kinds_vary` where a body is of another kind
    in another period. `order` has the rows by their kinds; None where they are computed as they stand. `named` rows are
    left to the interpreter.
    """

    rows: Rows
    kinds: NDArray[np.int16]
    periods: NDArray[np.int64] | None
    readable: NDArray[np.bool_]
    named: NDArray[np.bool_]
    calendar: Calendar | None = None
    kinds_vary: bool = False
    order: NDArray[np.intp] | None = None
    _givens: dict[tuple[int, ...], tuple[dict[int, Given], Lists]] = field(factory=dict)
    made: dict[Any, Any] = field(factory=dict, repr=False)
    """What a scoring has made of the rules, for the next one that asks the same of the same frame."""

    def givens(self, active: Active, choices: tuple[int, ...]) -> tuple[dict[int, Given], Lists]:
        """The inputs by number, in the order in which they are computed, and the lists. Raises Unsupported."""
        if choices not in self._givens:
            found, lists = _givens(self, active)
            if self.order is not None:
                found = {number: given.permuted(self.order) for number, given in found.items()}
            self._givens[choices] = found, lists
        return self._givens[choices]

    def items(self, active: Active) -> Lists:
        """The lists of the bodies. Raises Unsupported where they change what is read of these."""
        parents = {number: item.parent for number, item in enumerate(self.rows.program.items)}
        lists = Lists(parents, self.order)
        if not self.rows.lists:
            return lists
        bodies = Bodies.of_frame(self.rows, self.readable, self.periods)
        return Reader(self.rows, active, bodies, lists).read()

    @cached_property
    def unread(self) -> Unread:
        """What is said of the rows that are not read."""
        return Unread(self.rows, self.periods, self.readable)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The rows of bodies that are not read, and what is wrong with their kinds."""
        return tuple(self.unread.findings(self.kinds))

    def scored(self, period: Period) -> NDArray[np.bool_]:
        """The rows of the period that is asked for, or of the last one."""
        if self.periods is None or period == "all" or not self.readable.any():
            return self.readable
        last = int(self.periods[self.readable].max())
        return np.asarray(self.readable & (self.periods == (last if period is None else period)))


def held_for(program: Program, frame: Any, lists: Mapping[str, Any] | None, key: str) -> Held:
    """A frame as it is scored: read now, or before by `hold`.

    Raises ValueError for one that was read for other rules, or that is given with lists or with another key.
    """
    if not isinstance(frame, Held):
        return hold(program, frame, lists, key, by_kind=False)
    if frame.rows.program is not program:
        raise ValueError("the frame was read for other rules: read it with `read_columns` of the rules that score it")
    if lists is not None:
        raise ValueError("the frame was read with its lists: give `lists` to `read_columns`")
    if key not in (BODY, frame.rows.key):
        raise ValueError(f"the frame was read with `{frame.rows.key}` as its key: give `key` to `read_columns`")
    return frame


def hold(program: Program, frame: Any, lists: Mapping[str, Any] | None, key: str, *, by_kind: bool = True) -> Held:
    """Read a frame, and those of items.

    `by_kind` copies it and sorts its rows out once, for a frame that is scored more than once.
    """
    sources = read(frame)
    items = {name: read(items) for name, items in (lists or {}).items()}
    for given in (sources, *items.values()):
        check(program, given, key)
    if by_kind:  # what was proved of the numbers holds only while nobody writes to them
        sources = [source.copied() for source in sources]
        items = {name: [source.copied() for source in of_list] for name, of_list in items.items()}
    rows = Rows(program, sources, len(sources[0].values) if sources else 0, key, items)
    kinds, periods = rows.kinds(), rows.periods()
    read_ = rows.read(periods)
    calendar, vary = None, False
    if has_yearly(program) and periods is not None and rows.size:
        calendar = Calendar(rows.bodies[0], periods, read_)
        kinds, vary = _kinds_of_bodies(kinds, rows.wrong_kinds(), calendar.bodies, read_)
    several = by_kind and kinds.size and bool((kinds != kinds[0]).any())
    order = np.argsort(kinds, kind="stable") if several else None
    return Held(rows, kinds, periods, read_, rows.named(), calendar, vary, order)


def _kinds_of_bodies(
    kinds: NDArray[np.int16], wrong: NDArray[np.bool_], bodies: NDArray[np.intp], read_: NDArray[np.bool_]
) -> tuple[NDArray[np.int16], bool]:
    """The kinds, where one that is left out is that of another year, and whether a body has several."""
    known = read_ & (kinds >= 0)
    most = np.full(int(bodies.max()) + 1, -1, np.int16)
    least = np.full(len(most), np.iinfo(np.int16).max, np.int16)
    np.maximum.at(most, bodies[known], kinds[known])
    np.minimum.at(least, bodies[known], kinds[known])
    return np.where(read_ & (kinds < 0) & ~wrong, most[bodies], kinds), bool((least < most).any())


def _check_counts(block: int, threads: int) -> None:
    """Raise ValueError or TypeError for what nothing can be computed with."""
    for name, count in (("block", block), ("threads", threads)):
        if type(count) is not int:  # True is one
            raise TypeError(f"`{name}` is {count!r}; a whole number is needed")
        if count < 1:
            raise ValueError(f"`{name}` is {count}; at least 1 is needed")


def score_frame(  # noqa: PLR0913  # each is a separate thing that a scoring may be told
    program: Program, choices: tuple[int, ...], active: Active, held: Held, score: Scorer, *,
    paths: Sequence[str] | None, period: Period, supplied: str = "", block: int = BLOCK, threads: int = 1,
    fused: bool | None = None,
) -> Columns:  # fmt: skip
    """Score a frame; `score` scores rows by the interpreter, `paths` None asks for every result of a body.

    `supplied` tells parameters apart. `fused` compiles loops; None: where they pay.
    Raises UnknownPath for a path that names nothing, DataError and UsageError as `score` does, ValueError for
    `block` or `threads` below 1, ImportError for `fused` without numba.
    """
    _check_counts(block, threads)
    if isinstance(paths, str):
        raise TypeError(f'`paths` is a list of paths: give ["{paths}"]')
    rows, yearly, scored = held.rows, has_yearly(program), held.scored(period)
    asked = choices, period, supplied
    try:
        (givens, lists), across = held.givens(active, choices), yearly and held.kinds_vary
    except Unsupported:
        givens, lists, across = {}, Lists(left=bool(rows.lists)), True
    if asked not in held.made:
        held.made[asked] = _probe(held, scored, lists, score, period)
    probe = held.made[asked]
    hard = held.named.copy() if lists.hard is None else held.named | lists.hard
    for given in givens.values():
        if given.unfit is not None:
            hard |= given.unfit
    engine = Engine(
        rows, givens, choices, score, period, held.periods, held.kinds, scored, hard, held.readable & ~scored,
        probe, {}, held.order, block, threads,
    )  # fmt: skip
    chosen = dict.fromkeys(probe.columns if paths is None else paths)
    engine.columns.update((path, new_column(engine, path, rows.size, scored)) for path in chosen)
    place = (asked, tuple(chosen))
    made = held.made.get(place)
    if fused is None:
        fused = is_installed() and (rows.size >= LARGE or (made is not None and made.loops is not None))
    elif fused and not is_installed():
        raise ImportError("the engine `fused` needs numba: pip install evallang[fast]")
    engine.fused = fused
    engine.calendar, engine.lists = held.calendar, lists
    found = engine.run(made, across=across)
    if engine.can_be_kept:
        held.made[place] = engine.means
    return _said(held, engine, found, left=lists.left)


def _said(held: Held, engine: Engine, found: Columns, *, left: bool) -> Columns:
    """The results with what is to be said of the rows."""
    for column in found.values():
        column.unread = held.unread.reason
    found.findings, found.keys_of_rows = _findings(held, engine, found, left=left), _keys(held)
    return found


def _keys(held: Held) -> dict[str, Source]:
    """The columns of a frame that say whose its rows are."""
    bodies, found = held.rows.source(held.rows.key), dict[str, Source]()
    if bodies is not None:
        found[BODY] = bodies
    if held.periods is not None:
        found[PERIOD] = Source(PERIOD, "number", held.periods, held.periods == 0)
    return found


def _probe(held: Held, scored: NDArray[np.bool_], lists: Lists, score: Scorer, period: Period) -> Scores:
    """The scores of a few rows, which find the paths and show what is to be said of the columns."""
    rows = held.rows
    first = _some_rows(held, scored, lists) if scored.any() else list(range(rows.size))
    alone = held.periods is not None and scored.any()
    found = score(rows.raw(first, lists.some(rows, first)), "all" if alone else period)
    found.findings = tuple(f for f in found.findings if _of_columns(f))
    return found


def _some_rows(held: Held, scored: NDArray[np.bool_], lists: Lists) -> list[int]:
    """Rows of one period that show which columns are asked for: of each kind, and with an item of each list."""
    first = int(np.argmax(scored))
    among = scored if held.periods is None else scored & (held.periods == held.periods[first])
    found = {first}
    for kind in range(-1, len(held.rows.program.kinds)) if held.rows.program.kinds else ():
        of_kind = among & (held.kinds == kind)
        if of_kind.any():
            found.add(int(np.argmax(of_kind)))
    for number, items in lists.items.items():
        holders = lists.held_by(number, items)
        with_items = np.flatnonzero(among[holders])
        if with_items.size:
            found.add(int(holders[with_items[0]]))
    return sorted(found)


def _findings(held: Held, engine: Engine, found: Columns, *, left: bool) -> tuple[Finding, ...]:
    """What is to be said of the frames; `left` says that the interpreter reads one of items."""
    own = (*held.findings, *engine.lists.findings, *found.findings)
    size = held.rows.size + sum(len(sources[0].values) for sources in held.rows.lists.values() if sources)
    if not left:
        return own
    if size > MAX_ROWS and not found.whole:
        message = f"items are left to the interpreter: of so many ({size:,}) it is not said which are not read"
        return (*own, Finding(message))
    try:
        return engine.all_scores.findings
    except DataError as wrong:
        return (*own, Finding(str(wrong), None, Severity.ERROR))


def _of_columns(finding: Finding) -> bool:
    return finding.address is None or not finding.address.row


def _givens(held: Held, active: Active) -> tuple[dict[int, Given], Lists]:
    """The inputs that columns give, by number: fixed ones over all periods, with what `at most` makes invalid."""
    rows, program = held.rows, held.rows.program
    ctx = Context(program, active, rows.key, has_yearly(program), headers_by_level(program, active))
    keys = (column_number(rows.headers, name) for name in (rows.key, PERIOD, *([KIND] if program.kinds else [])))
    table = rows.raw(()).tables[0]
    placed = Placed(table, None, frozenset(place for place in keys if place is not None))
    found: dict[int, Given] = {}
    for column in input_columns(ctx, placed, set(), {}):
        definition = program.definitions[column.number]
        if column.place >= len(rows.sources) or not isinstance(definition, InputDef):
            continue
        given = typed(rows.sources[column.place], definition.type, column.outcomes)
        if given is not None:
            found[column.number] = given
            if held.calendar is not None and not definition.yearly:
                carry(given, held.calendar.bodies, held.readable)
    lists = held.items(active)
    at_most(program, found, held.kinds, lists)
    return found, lists
