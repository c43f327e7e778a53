"""Pages of what the checker found in the documents of `rules/`: provisions, readings, and bodies on which it shows."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from attrs import frozen

from evallang.diagnostics import Severity
from evallang.editions import library, rules_on
from evallang.examining import Examined
from evallang.law.acts import Act
from evallang.lint.finding import Finding
from evallang.pipeline import check_file
from evallang.rules import Rules
from evallang.symbolic.mathematics import mathml

RULES = Path(__file__).parents[2] / "rules"
MOST_WORDS = 900

HEAD = """# What the checker found

Each page says of one document what `evallang check` finds in it, under the readings that the project chose and under
every other option. Nothing on these pages is written by hand: they are made from the rule files when the site is built,
and every body that is shown was scored by the interpreter.

| document | errors | warnings | notes | not decided | accepted | proved |
|---|---|---|---|---|---|---|
"""


@frozen
class Document:
    """A document with the path of its page and what was found in it."""

    page: str
    title: str
    about: str
    rules: Rules
    found: Examined


def documents() -> Iterator[Document]:
    """Every document of `rules/`, an amended one on each day on which one of its texts begins."""
    for folder in ("interaction-2020", "order-20-01-38-3", "gallery"):
        for file in sorted((RULES / folder).rglob("*.eval")):
            rules, _ = check_file(file)
            if rules is not None:  # an amendment has no rules of its own
                yield _document(rules, file.stem)
    place = RULES / "decree-954"
    acts = [act for act in library(place).acts if act.since is not None]
    for day in sorted({act.since for act in acts}):
        rules, _ = rules_on(place, day, None, name="decree_954", drafts=True)
        yield _document(rules, f"decree-954-{day.year}", day, next(act for act in acts if act.since == day))


def _document(rules: Rules, stem: str, day: date | None = None, act: Act | None = None) -> Document:
    """What was found in a document; of a text that an act amended, the title of that act tells which it is."""
    program = rules.program
    title = (program.label or program.name) + (f" ({day.isoformat()})" if day else "")
    dated = f", {program.dated.isoformat()}" if program.dated else ""
    about = f"{program.origin}{dated}" or (f"{act.title}. {act.label}" if act else "")
    return Document(f"findings/{stem}.md", title, about, rules, rules.examine())


def findings_pages() -> dict[str, str]:
    """The text of each page by its path."""
    pages = {}
    index = HEAD
    for document in documents():
        pages[document.page] = _page(document)
        index += _line(document)
    pages["findings/index.md"] = index
    return pages


def _line(d: Document) -> str:
    found = Counter(f.severity.value for f in d.found.findings)
    counts = [found["error"], found["warning"], found["note"], d.found.undecided, len(d.found.accepted)]
    figures = " | ".join(str(n) for n in [*counts, sum(d.found.proved.values())])
    return f"| [{d.title}]({Path(d.page).name}) | {figures} |\n"


def _page(d: Document) -> str:
    text = f"# {d.title}\n\n{d.about}\n\n{_counted(d)}\n"
    for finding in d.found.findings:
        text += _finding(finding, d.rules)
    for finding, acceptance in d.found.accepted:
        text += _finding(finding, d.rules) + f"\n*Accepted*: {acceptance.why}\n"
    return text


def _counted(d: Document) -> str:
    """How many findings there are, the gravest first, and how many claims hold."""
    found = Counter(f.severity for f in d.found.findings)
    counted = [f"{found[s]} {s.value}{'s' if found[s] > 1 else ''}" for s in Severity if found[s]]
    text = f"The checker found {', '.join(counted) or 'nothing'}"
    if d.found.undecided:
        text += f"; {d.found.undecided} of these {'are' if d.found.undecided > 1 else 'is'} not decided"
    text += f". It proved {sum(d.found.proved.values()):,} claims."
    if d.found.accepted:
        text += f" The rule file accepts {len(d.found.accepted)} more, with the reason."
    return text


def _finding(f: Finding, rules: Rules) -> str:
    cited = ", ".join(f.provisions) or f"line {rules.program.source.position(f.span.start).line}"
    text = f"\n## {cited} · {f.severity.value} [{f.code}](../reference/checks.md#{f.code.lower()})\n\n"
    text += f"{f.message[:1].upper()}{f.message[1:]}.\n\n"
    needed = "" if len(f.depends) < 2 else " (one is enough)" if f.any_of else " (all are needed)"
    for settled in f.depends:
        text += f"- *Reading*{needed}: {_reading(settled.reading, settled.options, rules)}\n"
    if f.tried:
        text += f"- *Not decided*; tried: {f.tried}\n"
    formula = mathml(f.formula, rules.program) if f.formula is not None else None
    if formula is not None:
        text += f'\n<p class="formula">{formula}</p>\n\n'
    if f.mathematics:
        text += f"- *Mathematics*: `{f.mathematics}`\n"
    if f.help:
        text += f"- *What to do*: {f.help}\n"
    return text + _words(f, rules) + _witness(f)


def _reading(word: str, options: tuple[str, ...], rules: Rules) -> str:
    reading = next(r for r in rules.program.readings if word in (r.id, r.name))
    chosen = ", ".join(f"“{o.words}”" + (" (chosen)" if i == reading.choice else "")
                       for i, o in enumerate(reading.options) if o.name in options)  # fmt: skip
    return f"{word}, {reading.question} — {chosen}"


def _words(f: Finding, rules: Rules) -> str:
    """The words of the provisions, where the rule file keeps them."""
    norms = {p: norm.text for norm in rules.program.norms for p in norm.provisions if norm.text}
    shown = [(p, " ".join(norms[p].split())) for p in f.provisions if p in norms]
    return "".join(
        f'\n??? quote "{p}"\n\n    {words[:MOST_WORDS]}{" …" if len(words) > MOST_WORDS else ""}\n'
        for p, words in shown
    )


def _witness(f: Finding) -> str:
    if f.witness is None:
        return ""
    lines = "\n".join(f"    {line}".rstrip() for line in f.witness.example.rstrip().splitlines())
    title = f.witness.shows or "on which body it shows"
    return f'\n??? example "{title}"\n\n    ```eval\n{lines}\n    ```\n'
