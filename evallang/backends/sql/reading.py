"""What each cell of a file has to be to count: one that is not written plainly leaves its row in doubt.

What needs more than a pattern (`45%`, the label of an option, a day with dots, a number in words) is read by
`evallang.tables` when the row is settled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from evallang.backends.sql.dialect import Dialect
from evallang.backends.sql.inputs import exact_literal
from evallang.backends.sql.kinds import named
from evallang.backends.sql.place import sort_of
from evallang.backends.sql.query import Query
from evallang.backends.sql.staging import Stage
from evallang.backends.sql.steps import Level
from evallang.backends.sql.tables import Column
from evallang.backends.sql.values import NUMBER
from evallang.ir.program import InputDef
from evallang.tables.bodies import KIND, PERIOD
from evallang.tables.columns import Ambiguous, column_number, headers_by_level
from evallang.tables.roles import words_of_item
from evallang.types import Choice, Quantity

_NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,9})?"
_WHOLE = r"-?[0-9]{1,15}"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_YES, _NO = ("1", "yes", "true", "1.0"), ("0", "no", "false", "0.0")


def whole_year(header: str, text: str) -> str:
    """The text of a cell of Parquet; a year of which a float or a decimal has been made, 2020.0, is 2020 again."""
    return f"REGEXP_REPLACE({text}, '[.]0+$', '')" if header.casefold() == PERIOD else text


class Reading:
    """The SQL that makes a table of the query of the texts of a file.

    `others` are other names of bodies, with their keys: a list may use them.
    """

    def __init__(self, query: Query, stage: Stage, key: str, others: Mapping[str, str]) -> None:
        self.query, self.stage, self.key, self.others = query, stage, key, others
        self.dialect, self.headers = query.dialect, stage.file.table.headers
        self.given = self._inputs()
        self.odd: list[str] = []

    def _inputs(self) -> dict[int, int]:
        """The column of each input; the columns of keys give none, whatever an input is called."""
        keys = self._keys()
        level = self.stage.table.level[-1] if self.stage.table.level else None
        headers = headers_by_level(self.query.program, self.query.shared.holds.active)[level]
        found: dict[int, int] = {}
        for place, header in enumerate(self.headers):
            meant = headers.find(header) if header and place not in keys else ()
            if not isinstance(meant, Ambiguous):
                for d in meant:
                    found.setdefault(d.number, place)
        return found

    def _keys(self) -> set[int]:
        """The columns that say whose row it is, of which year and kind."""
        words = [PERIOD, KIND] if self.query.program.kinds and not self.stage.table.level else [PERIOD]
        found = [column_number(self.headers, word) for word in words]
        found += [self.stage.body_column(self.key), *(place for _, place in self._item_columns())]
        return {place for place in found if place is not None}

    def _item_columns(self) -> list[tuple[int, int]]:
        return self.stage.item_columns(self.query.program)

    def _text(self, place: int) -> str:
        return self.dialect.trimmed(f"c{place}")

    def body(self) -> str:
        """The key of the body, as the table of the bodies has it."""
        text, string = self._text(self.stage.body_column(self.key)), self.dialect.string
        if not self.stage.table.level or not self.others:
            return text
        cases = (f"WHEN {string(word)} THEN {string(key)}" for word, key in self.others.items())
        return f"CASE {text} {' '.join(cases)} ELSE {text} END"

    def period(self) -> str | None:
        """The text of the period; None where there is no such column."""
        place = column_number(self.headers, PERIOD)
        return None if place is None else self._text(place)

    def year(self, period: str) -> str:
        """The period as a number; NULL for what is not a year of four digits."""
        return f"CASE WHEN {self.dialect.matches(period, '[0-9]{4}')} THEN CAST({period} AS INTEGER) END"

    def keys(self) -> list[str]:
        """The texts of the keys of items."""
        return [self._text(place) for _, place in self._item_columns()]

    def places(self) -> set[int]:
        """The columns that are read, and those that are called as a list is, which would stand in their cells."""
        words = (word for item in self.query.program.items for word in words_of_item(item))
        lists = (column_number(self.headers, word) for word in words)
        return {*self.given.values(), *self._keys(), *(place for place in lists if place is not None)}

    def columns(self, levels: Collection[Level]) -> list[str]:
        """The columns of the table in their order, `in_doubt` last; `levels` are those for which there is a file."""
        texts = []
        for column in self.stage.table.columns[:-1]:
            if column.item is not None:
                texts.append("TRUE" if (*self.stage.table.level, column.item) in levels else "FALSE")
            elif not column.inputs:
                texts.append(self._kind())
            else:
                texts.append(self._input(column))
        doubt = " OR ".join(f"({odd})" for odd in self.odd) or "FALSE"
        return [*texts, f"COALESCE({doubt}, FALSE)"]

    def _kind(self) -> str:
        place = column_number(self.headers, KIND)
        if place is None:
            self.odd.append("TRUE")
            return "NULL"
        text = f"NULLIF({self._text(place)}, '')"
        self.odd.append(f"{named(self.dialect, self.query.program, text)} IS NULL")
        return text

    def _input(self, column: Column) -> str:
        place = next((self.given[d.number] for d in column.inputs if d.number in self.given), None)
        if place is None:
            return f"CAST(NULL AS {column.type})"
        text = f"NULLIF({self._text(place)}, '')"
        if self.stage.file.table.decimal_comma and sort_of(column.inputs[0].type) == NUMBER:
            text = f"REPLACE({text}, ',', '.')"
        fits, value = _cell(self.dialect, column.inputs[0], column.type, text)
        self.odd.append(f"{text} IS NOT NULL AND NOT ({fits})")
        return f"CASE WHEN {fits} THEN {value} END"


def _cell(dialect: Dialect, d: InputDef, kind: str, text: str) -> tuple[str, str]:
    """Whether a text is written plainly, and its value then."""
    if kind == "BOOLEAN":
        low = f"LOWER({text})"
        yes, no = (", ".join(map(dialect.string, words)) for words in (_YES, _NO))
        return f"{low} IN ({yes}, {no})", f"{low} IN ({yes})"
    if kind == dialect.text:
        if isinstance(d.type, Choice):
            return f"{text} IN ({', '.join(map(dialect.string, d.type.options))})", text
        return f"{text} IS NOT NULL", text
    value = f"TRY_CAST({text} AS {kind})"
    if kind == "DATE":  # a calendar of ours begins with the year 1
        return f"{dialect.matches(text, _DAY)} AND {text} >= '0001' AND {value} IS NOT NULL", value
    bounds = [f"{value} {sign} {bound}" for sign, bound in _bounds(d)]
    return " AND ".join([dialect.matches(text, _WHOLE if kind == "BIGINT" else _NUMBER), *bounds]), value


def _bounds(d: InputDef) -> Iterator[tuple[str, str]]:
    """The bounds of an input: what breaks them is said with its place when the row is settled."""
    if isinstance(d.type, Quantity):
        for sign, bound in ((">=", d.type.low), ("<=", d.type.high)):
            if bound is not None:
                yield sign, exact_literal(bound)
