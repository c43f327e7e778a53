"""A document while one act changes it, and what is reported of that."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from evallang.diagnostics import Diagnostic, Label, Severity
from evallang.law import addresses
from evallang.law.acts import Act
from evallang.law.addresses import Address
from evallang.law.splice import read_all, written
from evallang.law.tables import row_at
from evallang.law.tree import Entry, Hit, Numbering, Tree
from evallang.source import Span
from evallang.suggest import meant_or_listed, nearest
from evallang.syntax import ast


@define(eq=False)
class Work:
    """A document that one act changes, from one day on."""

    tree: Tree
    act: Act
    since: str
    diagnostics: list[Diagnostic] = field(factory=list)
    trusted: list[str] = field(factory=list)

    def report(self, code: str, message: str, span: Span, advice: str | None = None, *labels: Label) -> None:
        """An error of the amending act."""
        self.diagnostics.append(Diagnostic(code, message, self.act.source, span, help=advice, labels=labels))

    def warn(self, code: str, message: str, span: Span, advice: str) -> None:
        """A warning of the amending act."""
        self.diagnostics.append(Diagnostic(code, message, self.act.source, span, Severity.WARNING, help=advice))

    def numbering(self, citation: ast.Citation, address: Address) -> Numbering | None:
        """Where a provision is looked for: in the numbering named by `of`, else in the only one that has it."""
        found = self.tree.numberings
        if citation.of is not None:
            named = self.tree.named(citation)
            if named is not None:
                return named
            near = nearest(citation.of.text, found)
            if self.act.base_in_part and near is None:
                return self.tree.new_part(ast.Part(citation.of, span=citation.of.span), self.act.source)
            self.report(
                "E0508", f"no part of the document is called `{citation.of.text}`", citation.of.span,
                meant_or_listed(citation.of.text, filter(None, found), "numbering"),
            )  # fmt: skip
            return None
        having = self.tree.having(address)
        if len(having) > 1:
            names = [n.part.name.text if n.part else self.act.amends for n in having]
            self.report(
                "E0508",
                f"{citation} is in several numberings",
                citation.span,
                "write " + " or ".join(f"`{citation} of {name}`" for name in names),
            )
            return None
        return having[0] if having else self.tree.root

    def hits(self, citation: ast.Citation, numbering: Numbering) -> list[Hit]:
        """What is in force of a provision; reports one that is missing or repealed."""
        address = addresses.parts(citation.address)
        found = self.tree.find(address, numbering)
        gone = [h for h in found if isinstance(h.statement, ast.Repealed)]
        if gone and len(gone) == len(found):
            by = next((m for m in gone[0].statement.marks if isinstance(m, ast.Amended)), None)
            who = f" by `{by.act.text}`" if by else ""
            self.report(
                "E0502", f"{citation}, which `{self.act.name}` changes, was repealed{who}", citation.span,
                "if it is to come back, `insert` it",
            )  # fmt: skip
            return []
        found = [h for h in found if not isinstance(h.statement, ast.Repealed)]
        if not found:
            self.missing(citation)
        return found

    def missing(self, citation: ast.Citation, what: str = "changes") -> None:
        """A target that is not there: an error, unless the base is held in part only."""
        if self.act.base_in_part:
            self.trusted.append(str(citation))
        else:
            message = f"`{self.act.name}` {what} {citation}, which `{self.act.amends}` does not have"
            self.report("E0501", message, citation.span, self._advice(addresses.parts(citation.address), citation))

    def _advice(self, address: Address, citation: ast.Citation) -> str:
        row = row_at(self.tree, address)
        if row is not None:
            return f'it is a row of a table: write `in table {row[0]} {{ replace line "{row[1]}" {{ … }} }}`'
        for n in range(len(address) - 1, 0, -1):
            if self.tree.having(address[:n]):
                above = addresses.shown(address[:n])
                return f"{above} is there: if {citation} stands inside its words, `replace {above}` gives them all anew"
        return "look at the number, or say `base in part` if the edition that is amended is not held in full"

    def made(self, statements: tuple[Any, ...], home: Numbering) -> list[Entry | Numbering]:
        """New statements of this act, with the comments inside them, in a text of their own."""
        if not statements:
            return []
        source, module = read_all(written(statements, self.act), self.act.source.name)
        return self.tree.made(home, source, module.statements, module.comments)
