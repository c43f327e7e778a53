"""Which constructs of the language a rule file uses. Nothing is listed by hand.

The alternatives are those of the grammar itself, noted as the parser takes them; what the grammar leaves open, such as
the names of types and of built-in functions, is read from the tree.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import fields, has
from lark import Lark
from lark.grammar import Rule

from evallang.builtins.catalogue import BUILTINS
from evallang.semantics.rankings import TIES
from evallang.source import read
from evallang.syntax import ast, grammar, parse
from evallang.syntax.layout import Layout
from evallang.syntax.lexer import QuickLexer
from evallang.types import NAMED

Construct = tuple[str, str, str]
"""A rule of the grammar, the name of the alternative, and what stands in it: a word, a sign, another rule."""

ONLY_IN_AMENDMENTS = {("head", "amendment"), ("head", "base_in_part")}
"""Beside the operations, which are left out by themselves."""

ACCEPTANCES = {("mark", "accept")}
"""Stand beside what the checker finds, and in these files it finds nothing."""

WORDS_AS_NAMES = {("fact_value", "path")}
"""Lists the words of the language that an option may be called by: no construct of its own."""


class Recorder:
    """A parser that notes which alternatives it takes, and what stood in them."""

    def __init__(self) -> None:
        self.taken: set[Construct] = set()
        self._lark = Lark(
            grammar.text(), parser="lalr", lexer="contextual", postlex=Layout(), keep_all_tokens=True,
            maybe_placeholders=True, _plugins={"ContextualLexer": QuickLexer},
        )  # fmt: skip
        made: dict[Rule, Any] = self._lark.parser.parser.parser.callbacks
        self.rules = tuple(made)
        made.update({rule: self._noting(rule, callback) for rule, callback in made.items()})

    def _noting(self, rule: Rule, callback: Any) -> Any:
        def note(children: list[Any]) -> Any:
            self.taken |= _constructs(rule)
            return callback(children)

        return note

    def of(self, file: Path) -> set[Construct]:
        """What a rule file uses of the grammar."""
        self.taken = set()
        self._lark.parse(read(file).text)
        return self.taken

    def all(self) -> set[Construct]:
        """All that a document other than an amendment can use: what is reached without passing through an operation."""
        by_origin: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            by_origin[rule.origin.name].append(rule)
        reached: set[Construct] = set()
        waiting, seen = ["start"], {"start", "operation"}
        while waiting:
            for rule in by_origin[waiting.pop()]:
                if (rule.origin.name, rule.alias) in ONLY_IN_AMENDMENTS | ACCEPTANCES | WORDS_AS_NAMES:
                    continue
                reached |= _constructs(rule)
                new = {symbol.name for symbol in rule.expansion if not symbol.is_term} - seen
                waiting += sorted(new)
                seen |= new
        return {construct for construct in reached if construct[2] != "operation"}


def _constructs(rule: Rule) -> set[Construct]:
    """What stands in an alternative, but for what only repeats it."""
    origin = str(rule.origin.name)
    if origin.startswith("__"):  # made by lark for a repetition
        return set()
    inside = {str(symbol.name) for symbol in rule.expansion} - {origin}
    return {(origin, rule.alias or "", name) for name in inside if not name.startswith("__")}


def walk(tree: Any) -> Iterator[Any]:
    """Everything in the tree of a rule file."""
    if isinstance(tree, tuple):
        for piece in tree:
            yield from walk(piece)
    elif has(type(tree)):
        yield tree
        for attribute in fields(type(tree)):
            yield from walk(getattr(tree, attribute.name))


def pieces(file: Path) -> list[Any]:
    """Everything in a rule file."""
    return list(walk(parse(read(file))[0].statements))


def named(found: list[Any]) -> set[tuple[str, str]]:
    """What is named of that which the language knows: built-ins, types, rules for ties."""
    calls = {("built-in", str(e.function)) for e in found if isinstance(e, ast.Call)}
    types = {("type", e.name.text) for e in found if isinstance(e, ast.TypeName)}
    ties = {("ties", e.ties.text) for e in found if isinstance(e, ast.RankBy) and e.ties is not None}
    return (calls | types | ties) & all_named()


def all_named() -> set[tuple[str, str]]:
    """All that could be named."""
    known = {"built-in": BUILTINS, "type": NAMED, "ties": TIES}
    return {(sort, name) for sort, names in known.items() for name in names}


def nodes(found: list[Any]) -> int:
    """How many nodes a rule file declares, and how many rows its tables of indicators have."""
    tables = [e.table for e in found if isinstance(e, ast.IndicatorTable)]
    rows = [row for table in tables for row in table.rows if str(row.cells[0]) != "total"]
    return len(rows) + sum(isinstance(e, ast.Node) for e in found)
