"""From files to rules: what `evallang.checking` made of them, and the documents that score nodes of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from evallang import checking
from evallang.backends.foreign import source, why_not
from evallang.checking import Checked, rule_files
from evallang.diagnostics import Diagnostic
from evallang.rules import Rules, RulesError, UsageError
from evallang.source import SourceFile, read
from evallang.syntax import parse


def check_source(source: SourceFile) -> tuple[Rules | None, tuple[Diagnostic, ...]]:
    """The rules of a text, None when it has errors, and what is wrong with it."""
    checked, diagnostics = checking.check_source(source)
    return _rules(checked), diagnostics


def check_file(path: Path, shown: str | None = None) -> tuple[Rules | None, tuple[Diagnostic, ...]]:
    """As `check_source`, of a file. Raises SourceError for what is no text, OSError for what cannot be opened."""
    checked, diagnostics = checking.check_file(path, shown)
    return _rules(checked), diagnostics


def _rules(checked: Checked | None) -> Rules | None:
    return Rules(checked.program, checked.module, checked.diagnostics, checked.folder) if checked else None


def load(path: str | Path, others: Sequence[str | Path] = ()) -> Rules:
    """Load a methodology from a `.eval` file, or from a folder that holds one.

    `others` are documents, or folders of them, that may score some of its nodes (`scored by OTHER.node`). A folder
    may hold those too: the methodology is then the one that scores no node of another. Raises RulesError with
    `.diagnostics` when the rules have errors, UsageError when the folder holds none or several.
    """
    place = Path(path)
    files = rule_files(place)
    more = [_loaded(file) for other in others for file in rule_files(Path(other))]
    if len(files) == 1:
        return linked(_loaded(files[0]), more)
    held = [_loaded(file) for file in files] if any("scored by" in read(file).text for file in files) else []
    used = {source(node)[0] for rules in held for node in rules.program.nodes}
    last = [rules for rules in held if rules.name not in used]
    if len(last) == 1 and all(rules in last or rules.name in used for rules in held):
        return linked(last[0], [*held, *more])
    if any("amendment" in (text := read(file)).text and checking.is_amendment(parse(text)[0]) for file in files):
        raise UsageError(f"{place.as_posix()} holds amendments; say of which day its text is meant")
    shown = ", ".join(f.relative_to(place).as_posix() for f in files[:10])
    held_there = f"several methodologies: {shown}" if files else "no methodology"
    raise UsageError(f"{place.as_posix()} holds {held_there}; name one file")


def linked(rules: Rules, documents: Iterable[Rules], above: tuple[str, ...] = ()) -> Rules:
    """Rules with those documents that score some of their nodes. Raises UsageError for what cannot be linked."""
    by_name = {other.name: other for other in (rules, *documents)}
    for node in rules.program.nodes:
        name, _ = source(node)
        if name not in by_name:
            continue
        if name in (*above, rules.name):
            raise UsageError(f"`{rules.name}` and `{name}` are scored by each other")
        reason = why_not(by_name[name].program, node)
        if reason is not None:
            raise UsageError(reason)
        if name not in rules.others:
            rules.others[name] = linked(by_name[name], by_name.values(), (*above, rules.name))
    return rules


def _loaded(file: Path) -> Rules:
    """One rule file. Raises RulesError when it has errors."""
    rules, diagnostics = check_file(file)
    if rules is None:
        errors = [d for d in diagnostics if d.is_error]
        if not errors:
            raise UsageError(
                f"{file.as_posix()} is an amendment and has no rules of its own; name its folder and a day"
            )
        raise RulesError(
            f"{file}: {errors[0].message}" + (f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""),
            diagnostics,
        )
    return rules
