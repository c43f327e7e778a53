"""Amendments checked and tested: what each act makes of its document, on every day from which it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from attrs import evolve, frozen

from evallang.checking import is_amendment
from evallang.diagnostics import Diagnostic
from evallang.editions import Library, library
from evallang.examining import Examined
from evallang.examples.run import Outcome
from evallang.law.acts import Act
from evallang.law.amend import steps
from evallang.law.check import check_acts
from evallang.law.consolidate import Version, version_on
from evallang.law.lost import with_causes
from evallang.law.origin import in_acts
from evallang.lint.finding import Finding, Place
from evallang.pipeline import check_source
from evallang.rules import Rules
from evallang.source import SourceFile, Span, read
from evallang.syntax import parse


@frozen
class Amended:
    """What an amendment makes of its document on one day; `rules` is None where that has errors."""

    act: Act
    version: Version
    rules: Rules | None
    diagnostics: tuple[Diagnostic, ...]


def amendments(files: Iterable[Path]) -> list[Path]:
    """Those of some rule files that amend a document. Raises SourceError for what is no text."""
    sources = {file: read(file) for file in files}
    return [file for file, source in sources.items() if "amendment" in source.text and is_amendment(parse(source)[0])]


def check_amendments(files: Sequence[Path]) -> tuple[list[Diagnostic], list[Amended]]:
    """What is wrong with the amendments among rule files, by themselves and in the texts that they make; these texts.

    The acts that they amend are looked for in the folder of each. Parsing is reported by `check_file`.
    """
    found: dict[tuple[str, str, str], Diagnostic] = {}
    texts: list[Amended] = []
    for held, own in _by_folder(files):
        names = {act.source.name for act in own}
        wrong = [d for d in check_acts(held.acts) if d.source is not None and d.source.name in names]
        made = [] if any(d.is_error for d in wrong) else [m for act in own for m in amended(held, act)]
        for d in (*wrong, *(d for m in made for d in m.diagnostics)):
            found.setdefault((d.code, d.message, d.help or ""), d)
        texts += made
    return list(found.values()), texts


def in_acts_files(examined: Examined, version: Version) -> list[Examined]:
    """What was found in a consolidated text, by the files of the acts that its words come from."""
    by_source: dict[SourceFile, list[Finding]] = {}
    for finding in examined.findings:
        source, moved = _moved(finding, examined.source, version)
        by_source.setdefault(source, []).append(moved)
    found = [evolve(examined, source=s, findings=tuple(f), accepted=(), proved={}) for s, f in by_source.items()]
    return [*found, evolve(examined, findings=())]


def _moved(finding: Finding, source: SourceFile, version: Version) -> tuple[SourceFile, Finding]:
    """A finding where its words come from; second places that stand in other files are left out."""

    def origin(span: Span) -> tuple[SourceFile, Span]:
        d = in_acts(version, Diagnostic(finding.code, "", source, span))
        assert d.source is not None and d.span is not None
        return d.source, d.span

    there, span = origin(finding.span)
    places = [(origin(place.span), place.text) for place in finding.places]
    kept = tuple(Place(at, text) for (other, at), text in places if other is there)
    return there, evolve(finding, span=span, places=kept)


def amended(held: Library, act: Act) -> Iterator[Amended]:
    """The text of the document on each day from which an operation of the act holds, as rules with its examples."""
    for day in sorted({step.since for step in steps(act)}):
        yield _made(held, act, day)


def _made(held: Library, act: Act, day: date) -> Amended:
    version = version_on(held.acts, act.amends, day, drafts=act.draft)
    if version.module is None:
        return Amended(act, version, None, version.diagnostics)
    rules, diagnostics = check_source(version.module.source)
    if rules is not None:
        rules = evolve(rules, folder=held.place if held.place.is_dir() else held.place.parent)
    return Amended(act, version, rules, (*version.diagnostics, *with_causes(version, diagnostics)))


def run_amendments(file: Path) -> tuple[list[Outcome], list[Diagnostic]]:
    """The examples of an amendment, run on each text that it makes; and what keeps them from being run."""
    outcomes: list[Outcome] = []
    wrong = [d for d in check_amendments([file])[0] if d.is_error]
    for held, own in _by_folder([file]) if not wrong else ():
        for made in (m for act in own for m in amended(held, act)):
            outcomes += made.rules.test() if made.rules is not None else ()
    return outcomes, wrong


def _by_folder(files: Sequence[Path]) -> Iterator[tuple[Library, list[Act]]]:
    """The library of each folder with the amendments in it that were asked for."""
    folders: dict[Path, list[Path]] = {}
    for file in amendments(files):
        folders.setdefault(file.parent, []).append(file)
    for folder, own in folders.items():
        held = library(folder)
        names = {file.as_posix() for file in own}
        yield held, [act for act in held.acts if act.source.name in names and act.word == "amendment"]
