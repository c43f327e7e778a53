"""The acts of a folder, and the rules as they were on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from attrs import evolve, frozen

from evallang.checking import rule_files
from evallang.diagnostics import Diagnostic, has_errors
from evallang.ir.document import DatedText
from evallang.law.acts import Act, act_of
from evallang.law.amend import steps
from evallang.law.check import check_acts
from evallang.law.consolidate import Version, version_on
from evallang.law.lost import with_causes
from evallang.pipeline import check_source, linked, load
from evallang.rules import Rules, RulesError, UsageError
from evallang.source import SourceError, SourceFile, read
from evallang.suggest import nearest
from evallang.syntax import ast, parse

BEGINS = "one begins with `act`, `methodology` or `amendment`"
"""What makes a rule file an act."""
ENDS = "is no longer in force"
"""What the timeline says of the last day of an act."""


class NotHeld(Exception):
    """The text of a document on a day is not known, or it is not in force then."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name, self.why = name, why


@frozen
class Library:
    """The acts of a folder with what is wrong with their text."""

    place: Path
    acts: tuple[Act, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that the acts make or amend, by name."""
        names = [a.amends or a.name for a in self.acts]
        return tuple(dict.fromkeys(names))

    def act(self, name: str) -> Act | None:
        """An act by its name."""
        return next((a for a in self.acts if a.name == name), None)


def library(path: Path) -> Library:
    """The acts of a folder, or of the folder that a file stands in. Raises SourceError for what is no text."""
    if not path.exists():
        raise SourceError(f"{path.as_posix()}: there is no such file or folder")
    files = rule_files(path if path.is_dir() else path.parent)
    return library_of(path, [read(file) for file in files])


def library_of(place: Path, sources: Iterable[SourceFile]) -> Library:
    """The acts of some rule files."""
    acts: list[Act] = []
    diagnostics: list[Diagnostic] = []
    for source in sources:
        module, found = parse(source)
        diagnostics += found
        act = act_of(module)
        if act is not None:
            acts.append(act)
    return Library(place, tuple(acts), tuple(diagnostics))


def document_of(held: Library, path: Path, name: str | None = None) -> str:
    """The document that is meant: by its name, by its file, or the only one.

    Raises UsageError; RulesError for a file of which no act can be read.
    """
    if name is not None:
        if name in held.documents:
            return name
        near = nearest(name, held.documents)
        raise UsageError(f"no document is called `{name}`" + (f"; did you mean `{near}`?" if near else ""))
    if not path.is_dir():
        asked = path.resolve()
        for act in held.acts:
            if Path(act.source.name).resolve() == asked:
                return act.amends or act.name
        wrong = [d for d in held.diagnostics if d.source is not None and Path(d.source.name).resolve() == asked]
        if has_errors(wrong):
            raise RulesError(f"{path.as_posix()}: {wrong[0].message}", tuple(wrong))
        raise UsageError(f"{path.as_posix()} holds no act; {BEGINS}")
    if len(held.documents) == 1:
        return held.documents[0]
    if not held.documents:
        raise UsageError(f"{path.as_posix()} holds no act; {BEGINS}")
    shown = ", ".join(held.documents[:10])
    raise UsageError(f"{path} holds several documents; name one with --document: {shown}")


def wrong_acts(held: Library, name: str | None = None, drafts: bool = False) -> tuple[Diagnostic, ...]:
    """The mistakes in the acts of a folder, each by itself; with a name those that bear on one document.

    These are the mistakes of the acts that make or amend it, and of files of which no act can be read, where they name
    it: such a file may hold an amendment.
    """
    errors = [d for d in (*held.diagnostics, *check_acts(held.acts, drafts)) if d.is_error]
    if name is None:
        return tuple(errors)
    read_as = {act.source.name: name in (act.name, act.amends) for act in held.acts}
    return tuple(d for d in errors if d.source is None or read_as.get(d.source.name, name in d.source.text))


def edition(held: Library, name: str, on: date, known: date | None = None, *, drafts: bool = False) -> Version:
    """The version of a document on a day. Raises RulesError where the text of its acts cannot be read."""
    wrong = wrong_acts(held, name, drafts)
    if wrong:
        raise RulesError(f"{held.place}: {wrong[0].message}", wrong)
    version = version_on(held.acts, name, on, known, drafts)
    if has_errors(version.diagnostics):
        raise RulesError(version.why, version.diagnostics)
    return version


def rules_on(
    path: Path, on: date, known: date | None = None, *, name: str | None = None, drafts: bool = False
) -> tuple[Rules, Version]:
    """The rules of a document as in force on a day, as far as adopted by `known`.

    Raises NotHeld where the text of that day is not known or nothing is in force, RulesError for rules with errors.
    """
    held = library(path)
    version = edition(held, document_of(held, path, name), on, known, drafts=drafts)
    if version.module is None:
        raise NotHeld(version.name, version.why)
    rules = rules_of(version, version.module)
    rules.folder = path if path.is_dir() else path.parent
    rules.program = evolve(rules.program, text_of=DatedText(on, version.why, version.since, known))
    return rules, version


def rules_of(version: Version, module: ast.Module) -> Rules:
    """The rules that the text of a version makes. Raises RulesError for rules with errors, with the acts at fault."""
    rules, diagnostics = check_source(module.source)
    if rules is None:
        diagnostics = with_causes(version, diagnostics)
        errors = [d for d in diagnostics if d.is_error]
        raise RulesError(f"{version.name} on {version.on}: {errors[0].message}", diagnostics)
    return rules


def load_on(
    path: str | Path, on: date, known: date | None = None, *,
    document: str | None = None, drafts: bool = False, others: Sequence[str | Path] = (),
) -> Rules:  # fmt: skip
    """The rules of a document as in force on a day, from the acts of a folder that make and amend it.

    `known` takes only acts that had been adopted by that day; `drafts` takes drafts as if they were in force;
    `document` names one where the folder holds several; `others` are as for `load`. Raises NotHeld where the text of
    that day is not known or nothing is in force, RulesError for rules with errors, UsageError for a document that is
    not there.
    """
    rules, _ = rules_on(Path(path), on, known, name=document, drafts=drafts)
    return linked(rules, [load(file) for other in others for file in rule_files(Path(other))])


@frozen
class Moment:
    """A day of the timeline: an act comes into force, changes provisions, or ends."""

    day: date
    act: Act
    what: str
    provisions: tuple[str, ...] = ()


def timeline(acts: Sequence[Act]) -> tuple[Moment, ...]:
    """What happened when: acts, dates, provisions."""
    found: list[Moment] = []
    for act in acts:
        if act.word != "amendment":
            if act.since:
                found.append(Moment(act.since, act, "comes into force"))
            if act.until:
                found.append(Moment(act.until, act, ENDS))
            continue
        by_day: dict[date, list[str]] = {}
        for step in steps(act):
            by_day.setdefault(step.since, []).append(step.shown)
        found += [Moment(day, act, f"amends {act.amends}", tuple(changed)) for day, changed in by_day.items()]
    return tuple(sorted(found, key=lambda m: (m.day, m.act.name)))
