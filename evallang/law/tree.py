"""A document as the law sees it: numberings, and in each its provisions in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define, field

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.source import SourceFile, from_text
from evallang.syntax import ast, parse
from evallang.syntax.print import format_module


@define(eq=False)
class Entry:
    """One statement of a numbering, in the source that gave it, with the comments that stand at it."""

    statement: Any
    source: SourceFile
    comments: tuple[ast.Comment, ...]
    home: Numbering = field(repr=False)

    @property
    def address(self) -> Address | None:
        """The provision that it belongs to, also of a note that it was repealed."""
        if isinstance(self.statement, ast.Repealed):
            return addresses.parts(self.statement.citation.address)
        return addresses.first(getattr(self.statement, "marks", ()))


@define(eq=False)
class Numbering:
    """A document or an annex with a numbering of its own; `part` is None for the whole document."""

    part: ast.Part | None
    source: SourceFile
    comments: tuple[ast.Comment, ...] = ()
    items: list[Entry | Numbering] = field(factory=list)
    outer: Numbering | None = field(default=None, repr=False)

    @property
    def address(self) -> Address | None:
        """The provision of an annex; None for the whole document."""
        return addresses.first(self.part.marks) if self.part is not None else None

    @property
    def path(self) -> Address:
        """What stands before its addresses where those of the whole document are compared."""
        if self.part is None:
            return ()
        around = self.outer.path if self.outer is not None else ()
        return (*around, *(self.address or (self.part.name.text,)), "/")

    def entries(self) -> Iterator[Entry]:
        """The statements of this numbering and of those inside it."""
        for item in self.items:
            if isinstance(item, Entry):
                yield item
            else:
                yield from item.entries()


@define(eq=False)
class Hit:
    """A statement that belongs to a provision; `entry.statement` itself or one nested in it."""

    entry: Entry
    statement: Any
    address: Address

    @property
    def whole(self) -> bool:
        """Whether it is a statement of the numbering, not one inside another."""
        return self.entry.statement is self.statement


class Tree:
    """A document that operations change, with an index of its provisions."""

    def __init__(self, module: ast.Module) -> None:
        self.root = Numbering(None, module.source)
        self._index: dict[tuple[int, str], dict[int, list[Hit]]] = {}
        self.numberings: dict[str, Numbering] = {"": self.root}
        self.gone_lines: dict[tuple[str, str], str] = {}  # a repealed line, where it stood → the act that repealed it
        self._name = next((s.name.text for s in module.statements if isinstance(s, ast.Document)), "")
        self.fill(self.root, module.statements, module.comments)

    def fill(self, home: Numbering, statements: tuple[Any, ...], comments: tuple[ast.Comment, ...]) -> None:
        """Add the statements of a module or of a part at the end of a numbering."""
        for item in self.made(home, home.source, statements, comments):
            home.items.append(item)
            self._register(item)

    def made(
        self, home: Numbering, source: SourceFile, statements: tuple[Any, ...], comments: tuple[ast.Comment, ...]
    ) -> list[Entry | Numbering]:
        """Statements as entries, each with its comments; nothing is added yet."""
        found: list[Entry | Numbering] = []
        waiting = list(comments)
        for statement in statements:
            end = source.text.find("\n", statement.span.end)
            end = end if end >= 0 else len(source.text)
            own = tuple(c for c in waiting if c.span.start < end)
            waiting = waiting[len(own) :]
            if isinstance(statement, ast.Part) and statement.body is not None:
                inside = tuple(c for c in own if c.span.start > statement.span.start)
                before = tuple(c for c in own if c.span.start <= statement.span.start)
                numbering = Numbering(ast.evolve(statement, body=()), source, before, outer=home)
                numbering.items = self.made(numbering, source, statement.body, inside)
                found.append(numbering)
            else:
                found.append(Entry(statement, source, own, home))
        return found

    # ---- the index --------------------------------------------------------------------------------

    def _register(self, item: Entry | Numbering) -> None:
        if isinstance(item, Numbering):
            assert item.part is not None
            self.numberings[item.part.name.text] = item
            for inner in item.items:
                self._register(inner)
            return
        for hit in _hits(item):
            self._index.setdefault((id(item.home), hit.address[0]), {}).setdefault(id(item), []).append(hit)

    def _forget(self, item: Entry | Numbering) -> None:
        if isinstance(item, Numbering):
            assert item.part is not None
            self.numberings.pop(item.part.name.text, None)
            for inner in item.items:
                self._forget(inner)
            return
        for hit in _hits(item):
            self._index.get((id(item.home), hit.address[0]), {}).pop(id(item), None)

    def find(self, address: Address, numbering: Numbering) -> list[Hit]:
        """What belongs to a provision or to one below it, in the order of the document."""
        held = self._index.get((id(numbering), address[0]), {})
        found = [hit for hits in held.values() for hit in hits if addresses.within(hit.address, address)]
        places = {id(item): i for i, item in enumerate(numbering.items)} if len(held) > 1 else {}
        return sorted(found, key=lambda hit: (places.get(id(hit.entry), 0), hit.statement.span.start))

    def between(self, ends: tuple[Address, Address], numbering: Numbering) -> list[Address]:
        """The provisions of a range that are there and in force, in the order of the law, and always its two ends."""
        first, last = (addresses.order(a) for a in ends)
        held = (i for i in numbering.items if isinstance(i, Entry) and not isinstance(i.statement, ast.Repealed))
        found = {hit.address[: len(ends[0])] for item in held for hit in _hits(item)}
        inner = {a for a in found if len(a) == len(ends[0]) and first < addresses.order(a) < last}
        return sorted({*inner, *ends}, key=addresses.order)

    def named(self, citation: ast.Citation) -> Numbering | None:
        """The numbering that a citation names with `of`: an annex, or the whole document by its own name."""
        name = citation.of.text if citation.of is not None else ""
        return self.numberings.get(name) or (self.root if name == self._name else None)

    def having(self, address: Address) -> list[Numbering]:
        """The numberings that have a provision."""
        return [n for n in self.numberings.values() if self.find(address, n) or self.part_at(address, n)]

    def part_at(self, address: Address, numbering: Numbering) -> Numbering | None:
        """The annex with a numbering of its own that stands at an address."""
        for item in numbering.items:
            if isinstance(item, Numbering) and item.address == address:
                return item
        return None

    # ---- changes ----------------------------------------------------------------------------------

    def put(self, home: Numbering, place: int, items: list[Entry | Numbering]) -> None:
        """Insert items at a place of a numbering."""
        home.items[place:place] = items
        for item in items:
            self._register(item)

    def new_part(self, part: ast.Part, source: SourceFile) -> Numbering:
        """A numbering that the document did not have, at its end and still empty."""
        numbering = Numbering(ast.evolve(part, body=()), source, outer=self.root)
        self.put(self.root, len(self.root.items), [numbering])
        return numbering

    def take(self, home: Numbering, item: Entry | Numbering) -> int:
        """Remove an item; its place is returned."""
        place = next(i for i, other in enumerate(home.items) if other is item)
        del home.items[place]
        self._forget(item)
        return place

    def change(self, entry: Entry, statement: Any, source: SourceFile, comments: tuple[ast.Comment, ...]) -> None:
        """Give an entry another statement."""
        self._forget(entry)
        entry.statement, entry.source, entry.comments = statement, source, comments
        self._register(entry)

    def copy(self) -> Tree:
        """The same document, to be changed by itself."""
        copied = Tree(self.read_again())
        copied.gone_lines = dict(self.gone_lines)
        return copied

    def read_again(self) -> ast.Module:
        """The document as a module of its own."""
        return parse(from_text(self.root.source.name, self.text()))[0]

    def text(self) -> str:
        """The document written out, not yet in its layout."""
        return "".join(_written(self.root))


def _hits(entry: Entry) -> Iterator[Hit]:
    if entry.address is not None:
        yield Hit(entry, entry.statement, entry.address)
    for inner, address in nested(entry.statement):
        yield Hit(entry, inner, address)


def nested(statement: Any) -> Iterator[tuple[Any, Address]]:
    """The statements inside another that cite a provision of their own."""
    for inner in getattr(statement, "body", None) or ():
        address = addresses.first(getattr(inner, "marks", ()))
        if address is not None:
            yield inner, address
        yield from nested(inner)


def _written(numbering: Numbering) -> Iterator[str]:
    run: list[Entry] = []
    for item in numbering.items:
        if run and (isinstance(item, Numbering) or item.source is not run[0].source):
            yield _run(run)
            run = []
        if isinstance(item, Entry):
            run.append(item)
        else:
            part = Entry(item.part, item.source, item.comments, item)
            yield _run([part]).rstrip().removesuffix("}").rstrip() + "\n"
            yield from _written(item)
            yield "}\n"
    if run:
        yield _run(run)


def _run(entries: list[Entry]) -> str:
    statements = tuple(e.statement for e in entries)
    comments = tuple(c for e in entries for c in e.comments)
    return format_module(ast.Module(statements, entries[0].source, comments)) + "\n"
