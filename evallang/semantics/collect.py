"""Pass 1: every declaration gets an entity and a scope; nothing is looked up yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evallang.diagnostics import Label
from evallang.semantics import collect_tables
from evallang.semantics.entities import Clause, Collected, Entity, Scope, Sort
from evallang.semantics.spans import beginning, word_of
from evallang.semantics.spelling import check_lookalikes, check_name
from evallang.source import Span
from evallang.suggest import meant_or_listed
from evallang.syntax import ast

MAX_COPIED = 100_000
"""The declarations and clauses of nodes that stand in several others with `in`, as often as they are copied."""
_HEAD = {
    ast.Document: "document",
    ast.Source: "source",
    ast.InForce: "in_force",
    ast.Status: "status",
    ast.Language: "language",
    ast.BaseInPart: "base_in_part",
}
_DECLARED: dict[type, tuple[Sort, Callable[[Collected], list[Entity]]]] = {
    ast.Parameter: ("parameter", lambda found: found.parameters),
    ast.Brackets: ("brackets", lambda found: found.brackets),
    ast.Rating: ("rating", lambda found: found.ratings),
    ast.Body: ("body", lambda found: found.bodies),
    ast.Office: ("office", lambda found: found.offices),
    ast.Event: ("event", lambda found: found.events),
    ast.Deadline: ("deadline", lambda found: found.deadlines),
}
_KEPT: dict[type, Callable[[Collected], list[Any]]] = {
    ast.Reading: lambda found: found.readings,
    ast.Norm: lambda found: found.norms,
    ast.Example: lambda found: found.examples,
    ast.Examples: lambda found: found.examples,
}
_OPERATIONS = (
    ast.Repeal, ast.Replace, ast.Insert, ast.Retitle, ast.NewEdition, ast.InRegister, ast.InTable, ast.RepealLine,
    ast.ReplaceLine, ast.InsertLine,
)  # fmt: skip
_AMENDS = frozenset(("amend", "amends", "amending", "amendment"))
_IN_NODE = (
    ast.Points, ast.Score, ast.ScoredBy, ast.When, ast.Clamp, ast.Round, ast.Grade, ast.Parts, ast.Weights,
    ast.IndicatorTable, ast.MarkRule, ast.Each, ast.RowRule, ast.Words,
)  # fmt: skip
_TOP = (
    "at the top of the document",
    (*_HEAD, ast.Kinds, ast.Versions),
)
_INSIDE = (
    ("a `reading`", (ast.Option, ast.Choose)),
    ("a `rating`", (ast.Among, ast.RankBy)),
    ("a `trigger`", (ast.Proposes,)),
    ("an `example`", (ast.Given, ast.GivenTable, ast.Expect, ast.ExampleBody, ast.Period)),
    ("a node that has a `table`", (ast.Each, ast.RowRule, ast.MarkRule)),
)


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
        sort = type(s)
        if sort in _HEAD:
            self.head(_HEAD[sort], s, scope)
        elif sort in _DECLARED:
            name, group = _DECLARED[sort]
            group(self.found).append(self.declare(name, s.name, s, scope, ()))
        elif sort in _KEPT:
            _KEPT[sort](self.found).append(s)
        elif sort in _IN_DOCUMENT:
            _IN_DOCUMENT[sort](self, s, scope)
        elif sort in _IN_NODE and scope.owner is not None and scope.owner.sort in ("node", "trigger", "item"):
            self.clause(s, scope.owner)
        else:
            self.declaration(s, scope, level)

    def declaration(self, s: Any, scope: Scope, level: tuple[int, ...]) -> None:
        match s:
            case ast.Part():
                self.statements(s.body or (), scope, level)
            case ast.Node():
                self.node(s, scope, level)
            case ast.Item():
                self.item(s, scope, level)
            case ast.Input():
                self.input(s, scope, level)
            case ast.Formula(params=params):
                entity = self.declare("function" if params else "formula", s.name, s, scope, level)
                (self.found.functions if params else self.found.definitions).append(entity)
            case ast.Repealed() | ast.Annex():
                pass  # a provision without content
            case _:
                self.misplaced(s)

    def head(self, name: str, s: Any, scope: Scope) -> None:
        if scope.owner is not None:
            self.misplaced(s)
        elif name in self.found.head:
            first = self.found.head[name]
            advice = (
                "a file holds one document; put the second into its own file"
                if name == "document"
                else "keep one of them"
            )
            self.found.report("E0203", f"`{word_of(s)}` is said twice", s.span, advice, Label(first.span, "first here"))
        else:
            self.found.head[name] = s

    def kinds(self, s: ast.Kinds, scope: Scope) -> None:
        if scope.owner is not None:
            return self.misplaced(s)
        for choice in s.choices:
            check_name(self.found, choice.name.text, choice.name.span, option=True)
            first = next((c for c in self.found.kinds if c.name.text == choice.name.text), None)
            if first is not None:
                self.twice("kind", choice.name, first.name)
            else:
                self.found.kinds.append(choice)
        return None

    def versions(self, s: ast.Versions, scope: Scope) -> None:
        if scope.owner is not None:
            return self.misplaced(s)
        first = self.found.versions.setdefault(s.name.text, s)
        if first is not s:
            self.twice("list of versions", s.name, first.name)
        for i, choice in enumerate(s.choices):
            check_name(self.found, choice.name.text, choice.name.span, option=True)
            same = next((c for c in s.choices[:i] if c.name.text == choice.name.text), None)
            if same is not None:
                self.twice("version", choice.name, same.name)
        return None

    def twice(self, what: str, name: ast.Name, first: ast.Name) -> None:
        self.found.report(
            "E0203",
            f"the {what} `{name.text}` is declared twice",
            name.span,
            "rename or delete one of them",
            Label(first.span, "first declared here"),
        )

    def clause(self, s: Any, owner: Entity) -> None:
        """A clause inside a node; tables and their rules are expanded when all of them are known."""
        if owner.sort == "item" and not isinstance(s, ast.Words):
            return self.misplaced(s)
        if owner.sort == "trigger" and not isinstance(s, ast.When | ast.Words):
            return self.misplaced(s)
        owner.clauses.append(Clause(s))
        return None

    def misplaced(self, s: Any) -> None:
        if isinstance(s, _OPERATIONS):
            return self.no_amendment(s)
        place, top = _TOP
        if not isinstance(s, top):
            place = "inside " + next(
                (where for where, kinds in _INSIDE if isinstance(s, kinds)),
                "a node such as `indicator`, between its `{` and `}`",
            )
        if isinstance(s, ast.Node | ast.IndicatorTable):
            place = "outside of `each` and `row`"
        self.found.report(
            "E0207", f"`{word_of(s)}` cannot stand here", beginning(s, self.found.source), f"it belongs {place}"
        )
        return None

    def no_amendment(self, s: Any) -> None:
        """An operation in a document that is no amendment, or whose first line cannot be read: told once."""
        document = self.found.head.get("document")
        if any(d.code == "E0516" for d in self.found.diagnostics) or (document is None and _AMENDS & self.found.unread):
            return
        name = document.name.text if document is not None else "NAME"
        message = f"`{name}` is no amendment and cannot change provisions"
        if document is None:
            message = f"`{word_of(s)}` belongs in an amendment"
        advice = f"begin the file with `amendment {name} amends ACT`, ACT being the name of the act that it changes"
        self.found.report("E0516", message, beginning(s, self.found.source), advice)

    def declare(
        self,
        sort: Sort,
        name: ast.Name,
        s: Any,
        scope: Scope,
        level: tuple[int, ...],
        kinds: frozenset[str] | None = None,
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
                "E0203",
                f"`{name.text}` is declared twice",
                name.span,
                "rename one of them",
                Label(rival.span, "first declared here"),
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
                report_unknown_kind(self.found, str(path), path.span)
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

    def attribute(self, s: ast.Attribute, scope: Scope) -> None:
        """A property of a body is an input that a register may give."""
        entity = self.declare("input", s.name, ast.Input(s.name, s.label, s.type, (), s.marks, span=s.span), scope, ())
        self.found.definitions.append(entity)
        self.found.attributes.append(entity)

    def register(self, s: ast.Register, scope: Scope) -> None:
        """A register; the bodies in it are known by name everywhere."""
        kinds = self.kinds_of(s.kinds, None)
        self.found.registers.append(self.declare("register", s.name, s, scope, (), kinds))
        self.statements(tuple(x for x in s.body or () if isinstance(x, ast.Body)), scope, ())

    def assessor(self, s: ast.Assessor | ast.InAssessor, scope: Scope) -> None:
        """Who assesses a node; it has no name of its own."""
        marks = s.marks if isinstance(s, ast.Assessor) else ()
        self.found.assessors.append(Entity("assessor", str(s.node), s.node.span, scope, s, (), (), marks=marks))

    def trigger(self, s: ast.Trigger, scope: Scope) -> None:
        entity = self.declare("trigger", s.name, s, scope, ())
        entity.inner = Scope(entity, scope)
        self.found.triggers.append(entity)
        entity.row = [x for x in s.body or () if isinstance(x, ast.Proposes)]
        self.statements(tuple(x for x in s.body or () if not isinstance(x, ast.Proposes)), entity.inner, ())


def _disjoint(a: frozenset[str] | None, b: frozenset[str] | None) -> bool:
    return a is not None and b is not None and not a & b


def report_unknown_kind(found: Collected, name: str, span: Span) -> None:
    """Say that no kind has this name, unless it may be declared in what could not be read."""
    if name not in found.unread:
        found.report("E0208", f"unknown kind `{name}`", span, kinds_advice(name, found.kind_names))


def kinds_advice(name: str, kinds: tuple[str, ...]) -> str | None:
    """What to write in place of an unknown kind."""
    if not kinds:
        return f'declare the kinds at the top: `kinds {name} "…"`'
    return meant_or_listed(name, kinds, "kind")


def finish_copies(found: Collected, look_up: Any) -> None:
    """Place the copies of `node x in a, b` when every node is known; `look_up` finds a node by path."""
    work = 0
    while copies := found.head.pop("copies", []):  # what is copied may hold nodes that are copied in their turn
        for s, parent, scope, level, collector in copies:
            work += _size(s)
            if work > MAX_COPIED:
                advice = "put what the copies have in common into a formula"
                message = f"the copies of nodes with `in` come to more than {MAX_COPIED} declarations and clauses"
                found.report("E0012", message, s.name.span, advice)
                return
            target: Entity | None = look_up(found, scope, parent, "node")
            if target is not None and target.inner is not None:
                collector.place(s, target.inner, level, target)


def _size(s: Any) -> int:
    """The statements of a node and of all that stands inside of it, rows of tables included."""
    table = getattr(s, "table", None)
    rows = len(table.rows) if table is not None else 0
    return 1 + rows + sum(_size(inner) for inner in getattr(s, "body", None) or ())


# Statements that hold no others, each with its own way.
_IN_DOCUMENT: dict[type, Callable[[_Collector, Any, Scope], None]] = {
    ast.Kinds: _Collector.kinds, ast.Versions: _Collector.versions, ast.Trigger: _Collector.trigger,
    ast.Attribute: _Collector.attribute, ast.Register: _Collector.register, ast.Assessor: _Collector.assessor,
    ast.InAssessor: _Collector.assessor,
}  # fmt: skip
