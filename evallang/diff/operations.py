"""The operations that turn one version into another: a difference of provisions as an amendment."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import pairwise
from typing import Any

from evallang.diff.clauses import inside
from evallang.diff.facts import changed, facts
from evallang.diff.hybrid import changed_provisions
from evallang.diff.normal import form
from evallang.diff.provision import shown
from evallang.diff.provisions import Key, Provision, ProvisionChange, changes, provisions
from evallang.law import addresses
from evallang.law.acts import act_of
from evallang.law.addresses import Address
from evallang.law.amend import apply, steps
from evallang.law.conflicts import conflicts
from evallang.law.tree import Tree
from evallang.semantics.lower import lower_module
from evallang.source import SourceFile, from_text
from evallang.syntax import ast, parse
from evallang.syntax.print import format_module

_ASIDE = (ast.Example, ast.Examples, ast.Document, ast.InForce, ast.Source, ast.Status, ast.Repealed)
"""What no version loses or gains by an amendment."""


def amendment(before: ast.Module, after: ast.Module, name: str, amends: str, since: str) -> str:
    """An amendment file whose operations, carried out on `before`, give the provisions of `after`.

    What cites no provision cannot be amended but by a new edition of the whole act, and its head not at all: a comment
    at the top lists what differs of it, another says where `before` has no day from which it could be amended. Where
    single operations do not lead to `after`, because lines of several provisions stand in one statement, the statements
    that new clauses stand in are given anew, and where that does not lead there either the whole act.
    """
    head = [f"amendment {name} amends {amends}", f"in force {since}", ""]
    dated = any(isinstance(s, ast.InForce) for s in before.statements)
    undated = [] if dated else [f"# This cannot be carried out before `{amends}` says from when it is `in force`."]
    notes = [*undated, *(f"# {line}" for line in _beside(before, after))]
    for whole in (False, True):
        text = "\n".join([*notes, *head, *_Difference(before, after, whole).operations()]) + "\n"
        if _leads(before, text, after):
            return format_module(_read(text))
    body = [_text(_statements(after), after)]
    notes = [*undated, *(f"# {line}" for line in _beside(before, after, ast.Head))]
    return format_module(_read("\n".join([*notes, *head, "new edition {", *body, "}"]) + "\n"))


def _read(text: str) -> ast.Module:
    module, wrong = parse(from_text("amendment.eval", text))
    assert not wrong, (wrong, text)  # made of statements that had been read
    return module


def _leads(before: ast.Module, text: str, after: ast.Module) -> bool:
    """Whether an amendment can be carried out and gives the provisions and the rules of the later version."""
    act = act_of(_read(text))
    assert act is not None
    tree, found = Tree(before), list(steps(act))
    if conflicts(found, tree) or (found and apply(tree, act, found).diagnostics):
        return False
    result, wrong = parse(from_text("after.eval", tree.text())) if found else (before, ())
    if wrong or changes(result, after):
        return False
    if changed_provisions(*(ast.evolve(m, statements=tuple(_statements(m))) for m in (result, after))):
        return False
    (program, _), (wanted, _) = lower_module(result), lower_module(after)
    return wanted is None or (program is not None and not any(changed(facts(program), facts(wanted))))


class _Difference:
    """The changes of two versions, each under the outermost provision that changed.

    With `whole` new clauses are given with the statement that they stand in, and statements inside others with what
    they hold of other provisions.
    """

    def __init__(self, before: ast.Module, after: ast.Module, whole: bool) -> None:
        self.before, self.after, self.whole = before, after, whole
        self.old, self.new = provisions(before), provisions(after)
        self.clauses = inside(after.statements)
        added = {key: place.holder for key, place in self.clauses.items() if key not in self.old} if whole else {}
        self.carried = {key: holder for key, holder in added.items() if holder is not None and holder in self.old}
        self.name = next((s.name.text for s in before.statements if isinstance(s, ast.Document)), "")
        self.order = _Order(self.new)
        self.earlier = _Order(self.old)
        self.lines = dict(_lines(after.statements, ""))

    def operations(self) -> Iterator[str]:
        """One operation for each, repeals first; the others in the order of the later version."""
        groups = self._groups()
        kept = {key: self._below(key, self.new) for key in groups}
        for key in groups:
            if not kept[key]:
                yield f"repeal {self._cited(key)}"
        wanted = {key for key in groups if kept[key] and not _only_renamed(groups[key])}
        bodies = dict(self._bodies(wanted))
        for key in sorted((k for k in groups if kept[k]), key=lambda k: min(self.order.place[b] for b in kept[k])):
            found = groups[key]
            if _only_renamed(found) and found[0].after is not None:
                yield f'retitle {self._cited(key)} "{found[0].after.heading}"'
                continue
            if self._below(key, self.old):
                yield f"replace {self._cited(key)} {{\n{bodies[key]}\n}}"
            elif key in self.lines:
                register, before = self.lines[key]
                yield f"in register {register} {{\ninsert line after {before} {{\n{bodies[key]}\n}}\n}}"
            else:
                yield f"insert {addresses.shown(key[1])} {self._anchor(key, kept[key])} {{\n{bodies[key]}\n}}"

    def _bodies(self, wanted: set[Key]) -> Iterator[tuple[Key, str]]:
        """The statements of each wanted provision, of those below it and of those that are given with it, as text."""
        found: dict[Key, list[Any]] = {key: [] for key in wanted}
        beside = {id(s) for numbering in _numberings(self.after.statements) for s in numbering}
        for numbering, s, address in _outer(self.after.statements, "", wanted):
            key = numbering, address
            others = {k[1] for k, holder in self.carried.items() if holder == key}
            if self.whole and id(s) not in beside:
                others = {a for n, a in self.new if n == numbering}
            found[key].append(_own(s, address, others))
        yield from ((key, _text(statements, self.after)) for key, statements in found.items())

    def _groups(self) -> dict[Key, list[ProvisionChange]]:
        """The changes by the outermost provision that changed; a moved one went and came.

        Lines of a table are changed with the provision that holds it.
        """
        touched: dict[Key, list[ProvisionChange]] = {}
        for change in changes(self.before, self.after):
            sides = {p.holder or (p.numbering, p.address) for p in (change.before, change.after) if p is not None}
            for key in {self.carried.get(key, key) for key in sides}:
                touched.setdefault(key, []).append(change)
        groups: dict[Key, list[ProvisionChange]] = {}
        for key in sorted(touched, key=lambda k: (k[0], len(k[1]))):
            above = ((key[0], key[1][:n]) for n in range(1, len(key[1]) + 1))
            outer = next((k for k in above if k in groups and not _only_renamed(groups[k])), key)
            groups.setdefault(outer, []).extend(touched[key])
        return dict(sorted(groups.items(), key=lambda item: (item[0][0], addresses.order(item[0][1]))))

    def _below(self, key: Key, held: dict[Key, Provision]) -> list[Key]:
        """A provision and those below it that say something."""
        order = self.order if held is self.new else self.earlier
        return [k for k in order.by_top.get((key[0], key[1][0]), ()) if addresses.within(k[1], key[1])]

    def _anchor(self, key: Key, own: list[Key]) -> str:
        """Behind the provision that stands before it; for the first one, before what was the first.

        The first clause of a block goes before the next one there.
        """
        clause = self.clauses.get(key)
        following = next((k for k in clause.later if k in self.old), None) if clause is not None else None
        if clause is not None and not clause.earlier and following is not None:
            return f"before {self._cited(following)}"
        same = self.order.same[key[0]]
        place = min(self.order.within[k] for k in own)
        if place > 0:
            return f"after {self._cited(same[place - 1])}"
        first = next(iter(self.earlier.same.get(key[0], [])), key)
        return f"before {self._cited(first)}"

    def _cited(self, key: Key) -> str:
        """A provision with its numbering; that of the document itself is named where an annex has the same number."""
        annexed = any(k[0] and addresses.within(k[1], key[1]) for k in (*self.old, *self.new))
        return f"{shown(key)} of {self.name}" if not key[0] and annexed and self.name else shown(key)


def _lines(statements: tuple[Any, ...], numbering: str) -> Iterator[tuple[Key, tuple[str, str]]]:
    """The lines of registers that follow another: the name of the register, and of the line before."""
    for s in statements:
        if isinstance(s, ast.Part):
            yield from _lines(s.body or (), s.name.text)
        if isinstance(s, ast.Register):
            bodies = [b for b in s.body or () if isinstance(b, ast.Body)]
            for above, line in pairwise(bodies):
                address = addresses.first(line.marks)
                if address is not None:
                    yield (numbering, address), (s.name.text, above.name.text)


def _only_renamed(found: list[ProvisionChange]) -> bool:
    return [c.sort for c in found] == ["renamed"]


class _Order:
    """The provisions of a version that say something, in their order, and the place of each in its numbering."""

    def __init__(self, held: dict[Key, Provision]) -> None:
        keys = [key for key, p in held.items() if any(p.content) and p.holder is None]
        self.place = {key: i for i, key in enumerate(keys)}
        self.same: dict[str, list[Key]] = {}
        self.within: dict[Key, int] = {}
        self.by_top: dict[tuple[str, str], list[Key]] = {}
        for key in keys:
            own = self.same.setdefault(key[0], [])
            self.within[key] = len(own)
            own.append(key)
            self.by_top.setdefault((key[0], key[1][0]), []).append(key)


def _numberings(statements: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The statements of the document itself, and those of each annex in it."""
    yield statements
    for s in statements:
        if isinstance(s, ast.Part):
            yield from _numberings(s.body or ())


