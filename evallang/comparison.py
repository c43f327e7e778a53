"""Two versions compared: which they are, what differs, and with data who moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from attrs import evolve

from evallang.diff.compare import Difference, Version, compare
from evallang.diff.hybrid import changed_addresses, hybrid
from evallang.diff.impact import Impact, Outcome, impact
from evallang.editions import rules_on
from evallang.law.addresses import Address
from evallang.pipeline import Data, Rules, load
from evallang.report.main_results import grade_paths, main_nodes, rank_paths, trigger_paths
from evallang.semantics.lower import lower_module


def version_of(path: Path) -> tuple[Version, Rules]:
    """One side: a rule file or a folder that holds one."""
    rules = load(path)
    name = f"{rules.program.name} ({path.name})"
    return Version(name, rules.module, rules.program), rules


def version_on_day(path: Path, on: date, *, document: str | None = None, drafts: bool = False) -> tuple[Version, Rules]:
    """One side: a document of a folder on a day."""
    rules, version = rules_on(path, on, name=document, drafts=drafts)
    return Version(f"{version.name} on {on}", rules.module, rules.program), rules


def difference(before: Version, after: Version, base: Rules, data: Data | None = None,
               step: Callable[[], None] = lambda: None) -> Difference:  # fmt: skip
    """What differs; with data the impact too. `step` is called after each version that was scored."""
    found = compare(before, after)
    return found if data is None else evolve(found, impact=_impact(before, after, base, data, step))


def _impact(before: Version, after: Version, base: Rules, data: Data, step: Callable[[], None]) -> Impact:
    addresses = changed_addresses(before.module, after.module)
    numbers: set[str] = set()

    def score(taken: frozenset[Address]) -> Outcome:
        program, diagnostics = lower_module(hybrid(before.module, after.module, taken))
        step()
        if program is None:
            return {}  # a version between the two that is no whole document: nothing can be scored by it
        rules = Rules(program, base.module, tuple(diagnostics), base.folder)
        scores = rules.score(data)
        nodes = main_nodes(program)
        numbers.update(nodes)
        paths = (*nodes, *grade_paths(program), *rank_paths(scores), *trigger_paths(program))
        return {(body.key, path): _result(body[path]) for body in scores for path in paths}

    return impact(score, addresses, lambda path: path in numbers)


def _result(result: object) -> object:
    status, value = getattr(result, "status", ""), getattr(result, "value", None)
    return value if status == "value" else status
