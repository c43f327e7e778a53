"""What a provision says, for people: its words, or where only rules are held, those in words and signs of mathematics.

A formula is shown with the labels of the document in the places of names, and as its readings are chosen: readings are
no part of the law.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import Any

from evallang.diff.compare import Difference, Version
from evallang.diff.facts import Fact, Key, facts
from evallang.diff.labels import label_of, labels
from evallang.diff.provisions import Provision, ProvisionChange, provisions
from evallang.ir import expr as ir
from evallang.ir.walk import walk
from evallang.report.changes.due import due
from evallang.report.changes.phrases import LANGUAGES, LONGER, PHRASES, SIGNS, TESTS, UNDER, WORDS
from evallang.report.changes.rows import rows_of
from evallang.source import Span
from evallang.syntax import ast

Told = tuple[tuple[str, ...], str, str, str, Span]
"""Which rule a fact is, among those of both versions."""
_UNDER = re.compile(r" under (.+?)\.(\w+)")
_NUMBERED = re.compile(r"^(when|clamp|round) \d+$")
_WITH = re.compile(r"^(states points|points|weight of|not for|except) (.*)$")
_ROW = re.compile(r"^(?:grade|brackets) row (.*) (\w+)$")
_TOKEN = re.compile(r'("[^"]*")|([^\W\d]\w*)|(<=|>=|!=|(?<= )[*-](?= ))')


class Wording:
    """The wordings of the provisions of one version, in one language."""

    def __init__(self, version: Version, language: str) -> None:
        self.program = version.program
        self.language = language
        self.every_option = False
        self._nth = LANGUAGES.index(language) if language in LANGUAGES else 0
        self._labels = labels(version.program)
        self._facts = _by_provision(version)
        self._rows = rows_of(version.module, PHRASES["points"][self._nth].partition(":")[0])

    def words(self, p: Provision | None) -> str:
        """The heading and the words; nothing where only rules are held."""
        if p is None:
            return ""
        texts = [text for s in p.statements for text in _texts(s)]
        return "\n".join(filter(None, [p.title, *texts]))

    def rules(self, p: Provision | None, only: Container[Told] | None = None) -> tuple[str, ...]:
        """The rules of a provision as lines, the label of what they are of before them; `only` some of them.

        How a reading is chosen is said only where nothing else is.
        """
        if p is None:
            return ()
        held = self._facts.get((p.numbering, p.address), ())
        found = self._lines((e for e in held if only is None or _told(e[0].path, e[1]) in only), p.title)
        return found if only is not None else found or tuple(_stated(p))

    def order(self, clauses: Iterable[Any], title: str) -> str:
        """Clauses in the order in which they stand, each in words; `title` is the heading above them."""
        found: list[str] = []
        for c in clauses:
            inside = (e for held in self._facts.values() for e in held if c.span.start <= e[1].span.start < c.span.end)
            found += self._lines(inside, title) or [", ".join(self._label(p.segments) for p in getattr(c, "paths", ()))]
        return "\n".join(filter(None, found))

    def _lines(self, entries: Iterable[tuple[Key, Fact]], title: str) -> tuple[str, ...]:
        """Rules by the label of what they are of; the lines of a table of indicators once, by their columns."""
        lines: dict[bool, dict[str, list[str]]] = {False: {}, True: {}}
        for (path, aspect), fact in entries:
            row = self._rows.get((fact if fact.value is None else fact.value).span.start)
            text = row.text if row is not None else self._phrase(path, aspect, fact)
            label = row.label if row is not None else self._label(path, unnamed=fact.sort == "rows")
            held = lines[path[0] == "reading"].setdefault("" if label == title else label, []) if text else []
            if row is None or text not in held:
                held.append(text)
        return tuple(_line(label, texts) for label, texts in (lines[False] or lines[True]).items())

    def text(self, p: Provision | None) -> str:
        """The words; where only rules are held, the heading and these."""
        if p is None or p.words:
            return self.words(p)
        return "\n".join(filter(None, [self.words(p), *self.rules(p)]))

    # ---- one rule

    def _label(self, path: tuple[str, ...], *, unnamed: bool = False) -> str:
        """The label; without one the name, or nothing where rows speak for themselves."""
        label = label_of(self._labels, path)
        return label or ("" if unnamed else path[-1] if path[0] == "reading" else ".".join(path))

    def _said(self, phrase: str, text: str = "", more: str = "") -> str:
        return PHRASES[phrase][self._nth].format(text, more)

    def _phrase(self, path: tuple[str, ...], aspect: str, fact: Fact) -> str:
        """One rule in words; empty for what the heading says, and for what stands under an option not chosen."""
        options = _UNDER.findall(aspect)
        if not self.every_option and not all(self._is_chosen(*found) for found in options):
            return ""
        text = self._plain(path, _UNDER.sub("", aspect), fact)
        under = "".join(self._under(*found) for found in options) if self.every_option else ""
        return text + under if text else ""

    def _is_chosen(self, reading: str, option: str) -> bool:
        return any(r.options[r.choice].name == option for r in self.program.readings if reading in (r.id, r.name))

    def _plain(self, path: tuple[str, ...], aspect: str, fact: Fact) -> str:
        numbered, longer = _NUMBERED.match(aspect), _WITH.match(aspect)
        if numbered:
            return self._step(numbered[1], fact)
        if aspect == "deadline":
            return self._due(path[-1])
        row = _ROW.match(aspect)
        if row:
            column = f" ({self._words(fact.column)})" if fact.column else ""
            return f"{self._tests(fact.asked)}{column}: {self._words(fact.text)}"
        text = self.formula(fact.parts[0]) if fact.parts and fact.parts[0] is not None else self._words(fact.text)
        if longer:
            word, more = longer[1], self._words(longer[2])
            return self._said(f"{word} of" if word.endswith("points") else word, text, more)
        if aspect == "rating":
            text = text.removeprefix("by ")
        if aspect == "choice":
            text = self._option(path[-1], fact.text)
        return self._said(aspect, text) if aspect in PHRASES else ""

    def _step(self, word: str, fact: Fact) -> str:
        parts = [self.formula(e) if e is not None else "" for e in fact.parts]
        if word == "when":
            return self._said("guard", parts[1], parts[0]) if len(parts) == 2 else fact.text
        if word == "round":
            return self._said("round", parts[0])
        ends = [("least", parts[0]), ("most", parts[1])]
        return ", ".join(self._said(phrase, text) for phrase, text in ends if text)

    def _due(self, name: str) -> str:
        law = self.program.law
        deadline = next(d for d in law.deadlines if d.name == name)
        event = next((e.label or e.name for e in law.events if e.name == deadline.due.event), deadline.due.event)
        return due(deadline.due, event, self.language)

    def _under(self, reading: str, option: str) -> str:
        return UNDER[self._nth].format(self._option(reading, option))

    def _option(self, reading: str, option: str) -> str:
        for r in self.program.readings:
            if reading in (r.id, r.name):
                return next((o.label or o.name for o in r.options if o.name == option), option)
        return option

    # ---- formulas

    def formula(self, e: ir.Expr) -> str:
        """A formula as it is written, with labels for names and the signs of print."""
        at = e.span.start
        text = self.program.source.slice(e.span)
        names = (ir.Ref, ir.ParameterRef)
        places = [x for x in walk(e) if isinstance(x, (ir.ByReading, *names)) and at <= x.span.start < e.span.end]
        pieces, last = [], 0
        for x in sorted(places, key=lambda x: x.span):
            start, end = x.span.start - at, x.span.end - at
            named = isinstance(x, names)
            if start >= last and end > start and not (named and not text[start:end].split(".")[-1].isidentifier()):
                pieces += [self._words(text[last:start]), self._named(x) if isinstance(x, names) else self._read(x)]
                last = end
        return " ".join("".join([*pieces, self._words(text[last:])]).split())

    def _read(self, x: ir.ByReading) -> str:
        """What an expression is as its reading is chosen; with every option, each by its label."""
        reading = self.program.readings[x.reading]
        if not self.every_option:
            return self.formula(x.cases[reading.choice])
        told = zip(reading.options, x.cases, strict=True)
        return "; ".join(f"«{option.label or option.name}»: {self.formula(case)}" for option, case in told)

    def _named(self, x: ir.Ref | ir.ParameterRef) -> str:
        if isinstance(x, ir.Ref) and x.targets:
            label = self._labels.get(self.program.definitions[x.targets[0]].path)
        else:
            label = self._labels.get((x.name,))
        return f"«{label}»" if label else x.name

    def _words(self, text: str) -> str:
        for pattern, said in LONGER:
            text = pattern.sub(f'"{said[self._nth]}"', text)
        return _TOKEN.sub(self._token, text)

    def _tests(self, text: str) -> str:
        """The condition of a row with signs: `≥ 5`."""
        for pattern, sign in TESTS:
            text = pattern.sub(sign, text)
        return self._words(text)

    def _token(self, found: re.Match[str]) -> str:
        quoted, word, sign = found.groups()
        if word:
            known = WORDS.get(word)
            return known[self._nth] if known else self._labels.get((word,), word)
        return quoted.strip('"') if quoted else SIGNS.get(sign, sign)


class Wordings:
    """The wordings of both sides of a difference, each in the language of its document unless one is named."""

    def __init__(self, difference: Difference, language: str | None = None) -> None:
        sides = (difference.before, difference.after)
        self._old, self._new = (Wording(v, language or v.program.language or "en") for v in sides)
        found = [
            (fact, rule.path) for rule in difference.rules for fact in (rule.before, rule.after) if fact is not None
        ]
        self._changed = {_told(path, fact) for fact, path in found}

    def both(self, change: ProvisionChange) -> tuple[str, str]:
        """What a provision said and what it says: the words, else the rules.

        Where the words are the same, or both sides say the same, only those rules that changed. Clauses that stand in
        another order are told in their order, unless the words tell it.
        """
        before, after = change.before, change.after
        told = self._old.text(before), self._new.text(after)
        if before is None or after is None:
            return told
        same = told[0] == told[1]
        said = (self._of_rules(before, after) if same else None) or told
        if not change.turned or (not same and after.words):
            return said
        sides = zip(*change.turned, strict=True)
        told_by = zip((self._old, self._new), (before, after), sides, strict=True)
        orders = ("\n".join(w.order(clauses, p.title) for clauses in groups) for w, p, groups in told_by)
        left, right = ("\n".join(filter(None, pair)) for pair in zip(said, orders, strict=True))
        return left, right

    def _of_rules(self, before: Provision, after: Provision) -> tuple[str, str] | None:
        """The rules that changed; with every option where they differ in one that is not chosen."""
        for every_option in (False, True):
            self._old.every_option = self._new.every_option = every_option
            old, new = ("\n".join(w.rules(p, self._changed)) for w, p in ((self._old, before), (self._new, after)))
            self._old.every_option = self._new.every_option = False
            if old != new:
                return old, new
        return None


def _told(path: tuple[str, ...], fact: Fact) -> Told:
    return path, fact.sort, fact.text, fact.column, fact.span


def _texts(statement: Any) -> Iterator[str]:
    """The paragraphs of the words that stand in a statement."""
    for inner in getattr(statement, "body", None) or ():
        if isinstance(inner, ast.Words):
            yield from filter(None, (line.strip() for line in inner.text.value.splitlines()))


def _line(label: str, texts: list[str]) -> str:
    said = "; ".join(texts)
    if not label:
        return said
    return f"{label} {said}" if said.startswith("=") or label.endswith("?") else f"{label}: {said}"


def _stated(p: Provision) -> Iterator[str]:
    """The labels in a provision that holds no rule: an office, an event, the lines of a list."""
    for s in p.statements:
        label = getattr(s, "label", None)
        if label is not None and label.value != p.title:
            yield label.value


def _by_provision(version: Version) -> dict[tuple[str, tuple[str, ...]], list[tuple[Key, Fact]]]:
    """The facts of a version by the innermost statement with a provision of its own in which they stand."""
    begins: list[tuple[int, int, int, tuple[str, tuple[str, ...]], tuple[Key, Fact] | None]] = []
    for place, p in provisions(version.module).items():
        begins += [(s.span.start, 0, -s.span.end, place, None) for s in p.statements]
    for key, fact in facts(version.program).items():
        begins.append((fact.span.start, 1, -fact.span.end, ("", ()), (key, fact)))
    found: dict[tuple[str, tuple[str, ...]], list[tuple[Key, Fact]]] = {}
    around: list[tuple[int, tuple[str, tuple[str, ...]]]] = []
    for start, _, end, place, held in sorted(begins, key=lambda entry: entry[:3]):
        while around and around[-1][0] <= start:
            around.pop()
        if held is None:
            around.append((-end, place))
        elif around:
            found.setdefault(around[-1][1], []).append(held)
    return found