def _outer(statements: tuple[Any, ...], numbering: str, wanted: set[Key]) -> Iterator[tuple[str, Any, Address]]:
    """The outermost statements that belong to wanted provisions, each with the provision."""
    for s in statements:
        if isinstance(s, _ASIDE):
            continue
        inside = s.name.text if isinstance(s, ast.Part) else numbering
        own = addresses.first(getattr(s, "marks", ())) or ()
        home = next((own[:n] for n in range(1, len(own) + 1) if (numbering, own[:n]) in wanted), None)
        if home is not None:
            yield numbering, s, home
        yield from (
            (n, inner, address)
            for n, inner, address in _outer(tuple(getattr(s, "body", None) or ()), inside, wanted)
            if address != home or n != numbering
        )


def _statements(module: ast.Module) -> list[Any]:
    """All that a new edition of the whole act holds."""
    return [s for s in module.statements if not isinstance(s, (*_ASIDE, ast.Head))]


def _text(statements: list[Any], module: ast.Module) -> str:
    spans = [s.span for s in statements]
    comments = tuple(c for c in module.comments if any(x.start <= c.span.start < x.end for x in spans))
    return format_module(ast.Module(tuple(statements), module.source, comments)).rstrip()


def _own(statement: Any, home: Address, others: Container[Address] = ()) -> Any:
    """A statement without lines of other provisions and without the marks of earlier amendments."""
    if not hasattr(statement, "marks"):
        return statement
    marks = tuple(m for m in statement.marks if not isinstance(m, ast.Amended))
    table = getattr(statement, "table", None)
    if table is not None:
        rows = tuple(
            ast.evolve(r, marks=tuple(m for m in r.marks if not isinstance(m, ast.Amended))) for r in table.rows
        )
        statement = ast.evolve(statement, table=ast.evolve(table, rows=rows))
    body = getattr(statement, "body", None)
    if body is None:
        return ast.evolve(statement, marks=marks)
    cited = ((s, addresses.first(getattr(s, "marks", ())) or home) for s in body)
    kept = tuple(s for s, own in cited if addresses.within(own, home) or own in others)
    if body and not kept and not isinstance(statement, ast.Each | ast.RowRule):
        return ast.evolve(statement, marks=marks, body=None)
    return ast.evolve(statement, marks=marks, body=tuple(_own(s, home, others) for s in kept))


def _beside(before: ast.Module, after: ast.Module, sorts: Any = object) -> Iterator[str]:
    """What differs and cites no provision, by its first line; only statements of some sorts."""
    old, new = ([x for x in _uncited(m.statements, m.source) if isinstance(x[0], sorts)] for m in (before, after))
    left, right = ({form(s, cited=True) for s, _ in side} for side in (old, new))
    gone = [line for s, line in old if form(s, cited=True) not in right]
    came = [line for s, line in new if form(s, cited=True) not in left]
    if gone or came:
        yield "No operation can say this, because it cites no provision:"
        yield from (f"  before: {line}" for line in gone)
        yield from (f"  after:  {line}" for line in came)


def _uncited(statements: tuple[Any, ...], source: SourceFile) -> Iterator[tuple[Any, str]]:
    for s in statements:
        if isinstance(s, ast.Part):
            yield from _uncited(s.body or (), source)
        elif not isinstance(s, _ASIDE) and addresses.first(getattr(s, "marks", ())) is None:
            yield _own(s, ("",)), source.slice(s.span).partition("\n")[0].strip()
