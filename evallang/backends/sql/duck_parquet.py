"""Parquet in DuckDB: parts of one folder are read by the types that each of them has, and every value becomes a text.

DuckDB itself reads all files of a list by the types and the columns of the first, and rounds what does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

from attrs import frozen

from evallang.backends.parquet_durations import durations
from evallang.backends.parquet_parts import Part, parts
from evallang.backends.sql.dialect import Dialect
from evallang.backends.sql.reading import whole_year
from evallang.backends.sql.refusals import DURATION
from evallang.tables.raw import DataError

_Schema = tuple[tuple[Any, ...], ...]

_SCHEMA = (
    "name, type, type_length, repetition_type = 'REPEATED', num_children, converted_type, scale, precision, "
    "logical_type"
)
"""What makes the type of a column in a Parquet file; whether cells may be missing does not."""


@frozen
class _Run:
    """Parts one after the other that have the same columns, and the SQL that reads them.

    `names` is what DuckDB calls the columns: of `n` and `N` it renames the second. `durations` are the places of those
    that some part says to be durations.
    """

    source: str
    headers: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    durations: frozenset[int]

    def places(self, headers: Sequence[str]) -> list[int | None]:
        """Where the columns of these headers stand here; None for those that these parts lack."""
        if self.headers == tuple(headers):
            return list(range(len(headers)))
        found = {header: place for place, header in enumerate(self.headers)}
        return [found.get(header) for header in headers]


class ParquetFile:
    """One Parquet file, or a folder of parts. Raises DataError, and errors of DuckDB.

    Links to folders are made in `links`.
    """

    def __init__(self, connection: Any, dialect: Dialect, path: Path, links: Path) -> None:
        self.connection, self.dialect, self.path = connection, dialect, path
        self._place = path if not path.is_dir() else _link(path, links)
        found = parts(path) if path.is_dir() else [Part(path)]
        self._runs = list(self._found(found))
        self.headers = tuple(dict.fromkeys(header for run in self._runs for header in run.headers))
        if any(len(set(run.headers)) < len(run.headers) for run in self._runs):
            self.headers = self._runs[0].headers  # two columns of one name are told of, not joined

    def types(self) -> list[Collection[str]]:
        """The types that each column has in some part."""
        found: list[set[str]] = [set() for _ in self.headers]
        for run in self._runs:
            for kinds, place in zip(found, run.places(self.headers), strict=True):
                if place is not None:
                    kinds.add(run.kinds[place])
                    kinds.update([DURATION] if place in run.durations else [])
        return list(found)

    def sql(self) -> str:
        """A row of texts for each row, in the order of the parts."""
        read = " UNION ALL ".join(map(self._texts, self._runs))
        return f"SELECT *, ROW_NUMBER() OVER () AS line FROM ({read}) x"

    def _texts(self, run: _Run) -> str:
        name, texts = self.dialect.name_of, []
        for number, place in enumerate(run.places(self.headers)):
            text = "CAST(NULL AS VARCHAR)"
            if place is not None:
                text = _as_text(name(run.names[place]), run.kinds[place])
                if run.kinds[place] != "VARCHAR":
                    text = whole_year(self.headers[number], text)
            texts.append(f"{text} AS c{number}")
        return f"SELECT {', '.join(texts)} FROM {run.source}"

    def _found(self, found: Sequence[Part]) -> Iterator[_Run]:
        places = [self._at(part) for part in found]
        schemas, texts = self._schemas(places), [path_literal(self.dialect, place) for place in places]
        for schema, of in groupby(range(len(found)), key=lambda number: schemas[number]):
            run = list(of)
            yield self._run(schema, [texts[number] for number in run], [found[number] for number in run])

    def _at(self, part: Part) -> Path:
        """Where DuckDB is to read a part."""
        return self._place if part.path == self.path else self._place / part.path.relative_to(self.path)

    def _schemas(self, places: Sequence[Path]) -> list[_Schema]:
        """What each file says of its columns."""
        texts = ", ".join(path_literal(self.dialect, place) for place in places)
        found: dict[Path, list[tuple[Any, ...]]] = {}
        read = self.connection.execute(f"SELECT file_name, {_SCHEMA} FROM parquet_schema([{texts}])")
        for file, *row in read.fetchall():
            found.setdefault(Path(file), []).append(tuple(row))
        return [tuple(found[place]) for place in places]

    def _run(self, schema: _Schema, texts: Sequence[str], of: Sequence[Part]) -> _Run:
        first = of[0]
        hive = "true, hive_types_autocast = false" if first.cells else "false"
        source = f"read_parquet([{', '.join(texts)}], hive_partitioning = {hive})"
        read = self.connection.execute(f"SELECT * FROM {source} LIMIT 0").description
        own = _names(schema)
        folders = [column for column, _ in first.cells]
        self._check(own, folders)
        headers = [*own, *(unquote(column[0]) for column in read[len(own) :])]
        kinds = tuple(str(column[1]) for column in read)
        spans = frozenset[str]().union(*(durations(part.path) for part in of if "BIGINT" in kinds))
        return _Run(
            source,
            tuple(normalize("NFC", header) for header in headers),
            tuple(column[0] for column in read),
            kinds,
            frozenset(place for place, name in enumerate(own) if name in spans and kinds[place] == "BIGINT"),
        )

    def _check(self, own: Sequence[str], folders: Sequence[str]) -> None:
        """Raise DataError for a folder that DuckDB takes for a column of the files, which has another name."""
        for folder in folders:
            other = next((name for name in own if name.casefold() == folder.casefold()), folder)
            if other != folder:
                raise DataError(
                    f"{self.path.name}: the folders are called `{folder}=…`, and the parts in them have a column "
                    f"`{other}`; write both in the same capitals"
                )


def path_literal(dialect: Dialect, path: Path) -> str:
    """The path of one file as a literal: what would be a pattern of names stands for itself."""
    return dialect.string(re.sub(r"([\[*?])", r"[\1]", path.as_posix()))


def _names(schema: _Schema) -> list[str]:
    """The names of the columns; what stands inside of lists and records is left out."""
    found, place = list[str](), 1
    while place < len(schema):
        found.append(schema[place][0])
        inside = 1
        while inside:
            inside += (schema[place][4] or 0) - 1
            place += 1
    return found


def _link(path: Path, links: Path) -> Path:
    """A folder under another name, if there is a folder above it that looks like a column."""
    if not any("=" in name for name in path.absolute().parts):
        return path
    link = links / f"{sha256(bytes(path.absolute())).hexdigest()}.parquet"
    if not link.exists():
        link.symlink_to(path.absolute())
    return link


def _as_text(column: str, kind: str) -> str:
    """A value as the text that stands for it: a point in time at midnight is a day."""
    if kind == "VARCHAR":
        return f"NFC_NORMALIZE({column})"
    text = f"CAST({column} AS VARCHAR)"
    if kind.startswith("TIMESTAMP"):
        day = f"CAST(CAST({column} AS DATE) AS VARCHAR)"
        return f"CASE WHEN {column} = DATE_TRUNC('day', {column}) THEN {day} ELSE {text} END"
    if kind in ("DOUBLE", "FLOAT"):  # what is no number is called as JSON calls it
        # In their texts, and without a condition: DuckDB decides conditions by the bounds that a file states of its
        # numbers, and these leave NaN out.
        return f"REPLACE(REPLACE(REPLACE({text}, '-nan', 'nan'), 'nan', 'NaN'), 'inf', 'Infinity')"
    return text
