"""The text of a document on a date, as far as the acts that are held tell it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from evallang.diagnostics import Diagnostic, has_errors
from evallang.law.acts import Act
from evallang.law.amend import Step, apply, steps
from evallang.law.conflicts import conflicts
from evallang.law.tree import Entry, Tree
from evallang.source import SourceFile, from_text
from evallang.syntax import ast, parse
from evallang.syntax.print import format_module


@frozen(eq=False)
class Version:
    """A document on a date. `module` is None where it is not known or not in force; `why` then says so.

    `acts` are those that made it what it is, in their order; `trusted` lists what the base does not hold.
    """

    name: str
    on: date
    module: ast.Module | None
    why: str
    acts: tuple[Act, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    trusted: tuple[str, ...] = ()
    since: date | None = None


def version_on(acts: Sequence[Act], name: str, on: date, known: date | None = None, drafts: bool = False) -> Version:
    """The version of the document `name` that is in force on a day.

    `known` leaves out the acts that had not been adopted by then; `drafts` takes drafts for acts in force.
    """
    ours = [a for a in acts if drafts or not a.draft]
    base = next((a for a in ours if a.name == name and a.word != "amendment" and _adopted(a, known)), None)
    amending = [a for a in ours if a.word == "amendment" and a.amends == name]
    held = sorted((s for a in amending for s in steps(a)), key=lambda s: s.since)
    events = [s for s in held if _adopted(s.act, known)]
    days = sorted({s.since for s in events})
    past = [d for d in days if d <= on]
    unknown = _gap(base, events, held, on, known, name)
    if unknown:
        return Version(name, on, None, unknown)
    if base is not None and not past:
        return _unchanged(base, on)
    start = _start(events, past, base)
    return _made(name, on, base if start is None else None, [s for s in events if s.since in past], start)


def _adopted(act: Act, known: date | None) -> bool:
    day = act.adopted or act.since
    return known is None or day is None or day <= known


def _in_part(events: Sequence[Step], day: date) -> bool:
    return any(s.since == day and s.act.base_in_part for s in events)


def _gap(
    base: Act | None, events: Sequence[Step], held: Sequence[Step], on: date, known: date | None, name: str
) -> str:
    """Why the text of a day is not known, if it is not; `held` are the steps of all acts, adopted by then or not."""
    past = sorted({s.since for s in events if s.since <= on})
    first = base.since if base is not None else None
    if not past and first is None:
        if not held:
            return f"unknown: no act that is held makes or amends `{name}`"
        return f"unknown: the text of `{name}` before {held[0].since} is not held"
    begin = past[-1] if past else first
    next_day = min((s.since for s in held if begin is not None and s.since > begin), default=None)
    inside = begin is not None and begin < on and (known is None or begin < known)
    if inside and next_day is not None and _in_part(held, next_day):
        return f"unknown: amendments between {begin} and {next_day} are not held"
    if not past and first is not None and on < first:
        return f"not in force: `{name}` comes into force on {first}"
    return ""


def _unchanged(base: Act, on: date) -> Version:
    if base.until is not None and on >= base.until:
        return Version(base.name, on, None, f"not in force: `{base.name}` was in force until {base.until}", (base,))
    why = f"in force since {base.since}" + (f" ({base.assumed})" if base.assumed else "")
    return Version(base.name, on, base.module, why, (base,), since=base.since)


def _start(events: Sequence[Step], past: Sequence[date], base: Act | None) -> date | None:
    """The last day whose act amends an edition that is not held: nothing is carried across it."""
    found = [d for d in past if _in_part(events, d)]
    return found[-1] if found else (past[0] if base is None else None)


def _made(name: str, on: date, base: Act | None, events: list[Step], start: date | None) -> Version:
    events = [s for s in events if start is None or s.since >= start]
    module = base.module if base is not None else _empty(name, events[0].act)
    tree = Tree(module)
    found: list[Diagnostic] = []
    trusted: list[str] = []
    acts: list[Act] = [base] if base is not None else []
    for day in sorted({s.since for s in events}):
        today = [s for s in events if s.since == day]
        wrong = conflicts(today, tree)
        found += wrong
        for act in dict.fromkeys(s.act for s in today if not wrong):
            work = apply(tree, act, [s for s in today if s.act is act])
            found += work.diagnostics
            trusted += work.trusted
            acts.append(act)
    if has_errors(found):
        return Version(name, on, None, "the amendments cannot be carried out", tuple(acts), tuple(found))
    _without_examples(tree)
    source = from_text(f"{name} on {on}", tree.text())
    again, wrong = parse(source)
    if wrong:
        return Version(name, on, None, "the consolidated text cannot be read", tuple(acts), tuple(wrong))
    last_day = dict.fromkeys(s.act for s in events if s.since == events[-1].since)
    text = format_module(again) + "".join(_examples(act) for act in last_day)
    module, _ = parse(SourceFile(f"{name} on {on}", text))
    last = events[-1].act
    why = f"as amended by {last.shown}, in force since {events[-1].since}"
    return Version(name, on, module, why, tuple(acts), tuple(found), tuple(trusted), events[-1].since)


def _without_examples(tree: Tree) -> None:
    """Examples speak of the text that they were written for; those of the acts of the last day follow instead."""
    for item in [*tree.root.items]:
        if isinstance(item, Entry) and isinstance(item.statement, ast.Example | ast.Examples):
            tree.take(tree.root, item)


def _examples(act: Act) -> str:
    held = tuple(s for s in act.module.statements if isinstance(s, ast.Example | ast.Examples))
    return "\n" + format_module(ast.Module(held, act.source)) if held else ""


def _empty(name: str, act: Act) -> ast.Module:
    """The head of a document that is not held: what its first amending act says of it."""
    kept = (ast.Language, ast.Kinds, ast.Versions, ast.BaseInPart)
    statements = tuple(s for s in act.module.statements if isinstance(s, kept))
    text = f"act {name}\n" + format_module(ast.Module(statements, act.source))
    return parse(from_text(name, text))[0]
