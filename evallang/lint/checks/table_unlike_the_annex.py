'''A table of the rules is not the table that the act prints.

The table *is* the annex: a row that is missing, or that stands under another number or name, asks for something that
the act does not ask for, and leaves out what it does.

The check looks at tables of indicators that cite an annex whose words the document holds (`norm`, `text`) with
numbered rows. It reports printed rows that the rules lack, and rows whose label is not what the act prints under that
number; case, quotes and stars make no difference. In the text of a day the words may be older than rows that an act
changed: those are left aside.

**What to do.** Compare the table with the annex, row by row.

**Found in:**

```eval
methodology m
norm §app1 {
  text """
    no | criterion | points
    1 | Services in time | 60
    2 | Openness of data | 40
  """
}
criterion quality §app1 {
  table §app1
    | no | indicator | label              | points |
    | 1  | openness  | "Openness of data" |     60 |
  each { score points }
}
```

**Not found in:**

```eval
methodology m
norm §app1 {
  text """
    no | criterion | points
    1 | Services in time | 60
    2 | Openness of data | 40
  """
}
criterion quality §app1 {
  table §app1
    | no | indicator | label              | points |
    | 1  | services  | "Services in time" |     60 |
    | 2  | openness  | "Openness of data" |     40 |
  each { score points }
}
```
'''

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from evallang.lint.addresses import chain
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.labels import words_of
from evallang.lint.printed import PrintedRow, tables
from evallang.lint.said import row_addresses
from evallang.lint.sentences import shortened
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.syntax import ast

CODE = "C516"


@define(eq=False)
class _Annex:
    """An annex as it is printed, and the rows that tables of the rules have of it."""

    place: Span
    printed: dict[str, list[PrintedRow]]
    rows: dict[str, ast.Row] = field(factory=dict)


def run(subject: Subject) -> Iterator[Answer]:
    """Each annex, the tables that cite it together."""
    annexes: dict[tuple[str, str], _Annex] = {}
    for line in subject.written.of(ast.IndicatorTable):
        here: ast.IndicatorTable = line.statement
        marks = (*here.marks, *here.table.marks)
        for citation in ast.citations(marks):
            words = subject.written.words.get(line.numbering, {})
            printed = _printed(words, citation.address) if citation.of is None else {}
            if printed:
                annex = annexes.setdefault((line.numbering, citation.address), _Annex(citation.span, printed))
                for row in here.table.rows:
                    annex.rows |= dict.fromkeys(row_addresses(row, here.table, (citation,)), row)
                    yield from _named(annex, row, here.table, citation)
    if subject.program.text_of is None:  # else a row may have been repealed, and the words still print it
        for (_, address), annex in annexes.items():
            yield from _missing(address, annex)


def _printed(words: dict[str, str], address: str) -> dict[str, list[PrintedRow]]:
    """The rows below an address as the words print them, by their addresses."""
    held = next((a for a in chain(address) if a in words), None)
    found: dict[str, list[PrintedRow]] = {}
    for table in tables(words[held]) if held is not None else ():
        for row in table:
            if row.no and f"{held}.{row.no}".startswith(f"{address}."):
                found.setdefault(f"{held}.{row.no}", []).append(row)
    return found


def _named(annex: _Annex, row: ast.Row, table: ast.Table, citation: ast.Citation) -> Iterator[Answer]:
    """A row whose label is not that of the printed row."""
    cells = {head.text: cell for head, cell in zip(table.header, row.cells, strict=False)}
    label = cells.get("label")
    rows = [r for a in row_addresses(row, table, (citation,)) for r in annex.printed.get(a, ())]
    if not isinstance(label, ast.Text) or not rows or ast.amendments(row.marks):
        return
    if any(words_of(r.text) == words_of(label.value) for r in rows):
        yield Proved(CODE, label.span)
        return
    yield Finding(
        CODE, f"row {rows[0].no} of {citation} is called `{rows[0].text}` in the act, and `{label.value}` here",
        label.span, (str(citation),), help="compare the number and the name of the row with the act",
    )  # fmt: skip


def _missing(address: str, annex: _Annex) -> Iterator[Answer]:
    """The printed rows that no table has."""
    lacking = [rows[0] for a, rows in annex.printed.items() if a not in annex.rows]
    if len(lacking) == len(annex.printed):
        return
    if lacking:
        said = shortened([f"{row.no} `{row.text}`" for row in lacking])
        yield Finding(
            CODE, f"§{address} prints rows that the table lacks: {said}", annex.place, (f"§{address}",),
            help="write them, or say in a comment why they are left out",
        )  # fmt: skip


CHECK = Check(CODE, "a table that is not the printed one", run, by_reading=False, instant=True)
