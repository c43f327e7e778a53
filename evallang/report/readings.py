"""What each option of each reading would change: counts of bodies, ranks, grades and triggers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from attrs import frozen

from evallang.backends.scores import Result, Scores
from evallang.ir.program import Program, ReadingDef
from evallang.numbers import NumberError, Real, compare
from evallang.report.main_results import grade_paths, rank_paths, top_nodes, trigger_paths

Choices = tuple[int, ...]


@frozen
class Moved:
    """How many results an option gives otherwise than the chosen one, over all bodies and scored periods.

    `scores` counts bodies (in a period) of which a top node differs, `lost` those of them of which one has no
    value any more; `ranks`, `grades` and `triggers` count single results.
    """

    scores: int
    lost: int
    ranks: int
    grades: int
    triggers: int


@frozen
class OptionMoves:
    """One option, by the numbers of its reading and of its own, with what it moves."""

    reading: int
    option: int
    moved: Moved


def other_options(program: Program, choices: Choices) -> list[tuple[int, int]]:
    """Reading and option of each that is not chosen."""
    return [
        (number, option)
        for number, reading in enumerate(program.readings)
        for option in range(len(reading.options))
        if option != choices[number]
    ]


def with_option(choices: Choices, reading: int, option: int) -> Choices:
    """The same choices but for one."""
    return (*choices[:reading], option, *choices[reading + 1 :])


def needs_other_data(program: Program, reading: int) -> bool:
    """Whether inputs stand under options of a reading, so that data must be bound anew for each."""
    return any(number == reading for definition in program.inputs for number, _ in definition.conditions)


def moved(
    before: Scores, score: Callable[[int, int], Scores], pairs: Iterable[tuple[int, int]]
) -> Iterable[OptionMoves]:
    """Score with each of some options and compare with `before`; `score` is given reading and option."""
    program = before.program
    kinds = (top_nodes(program), rank_paths(program), grade_paths(program), trigger_paths(program))
    tops, *others = [_results(before, paths) for paths in kinds]
    for reading, option in pairs:
        after = score(reading, option)
        tops_after, *others_after = [_results(after, paths) for paths in kinds]
        scores = sum(any(map(_differ, old, new)) for old, new in zip(tops, tops_after, strict=True))
        lost = sum(any(map(_lost, old, new)) for old, new in zip(tops, tops_after, strict=True))
        counts = [
            sum(
                _differ(a, b)
                for old, new in zip(table, table_after, strict=True)
                for a, b in zip(old, new, strict=True)
            )
            for table, table_after in zip(others, others_after, strict=True)
        ]
        yield OptionMoves(reading, option, Moved(scores, lost, *counts))


def _results(scores: Scores, paths: tuple[str, ...]) -> list[list[Result]]:
    return [[body[path] for path in paths] for body in scores]


def _differ(a: Result, b: Result) -> bool:
    """Whether two results differ in status or value; what cannot be told apart counts as different."""
    if a.status != b.status:
        return True
    if isinstance(a.value, Fraction | Real) and isinstance(b.value, Fraction | Real):
        try:
            return compare(a.value, b.value) != 0
        except NumberError:
            return True
    return a.value != b.value


def _lost(before: Result, after: Result) -> bool:
    return before.status == "value" and after.status != "value"


def readings_text(program: Program, choices: Choices, moves: dict[tuple[int, int], Moved]) -> str:
    """Each reading with its options; with moves, what each other option would change."""
    if not program.readings:
        return "the document leaves nothing open: it has no readings\n"
    blocks = [_block(reading, i, choices[i], moves) for i, reading in enumerate(program.readings)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _block(reading: ReadingDef, number: int, chosen: int, moves: dict[tuple[int, int], Moved]) -> list[str]:
    cited = " ".join(reading.provisions)
    lines = [f"{reading.id} {reading.name} {cited}".rstrip(), f"  {reading.question}"]
    size = max(len(option.name) for option in reading.options)
    for i, option in enumerate(reading.options):
        words = f"  {option.label}" if option.label else ""
        lines.append(f"  {'*' if i == chosen else ' '} {option.name:<{size}}{words}".rstrip())
        if reading.reasons[i]:
            lines.append(f"      because {reading.reasons[i]}")
        if i == chosen and chosen != reading.choice:
            lines.append(f"      switched; the document chooses {reading.options[reading.choice].name}")
        if (number, i) in moves:
            lines.append(f"      {_counts(moves[number, i])}")
    return lines


def _counts(found: Moved) -> str:
    lost = f" ({found.lost} to no value)" if found.lost else ""
    words = [
        counted(found.scores, "score") + lost if found.scores else "",
        *(counted(n, word) for n, word in _others(found) if n),
    ]
    shown = ", ".join(filter(None, words))
    return f"moves {shown}" if shown else "moves nothing"


def _others(found: Moved) -> tuple[tuple[int, str], ...]:
    return ((found.ranks, "rank"), (found.grades, "grade"), (found.triggers, "trigger"))


def counted(count: int, word: str) -> str:
    """`1 rank`, `3 ranks`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
