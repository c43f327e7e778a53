"""Which columns of brackets the rules ask for an answer, and which results do."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from evallang.ir.program import BracketsDef, Program
from evallang.trials.uses import Target, Uses


@frozen
class Answer:
    """A column that is asked: by `targets`, and where it is found by the kind of the body, for bodies of `kinds`."""

    column: str
    targets: tuple[Target, ...]
    kinds: tuple[str, ...] = ()


def answers_of(program: Program, uses: Uses, table: BracketsDef) -> Iterator[Answer]:
    """The columns of brackets that are asked, from left to right."""
    every = {kind.name for kind in program.kinds}
    for column in table.results:
        named = uses.users.get(("answer", f"{table.name}.{column}"), [])
        by_kind = uses.users.get(("answer", f"{table.name}."), []) if column in every else []
        meant = [t for t in by_kind if _is_for(program, t, column)]
        if named or meant:
            yield Answer(column, tuple(dict.fromkeys([*named, *meant])), () if named else (column,))


def _is_for(program: Program, target: Target, kind: str) -> bool:
    """Whether bodies of a kind have a result."""
    kinds = [d.kinds for d in program.definitions if d.path == target.path]
    return not kinds or any(among is None or kind in among for among in kinds)
