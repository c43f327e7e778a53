"""A difference made smaller: bodies, cells, declarations and parts of formulas go while the difference stays."""

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from agreeing.engines import Engine
from agreeing.trials import Body, Trial
from attrs import evolve
from engine.programs import check

from evallang.ir import expr as ir
from evallang.ir.program import NodeDef, Program
from evallang.ir.walk import children, walk
from evallang.semantics.order import definition_expressions

PLAIN = (Fraction(0), Fraction(1), Fraction(2))


def smaller(trial: Trial, engine: Engine, tries: int = 2_000) -> Trial:
    """The smallest trial found, within so many tries, on which the engine still differs from the interpreter."""
    left = [tries]

    def differs(candidate: Trial) -> bool:
        left[0] -= 1
        try:
            return bool(engine(candidate).differences)
        except Exception:  # what fails in another way is another difference
            return False

    assert differs(trial), "nothing differs"
    before = None
    while before != (trial.text, trial.given) and left[0] > 0:
        before = (trial.text, trial.given)
        for step in (_fewer_bodies, _fewer_words, _simpler_formulas, _simpler_cells):
            trial = _least(trial, step, differs, left)
    return trial


def _least(
    trial: Trial, step: Callable[[Trial], Iterator[Trial]], differs: Callable[[Trial], bool], left: list[int]
) -> Trial:
    """The trial after as many steps of one sort as can be taken."""
    taken = True
    while taken and left[0] > 0:
        taken = False
        for candidate in step(trial):
            if left[0] <= 0:
                break
            if differs(candidate):
                trial, taken = candidate, True
                break
    return trial


def _fewer_bodies(trial: Trial) -> Iterator[Trial]:
    """Half of the bodies, a quarter …, then each one left out."""
    size = len(trial.given) // 2
    while size:
        for at in range(0, len(trial.given), size):
            yield evolve(trial, given=[*trial.given[:at], *trial.given[at + size :]])
        size //= 2


def _with_text(trial: Trial, text: str) -> Iterator[Trial]:
    if text == trial.text:
        return
    rules, found = check(text)
    if rules is not None and not [line for line in found if line.startswith("E")]:
        yield evolve(trial, text=text, rules=rules)


def _fewer_words(trial: Trial) -> Iterator[Trial]:
    """One declaration, clause or line of a table less."""
    for start, end in _pieces(trial.text):
        yield from _with_text(trial, trial.text[:start] + trial.text[end:])


def _pieces(text: str) -> list[tuple[int, int]]:
    """Lines, lines up to the closing brace or with the table below, and clauses between `;`: the longest first."""
    found = []
    for line in re.finditer(r".*\n", text):
        found.append(line.span())
        table = re.compile(r"(?:[ \t]*\|.*\n)+").match(text, line.end())
        found.append((line.start(), table.end() if table else line.end()))
        opened = line[0].count("{") - line[0].count("}")
        end = line.end()
        while opened > 0 and (following := re.compile(r".*\n").match(text, end)):
            opened += following[0].count("{") - following[0].count("}")
            end = following.end()
        found.append((line.start(), end))
        found += [clause.span() for clause in re.compile(r"[^;{}\n]+;").finditer(text, *line.span())]
    return sorted(set(found), key=lambda piece: piece[0] - piece[1])


def _simpler_formulas(trial: Trial) -> Iterator[Trial]:
    """An expression replaced by one inside of it, or by a constant."""
    text, program = trial.text, trial.rules.program
    for e in sorted(_expressions(program), key=lambda e: e.span.start - e.span.end):
        whole = program.source.slice(e.span)
        inside = [program.source.slice(x.span) for x in children(e)]
        for words in (*inside, "1", "yes"):
            if words and len(words) < len(whole) and text[e.span.start : e.span.end] == whole:
                yield from _with_text(trial, text[: e.span.start] + words + text[e.span.end :])


def _expressions(program: Program) -> list[ir.Expr]:
    roots = [root for d in program.definitions for root in definition_expressions(d)]
    roots += [p.value for d in program.definitions if isinstance(d, NodeDef) for p in d.points if p.value is not None]
    roots += [f.value for f in program.functions]
    roots += [g.guard for t in program.triggers for g in t.guards if g.guard is not None]
    return list({x.span: x for root in roots for x in walk(root)}.values())


def _simpler_cells(trial: Trial) -> Iterator[Trial]:
    """One cell or row of a list less, or a plain number in a cell."""
    for at, body in enumerate(trial.given):
        for changed in _simpler(body):
            yield evolve(trial, given=[*trial.given[:at], changed, *trial.given[at + 1 :]])


def _simpler(row: Body) -> Iterator[dict[str, Any]]:
    for name, value in row.items():
        if name in ("body", "period", "id"):
            continue
        yield {key: held for key, held in row.items() if key != name}
        if isinstance(value, list):
            yield from ({**row, name: rows} for rows in _simpler_rows(value))
        elif isinstance(value, Fraction) and value not in PLAIN:
            yield from ({**row, name: plain} for plain in PLAIN)


def _simpler_rows(rows: Sequence[Body]) -> Iterator[list[Body]]:
    for at, row in enumerate(rows):
        yield [*rows[:at], *rows[at + 1 :]]
        yield from ([*rows[:at], changed, *rows[at + 1 :]] for changed in _simpler(row))
