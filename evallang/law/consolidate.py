"""The text of a document on a date, as far as the acts that are held tell it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from evallang.diagnostics import Diagnostic, has_errors
from evallang.law.acts import Act
from evallang.law.amend import Step, steps
from evallang.law.one_day import carried_out
from evallang.law.standing import Asked, adopted, in_part, missing, rests_on, since_when
from evallang.law.tree import Entry, Tree
from evallang.source import SourceFile, from_text
from evallang.syntax import ast, parse
from evallang.syntax.print import format_module


@frozen(eq=False)
class Version:
    """A document on a date. `module` is None where it is not known or not in force; `why` then says so.

    `acts` are those that made it what it is, in their order; `trusted` lists what the base does not hold; `rests` says
    which of the acts are drafts, or hold from a day that is assumed.
    """

    name: str
    on: date
    module: ast.Module | None
    why: str
    acts: tuple[Act, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    trusted: tuple[str, ...] = ()
    since: date | None = None
    rests: tuple[str, ...] = ()


def version_on(acts: Sequence[Act], name: str, on: date, known: date | None = None, drafts: bool = False) -> Version:
    """The version of the document `name` that is in force on a day.

    `known` leaves out the acts that had not been adopted by then; `drafts` takes drafts as if they were in force.
    """
    ours = [a for a in acts if name == (a.amends if a.word == "amendment" else a.name)]
    left_out = [a for a in ours if a.draft and not drafts]
    ours = [a for a in ours if a not in left_out]
    base = next((a for a in ours if a.word != "amendment"), None)
    held = sorted((s for a in ours if a.word == "amendment" for s in steps(a)), key=lambda s: s.since)
    events = [s for s in held if adopted(s.act, known)]
    why = missing(Asked(name, on, known, base, held, events, left_out))
    if why:
        return Version(name, on, None, why, (base,) if base is not None else ())
    past = sorted({s.since for s in events if s.since <= on})
    if base is not None and not past:
        since = base.since or on  # without a day there would be a reason above
        rests = rests_on(_day_of(base))
        return Version(name, on, base.module, since_when(base, since), (base,), since=base.since, rests=rests)
    start = _start(events, past, base)
    return _made(name, on, base if start is None else None, [s for s in events if s.since in past], start)


def _start(events: Sequence[Step], past: Sequence[date], base: Act | None) -> date | None:
    """The last day whose act amends an edition that is not held: nothing is carried across it."""
    found = [d for d in past if in_part(events, d)]
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
        done = carried_out(tree, today)
        found += done.diagnostics
        trusted += done.trusted
        acts += done.acts
        if has_errors(found):
            break
    acts = list(dict.fromkeys(acts))
    if has_errors(found):
        return Version(name, on, None, "the amendments cannot be carried out", tuple(acts), tuple(found))
    _without_examples(tree)
    source = from_text(f"{name} on {on}", tree.text())
    again, wrong = parse(source)
    if wrong:
        return Version(name, on, None, "the consolidated text cannot be read", tuple(acts), tuple(wrong))
    last_day = [a for a in acts if any(s.act is a and s.since == events[-1].since for s in events)]
    text = format_module(again) + "".join(_examples(act) for act in last_day)
    begins = sorted({(s.act, s.since) for s in events}, key=lambda e: (e[1], acts.index(e[0])))
    module, _ = parse(SourceFile(f"{name} on {on}", "".join(f"# {n}.\n" for n in rests_on(begins)) + text))
    others = rests_on([(a, d) for a, d in [*_day_of(base), *begins] if a not in last_day])
    rests = rests_on([*_day_of(base), *begins])
    why = "; ".join([f"as amended by {_listed(last_day, events[-1].since)}", *others])
    return Version(name, on, module, why, tuple(acts), tuple(found), tuple(trusted), events[-1].since, rests)


def _listed(acts: Sequence[Act], since: date) -> str:
    """The acts of the last day: each with its day where the days rest on different things."""
    days = [since_when(act, since) for act in acts]
    if len(set(days)) == 1:
        return f"{' and '.join(act.shown for act in acts)}, {days[0]}"
    return " and ".join(f"{act.shown}, {when}" for act, when in zip(acts, days, strict=True))


def _day_of(base: Act | None) -> list[tuple[Act, date]]:
    return [(base, base.since)] if base is not None and base.since is not None else []


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
