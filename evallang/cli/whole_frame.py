"""`evallang score --engine columns` of one Parquet file in which nothing is wrong: from columns to columns.

No body is looked at by itself, so that millions of them take seconds. What has more to be said, row by row, or results
of which columns do not hold all digits, are for `evallang.cli.by_columns`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from evallang.backends.scores import Result, result_paths
from evallang.cli.arguments import Asked
from evallang.cli.by_columns import not_installed, share
from evallang.ir.data import Finding
from evallang.report.figures import cell_text
from evallang.report.findings import document_notes
from evallang.report.main_results import deciding_paths
from evallang.rules import Rules, active_under
from evallang.tables.bodies import BODY, KIND
from evallang.tables.csv_out import csv_text
from evallang.tables.files import PARQUET
from evallang.tables.raw import DataError

if TYPE_CHECKING:
    from evallang.backends.columns.different import Different
    from evallang.backends.columns.scoring import Held


@frozen(eq=False)
class WholeFrame:
    """The results of a frame, its findings, whether each body has what it is scored for, and a note."""

    header: list[str]
    columns: list[list[str]]
    findings: tuple[Finding, ...]
    complete: bool
    note: str

    def csv(self, *, bom: bool) -> str:
        """The table of the bodies, as `evallang.report.results_csv` writes it."""
        return csv_text(self.header, zip(*self.columns, strict=True), bom=bom)


def score_whole_frame(rules: Rules, asked: Asked, wanted: Sequence[str]) -> WholeFrame | None:
    """The results of a frame, all of them where none are wanted by name; None where rows have to be looked at.

    Raises Failure for a package that is not installed, and as `Rules.score_columns` does.
    """
    file, program = asked.data[0], rules.program
    of_items = not wanted and any(node.level for node in program.nodes)
    if len(asked.data) > 1 or file.suffix.lower() != PARQUET or rules.others or of_items or asked.period is not None:
        return None
    paths = list(wanted or result_paths(program))
    held = _held(rules, asked, file, len(paths))
    if held is None or not _is_plain(rules, asked, held):
        return None
    from evallang.backends.columns.different import different  # noqa: PLC0415  # an extra

    try:
        columns = rules.score_columns(held, readings=asked.readings, parameters=asked.parameters, paths=paths)
    except DataError:  # which names no file here
        return None
    cells = list[list[str]]()
    for path in paths:
        found = different(columns[path])
        if found is None:
            return None
        cells.append(_texts(path, found))
    key = held.rows.source(asked.key)
    assert key is not None
    keys = [[key.text(row).strip() for row in range(columns.size)]]
    if program.kinds:
        names = [kind.name for kind in program.kinds]
        keys.append([names[kind] for kind in held.kinds.tolist()])
    header = [BODY, *([KIND] if program.kinds else []), *paths]
    deciding = wanted or [path for path in deciding_paths(program) if path in columns]
    complete = all(_is_complete(columns[path].status) for path in deciding)
    findings = (*_placed(columns.findings, file.name), *document_notes(program, (None,)))
    return WholeFrame(header, [*keys, *cells], findings, complete, f"note: {share(columns)}")


def _held(rules: Rules, asked: Asked, file: Path, results: int) -> Held | None:
    """The file as a frame; None for what is none or too large, of which there is more to be said."""
    try:
        from evallang.backends.columns.arrow_in import from_parquet  # noqa: PLC0415  # an extra
        from evallang.backends.columns.tables_in import fits  # noqa: PLC0415
    except ImportError as error:
        raise not_installed(error) from None
    try:
        if not fits(file, results):
            return None
        (table,) = from_parquet(file)
        held = rules.read_columns(table, key=asked.key)
    except (DataError, OSError, ValueError):
        return None
    held.rows.file = file.name
    return held


def _is_plain(rules: Rules, asked: Asked, held: Held) -> bool:
    """Whether each row is a body of its own, of a known kind, without periods, and no cell is invalid."""
    from evallang.backends.columns.states import INVALID  # noqa: PLC0415  # an extra
    from evallang.backends.columns.unsupported import Unsupported  # noqa: PLC0415

    rows, headers = held.rows, held.rows.headers
    if not rows.size or held.periods is not None or rows.source(asked.key) is None:
        return False
    if len(set(headers)) < len(headers) or not all(header.strip() for header in headers):
        return False
    if not held.readable.all() or held.findings or (rows.program.kinds and bool((held.kinds < 0).any())):
        return False
    choices = rules.choices(asked.readings)
    try:
        givens, lists = held.givens(active_under(choices), choices)
    except Unsupported:
        return False
    wrong = (given.state is not None and bool((given.state == INVALID).any()) for given in givens.values())
    return not lists.left and not any(wrong)


def _texts(path: str, found: Different) -> list[str]:
    """The cell of each row."""
    texts = [*(cell_text(Result(path, "value", value)) for value in found.values), ""]
    return [texts[place] for place in found.places.tolist()]


def _is_complete(status: object) -> bool:
    from evallang.backends.columns.column import STATUSES  # noqa: PLC0415  # an extra

    fine = [STATUSES.index(word) for word in ("value", "not applicable")]
    return all(code in fine for code in set(status.tolist()))  # type: ignore[attr-defined]  # an array


def _placed(findings: Sequence[Finding], file: str) -> Iterator[Finding]:
    """What is said of the columns of a file, with the line in which it has their headers; what is said of more."""
    for finding in findings:
        address = finding.address
        if address is not None and address.file == file:
            yield evolve(finding, address=evolve(address, row="1"))
        else:
            yield finding
