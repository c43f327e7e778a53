"""Mutants in an order that the seed settles."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from attrs import frozen

from evallang.source import SourceFile
from mutation.documents import DOCUMENTS, Document, text
from mutation.sites import SORTS, Edit, Site, sites
from mutation.static import static


@frozen
class Mutant:
    """One mistake in one document, by its number; `before` and `after` are the line where it is made."""

    document: int
    line: int
    sort: str
    edits: tuple[Edit, ...]
    before: str
    after: str

    def text(self, source: SourceFile) -> str:
        """The text of the document with the mistake."""
        return _edited(source.text, self.edits)


def mutants(
    seed: int, documents: Sequence[Document] = DOCUMENTS, sorts: Sequence[str] = SORTS
) -> Iterator[Mutant]:  # fmt: skip
    """One mutant for each site: sorts take turns, and within a sort the sites of all documents are shuffled."""
    order = random.Random(seed)
    by_sort: dict[str, list[tuple[int, Site]]] = {sort: [] for sort in sorts}
    for document in documents:
        checked = static(text(document)).checked
        assert checked is not None, document.name
        for site in sites(checked.module, checked.program):
            by_sort.get(site.sort, []).append((DOCUMENTS.index(document), site))
    for found in by_sort.values():
        order.shuffle(found)
    while any(by_sort.values()):
        for found in by_sort.values():
            if found:
                number, site = found.pop()
                yield _mutant(number, site, order.choice(site.mistakes))


def _mutant(document: int, site: Site, edits: tuple[Edit, ...]) -> Mutant:
    source = text(DOCUMENTS[document])
    line = source.position(site.span.start).line
    after = _edited(source.text, edits)
    start = source.text.rfind("\n", 0, site.span.start) + 1
    last = max(span.end for span, _ in edits)
    ends = (source.text.find("\n", last), after.find("\n", last + len(after) - len(source.text)))
    before = source.text[start : ends[0]]
    return Mutant(document, line, site.sort, edits, _plain(before), _plain(after[start : ends[1]]))


def _edited(text_: str, edits: tuple[Edit, ...]) -> str:
    for span, instead in sorted(edits, reverse=True):
        text_ = text_[: span.start] + instead + text_[span.end :]
    return text_


def _plain(text_: str) -> str:
    return " ".join(text_.split())
