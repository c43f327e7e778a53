"""Which provisions a document holds in words, and whether a cited one is among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from evallang.lint.addresses import above, chain, ends, paragraph, whole
from evallang.lint.printed import points, tables
from evallang.lint.subject import Subject
from evallang.lint.written import Cited
from evallang.syntax import ast

_LEAST, _SHARE = 5, 0.8


class Held:
    """The provisions of one numbering that stand in the document with their words."""

    def __init__(self, subject: Subject, numbering: str) -> None:
        written = subject.written
        self.words = written.words.get(numbering, {})
        repealed = (ends(line.statement.citation.address) for line in written.of(ast.Repealed))
        self.standing = {*self.words, *(a for addresses in repealed for a in addresses)}
        self.cited = [
            c for c in written.cited if c.line.numbering == numbering and not isinstance(c.line.statement, ast.Norm)
        ]
        self.in_part = subject.program.law.base_in_part

    @cached_property
    def wholes(self) -> set[str]:
        """The provisions without their parts."""
        return {whole(a) for a in self.standing}

    @cached_property
    def sorts(self) -> set[str]:
        """The sorts of provisions that are held: paragraphs, annexes, chapters."""
        return {_sort(a) for a in self.wholes}

    @cached_property
    def _parents(self) -> set[tuple[str, str]]:
        """What is held in numbered parts only, and how they are told apart: (`68`, `:`)."""
        parts = ((above(a), a) for a in self.standing if above(a) and a[-1].isdigit())
        return {(parent, a[len(parent)]) for parent, a in parts if parent not in self.words}

    @property
    def is_complete(self) -> bool:
        """Whether nearly all that is cited stands here, so that what does not is missing."""
        cited = {whole(a) for c in self.cited for a in ends(c.citation.address) if _sort(a) in self.sorts}
        there = cited & self.wholes
        return not self.in_part and len(self.wholes) >= _LEAST and len(there) >= _SHARE * len(cited)

    @property
    def paragraphs(self) -> list[int]:
        """The numbers of its paragraphs, rising."""
        return sorted({n for a in self.standing if (n := paragraph(a)) is not None})

    def why_not_there(self, address: str) -> str | None:
        """What is there in place of a provision that is certainly not; None where it is there, or may be."""
        if whole(address) not in self.wholes:
            return self._beside(whole(address)) if _sort(address) in self.sorts else None
        if address in self.standing or address in self._around:
            return None
        parent, sign = above(address), address[len(above(address))]
        if (parent, sign) in self._parents:
            return self._parts(parent, sign)
        held = next((a for a in chain(address) if a in self.words), None)
        return None if held is None else self._in_words(held, address[len(held) + 1 :], sign)

    @cached_property
    def _around(self) -> set[str]:
        """What held provisions are parts of."""
        return {a for address in self.standing for a in chain(address)[1:]}

    def _beside(self, address: str) -> str:
        numbers = self.paragraphs
        if paragraph(address) is None or not numbers:
            return ""
        if numbers[0] <= (paragraph(address) or 0) <= numbers[-1]:
            return f"it stands nowhere between §{numbers[0]} and §{numbers[-1]}"
        return f"the paragraphs go from §{numbers[0]} to §{numbers[-1]}"

    def _parts(self, parent: str, sign: str) -> str:
        parts = [a for a in self.standing if above(a) == parent and a[len(parent)] == sign]
        parts.sort(key=lambda a: [(len(p), p) for p in re.split(r"[.:]", a)])
        return f"there is only `§{parts[0]}`" if len(parts) == 1 else f"there are `§{parts[0]}` to `§{parts[-1]}`"

    def _in_words(self, held: str, rest: str, sign: str) -> str | None:
        """Points `1)` and rows `1 |` that the words of a provision number themselves."""
        if sign != "." or ":" in rest:
            return None
        text = self.words[held]
        numbered = [{no for no, _ in points(text)}, {row.no for table in tables(text) for row in table if row.no}]
        if not any(numbered) or any(rest in known for known in numbered) or not rest[:1].isdigit():
            return None
        if any(len(known) == 1 for known in numbered):
            return None
        one, other = ([int(n) for n in known if n.isdecimal()] for known in numbered)
        what = f"points {min(one)}) to {max(one)})" if one else f"rows {min(other)} to {max(other)}"
        return f"the words of `§{held}` number {what}"


def _sort(address: str) -> str:
    """The letters before the number: `app` for an annex, nothing for a paragraph."""
    return whole(address).rstrip("-0123456789")


def numberings(subject: Subject) -> Iterator[Held]:
    """The numberings of a document: its own, and those of each `document` in it."""
    for numbering in subject.written.words:
        yield Held(subject, numbering)


def missing(held: Held) -> Iterator[tuple[Cited, str, str]]:
    """The citations of provisions that are certainly not there: with the address and what is there."""
    for cited in held.cited:
        for address in ends(cited.citation.address):
            why = held.why_not_there(address)
            if why is not None:
                yield cited, address, why
                break
