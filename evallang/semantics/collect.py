"""Pass 1: every declaration gets an entity and a scope; nothing is looked up yet."""

from __future__ import annotations

from typing import Any

from evallang.diagnostics import Label
from evallang.semantics import collect_tables
from evallang.semantics.entities import Clause, Collected, Entity, Scope, Sort
from evallang.semantics.spelling import check_lookalikes, check_name
from evallang.source import Span
from evallang.syntax import ast

_HEAD = {
    ast.Document: "document", ast.Source: "source", ast.InForce: "in_force", ast.Status: "status", ast.Language: "language",
}  # fmt: skip
_IN_NODE = (
    ast.Points, ast.Score, ast.ScoredBy, ast.When, ast.Clamp, ast.Round, ast.Grade, ast.Parts, ast.Weights,
    ast.IndicatorTable, ast.MarkRule, ast.Each, ast.RowRule, ast.Words,
)  # fmt: skip
_WHERE = {
    "option": "a `reading`", "choose": "a `reading`", "among": "a `rating`", "rank_by": "a `rating`", "proposes": "a `trigger`",
    "given": "an `example`", "given_table": "an `example`", "expect": "an `example`", "period": "an `example`",
}  # fmt: skip


def collect(module: ast.Module) -> Collected:
    """The entities of a module; its diagnostics are about names and about statements out of place."""
    document = Scope(None, None)
    found = Collected(module.source, document, unread=module.unread)
    _Collector(found).statements(module.statements, document, ())
    for scope in _scopes(document):
        check_lookalikes(found, scope)
    return found


def _scopes(scope: Scope) -> list[Scope]:
    found = [scope]
    for entities in scope.names.values():
        for entity in entities:
            if entity.inner is not None:
                found += _scopes(entity.inner)
    return found


