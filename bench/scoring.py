"""How fast the interpreter scores, and how that grows with the number of bodies."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from attrs import evolve
from figures import Figure, Section, milliseconds
from longfile import ROOT
from timing import interleaved

from evallang import Rules, load
from evallang.ir.data import BodyRecord, Dataset

_FORMULAS = 1000


def measure(copies: tuple[int, ...], repeats: int) -> Section:
    """Scoring the last year of the sample register, repeated so many times, every result of every body."""
    rules = load(ROOT / "rules" / "interaction-2020")
    register = rules.bind(ROOT / "rules" / "samples" / "2020")
    sizes = {_body_count(data): data for data in (repeated(register, number) for number in copies)}
    tasks = {str(size): partial(results, rules, data) for size, data in sizes.items()}
    times = interleaved({"bare": bare_formulas, **tasks}, repeats)
    count = len(rules.score(register).columns)
    figures: list[Figure] = [milliseconds(f"bare Python: {_FORMULAS:,} formulas", times["bare"], None)]
    for size in sizes:
        what = f"one body of {size:,}, {count} results"
        figures.append(milliseconds(what, times[str(size)], times["bare"], per=size))
    formula = "`max(0, k − a / b · m)` in a loop over `Fraction`"
    return Section("Scoring", f"{_FORMULAS:,} times {formula}", figures)


def bare_formulas() -> Fraction:
    """What the arithmetic alone takes: the commonest formula of the methodology, without any language."""
    total, limit = Fraction(0), Fraction(26)
    for number in range(1, _FORMULAS + 1):
        total += max(Fraction(0), limit - Fraction(number % 7, 100 + number % 13) * 100)
    return total


def repeated(register: Dataset, copies: int) -> Dataset:
    """The bodies of the last year so many times, each copy under another name."""
    last = register.periods[-1]
    data = Dataset(names=register.names)
    for number in range(copies):
        for body in register.bodies(last):
            record: BodyRecord = evolve(body, key=f"{body.key} {number}" if number else body.key)
            data.records[record.key, last] = record
    return data


def results(rules: Rules, data: Dataset) -> int:
    """Every result of every body; how many there are."""
    return sum(1 for body in rules.score(data) for _ in body.values())


def _body_count(data: Dataset) -> int:
    return len(data.records)
