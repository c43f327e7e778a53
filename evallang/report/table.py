"""Results for a terminal: the main results, why some are not there, and the readings they rest on."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from evallang.backends.scores import BodyScores, Result, Scores
from evallang.report.columns import Column, clipped, laid_out, total_width
from evallang.report.figures import short_text
from evallang.report.main_results import grade_paths, lacking, main_nodes, rank_paths, trigger_paths
from evallang.report.rests import option_name, readings_used, status

_NARROWEST = 24
_LINE = 100


def results_table(scores: Scores, columns: int | None = None) -> str:
    """The table with what belongs below it. `columns` is the width to keep to; None: as wide as it gets."""
    bodies = list(scores)
    if not bodies:
        return "the data holds no body that could be scored\n"
    blocks = [table_lines(scores, bodies, columns), reasons(scores, bodies), rests_on(scores)]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def table_lines(scores: Scores, bodies: Sequence[BodyScores], most: int | None) -> list[str]:
    """A row for each body: keys, main nodes, grades, ranks, triggers."""
    keys = _key_columns(scores, bodies)
    results = _result_columns(scores, bodies)
    nodes = len(main_nodes(scores.program))
    left_out = 0
    while most is not None and nodes - left_out > 1 and _narrowest([*keys, *results]) > most:
        del results[0]
        left_out += 1
    shown = _fitted([*keys, *results], most)
    note = _left_out(left_out)
    return [*laid_out(shown), *filter(None, [note])]


def _left_out(count: int) -> str:
    what = "1 column does" if count == 1 else f"{count} columns do"
    return f"({what} not fit; `--format csv` has all)" if count else ""


def _narrowest(columns: list[Column]) -> int:
    return total_width(_clip_names(columns, _NARROWEST))


def _fitted(columns: list[Column], most: int | None) -> list[Column]:
    """The columns with the names of bodies cut where the lines would be too long."""
    over = total_width(columns) - most if most is not None else 0
    if over <= 0:
        return columns
    longest = total_width(columns[:1])
    return _clip_names(columns, max(longest - over, _NARROWEST))


def _clip_names(columns: list[Column], most: int) -> list[Column]:
    names = columns[0]
    return [Column(names.head, tuple(clipped(cell, most) for cell in names.cells)), *columns[1:]]


def _key_columns(scores: Scores, bodies: Sequence[BodyScores]) -> list[Column]:
    found = [Column("body", tuple(body.key for body in bodies))]
    if scores.program.kinds:
        found.append(Column("kind", tuple(body.kind or "" for body in bodies)))
    if any(body.period is not None for body in bodies):
        found.append(Column("period", tuple(str(body.period or "") for body in bodies)))
    return found


def _result_columns(scores: Scores, bodies: Sequence[BodyScores]) -> list[Column]:
    program = scores.program
    found = [_column(bodies, path, numbers=True) for path in main_nodes(program)]
    found += [Column(path, tuple(_graded(body[path]) for body in bodies)) for path in grade_paths(program)]
    found += [_column(bodies, path, numbers=True) for path in rank_paths(program)]
    return found + [_column(bodies, path, numbers=False) for path in trigger_paths(program)]


def _column(bodies: Sequence[BodyScores], path: str, *, numbers: bool) -> Column:
    return Column(path, tuple(short_text(body[path]) for body in bodies), numbers)


def _graded(result: Result) -> str:
    words = f" ({result.label})" if result.status == "value" and result.label else ""
    return short_text(result) + words


def reasons(scores: Scores, bodies: Sequence[BodyScores]) -> list[str]:
    """Why results of the table have no value, by body: the same reason is given once."""
    program = scores.program
    paths = (*main_nodes(program), *grade_paths(program), *rank_paths(program), *trigger_paths(program))
    lines: list[str] = []
    for body in bodies:
        why: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
        for path in paths:
            result = body[path]
            if lacking(result):
                why.setdefault((result.status, result.because, result.at), []).append(path)
        if why:
            lines.append(body.key + (f", {body.period}" if body.period is not None else ""))
        for (word, because, at), names in why.items():
            place = f" ({', '.join(at)})" if at else ""
            lines.append(f"  {', '.join(names)}: {word}, because {because}{place}")
    return lines


def rests_on(scores: Scores) -> list[str]:
    """The readings that the results rest on: id, option, and which were switched."""
    program = scores.program
    used = readings_used(program)
    if not used:
        return []
    words = []
    for number in used:
        reading = program.readings[number]
        switched = " (switched)" if status(scores, number) == "switched" else ""
        words.append(f"{reading.id}={option_name(reading, scores.choices[number])}{switched}")
    what = "1 reading" if len(used) == 1 else f"{len(used)} readings"
    text = ", ".join(words)
    folded = textwrap.wrap(text, _LINE - 2, break_long_words=False, break_on_hyphens=False)
    others = "" if any(w.endswith("(switched)") for w in words) else ", as the document chooses"
    return [f"The results rest on {what}{others}:", *(f"  {line}" for line in folded)]