class _Collector:
    """Walks the statements of one document."""

    def __init__(self, found: Collected) -> None:
        self.found = found

    def statements(self, statements: tuple[Any, ...], scope: Scope, level: tuple[int, ...]) -> None:
        for statement in statements:
            self.statement(statement, scope, level)

    def statement(self, s: Any, scope: Scope, level: tuple[int, ...]) -> None:
        found = self.found
        match s:
            case ast.Document() | ast.Source() | ast.InForce() | ast.Status() | ast.Language():
                self.head(_HEAD[type(s)], s, scope)
            case ast.Kinds():
                self.kinds(s, scope)
            case ast.Versions():
                found.versions[s.name.text] = s
            case ast.Part():
                self.statements(s.body or (), scope, level)
            case ast.Node():
                self.node(s, scope, level)
            case ast.Item():
                self.item(s, scope, level)
            case ast.Input():
                self.input(s, scope, level)
            case ast.Formula():
                sort: Sort = "function" if s.params else "formula"
                entity = self.declare(sort, s.name, s, scope, level)
                (found.functions if s.params else found.definitions).append(entity)
            case ast.Parameter():
                found.parameters.append(self.declare("parameter", s.name, s, scope, ()))
            case ast.Brackets():
                found.brackets.append(self.declare("brackets", s.name, s, scope, ()))
            case ast.Rating():
                found.ratings.append(self.declare("rating", s.name, s, scope, ()))
            case ast.Trigger():
                self.trigger(s, scope)
            case ast.Body():
                found.bodies.append(self.declare("body", s.name, s, scope, ()))
            case ast.Reading():
                found.readings.append(s)
            case ast.Norm():
                found.norms.append(s)
            case ast.Example() | ast.Examples():
                found.examples.append(s)
            case _ if isinstance(s, _IN_NODE) and scope.owner is not None and scope.owner.sort in ("node", "trigger", "item"):
                self.clause(s, scope.owner)
            case _:
                self.misplaced(s)

    def head(self, name: str, s: Any, scope: Scope) -> None:
        if scope.owner is not None:
            self.misplaced(s)
        elif name in self.found.head:
            first = self.found.head[name]
            self.found.report("E0203", f"`{_word(s)}` is said twice", s.span, "keep one of them", Label(first.span, "first here"))
        else:
            self.found.head[name] = s

    def kinds(self, s: ast.Kinds, scope: Scope) -> None:
        if scope.owner is not None:
            return self.misplaced(s)
        for choice in s.choices:
            check_name(self.found, choice.name.text, choice.name.span, option=True)
            if choice.name.text in self.found.kind_names:
                self.found.report("E0203", f"the kind `{choice.name.text}` is declared twice", choice.name.span)
            else:
                self.found.kinds.append(choice)
        return None

    def clause(self, s: Any, owner: Entity) -> None:
        """A clause inside a node; tables and their rules are expanded when all of them are known."""
        if owner.sort == "item" and not isinstance(s, ast.Words):
            return self.misplaced(s)
        if owner.sort == "trigger" and not isinstance(s, ast.When | ast.Words):
            return self.misplaced(s)
        owner.clauses.append(Clause(s))
        return None

    def misplaced(self, s: Any) -> None:
        where = _WHERE.get(type(s).__name__.lower(), "")
        word = _word(s)
        if not where and isinstance(s, ast.Option | ast.Choose):
            where = "a `reading`"
        self.found.report(
            "E0207", f"`{word}` cannot stand here", s.span, f"it belongs inside {where or 'a node such as `indicator`'}"
        )

    def declare(
        self, sort: Sort, name: ast.Name, s: Any, scope: Scope, level: tuple[int, ...], kinds: frozenset[str] | None = None
    ) -> Entity:
        """An entity under its name, after the checks that a name must pass."""
        owner = scope.owner
        check_name(self.found, name.text, name.span, in_node=owner is not None and owner.sort == "node")
        entity = Entity(
            sort, name.text, name.span, scope, s, (owner.path if owner else ()) + (name.text,), level,
            kinds if kinds is not None else owner.kinds if owner else None, s.marks,
        )  # fmt: skip
        entity.label = s.label.value if getattr(s, "label", None) else ""
        others = scope.names.setdefault(name.text, [])
        rival = next((e for e in others if not _disjoint(e.kinds, entity.kinds)), None)
        if rival is not None:
            self.found.report(
                "E0203", f"`{name.text}` is declared twice", name.span, "rename one of them", Label(rival.span, "first declared here")
            )
        others.append(entity)
        self.found.named.setdefault(name.text, []).append(entity)
        return entity

    def node(self, s: ast.Node, scope: Scope, level: tuple[int, ...]) -> None:
        if s.parents:
            for parent in s.parents:
                self.copy(s, parent, scope, level)
            return
        self.place(s, scope, level, scope.owner)

    def copy(self, s: ast.Node, parent: ast.Path, scope: Scope, level: tuple[int, ...]) -> None:
        """`penalty x in a, b`: one copy inside each named node, declared before or after."""
        self.found.head.setdefault("copies", []).append((s, parent, scope, level, self))

    def place(self, s: ast.Node, scope: Scope, level: tuple[int, ...], parent: Entity | None) -> Entity:
        kinds = self.kinds_of(s.kinds, scope.owner.kinds if scope.owner else None)
        entity = self.declare("node", s.name, s, scope, level, kinds)
        entity.word = s.word
        entity.inner = Scope(entity, scope)
        self.found.definitions.append(entity)
        if parent is not None and parent.sort == "node":
            parent.children.append(entity)
        self.statements(s.body or (), entity.inner, level)
        collect_tables.expand(self, entity)
        return entity

    def kinds_of(self, paths: tuple[ast.Path, ...], outer: frozenset[str] | None) -> frozenset[str] | None:
        """The kinds after `for`, within those of the node around."""
        if not paths:
            return outer
        named = set()
        for path in paths:
            if str(path) not in self.found.kind_names:
                self.found.report("E0208", f"unknown kind `{path}`", path.span, _kinds_help(self.found))
            named.add(str(path))
        return frozenset(named if outer is None else named & outer)

    def item(self, s: ast.Item, scope: Scope, level: tuple[int, ...]) -> None:
        entity = self.declare("item", s.name, s, scope, level)
        entity.number = len(self.found.items)
        self.found.items.append(entity)
        entity.inner = Scope(entity, scope)
        self.statements(s.body or (), entity.inner, (*level, entity.number))

    def input(self, s: ast.Input, scope: Scope, level: tuple[int, ...]) -> None:
        entity = self.declare("input", s.name, s, scope, level)
        self.found.definitions.append(entity)

    def trigger(self, s: ast.Trigger, scope: Scope) -> None:
        entity = self.declare("trigger", s.name, s, scope, ())
        entity.inner = Scope(entity, scope)
        self.found.triggers.append(entity)
        entity.row = [x for x in s.body or () if isinstance(x, ast.Proposes)]
        self.statements(tuple(x for x in s.body or () if not isinstance(x, ast.Proposes)), entity.inner, ())


def _disjoint(a: frozenset[str] | None, b: frozenset[str] | None) -> bool:
    return a is not None and b is not None and not a & b


def _word(s: Any) -> str:
    """The word that a statement begins with."""
    words = {"InForce": "in force", "RankBy": "by", "IndicatorTable": "table", "MarkRule": "mark", "RowRule": "row",
             "GivenTable": "given", "ScoredBy": "scored by", "Words": "text", "ExampleBody": "body"}  # fmt: skip
    if isinstance(s, ast.Document):
        return s.word
    name = type(s).__name__
    return words.get(name, name.lower())


def _kinds_help(found: Collected) -> str:
    names = ", ".join(f"`{k}`" for k in found.kind_names)
    return f"the kinds are {names}" if names else 'declare the kinds at the top: `kinds central "…", local "…"`'


def finish_copies(found: Collected, look_up: Any) -> None:
    """Place the copies of `node x in a, b` when every node is known; `look_up` finds a node by path."""
    for s, parent, scope, level, collector in found.head.pop("copies", []):
        target: Entity | None = look_up(found, scope, parent, "node")
        if target is not None and target.inner is not None:
            collector.place(s, target.inner, level, target)


