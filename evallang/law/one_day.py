"""The operations of one day carried out. What comes out does not hang on the order in which acts are read.

Acts are taken in the order of their names, and once more in the other order: where that gives another text, the acts
meet in a place where nothing says which of them comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from attrs import frozen

from evallang.diagnostics import Diagnostic, Label, has_errors
from evallang.law.acts import Act
from evallang.law.amend import Step, apply
from evallang.law.conflicts import conflicts
from evallang.law.sequence import in_sequence
from evallang.law.tree import Tree
from evallang.law.work import Work
from evallang.source import Span
from evallang.syntax import ast

_MOST_PAIRS = 400


@frozen(eq=False)
class Day:
    """What the acts of a day did, in the order of their names, and what is wrong with that."""

    acts: tuple[Act, ...]
    diagnostics: tuple[Diagnostic, ...]
    trusted: tuple[str, ...] = ()


def carried_out(tree: Tree, today: Sequence[Step]) -> Day:
    """Change a document by all operations of one day. Where there are errors, it is not to be used any more."""
    acts = sorted({s.act for s in today}, key=lambda a: (a.name, a.source.name))
    wrong = conflicts(_by_act(today, acts), tree)
    if wrong:
        return Day(tuple(acts), tuple(wrong))
    before = tree.copy() if len(acts) > 1 else None
    works = _run(tree, _by_act(today, acts))
    found = [d for work in works for d in work.diagnostics]
    if before is not None:
        other = before.copy()
        turned = _run(other, _by_act(today, acts[::-1]))
        if _errors(works) != _errors(turned) or (not has_errors(found) and _content(tree) != _content(other)):
            return Day(tuple(acts), (_met(before, today, acts),))
    return Day(tuple(acts), tuple(found), tuple(t for work in works for t in work.trusted))


def _by_act(today: Sequence[Step], acts: Sequence[Act]) -> list[Step]:
    return [s for act in acts for s in today if s.act is act]


def _run(tree: Tree, steps: Sequence[Step]) -> list[Work]:
    return [apply(tree, run[0].act, run) for run in in_sequence(steps, tree)]


def _errors(works: Sequence[Work]) -> bool:
    return any(has_errors(work.diagnostics) for work in works)


def _content(tree: Tree) -> list[Any]:
    """What a document says, without the places of notes that something is repealed, which say nothing of an order."""
    statements = tree.read_again().statements
    notes = sorted(str(s.citation) for s in statements if isinstance(s, ast.Repealed))
    return [*(_plain(s) for s in statements if not isinstance(s, ast.Repealed)), *notes]


def _plain(statement: Any) -> Any:
    """A statement with the exceptions of its assessor, and the words of its register, in an order of their own."""
    body = getattr(statement, "body", None)
    if isinstance(statement, ast.Part):
        notes = sorted(str(s.citation) for s in body or () if isinstance(s, ast.Repealed))
        inner = [_plain(s) for s in body or () if not isinstance(s, ast.Repealed)]
        return ast.evolve(statement, body=None), inner, notes
    if isinstance(statement, ast.Assessor) and body:
        return ast.evolve(statement, body=tuple(sorted(body, key=repr)))
    if isinstance(statement, ast.Register) and body:
        words = sorted((s for s in body if isinstance(s, ast.Words)), key=repr)
        return ast.evolve(statement, body=(*words, *(s for s in body if not isinstance(s, ast.Words))))
    return statement


def _met(before: Tree, today: Sequence[Step], acts: Sequence[Act]) -> Diagnostic:
    """The two acts that meet, and the operations of them."""
    pair = next((p for p in combinations(acts, 2) if _differ(before, [s for s in today if s.act in p], p)), None)
    a, b = pair or (acts[0], acts[-1])
    first, second = next(_meeting(before, today, a, b), (None, None))
    earlier, later = first or _by_act(today, [a])[0], second or _by_act(today, [b])[0]
    what = f"`{later.shown}` of {b.shown} and `{earlier.shown}` of {a.shown}"
    message = f"{what}, both in force from {later.since}, give another text if the one comes before the other"
    return Diagnostic(
        "E0503", message, b.source, _place(later), help="an act of its own must say which of them holds",
        labels=(Label(_place(earlier), "the other one", a.source),),
    )  # fmt: skip


def _meeting(before: Tree, today: Sequence[Step], a: Act, b: Act) -> Iterator[tuple[Step, Step]]:
    """The pairs of operations that give another text in the other order, as far as they are looked for."""
    pairs = ((x, y) for x in _by_act(today, [a]) for y in _by_act(today, [b]))
    yield from (pair for pair, _ in zip(pairs, range(_MOST_PAIRS), strict=False) if _differ(before, pair, (a, b)))


def _differ(before: Tree, steps: Sequence[Step], acts: Sequence[Act]) -> bool:
    one, other = before.copy(), before.copy()
    works, turned = _run(one, _by_act(steps, acts)), _run(other, _by_act(steps, acts[::-1]))
    return _errors(works) != _errors(turned) or (not _errors(works) and _content(one) != _content(other))


def _place(step: Step) -> Span:
    target: Any = getattr(step.operation, "target", None)
    return Span(*target.span) if target is not None else Span(*step.operation.span)
