"""The query as steps: named columns, each in the first step in which all that it needs is there.

A column is written `«7»` inside of fragments and `c7` in the query. Columns belong to a level: the bodies, or a list
of items. A fragment of a level may name columns of the levels around it, which are joined in. What nothing needs is
left out of the query.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from attrs import define, field, frozen

from evallang.backends.sql.dialect import Dialect

Level = tuple[int, ...]
"""The numbers of the items around a row, outermost first; none for a body."""

TOKEN = re.compile("«([0-9]+)»")
_ATOM = re.compile(r"-?[\w.':]*|'[^']*'|CAST\(NULL AS [A-Z ]+\)")


@frozen(eq=False)
class Column:
    """One column: where it stands, and how it comes about, by one of the ways of `Steps`."""

    level: Level
    stage: int
    sql: str
    join: Join | None = None
    note: str = ""


@frozen
class Join:
    """Where a column is looked up: the rows of `source`, grouped by `by` or found by `shift` periods back.

    `on` are the fragments of the asking level that `by` is compared with, after the keys that both have.
    """

    source: Level
    keys: int
    by: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    shift: int = 0
    grouped: bool = True


@define(eq=False)
class Steps:
    """Columns so far, by number and level."""

    dialect: Dialect
    base: dict[Level, dict[int, str]] = field(factory=lambda: defaultdict(dict))
    sources: dict[Level, str] = field(factory=dict)
    keys: dict[Level, tuple[str, ...]] = field(factory=dict)
    names: dict[Level, str] = field(factory=dict)
    columns: dict[tuple[Level, int], Column] = field(factory=dict)
    home: dict[int, Level] = field(factory=dict)
    known: dict[tuple[Level, str, Join | None], str] = field(factory=dict)
    note: str = ""

    def given(self, level: Level, sql: str) -> str:
        """A column made of the table itself."""
        return self._add(level, 0, sql, None)

    def let(self, level: Level, sql: str) -> str:
        """A column made of others."""
        if TOKEN.fullmatch(sql):
            return sql
        if _ATOM.fullmatch(sql):
            return sql
        stage = 1 + max((self._stage(level, int(n)) for n in TOKEN.findall(sql)), default=0)
        return self._add(level, stage, sql, None)

    def look(self, level: Level, sql: str, join: Join) -> str:
        """A column made of other rows: an aggregate of `sql`, or `sql` of the one row found."""
        inner = [int(n) for part in (sql, *join.by) for n in TOKEN.findall(part)]
        outer = [int(n) for part in join.on for n in TOKEN.findall(part)]
        stage = 1 + max([self._stage(join.source, n) for n in inner] + [self._stage(level, n) for n in outer] + [0])
        return self._add(level, stage, sql, join)

    def _add(self, level: Level, stage: int, sql: str, join: Join | None) -> str:
        place = (level, sql, join)
        if place not in self.known:
            number = len(self.home) + 1
            self.home[number] = level
            self.columns[level, number] = Column(level, stage, sql, join, self.note)
            self.known[place] = f"«{number}»"
        return self.known[place]

    def _stage(self, level: Level, number: int) -> int:
        """The step at which a level has a column; one of a level around it is joined in."""
        found = self.columns.get((level, number))
        if found is None:
            home = self.home[number]
            assert level[: len(home)] == home, (level, home)
            stage = 1 + self.columns[home, number].stage
            join = Join(home, 2 + len(home), grouped=False)
            found = self.columns[level, number] = Column(level, stage, f"«{number}»", join)
        return found.stage

    def render(self, wanted: Sequence[str], level: Level) -> list[Step]:
        """The steps that give the wanted columns; the last one has them."""
        return _Rendering(self).run({int(n) for w in wanted for n in TOKEN.findall(w)}, level)


@frozen
class Step:
    """One step: its name, its SELECT, how many others read it, the steps that it reads.

    `gathered`: aggregates are made of its rows.
    """

    name: str
    select: str
    readers: int
    reads: frozenset[str]
    gathered: bool = False


def plain(sql: str) -> str:
    """A fragment as the query has it."""
    return TOKEN.sub(r"c\1", sql)


Place = tuple[Level, int]
_LONGEST = 2_000
"""Characters up to which a column that one other uses is written into it: fewer steps, which are narrower."""
_SHORT = 48
"""Characters up to which this is done for a column that several use."""


@define(eq=False)
class _Rendering:
    """The steps from the last one back to the first: what a step needs must be in the one before."""

    steps: Steps
    needed: dict[Level, set[int]] = field(factory=lambda: defaultdict(set))
    sql: dict[Place, str] = field(factory=dict)
    stage: dict[Place, int] = field(factory=dict)
    uses: dict[str, int] = field(factory=lambda: defaultdict(int))
    read: set[str] = field(factory=set)
    gathered: set[str] = field(factory=set)
    ctes: list[tuple[str, str, frozenset[str]]] = field(factory=list)
    stages: dict[Level, list[int]] = field(factory=dict)

    def run(self, wanted: set[int], level: Level) -> list[Step]:
        """All steps in their order."""
        self.sql = {place: column.sql for place, column in self.steps.columns.items()}
        self._find_needed(wanted, level)
        self._inline(wanted, level)
        self.needed.clear()
        self._find_needed(wanted, level)
        self._number()
        by_stage: dict[tuple[int, Level], list[int]] = defaultdict(list)
        for at in self.needed:
            by_stage[0, at] = []
            for number in sorted(self.needed[at]):
                by_stage[self.stage[at, number], at].append(number)
        self.stages = {at: sorted(t for t, other in by_stage if other == at) for at in self.needed}
        live: dict[Level, set[int]] = defaultdict(set)
        live[level] |= wanted
        for stage, at in sorted(by_stage, key=lambda place: (-place[0], place[1])):
            self._step(stage, at, by_stage[stage, at], live)
        found = [
            Step(name, text, self.uses[name], reads, name in self.gathered) for name, text, reads in reversed(self.ctes)
        ]
        last = self._name(level, max(self.stages[level]))
        return sorted(found, key=lambda step: step.name == last)  # what others need stands before the last one

    def _find_needed(self, wanted: set[int], level: Level) -> None:
        self.needed[level] |= set()
        waiting = [(level, number) for number in wanted]
        while waiting:
            at, number = waiting.pop()
            if number in self.needed[at]:
                continue
            self.needed[at].add(number)
            waiting += self._uses(at, number)

    def _uses(self, at: Level, number: int) -> list[Place]:
        column, sql = self.steps.columns[at, number], self.sql[at, number]
        inside = [int(n) for n in TOKEN.findall(sql)] if column.stage else []
        if column.join is None:
            return [(at, n) for n in inside]
        self.needed[column.join.source] |= set()
        inside += [int(n) for b in column.join.by for n in TOKEN.findall(b)]
        outer = [(at, int(n)) for o in column.join.on for n in TOKEN.findall(o)]
        return [(column.join.source, n) for n in inside] + outer

    def _inline(self, wanted: set[int], level: Level) -> None:
        """Write what is used once, or is short, into what uses it."""
        used: dict[Place, int] = defaultdict(int)
        kept = {(level, n) for n in wanted}
        places = sorted(((at, n) for at in self.needed for n in self.needed[at]), key=self._order)
        for place in places:
            join = self.steps.columns[place].join
            for use in self._uses(*place):
                used[use] += 1
            if join is not None:  # keys of joins stay columns, and so does what is joined in
                kept |= {(join.source, int(n)) for b in join.by for n in TOKEN.findall(b)}
                kept |= {(place[0], int(n)) for o in join.on for n in TOKEN.findall(o)}
                if not join.grouped:
                    kept |= {(join.source, int(n)) for n in TOKEN.findall(self.sql[place])}
        for place in places:
            column = self.steps.columns[place]
            if not column.stage:
                continue
            at = place[0] if column.join is None else column.join.source

            def written(match: re.Match[str], at: Level = at) -> str:
                inner = (at, int(match[1]))
                if inner in kept or not self._may_move(inner):
                    return match[0]
                most = _LONGEST if used[inner] == 1 else _SHORT
                return f"({self.sql[inner]})" if len(self.sql[inner]) <= most else match[0]

            self.sql[place] = TOKEN.sub(written, self.sql[place])

    def _may_move(self, place: Place) -> bool:
        column = self.steps.columns.get(place)
        if column is None or not column.stage or column.join is not None:
            return False
        return " OVER " not in column.sql and "SELECT " not in column.sql

    def _order(self, place: Place) -> tuple[int, Place]:
        return self.steps.columns[place].stage, place

    def _number(self) -> None:
        """The steps anew: there are fewer."""
        for place in sorted(((at, n) for at in self.needed for n in self.needed[at]), key=self._order):
            column = self.steps.columns[place]
            before = [self.stage[use] for use in self._uses(*place)]
            self.stage[place] = 0 if not column.stage else 1 + max(before, default=0)

    def _name(self, level: Level, stage: int) -> str:
        """The step of a level at a stage, or the last one before it."""
        held = max(s for s in self.stages[level] if s <= stage)
        return f"{self.steps.names[level]}_{held}"

    def _step(self, stage: int, at: Level, new: list[int], live: dict[Level, set[int]]) -> None:
        steps = self.steps
        kept = sorted(live[at] - set(new))
        keys = [f"k{i}" for i in range(2 + len(at))]
        if stage == 0:
            texts = [f"{key} AS k{i}" for i, key in enumerate(steps.keys[at])]
            texts += [f"{steps.columns[at, n].sql} AS c{n}" for n in new]
            self.ctes.append(
                (self._name(at, 0), f"  SELECT {', '.join(texts)}\n  FROM {steps.sources[at]}", frozenset())
            )
            return
        before = self._name(at, stage - 1)
        self.uses[before] += 1
        self.read = {before}
        texts = [f"p.{key}" for key in keys] + [f"p.c{n}" for n in kept]
        joins: dict[Join, list[int]] = defaultdict(list)
        lines, note = [], ""
        for number in new:
            column = steps.columns[at, number]
            live[at] |= {n for place, n in self._uses(at, number) if place == at and column.join is None}
            if column.join is not None:
                joins[column.join].append(number)
                continue
            if column.note != note:
                note = column.note
                lines.append(f"    -- {note}")
            lines.append(f"    {plain(self.sql[at, number])} AS c{number},")
        live[at] -= set(new)
        froms = [f"{before} p"]
        for order, (join, numbers) in enumerate(joins.items()):
            lines += [f"    j{order}.c{n}," for n in numbers]
            froms.append(self._join(order, stage, at, join, numbers, live))
        body = "\n".join([*lines, "    " + ", ".join(texts)])
        text = f"  SELECT\n{body}\n  FROM {' '.join(froms)}{steps.dialect.fence}"
        self.ctes.append((self._name(at, stage), text, frozenset(self.read)))

    def _join(
        self, order: int, stage: int, at: Level, join: Join, numbers: list[int], live: dict[Level, set[int]]
    ) -> str:
        source = self._name(join.source, stage - 1)
        self.uses[source] += 1
        self.read.add(source)
        fragments = [self.sql[at, n] for n in numbers]
        live[join.source] |= {int(n) for text in (*fragments, *join.by) for n in TOKEN.findall(text)}
        live[at] |= {int(n) for text in join.on for n in TOKEN.findall(text)}
        keys = [f"k{i}" for i in ((1,) if join.keys == 1 else range(join.keys))]
        by = [f"{plain(text)} AS b{i}" for i, text in enumerate(join.by)]
        inner = ", ".join([*keys, *by, *(f"{plain(f)} AS c{n}" for f, n in zip(fragments, numbers, strict=True))])
        group = ""
        if join.grouped:
            self.gathered.add(source)
            group = " GROUP BY " + ", ".join(str(i + 1) for i in range(len(keys) + len(by)))
        back = {"k1": f" - {join.shift}"} if join.shift else {}
        on = [f"j{order}.{key} = p.{key}{back.get(key, '')}" for key in keys]
        on += [f"j{order}.b{i} = {_outer(text)}" for i, text in enumerate(join.on)]
        return f"\n  LEFT JOIN (SELECT {inner} FROM {source}{group}) j{order} ON {' AND '.join(on)}"


def _outer(sql: str) -> str:
    return TOKEN.sub(r"p.c\1", sql)
