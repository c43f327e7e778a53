"""The remarks above a query: what it is made of, what it leaves to an engine, and what it calls otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evallang.backends.sql.dialect import Dialect
from evallang.ir.data import Cell
from evallang.ir.program import ParameterDef, Program


def head(
    program: Program, choices: Sequence[int], parameters: Mapping[int, Cell], dialect: Dialect,
    unsaid: Iterable[str], renamed: Iterable[str],
) -> str:  # fmt: skip
    """The remarks of a query; `unsaid` are the constructs that it does not say, `renamed` what has another name."""
    chosen = (f"{r.name} = {r.options[c].name}" for r, c in zip(program.readings, choices, strict=True))
    lines = [
        f"{program.name}: {program.label}" if program.label else program.name,
        f"rules sha256 {program.source.digest}; SQL for {dialect.name}",
        f"readings: {', '.join(chosen) or 'none'}",
        *_fixed(program, parameters),
        "Each value lies within `error` of the exact one; `× N` is the exact value times N. Rows with in_doubt are",
        "not decided by the bounds: score those with the engine.",
        "Columns have the types of `--schema`; what they hold is not looked at: cast others, and lose nothing.",
        *_listed("Not said in SQL, so that rows that need it are in doubt:", unsaid),
        *called_otherwise(renamed),
    ]
    held = (line if line.startswith("  ") else " ".join(line.split()) for line in lines)
    return "".join("-- " + line.rstrip("\\") + "\n" for line in held)


def called_otherwise(renamed: Iterable[str]) -> list[str]:
    """What has another name than in the rules, below a line that says why."""
    return _listed("Called otherwise, since names that long or that much alike are not told apart:", renamed)


def _listed(above: str, lines: Iterable[str]) -> list[str]:
    found = [f"  {line}" for line in lines]
    return [above, *found] if found else []


def _fixed(program: Program, parameters: Mapping[int, Cell]) -> Iterator[str]:
    """The parameters that the rules leave open: their values stand in the query."""
    shown = [_shown(p, parameters.get(number)) for number, p in enumerate(program.parameters) if p.value is None]
    if shown:
        yield f"parameters: {', '.join(shown)}"


def _shown(parameter: ParameterDef, cell: Cell | None) -> str:
    if cell is not None and cell.invalid is not None:
        return f"{parameter.name} cannot be read"
    value = None if cell is None else cell.value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return f"{parameter.name} {'is not given' if value is None else f'= {value}'}"
