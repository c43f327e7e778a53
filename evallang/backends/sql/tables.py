"""The tables that the query reads: their columns and types, as the database calls them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import Factory, evolve, field, frozen

from evallang.backends.sql.dialect import Dialect
from evallang.backends.sql.names import Names
from evallang.backends.sql.place import sort_of
from evallang.backends.sql.steps import Level
from evallang.ir.program import InputDef, Program
from evallang.tables.bodies import BODY, KIND, PERIOD
from evallang.tables.columns import Active, foreign_columns, short_header
from evallang.tables.item_keys import key_headers
from evallang.tables.roles import chain
from evallang.types import Quantity

DOUBTFUL = "in_doubt"
"""The column of a table that says that its row holds what the types cannot: an engine settles it."""
PLACES = 9
"""Decimal places of a number that is no whole one."""


@frozen
class Column:
    """A column of a table: its name, type, the inputs that it gives, or the item whose list it says to be given.

    `header` is what the rules call it; the name is the same, unless the database takes no such name beside the others.
    """

    name: str
    type: str
    inputs: tuple[InputDef, ...] = ()
    item: int | None = None
    header: str = field(default=Factory(lambda self: self.name, takes_self=True))


@frozen
class Table:
    """A table: the bodies, or the rows of a list with the keys of all that is around them.

    `title` is what the rules call it; the name is the same, unless the database takes no such name beside the others.
    """

    name: str
    title: str
    level: Level
    keys: tuple[Column, ...]
    columns: tuple[Column, ...]


def tables(program: Program, active: Active, dialect: Dialect) -> Iterator[Table]:
    """The tables of a methodology: `bodies`, then one for each list."""
    text, names = dialect.text, Names(dialect)
    body, period = Column(BODY, text), Column(PERIOD, "INTEGER")
    columns = (*_kinds(program, text), *_columns(program, (), active, dialect))
    yield _named(dialect, Table(names.take("bodies"), "bodies", (), (body, period), columns))
    for number, item in enumerate(program.items):
        level = tuple(chain(program, number))
        alone = sum(other.name == item.name for other in program.items) == 1
        keys = [Column(header, text) for header in key_headers(program, number)]
        title = item.name if alone else ".".join(item.path)
        columns = tuple(_columns(program, level, active, dialect))
        yield _named(dialect, Table(names.take(title), title, level, (body, period, *keys), columns))


def _named(dialect: Dialect, table: Table) -> Table:
    """A table whose columns have names that the database tells apart: first its own, then keys of items, then inputs.

    `body`, `period`, `kind` and `in_doubt` always keep their names.
    """
    names, columns = Names(dialect), table.columns
    order = [*table.keys[:2], *(c for c in columns if not c.inputs and c.item is None)]
    order += [*(c for c in columns if c.item is not None), *table.keys[2:], *(c for c in columns if c.inputs)]
    called = {id(c): evolve(c, name=names.take(c.name)) for c in order}  # two columns may be equal
    return evolve(table, keys=tuple(called[id(c)] for c in table.keys), columns=tuple(called[id(c)] for c in columns))


def renamed(table: Table) -> Iterator[str]:
    """What of a table is called otherwise than in the rules."""
    if table.name != table.title:
        yield f"the list `{table.title}` is `{table.name}`"
    for column in (*table.keys, *table.columns):
        if column.name != column.header:
            yield f"the column `{column.header}` of `{table.name}` is `{column.name}`"


def _kinds(program: Program, text: str) -> tuple[Column, ...]:
    return (Column(KIND, text),) if program.kinds else ()


def _columns(program: Program, level: Level, active: Active, dialect: Dialect) -> Iterator[Column]:
    above = len(program.items[level[-1]].path) if level else 0
    found: dict[str, list[InputDef]] = {}
    for d in (*program.inputs, *foreign_columns(program)):
        if d.level == level and d.asked and active(d.conditions):
            found.setdefault(short_header(d, above), []).append(d)
    for name, inputs in found.items():
        yield Column(name, _type(inputs[0], dialect), tuple(inputs))
    for number, item in enumerate(program.items):
        if tuple(chain(program, number))[:-1] == level:
            yield Column(given_name(item.name), "BOOLEAN", item=number)
    yield Column(DOUBTFUL, "BOOLEAN")


def given_name(item: str) -> str:
    """The column that says whether a list was given; NULL counts as yes."""
    return f"{item} given"


def _type(d: InputDef, dialect: Dialect) -> str:
    match sort_of(d.type):
        case "flag":
            return "BOOLEAN"
        case "date":
            return "DATE"
        case "number":
            whole = isinstance(d.type, Quantity) and d.type.whole
            return "BIGINT" if whole else dialect.decimal
    return dialect.text
