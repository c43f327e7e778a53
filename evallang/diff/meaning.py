"""The third layer: each changed rule is the same for every input, differs on a body, or is not decided."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from evallang.diff.facts import Fact, Key
from evallang.diff.witness import GAPS, TRIALS, Search, Witness
from evallang.ir import expr as ir
from evallang.ir.program import Program
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions
from evallang.symbolic.canonical import Canonical

Verdict = Literal["same", "differs", "not decided"]
_COMPUTED = frozenset(
    {"formulas", "guards", "points", "clamps", "parts", "weights", "triggers", "rows", "tables", "scopes", "parameters"}
)


@frozen
class Meaning:
    """What the changes of one declaration mean for its value; `tried` says how it was looked at.

    `label` is that of the declaration, empty where it has none.
    """

    path: tuple[str, ...]
    verdict: Verdict
    tried: str
    witness: Witness | None = None
    label: str = ""


def meanings(
    before: Program, after: Program, changed: list[tuple[Key, Fact | None, Fact | None]]
) -> tuple[Meaning, ...]:
    """For each declaration that both versions have and whose rules differ, what that means."""
    both = {d.path for d in before.definitions} & {d.path for d in after.definitions}
    by_path: dict[tuple[str, ...], list[tuple[Fact | None, Fact | None]]] = {}
    for (path, _), a, b in changed:
        fact = b or a
        if fact is not None and fact.sort in _COMPUTED:
            for where in [path] if path in both else users(before, path[-1]):
                if where in both:
                    by_path.setdefault(where, []).append((a, b))
    of_before, of_after = Canonical(before), Canonical(after)
    search: Search | None = None
    found = []
    for path, pairs in by_path.items():
        if all(_proved(a, b, of_before, of_after) for a, b in pairs):
            found.append(Meaning(path, "same", "proved by normal forms"))
            continue
        search = search or Search(before, after)
        witness = search.find(path)
        if witness is not None:
            found.append(Meaning(path, "differs", "a body was found", witness))
        else:
            found.append(
                Meaning(path, "not decided", f"normal forms differ; {TRIALS + GAPS} made-up bodies gave no difference")
            )
    return tuple(found)


def users(program: Program, name: str) -> list[tuple[str, ...]]:
    """The formulas and nodes that look into a table of brackets, or use a parameter, themselves."""
    found = []
    for d in program.definitions:
        named: set[str] = set()
        waiting = list(definition_expressions(d))
        called: set[int] = set()
        while waiting:
            for e in walk(waiting.pop()):
                if isinstance(e, ir.Lookup):
                    named.add(program.brackets[e.brackets].name)
                elif isinstance(e, ir.ParameterRef):
                    named.add(e.name)
                elif isinstance(e, ir.Invoke) and e.function not in called:
                    called.add(e.function)
                    waiting.append(program.functions[e.function].value)
        if name in named:
            found.append(d.path)
    return list(dict.fromkeys(found))


def _proved(a: Fact | None, b: Fact | None, of_a: Canonical, of_b: Canonical) -> bool:
    """Whether one changed fact is proved to mean the same. A guard's condition must be the same as written."""
    if a is None or b is None or a.value is None or b.value is None:
        return False
    if isinstance(a.form, tuple) and isinstance(b.form, tuple) and a.sort == "guards" and a.form[0] != b.form[0]:
        return False
    from evallang.symbolic.equivalence import same  # noqa: PLC0415  # SymPy, only where forms differ

    return same(a.value, of_a, b.value, of_b)
