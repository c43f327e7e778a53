"""Two tables laid side by side: which of their columns ask the same, and which answer the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from evallang.ir.program import BracketsDef, Test
from evallang.lint.forms import form
from evallang.lint.grid import cells
from evallang.lint.sets import Atom, Domain
from evallang.lint.subject import Subject
from evallang.lint.tables import Use

_MOST_PAIRS = 64
"""More pairs of places where two tables are asked are not looked at."""

Answers = tuple[str, Fraction | str | None, Fraction | str | None]
"""The name of a column, nothing where the two tables name it differently, and what each of them answers in it."""


@frozen(eq=False)
class Case:
    """What both tables are asked in one cell, by the columns of the first, and what each answers, by column."""

    atoms: tuple[Atom, ...]
    answers: tuple[Answers, ...]

    @property
    def differs(self) -> Answers | None:
        """The first column in which the answers differ, with both answers."""
        return next((a for a in self.answers if a[1] != a[2]), None)

    @property
    def agrees(self) -> bool:
        """Whether both answer the same, and more than nothing."""
        return self.differs is None and any(answer for _, answer, _ in self.answers)


def same_columns(subject: Subject, one: BracketsDef, other: BracketsDef) -> tuple[int, ...] | None:
    """For each column of a table the one of another table that asks the same; None where they ask different things.

    Columns of one name ask the same; under other names they do where the rules give both tables the same values, for
    bodies of one kind.
    """
    if len(one.inputs) != len(other.inputs):
        return None
    if set(one.inputs) == set(other.inputs):
        return tuple(other.inputs.index(name) for name in one.inputs)
    tables = (subject.base or subject).tables
    uses = {id(table.definition): table.uses for table in tables.all}
    pairs = [(a, b) for a in uses.get(id(one), ()) for b in uses.get(id(other), ()) if a.level == b.level]
    for first, second in pairs[:_MOST_PAIRS]:
        found = _asked_alike(first, second)
        if found is not None and _meet(subject, first, second):
            return found
    return None


def _asked_alike(first: Use, second: Use) -> tuple[int, ...] | None:
    """Which values of one look-up are those of another, where all of them are."""
    asked = [form(e) for e in second.args]
    found = [asked.index(value) if (value := form(e)) in asked else None for e in first.args]
    places = tuple(place for place in found if place is not None)
    return places if len(set(places)) == len(asked) else None


def _meet(subject: Subject, first: Use, second: Use) -> bool:
    """Whether both look-ups may be made for one body."""
    owners = [subject.program.definitions[use.owner] for use in (first, second)]
    for kind in subject.kinds:
        if all(kind in subject.kinds_of(owner) for owner in owners):
            known = subject.facts(subject.values(kind), (*first.guards, *second.guards))
            if known is not None:
                return True
    return False


def cases(subject: Subject, one: BracketsDef, other: BracketsDef, columns: Sequence[int]) -> list[Case]:
    """The cells in which each of two tables has one row, with what the rows answer in the columns that they share."""
    first, second = ([r for r in table.rows if subject.active(r.conditions)] for table in (one, other))
    # The rows of the other table ask in the order of the first one.
    turned = [evolve(row, tests=tuple(row.tests[i] for i in columns)) for row in second]
    both, answers, found = [*first, *turned], _answers(one, other), []
    if not answers:
        return []
    for cell in cells(both, [_domain(row.tests[i] for row in both) for i in range(len(columns))]) or ():
        here = [[row for row in cell.rows if row in some] for some in (first, turned)]
        if len(here[0]) == len(here[1]) == 1:
            results = (here[0][0].results, here[1][0].results)
            found.append(Case(cell.atoms, tuple((name, results[0][i], results[1][j]) for name, i, j in answers)))
    return found if all(name for name, _, _ in answers) or _one_thing(found) else []


def _answers(one: BracketsDef, other: BracketsDef) -> list[tuple[str, int, int]]:
    """The answer columns of two tables that are for one thing, by name; the only ones under any names."""
    found = [(name, i, other.results.index(name)) for i, name in enumerate(one.results) if name in other.results]
    return found or ([("", 0, 0)] if len(one.results) == len(other.results) == 1 else [])


def _one_thing(found: Sequence[Case]) -> bool:
    """Whether answers under two names are so much alike that both tables say the same thing, one with a slip."""
    numbers = all(isinstance(a, Fraction) for case in found for answer in case.answers for a in answer[1:])
    return numbers and 2 * sum(case.agrees for case in found) >= len(found)


def _domain(tests: Iterable[Test]) -> Domain:
    return Domain(options=tuple(dict.fromkeys(test for test in tests if isinstance(test, str | bool))))
