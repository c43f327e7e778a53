"""Consolidation and comparison of made-up documents of many provisions, with few and with many amendments."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from attrs import frozen
from figures import Figure, Section, milliseconds
from longfile import ROOT
from timing import Times, interleaved

from evallang.comparison import version_of
from evallang.diff.compare import Version, compare
from evallang.diff.provisions import provisions
from evallang.law.acts import Act, act_of
from evallang.law.consolidate import version_on
from evallang.semantics.lower import lower_module
from evallang.source import from_text
from evallang.syntax import ast, parse

LAST = date(2060, 1, 1)
_FIRST = date(2021, 1, 1)


@frozen
class Case:
    """A document with its amendments, and both texts of it as they are compared."""

    name: str
    provisions: int
    acts: tuple[Act, ...]
    before: Version
    after: Version


def measure(sizes: Sequence[int], amendments: Sequence[int], repeats: int) -> Section:
    """Parsing, consolidating and comparing; and the comparison of the two largest documents of the checkout."""
    cases = [case(size, number) for size in sizes for number in amendments]
    parsed = {f"parse: {size:,} provisions": (size, partial(tree, document(size))) for size in sizes}
    made = {f"consolidate: {c.name}": (c.provisions, partial(version_on, c.acts, "base", LAST)) for c in cases}
    compared = {f"diff: {c.name}": (c.provisions, partial(compare, c.before, c.after)) for c in cases}
    largest = of_two_largest()
    tasks: dict[str, tuple[int, Callable[[], object]]] = {**parsed, **made, **compared, **largest}
    gc.collect()
    gc.freeze()  # all documents are held at once: no search for garbage looks through those of the other cases
    times = interleaved({name: task for name, (_, task) in tasks.items()}, repeats)
    gc.unfreeze()
    unit = each(times[next(iter(tasks))], sizes[0])
    figures = [
        row(name, times[name], each(times[name], size), unit, "2,000 ms" if "two largest" in name else "")
        for name, (size, _) in tasks.items()
    ]
    return Section("Amending", f"parsing {sizes[0]:,} provisions; both for one provision", figures)


def row(name: str, times: Times, one: Times, unit: Times, aim: str = "") -> Figure:
    """The time of the whole, the ratio for one provision."""
    whole, share = milliseconds(name, times, times), milliseconds(name, one, unit)
    return Figure(name, whole.median, whole.spread, share.ratio, aim)


def each(times: Times, size: int) -> Times:
    """The times for one provision."""
    return Times(tuple(seconds / size for seconds in times.seconds))


# ---- made-up documents


def case(size: int, number: int) -> Case:
    """A document of so many provisions with so many amendments, each on a day of its own."""
    base = tree(document(size))
    acts = tuple(filter(None, map(act_of, (base, *(tree(amendment(size, n, number)) for n in range(number))))))
    made = version_on(acts, "base", LAST)
    assert made.module is not None, made.why
    word = "amendment" if number == 1 else "amendments"
    name = f"{size:,} provisions, {number} {word}"
    return Case(name, size, acts, version("before", base), version("after", made.module))


def document(size: int) -> str:
    """Every second provision is a criterion with a formula, the others are words."""
    head = 'act base "A made-up system"\nin force 2020-01-01\ninput late : count §1\ninput all : count §1\n'
    return head + "".join(map(paragraph, range(2, size + 1)))


def paragraph(number: int) -> str:
    """One provision."""
    if number % 2:
        return f'norm "Heading {number}" §{number} {{ text """The words of paragraph {number}, of some length."""}}\n'
    return (
        f'criterion c{number} "Criterion {number}" §{number} {{\n  points {number % 20 + 1} §{number}\n'
        f"  when all = 0 : 0 §{number}.2\n  score points - late / all * {number} §{number}.1\n"
        f"  clamp 0 .. §{number}.3\n}}\n"
    )


def amendment(size: int, nth: int, of: int) -> str:
    """Another formula for one criterion, other words and another heading, and a new provision."""
    place = 2 * ((size // 2 - 2) * nth // of) + 2
    since = _FIRST + timedelta(days=30 * nth)
    return (
        f"amendment a{nth} amends base\nin force {since}\n"
        f"replace §{place}.1 by §1 {{ score points - late / all * {place + nth + 1} }}\n"
        f'replace §{place + 1} by §2 {{ norm "Heading" {{ text """Other words, given by the act {nth}."""}} }}\n'
        f'retitle §{place} by §3 "Criterion {place}, as the act {nth} calls it"\n'
        f'insert §{place + 1}-{nth + 1} after §{place + 1} by §4 {{ text """Words that were not there before."""}}\n'
    )


def tree(text: str) -> ast.Module:
    """The tree of a text without mistakes."""
    found, wrong = parse(from_text("made-up.eval", text))
    assert not wrong, wrong[0].message
    return found


def version(name: str, module: ast.Module) -> Version:
    """One side of a comparison."""
    program, _ = lower_module(module)
    assert program is not None
    return Version(name, module, program)


# ---- documents of the checkout


def of_two_largest() -> dict[str, tuple[int, Callable[[], object]]]:
    """The comparison of the two longest documents in both directions, alone and as a command that starts and reads."""
    files = two_largest()
    found: dict[str, tuple[int, Callable[[], object]]] = {}
    for which, (one, two) in (("smaller to larger", files), ("larger to smaller", files[::-1])):
        before, after = version_of(one)[0], version_of(two)[0]
        size = held(before) + held(after)
        found[f"diff of the two largest documents of `rules/`, {which}"] = (size, partial(compare, before, after))
        found[f"`evallang diff` of the two largest documents, {which}"] = (size, partial(command, one, two))
    return found


def command(one: Path, two: Path) -> None:
    """The command in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "evallang", "diff", str(one), str(two)], check=True, stdout=subprocess.DEVNULL
    )


def two_largest() -> tuple[Path, Path]:
    """The two longest rule files that are no amendments, the shorter one first."""
    files = [
        file for file in (ROOT / "rules").rglob("*.eval") if "\namendment " not in file.read_text(encoding="utf-8")
    ]
    one, two = sorted(files, key=_size)[-2:]
    return one, two


def _size(file: Path) -> int:
    return file.stat().st_size


def held(side: Version) -> int:
    """How many provisions a version has."""
    return len(provisions(side.module))
