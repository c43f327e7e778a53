"""What is looked up in a table goes beyond what the table declares to take, and an open row answers all the same."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import Interval
from evallang.ir.walk import walk
from evallang.lint.finding import Answer, Finding, Place, Verdict
from evallang.lint.gaps import value_in
from evallang.lint.grid import Region
from evallang.lint.looked_up import Reached, come_to, decided, reached, smallest
from evallang.lint.notation import in_percent, in_words, set_of
from evallang.lint.subject import Subject
from evallang.lint.tables import Table


def outside(subject: Subject, table: Table, code: str) -> Iterator[Answer]:
    """Each side of each column on which something comes that the table does not take. Grades declare nothing."""
    for column in range(len(table.types)) if table.node is None else ():
        for region in _beyond(table, column):
            places = [at for at in reached(subject, table, [region]) if not _is_a_share(subject, table, column, at)]
            decisions = [(at, decided(subject, table, at, [region])) for at in places]
            met = next((at for at, d in decisions if d.verdict is Verdict.REFUTED), None)
            left = next(((at, d.tried) for at, d in decisions if d.verdict is Verdict.UNDECIDED), None)
            if met is not None:
                yield _met(subject, table, code, region, met)
            elif left is not None:
                yield _undecided(subject, table, code, region, *left)


def _beyond(table: Table, column: int) -> Iterator[Region]:
    """The numbers below and above those that a column takes, where rows answer them; where none does, that is told."""
    kind = table.declared(column)
    if kind is None:
        return
    holes = [r.atoms[column] for r in table.holes]
    sides = []
    if kind.low is not None:
        sides.append(Interval(None, kind.low, False, False))
    if kind.high is not None:
        sides.append(Interval(kind.high, None, False, False))
    for side in sides:
        told = any(h is None or (isinstance(h, Interval) and _on(h, side)) for h in holes)
        if not told:
            yield Region(tuple(side if i == column else None for i in range(len(table.definition.inputs))))


def _on(hole: Interval, side: Interval) -> bool:
    return hole.low is None if side.low is None else hole.high is None


def _is_a_share(subject: Subject, table: Table, column: int, at: Reached) -> bool:
    """Whether a quotient comes where a share is declared: whether it can exceed 1 is a question of its own, C303."""
    kind, e = table.declared(column), at.use.args[column]
    meant: ir.Expr | None = e
    while meant is not None:
        e, meant = meant, subject.through.meanings.of(meant)
    return kind is not None and kind.share and any(isinstance(x, ir.Apply) and x.op == "div" for x in walk(e))


def _finding(table: Table, code: str, region: Region, at: Reached, instance: str, so: str) -> Finding:
    column, side = region.column, region.interval
    assert side is not None
    name, percent = table.definition.inputs[column], in_percent(table.rows, column)
    words = in_words(side, percent)
    taken = f"`{name} : {table.definition.takes[column]}`"
    shown = f"{instance}, {words}," if instance else f"what is {words}"
    return Finding(
        code, f"{table.name} takes {taken}, and {shown} {so}", at.use.place, table.provisions,
        mathematics=f"{name} ∈ {set_of(side, percent)}",
        places=(Place(table.definition.span, f"takes {taken}"),),
        help="declare what can come, with rows that are meant for it, or limit it before it is looked up",
        subject=f"{table.name} outside {name} {words}", owner=at.use.owner,
    )  # fmt: skip


def _met(subject: Subject, table: Table, code: str, region: Region, at: Reached) -> Finding:
    so = "comes there: a row that is open answers"
    first = _finding(table, code, region, at, "", so)
    found = decided(subject, table, at, [region]).found
    if found is None or first.same in subject.told or first.told in subject.told:
        return first
    found = smallest(subject, at, found, [region])
    _, value = come_to(subject, at, found, [region])
    witness = subject.witness(found, f"{code}: {table.plain_name} is asked beyond what it takes", [at.use.owner])
    return evolve(_finding(table, code, region, at, value_in(table, value, region), so), witness=witness)


def _undecided(subject: Subject, table: Table, code: str, region: Region, at: Reached, tried: str) -> Finding:
    owner = subject.program.definitions[at.use.owner].short
    found = _finding(table, code, region, at, "", f"may come there: whether it does in `{owner}` is not decided")
    return evolve(
        found, severity=Severity.NOTE, verdict=Verdict.UNDECIDED, tried=tried, subject=f"{found.subject}?"
    )  # fmt: skip
