"""A difference as one self-contained HTML page, the two versions side by side."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from evallang.diff.compare import Difference
from evallang.diff.impact import Impact
from evallang.diff.provisions import ProvisionChange
from evallang.report.changes.wording import Wordings
from evallang.report.changes.words import (
    Piece,
    causes,
    change_of,
    in_part,
    meaning_line,
    method,
    pieces,
    rule_line,
    title,
    value,
    witness_lines,
)  # fmt: skip

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d5d9de; --soft: #f4f6f8;
  --gone: #ffe3e0; --came: #ddf5e3; --accent: #00796b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #16191d; --line: #343a41; --soft: #1e2328;
  --gone: #5a2722; --came: #1d4a2a; --accent: #4db6ac; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1200px;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; color: var(--accent); }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; vertical-align: top; text-align: left; }
th { background: var(--soft); font-weight: 600; }
td.side { width: 40%; white-space: pre-wrap; overflow-wrap: anywhere; }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
code, pre { font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
del { background: var(--gone); text-decoration: none; } ins { background: var(--came); text-decoration: none; }
.sort { display: inline-block; padding: 0 .5rem; border-radius: .7rem; background: var(--soft); border: 1px solid
  var(--line); font-size: .85rem; }
.empty { color: #8a929c; }
"""


def page(difference: Difference, language: str | None = None) -> str:
    """The page; it loads nothing from elsewhere. Rules are said in the language of each version unless one is named."""
    name = escape(title(difference))
    body = "\n".join(_body(difference, language))
    return (
        f'<!doctype html>\n<html lang="{escape(difference.after.program.language or "en")}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{name}</h1>\n{body}\n</body>\n</html>\n"
    )


def _body(difference: Difference, language: str | None) -> Iterator[str]:
    if not difference.any:
        yield "<p>No difference: layout, comments and the order of declarations are none.</p>"
        return
    if difference.in_part:
        yield f"<p>{escape(in_part(difference))}.</p>"
    if difference.provisions:
        wording = Wordings(difference, language)
        yield "<h2>Provisions</h2>"
        yield _heads("provision", difference.before.name, difference.after.name)
        yield from (_provision(c, wording) for c in difference.provisions)
        yield "</table>"
    if difference.rules:
        yield "<h2>Rules</h2>"
        yield _heads("rule", difference.before.name, difference.after.name)
        for rule in difference.rules:
            where, before, after = rule_line(rule)
            cited = escape(", ".join(rule.provisions))
            left, right = marked(before, after)
            yield f"<tr><td>{escape(where)}<br><small>{cited}</small></td>{_side(left, True)}{_side(right, True)}</tr>"
        yield "</table>"
    if difference.meanings:
        yield "<h2>Meaning</h2>\n<ul>"
        for meaning in difference.meanings:
            lines = "\n".join(witness_lines(meaning.witness)) if meaning.witness is not None else ""
            more = f"<pre>{escape(lines)}</pre>" if lines else ""
            yield f"<li>{escape(meaning_line(meaning))}{more}</li>"
        yield "</ul>"
    if difference.impact is not None:
        yield from _impact(difference.impact)


def _heads(first: str, before: str, after: str) -> str:
    return f"<table>\n<tr><th>{first}</th><th>{escape(before)}</th><th>{escape(after)}</th></tr>"


def _provision(change: ProvisionChange, wording: Wordings) -> str:
    left, right = marked(*wording.both(change))
    by = f"<small>{escape(str(change.by))}</small>" if change.by is not None else ""
    head = f'<td>{escape(change.shown)}<br><span class="sort">{change.sort}</span><br>{by}</td>'
    return f"<tr>{head}{_side(left)}{_side(right)}</tr>"


def _side(html: str, code: bool = False) -> str:
    if not html:
        return '<td class="side empty">–</td>'
    return f'<td class="side">{f"<code>{html}</code>" if code else html}</td>'


def marked(before: str, after: str) -> tuple[str, str]:
    """Two texts with the words that only one of them has marked, as HTML."""
    left, right = pieces(before, after)
    return _marked(left, "del"), _marked(right, "ins")


def _marked(found: list[Piece], tag: str) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" if differs else escape(text) for text, differs in found)


def _impact(impact: Impact) -> Iterator[str]:
    moved = len({m.body for m in impact.moves})
    yield f"<h2>Impact</h2>\n<p>{moved} of {impact.bodies} bodies move; {method(impact)}.</p>"
    heads = "".join(f"<th>{word}</th>" for word in ("body", "result", "before", "after", "change", "because of"))
    yield f"<table>\n<tr>{heads}</tr>"
    for m in impact.moves:
        numbers = "".join(
            f'<td class="number">{escape(t)}</td>' for t in (value(m.before), value(m.after), change_of(m))
        )
        why = escape(causes(m, impact))
        yield f"<tr><td>{escape(m.body)}</td><td>{escape(m.path)}</td>{numbers}<td>{why}</td></tr>"
    yield "</table>"
