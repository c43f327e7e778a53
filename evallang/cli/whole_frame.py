"""`evallang score --engine columns` of one CSV or Parquet file in which nothing is wrong: from columns to columns.

Of the bodies only the numbers that do not end are looked at one by one, by compiled Python. What has more to be said,
row by row, is for `evallang.cli.by_columns`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from attrs import evolve, frozen

from evallang.backends.interpreter.absence import NOT_APPLICABLE
from evallang.backends.scores import result_paths
from evallang.cli.arguments import Asked
from evallang.cli.by_columns import not_installed, share
from evallang.cli.output import csv_files, deliver, held_back, refuse
from evallang.ir.data import Finding
from evallang.ir.program import Program
from evallang.report.findings import document_notes
from evallang.report.main_results import deciding_paths
from evallang.rules import Rules, active_under
from evallang.tables.bodies import BODY, KIND, PERIOD
from evallang.tables.files import PARQUET
from evallang.tables.raw import DataError
from evallang.tables.roles import BODIES
from evallang.types import BodyType

if TYPE_CHECKING:
    from evallang.backends.columns.column import Column
    from evallang.backends.columns.inputs import Given
    from evallang.backends.columns.scoring import Held


@frozen(eq=False)
class WholeFrame:
    """The results of a frame, its findings, whether each body has what it is scored for, and a note."""

    header: list[str]
    rows: Iterable[Sequence[str]]
    findings: tuple[Finding, ...]
    complete: bool
    note: str

    def deliver(self, output: Path | None, kept: Iterable[Path]) -> None:
        """Print or write the table of the bodies, as `evallang.report.results_csv` does, to no file that is `kept`.

        It is put into its place when it is whole, and takes no memory before.
        """
        targets = csv_files([BODIES], output)
        if output is not None:
            refuse(targets, kept)
        with held_back(dict.fromkeys(targets, self._write), output) as held:
            deliver(held, output)

    def _write(self, file: IO[str]) -> None:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows(self.rows)


def score_whole_frame(rules: Rules, asked: Asked, wanted: Sequence[str]) -> WholeFrame | None:
    """The results of a frame, all of them where none are wanted by name; None where rows have to be looked at.

    Raises Failure for a package that is not installed, and as `Rules.score_columns` does.
    """
    file, program = asked.data[0], rules.program
    paths = list(wanted or result_paths(program))
    one_file = len(asked.data) == 1 and file.suffix.lower() in (PARQUET, ".csv") and asked.period is None
    if not one_file or rules.others or not _is_simple(program, paths, of_items=not wanted):
        return None
    found = _held(rules, asked, file, len(paths))
    if found is None:
        return None
    held, top = found
    givens = _plain_inputs(rules, asked, held)
    if givens is None:
        return None
    try:
        columns = rules.score_columns(held, readings=asked.readings, parameters=asked.parameters, paths=paths)
    except DataError:  # which names no file here
        return None
    from evallang.cli.frame_rows import rows_of  # noqa: PLC0415  # an extra

    keys = _keys(asked, held)
    rows = rows_of(rules, asked, held, givens, columns, keys)
    if rows is None:
        return None
    deciding = wanted or [path for path in deciding_paths(program) if path in columns]
    complete = all(_is_complete(columns[path]) for path in deciding)
    findings = (*_placed(columns.findings, file.name, top), *document_notes(program, (None,)))
    return WholeFrame([*keys, *paths], rows, findings, complete, f"note: {share(columns)}")


def _keys(asked: Asked, held: Held) -> dict[str, list[str]]:
    """The body of each row, and its kind."""
    source, names = held.rows.source(asked.key), [kind.name for kind in held.rows.program.kinds]
    assert source is not None
    keys = {BODY: [source.text(row).strip() for row in range(held.rows.size)]}
    return keys | ({KIND: [names[kind] for kind in held.kinds.tolist()]} if names else {})


def _is_simple(program: Program, paths: Sequence[str], *, of_items: bool) -> bool:
    """Whether each result is of a body alone, from inputs that a record has by names of their own."""
    if of_items and any(node.level for node in program.nodes):
        return False
    if any(node.scored_by for node in program.nodes) or any(isinstance(d.type, BodyType) for d in program.inputs):
        return False
    return not {BODY, KIND, PERIOD} & {*paths, *(d.short for d in program.inputs)}


def _held(rules: Rules, asked: Asked, file: Path, results: int) -> tuple[Held, str] | None:
    """The file as a frame, and the line of its headers; None for what is none or too large, of which more is said."""
    try:
        from evallang.backends.columns.tables_in import NoFrame  # noqa: PLC0415  # an extra

        return (_of_parquet if file.suffix.lower() == PARQUET else _of_csv)(rules, asked, file, results)
    except ImportError as error:
        raise not_installed(error) from None
    except (NoFrame, DataError, OSError, ValueError):
        return None


def _of_parquet(rules: Rules, asked: Asked, file: Path, results: int) -> tuple[Held, str] | None:
    from evallang.backends.columns.arrow_in import from_parquet  # noqa: PLC0415  # an extra
    from evallang.backends.columns.tables_in import fits  # noqa: PLC0415

    if not fits(file, results):
        return None
    (table,) = from_parquet(file)
    held = rules.read_columns(table, key=asked.key)
    held.rows.file = file.name
    return held, "1"


def _of_csv(rules: Rules, asked: Asked, file: Path, _: int) -> tuple[Held, str] | None:
    from evallang.backends.columns.tables_in import frames_of, read_files  # noqa: PLC0415  # an extra

    raw = read_files(rules.program, [file], asked.key)
    if raw.findings or len(raw.tables) != 1:
        return None
    (table,) = raw.tables
    if not _are_told_apart(table.headers):  # of two alike only the first one stands in the frame
        return None
    tables = frames_of(rules.program, active_under(rules.choices(asked.readings)), raw, asked.key, clean=True)
    held = rules.read_columns(tables.bodies, key=asked.key)
    held.rows.commas, held.rows.file = frozenset(tables.commas), table.file
    return held, table.top


def _plain_inputs(rules: Rules, asked: Asked, held: Held) -> dict[str, Given] | None:
    """The inputs by their short paths; None unless each row is a body of its own, of a known kind, with sound cells."""
    from evallang.backends.columns.states import INVALID  # noqa: PLC0415  # an extra
    from evallang.backends.columns.unsupported import Unsupported  # noqa: PLC0415

    rows, headers = held.rows, held.rows.headers
    if not rows.size or held.periods is not None or rows.source(asked.key) is None:
        return None
    if not _are_told_apart(headers):
        return None
    if not held.readable.all() or held.findings or (rows.program.kinds and bool((held.kinds < 0).any())):
        return None
    choices = rules.choices(asked.readings)
    try:
        givens, lists = held.givens(active_under(choices), choices)
    except Unsupported:
        return None
    wrong = any(g.state is not None and bool((g.state == INVALID).any()) for g in givens.values())
    if wrong or lists.left or any(g.unfit is not None for g in givens.values()):
        return None
    return {rules.program.definitions[number].short: given for number, given in givens.items()}


def _are_told_apart(headers: Sequence[str]) -> bool:
    names = {header.strip() for header in headers}
    return len(names) == len(headers) and "" not in names


def _is_complete(column: Column) -> bool:
    """Whether each body has the result, or it is not for it."""
    from evallang.backends.columns.column import STATUSES  # noqa: PLC0415  # an extra

    return {STATUSES[code] for code in set(column.status.tolist())} <= {"value", NOT_APPLICABLE}


def _placed(findings: Sequence[Finding], file: str, top: str) -> Iterator[Finding]:
    """What is said of the columns of a file, with the line in which it has their headers; what is said of more."""
    for finding in findings:
        address = finding.address
        if address is not None and address.file == file:
            yield evolve(finding, address=evolve(address, row=top))
        else:
            yield finding
