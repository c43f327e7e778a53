"""Who notices a mutant: reading the rules, running their examples; and whether it gives another result at all."""

from __future__ import annotations

from collections import Counter
from functools import cache, cached_property
from typing import Any

from attrs import define, frozen

from evallang.diff.facts import changed, facts
from evallang.diff.meaning import meanings
from evallang.diff.numbered import numbered
from evallang.rules import Rules, RulesError, UsageError
from evallang.source import from_text
from evallang.tables.raw import DataError
from mutation.documents import DOCUMENTS, Document, text
from mutation.making import Mutant
from mutation.static import Identity, Read, examined, noticed, static

NO_MISTAKE = frozenset({"E0201", "E0202"})
"""A name that cannot be seen there, or could mean several: no reference of the same type was put in its place."""


@frozen
class Verdict:
    """`counts`: it gives another result, or none at all; `static` are codes, `shown` says where results differ.

    `failure` is what broke the checker, which must never happen.
    """

    mutant: Mutant
    counts: bool
    static: tuple[str, ...] = ()
    examples: bool = False
    shown: str = ""
    failure: str = ""

    @property
    def caught(self) -> bool:
        """Whether one of both noticed it."""
        return bool(self.static) or self.examples


@define(eq=False)
class Original:
    """A document as it is, read and scored once."""

    read: Read
    rules: Rules
    results: dict[Any, Any]

    @cached_property
    def examined(self) -> Counter[Identity]:
        """What the checker finds in it."""
        return examined(self.rules)


@cache
def original(document: Document) -> Original:
    """A document without mistakes."""
    found = static(text(document))
    rules = _rules(found, document)
    return Original(found, rules, _results(rules, document))


def judge(mutant: Mutant, thorough: bool = True) -> Verdict:
    """Read a mutant, run its examples up to the first that fails, and look for a result that is another one.

    Where it is not `thorough`, the checker is asked only about what the examples do not notice.
    """
    document = DOCUMENTS[mutant.document]
    source = text(document)
    before = original(document)
    found = static(from_text(source.name, mutant.text(source)))
    codes = noticed(before.read.findings, found.findings)
    if found.checked is None:
        return Verdict(mutant, not NO_MISTAKE.intersection(codes), codes)
    rules = _rules(found, document)
    fails = _fails(rules)
    shown = "" if fails else _another_result(before, rules, document)
    failure = ""
    if thorough or shown:
        try:
            codes += noticed(before.examined, examined(rules))
        except Exception as error:  # whatever it is: it is told, and the run goes on
            failure = f"{type(error).__name__}: {error}"
    return Verdict(mutant, fails or bool(shown), codes, fails, shown, failure)


def _rules(found: Read, document: Document) -> Rules:
    assert found.checked is not None, document.name
    return Rules(found.checked.program, found.checked.module, found.checked.diagnostics, document.folder)


def _fails(rules: Rules) -> bool:
    """Whether an example expects something else, or cannot be run any more."""
    return any(outcome.failures for outcome in rules.outcomes())


def _results(rules: Rules, document: Document) -> dict[Any, Any]:
    """Every result of the sample data in every period: its value or its state, and the points that can be reached."""
    scores = rules.score(document.data, period="all", key=document.key)
    found: dict[Any, Any] = {}
    lists = range(len(rules.program.items))
    for body in scores:
        for path, result in body.items():
            found[body.key, body.period, path] = (result.status, str(result), str(result.points))
        for frame, node in (pair for number in lists for pair in body.item_nodes(number)):
            result = scores.of_node(frame, node)
            found[body.key, body.period, node.path, frame.key] = (result.status, str(result), str(result.points))
    return found


def _another_result(before: Original, after: Rules, document: Document) -> str:
    """Where the results differ: on the sample data, else on a made-up body; nothing where no difference was found."""
    try:
        results = _results(after, document)
    except (DataError, RulesError, UsageError) as error:
        return f"the sample data cannot be scored: {error}"
    for place, result in before.results.items():
        if results.get(place) != result:
            return f"sample: {'.'.join(map(str, place))}: {result} → {results.get(place)}"
    versions = (before.rules, after)
    rows = changed(*(numbered(facts(rules.program), rules.module) for rules in versions))
    for meaning in meanings(before.rules.program, after.program, rows):
        if meaning.witness is not None:
            witness = meaning.witness
            under = "".join(f" under {key}={option}" for key, option in witness.readings.items())
            return f"made up: {'.'.join(meaning.path)}: {witness.before} → {witness.after}{under}"
    return ""
