"""What a provision says, for people: its words, or where only rules are held, those in words and signs of mathematics.

A formula is shown with the labels of the document in the places of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from evallang.diff.compare import Difference, Version
from evallang.diff.facts import Fact, Key, facts
from evallang.diff.provisions import Provision, ProvisionChange, provisions
from evallang.ir import expr as ir
from evallang.ir.walk import walk
from evallang.report.changes.due import due
from evallang.report.changes.phrases import LANGUAGES, LONGER, PHRASES, SIGNS, TESTS, UNDER, WORDS
from evallang.syntax import ast

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
        self._nth = LANGUAGES.index(language) if language in LANGUAGES else 0
        self._labels = dict(_labels(version))
        self._facts = _by_provision(version)

    def words(self, p: Provision | None) -> str:
        """The heading and the words; nothing where only rules are held."""
        if p is None:
            return ""
        texts = [text for s in p.statements for text in _texts(s)]
        return "\n".join(filter(None, [p.title, *texts]))

    def rules(self, p: Provision | None) -> tuple[str, ...]:
        """The rules of a provision as lines, the label of what they are of before them."""
        if p is None:
            return ()
        lines: dict[str, list[str]] = {}
        for (path, aspect), fact in self._facts.get((p.numbering, p.address), ()):
            text = self._phrase(path, aspect, fact)
            if text:
                label = self._label(path)
                lines.setdefault("" if label == p.title else label, []).append(text)
        return tuple(_line(label, texts) for label, texts in lines.items()) or tuple(_stated(p))

    def text(self, p: Provision | None, with_rules: bool) -> str:
        """The words, and below them the rules if they are wanted."""
        return "\n".join(filter(None, [self.words(p), *(self.rules(p) if with_rules else ())]))

    # ---- one rule

    def _label(self, path: tuple[str, ...]) -> str:
        label = self._labels.get(path) or self._labels.get(path[-1:])
        return label or (path[-1] if path[0] == "reading" else ".".join(path))

    def _said(self, phrase: str, text: str = "", more: str = "") -> str:
        return PHRASES[phrase][self._nth].format(text, more)

    def _phrase(self, path: tuple[str, ...], aspect: str, fact: Fact) -> str:
        """One rule in words; empty for what the heading says."""
        under = "".join(self._under(*found) for found in _UNDER.findall(aspect))
        aspect = _UNDER.sub("", aspect)
        text = self._plain(path, aspect, fact)
        return text + under if text else ""

    def _plain(self, path: tuple[str, ...], aspect: str, fact: Fact) -> str:
        numbered, longer = _NUMBERED.match(aspect), _WITH.match(aspect)
        if numbered:
            return self._step(numbered[1], fact)
        if aspect == "deadline":
            return self._due(path[-1])
        row = _ROW.match(aspect)
        if row:
            column = "" if row[2] in ("points", "grade") else f" ({self._words(row[2])})"
            return f"{self._tests(row[1])}{column}: {self._words(fact.text)}"
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
        places = [x for x in walk(e) if isinstance(x, ir.Ref | ir.ParameterRef) and at <= x.span.start < e.span.end]
        pieces, last = [], 0
        for x in sorted(places, key=lambda x: x.span):
            start, end = x.span.start - at, x.span.end - at
            if start >= last and end > start and text[start:end].split(".")[-1].isidentifier():
                pieces += [self._words(text[last:start]), self._named(x)]
                last = end
        return " ".join("".join([*pieces, self._words(text[last:])]).split())

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

    def both(self, change: ProvisionChange) -> tuple[str, str]:
        """What a provision said and what it says: the words, and the rules where no words tell the difference."""
        before, after = change.before, change.after
        old, new = (p.words if p is not None else "" for p in (before, after))
        told = old != new
        return self._old.text(before, not (told and old)), self._new.text(after, not (told and new))


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


def _labels(version: Version) -> Iterator[tuple[tuple[str, ...], str]]:
    """Labels by path; kinds, offices, registers, bodies, ratings and parameters by name."""
    program, law = version.program, version.program.law
    lines = [line for register in law.registers for line in register.lines]
    named: list[Any] = [*program.kinds, *law.offices, *law.events, *law.deadlines]
    named += [*program.parameters, *program.ratings, *program.brackets]
    yield from (((x.name,), x.label) for x in named if x.label)
    yield from (((register.name, line.name), line.label) for register in law.registers for line in register.lines)
    yield from (((line.name,), line.label) for line in lines if line.label)
    yield from (((r.id or r.name,), r.question) for r in program.readings if r.question)
    yield from ((d.path, d.label) for d in program.definitions if d.label)
    yield from (
        (("assessor", rule.path), program.definitions[rule.node[0]].label or rule.path)
        for rule in law.assessors
        if rule.node
    )


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
