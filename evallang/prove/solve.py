"""Whether a body exists, asked of z3: a fresh solver for each claim, a time limit, and each model tried as data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import z3
from attrs import evolve

from evallang.ir.program import InputDef
from evallang.lint.decision import Answered
from evallang.lint.subject import Subject
from evallang.lint.wanted import Found, Wanted
from evallang.prove.terms import Terms, TooMuch, Variable
from evallang.trials.made import Made, Trial, Value
from evallang.types import Choice, DateType

STEPS = 300_000
"""The steps of the solver for one claim about the bodies of one kind: the same answers on every machine."""

MILLISECONDS = 5_000
"""A limit of time besides, which steps of the ordinary sort never reach."""


def solved(subject: Subject, wanted: Wanted) -> Answered | None:
    """That no body is as wanted, or one that the interpreter confirms; None where neither is known."""
    kinds: tuple[str | None, ...] = wanted.kinds or subject.kinds
    open_ = False
    for kind in kinds:
        answer = _for_kind(subject, wanted, kind)
        if answer is not None and answer.found is not None:
            return answer
        open_ |= answer is None
    return None if open_ else Answered(None)


def _for_kind(subject: Subject, wanted: Wanted, kind: str | None) -> Answered | None:
    terms = Terms(subject.values(kind, wanted.name or None), len(wanted.level))
    solver = z3.Solver()
    solver.set("rlimit", STEPS)
    solver.set("timeout", MILLISECONDS)
    solver.set("random_seed", 954)
    try:
        for condition, holds in wanted.guards:
            truth = terms.condition(condition)
            solver.add(truth.yes if holds else truth.no)
    except (TooMuch, RecursionError, z3.Z3Exception):
        return None
    solver.add(*terms.constraints)
    match solver.check():
        case z3.unsat:
            return Answered(None)
        case z3.sat:
            found = _replayed(subject, evolve(wanted, kinds=(kind,) if kind else None), terms, solver.model())
            return Answered(found) if found is not None else None
    return None


def _replayed(subject: Subject, wanted: Wanted, terms: Terms, model: Any) -> Found | None:
    """The body of a model, where the interpreter agrees that it is as wanted."""
    search = subject.search
    chosen = {at: _value(subject, at, model, variable) for at, variable in terms.variables.items()}
    for trial in search.starts(wanted, 3):
        for at, value in chosen.items():
            for made in _records(trial, subject, at):
                made.values[subject.program.definitions[at.number].path] = value
        found = search.holds(trial, wanted)
        if found is not None:
            return search.smaller(found, wanted)
    return None


def _records(trial: Trial, subject: Subject, at: Variable) -> Iterator[Made]:
    """Where a value is given: for the body, or for all items of its list; `back` years before the last."""
    d = subject.program.definitions[at.number]
    assert isinstance(d, InputDef)
    years = trial.years
    wanted = years if not d.yearly else years[-1 - at.back : len(years) - at.back or None]
    for year in wanted[-1:] if d.yearly else wanted:
        records = [trial.made[place] for place in trial.made if place == (trial.subject, year)]
        for item in d.level:
            path = subject.program.items[item].path
            records = [row for record in records for row in record.lists.setdefault(path, {"1": Made()}).values()]
        yield from records


def _value(subject: Subject, at: Variable, model: Any, variable: Any) -> Value:
    d = subject.program.definitions[at.number]
    assert isinstance(d, InputDef)
    value = model.eval(variable, model_completion=True)
    if z3.is_bool(value):
        return bool(z3.is_true(value))
    if isinstance(d.type, Choice):
        return str(d.type.options[value.as_long()])
    if isinstance(d.type, DateType):
        return date.fromordinal(value.as_long()).isoformat()
    if z3.is_int_value(value):
        return Fraction(value.as_long())
    if z3.is_rational_value(value):
        return Fraction(value.numerator_as_long(), value.denominator_as_long())
    return Fraction(str(value.approx(12).as_fraction()))
