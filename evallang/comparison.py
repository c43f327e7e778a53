"""Two versions compared: which they are, what differs, and with data who moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from attrs import evolve

from evallang.diff.compare import Difference, Version, compare
from evallang.diff.homes import Homes
from evallang.diff.hybrid import changed_provisions, hybrid
from evallang.diff.impact import Impact, Outcome, impact
from evallang.diff.operations import amendment
from evallang.diff.provision import NOTHING_CITED, Key
from evallang.diff.provisions import Held
from evallang.diff.reasons import reasons
from evallang.editions import rules_on
from evallang.law.amend import Step, steps
from evallang.pipeline import check_source, load
from evallang.report.changes.listed import listed
from evallang.report.main_results import grade_paths, main_nodes, rank_paths, trigger_paths
from evallang.rules import Data, Rules, UsageError
from evallang.semantics.lower import lower_module
from evallang.source import read
from evallang.syntax import ast, format_module, parse
from evallang.tables.bodies import BODY


def version_of(path: Path) -> tuple[Version, Rules]:
    """One side: a rule file or a folder that holds one."""
    rules = load(path)
    name = f"{rules.program.name} ({path.name})"
    return Version(name, rules.module, rules.program), rules


def version_on_day(path: Path, on: date, *, document: str | None = None, drafts: bool = False) -> tuple[Version, Rules]:
    """One side: a document of a folder on a day."""
    rules, version = rules_on(path, on, name=document, drafts=drafts)
    made = [step for act in version.acts if act.word == "amendment" for step in steps(act) if step.since <= on]
    held = _held(rules.module, made) if version.acts[0].word == "amendment" or version.acts[0].base_in_part else None
    name = f"{version.name} on {on}"
    return Version(name, rules.module, rules.program, held, reasons(rules.module, made), version.rests), rules


def _held(module: ast.Module, made: list[Step]) -> Held:
    """What the amendments of an edition held in part say that it had not, or has no longer."""
    homes = Homes(module)
    places: dict[type, set[Key]] = {ast.Insert: set(), ast.Repeal: set()}
    for step in made:
        place = homes.of(step)
        if type(step.operation) in places and place is not None:
            places[type(step.operation)].add(place)
    return Held(frozenset(places[ast.Insert]), frozenset(places[ast.Repeal]))


def difference(before: Version, after: Version, base: Rules, data: Data | None = None,
               step: Callable[[], None] = lambda: None, *, key: str = BODY,
               readings: Mapping[str, str] | None = None) -> Difference:  # fmt: skip
    """What differs; with data the impact too. `step` is called after each version that was scored.

    `key` is the column that names the body; `readings` are switched in both versions for the impact.
    """
    found = compare(before, after)
    return found if data is None else evolve(found, impact=_impact(found, base, data, step, key, readings or {}))


def as_amendment(found: Difference, since: date | None = None) -> str:
    """The difference as an amendment of the earlier version, in force from a day, else from that of the later one.

    Its name is made up. Raises UsageError for an edition that is held in part: what it lacks was not repealed.
    """
    if found.in_part:
        raise UsageError(
            f"{found.in_part[0]} is held in part, so that no amendment can be told from it; compare whole texts"
        )
    name = found.before.program.name
    day = since or found.after.program.in_force.since or found.after.program.dated
    return amendment(
        found.before.module, found.after.module, f"amendment_of_{name}", name, (day or date.today()).isoformat()
    )


def lines_of(path: Path) -> str:
    """A rule file as lines that compare: an amendment in its layout, and as it is what cannot be read."""
    source = read(path)
    rules, _ = check_source(source)
    if rules is not None:
        return listed(rules.module, rules.program)
    module, wrong = parse(source)
    return source.text if wrong else format_module(module)


def _impact(difference: Difference, base: Rules, data: Data, step: Callable[[], None], key: str,
            readings: Mapping[str, str]) -> Impact:  # fmt: skip
    """Both ends are scored by the versions themselves, what lies between by documents made of the two."""
    before, after = difference.before, difference.after
    provisions = changed_provisions(before.module, after.module)
    if not provisions and difference.rules:
        provisions = (NOTHING_CITED,)
    ends = {frozenset(provisions): after.program, frozenset[Key](): before.program}
    numbers: set[str] = set()

    def score(taken: frozenset[Key]) -> Outcome | None:
        program = ends.get(taken)
        if program is None:
            program, _ = lower_module(hybrid(before.module, after.module, taken))
        step()
        if program is None:
            return None  # some of the changes alone make no whole document: nothing can be scored by it
        try:
            scores = Rules(program, base.module, (), base.folder).score(data, readings=readings, key=key)
        except UsageError:
            if taken in ends:
                raise
            return None  # what was switched is declared by another of the changes
        nodes = main_nodes(program)
        numbers.update(nodes)
        paths = (*nodes, *grade_paths(program), *rank_paths(program), *trigger_paths(program))
        return {(body.key, path): _result(body[path]) for body in scores for path in paths}

    return impact(score, provisions, lambda path: path in numbers)


def _result(result: object) -> object:
    status, value = getattr(result, "status", ""), getattr(result, "value", None)
    return value if status == "value" else status
