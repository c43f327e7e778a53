"""Finding what a name means: in the node, then outwards, then a node's name anywhere if it is the only one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from evallang.diagnostics import Label
from evallang.semantics.entities import Collected, Entity, Scope, Sort, sort_of
from evallang.semantics.spans import piece
from evallang.source import Span
from evallang.suggest import meant, meant_or_listed
from evallang.syntax import ast


@frozen
class Found:
    """The variants that a path names, and for `measure.a.growth` the items and keys on the way."""

    entities: tuple[Entity, ...]
    items: tuple[Entity, ...] = ()
    keys: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


def visible(collected: Collected, scope: Scope, name: str) -> list[Entity]:
    """What a single name means in a scope; several entities are variants of one name, or an ambiguity."""
    for around in scope.outwards():
        if name in around.names:
            return around.names[name]
    return [e for e in collected.named.get(name, []) if e.sort in ("node", "item", "rating", "trigger") and e.declared]


def resolve(collected: Collected, scope: Scope, path: ast.Path, sort: Sort | None = None) -> Found | None:
    """What a path means; reports what is unknown or ambiguous and gives None then."""
    first = path.segments[0]
    entities = visible(collected, scope, first)
    if sort is not None and len(path.segments) == 1:
        entities = [e for e in entities if e.sort == sort] or entities
    if not entities:
        _unknown(collected, first, piece(path, 0), candidates(collected, scope), sort=sort)
        return None
    if len({e.path for e in entities}) > 1:
        ambiguous(collected, first, path.span, entities)
        return None
    return _descend(collected, path, entities)


def _descend(collected: Collected, path: ast.Path, entities: list[Entity]) -> Found | None:
    items: list[Entity] = []
    keys: list[str] = []
    segments = list(path.segments[1:])
    while segments:
        segment = segments[0]
        inner = [e.inner for e in entities if e.inner is not None]
        below = [x for scope in inner for x in scope.names.get(segment, [])]
        if below:
            entities = below
        elif entities[0].sort == "item":
            items.append(entities[0])
            keys.append(segment)
        elif (
            entities[0].sort == "rating"
            or segment in ("grade", "rank")
            or (not inner and entities[0].sort == "brackets")
        ):
            return Found(tuple(entities), tuple(items), tuple(keys), tuple(segments))
        else:
            names = [name for scope in inner for name in scope.names]
            place = piece(path, len(path.segments) - len(segments))
            _unknown(collected, segment, place, names, entities[0])
            return None
        segments.pop(0)
    return Found(tuple(entities), tuple(items), tuple(keys))


def candidates(collected: Collected, scope: Scope) -> Iterator[str]:
    """The names that could have been meant, the nearest scope first."""
    chain = scope.outwards()
    for around in chain:
        yield from around.names
    if any(around.owner and around.owner.sort == "node" for around in chain):
        yield "points"
    if collected.kinds:
        yield "kind"
    yield from collected.named


_DECLARE = {
    "node": 'declare it: `indicator {} "…" {{ … }}`',
    "rating": 'declare it: `rating {} "…" {{ … }}`',
    "item": "declare the list: `item {} by code {{ … }}`",
}
# Words that other languages, or people, have for what is written otherwise here.
_INSTEAD = {
    **dict.fromkeys(("true", "yes", "да", "иә"), "write `yes`"),
    **dict.fromkeys(("false", "no", "нет", "жоқ"), "write `no`"),
    **dict.fromkeys(
        ("null", "none", "nan", "missing", "empty"), 'ask with `missing(x)`; give no value with `undefined "why"`'
    ),
    "parts": "write `sum(parts)`, or another function of the parts",
    "body": "write `this body`",
    "bodies": "write `every body`, or `body of same kind`",
}


def _instead(collected: Collected, name: str) -> str | None:
    """What to write in place of a word that can be no name, or that names a kind."""
    if name in collected.kind_names:
        return f"compare with it: `kind = {name}`"
    return _INSTEAD.get(name.casefold())


def _unknown(
    collected: Collected,
    name: str,
    span: Span,
    names: Iterable[str],
    within: Entity | None = None,
    sort: Sort | None = None,
) -> None:
    """Report a name that is not to be seen here; `within` is the entity on whose path it was looked for.

    `sort` is what is needed there.
    """
    if name in collected.unread or collected.trust(name):
        return  # it may be declared in what could not be read, or in what is not held
    if within is not None:
        advice = meant_or_listed(name, names, "name") or "write a name that is declared inside of it"
        collected.report("E0201", f"`{within.name}` holds no `{name}`", span, advice)
        return
    elsewhere = [e for e in collected.named.get(name, []) if e.scope.owner is not None]
    if elsewhere:
        _elsewhere(collected, elsewhere[0], span)
        return
    declare = _DECLARE.get(sort or "", "declare it with `input`, `formula` or `parameter`").format(name)
    hint = _instead(collected, name) or meant(name, names) or declare
    collected.report("E0201", f"unknown name `{name}`", span, hint)


def _elsewhere(collected: Collected, entity: Entity, span: Span) -> None:
    """Report a name that is declared, but inside of something else."""
    owner = entity.scope.owner
    assert owner is not None
    label = Label(entity.span, "declared here")
    if entity.level:
        report_many(collected, entity, entity.name, span, label)
        return
    path = ".".join(entity.path)
    collected.report(
        "E0201", f"`{entity.name}` is a name inside `{owner.name}` only", span, f"write its path: `{path}`", label
    )


def report_many(collected: Collected, entity: Entity, written: str, span: Span, *labels: Label) -> None:
    """Report that each item has its own value, where one value is needed."""
    item = collected.items[entity.level[-1]].name
    inside = written.removeprefix(f"{item}.")
    ways = f"`mean({inside} for {item})`, `sum({inside} for {item})`, or `{item}.KEY.{entity.name}`"
    message = f"each `{item}` has its own `{entity.name}`"
    collected.report("E0214", message, span, f"say which one is meant: {ways}", *labels)


def ambiguous(collected: Collected, name: str, span: Span, entities: list[Entity]) -> None:
    """Report a name that several things could be meant by, each with its path."""
    paths = list(dict.fromkeys(".".join(e.path) for e in entities))
    labels = (Label(e.span, "one is here") for e in entities[:3])
    collected.report(
        "E0202",
        f"`{name}` could be {' or '.join(f'`{p}`' for p in paths[:3])}",
        span,
        "write the path of the one that is meant",
        *labels,
    )


def find_node(collected: Collected, scope: Scope, path: ast.Path, sort: Sort) -> Entity | None:
    """The one entity of a sort that a path names; reports when it is of another sort."""
    return next(iter(find_variants(collected, scope, path, sort)), None)


def find_variants(collected: Collected, scope: Scope, path: ast.Path, sort: Sort) -> list[Entity]:
    """The entities of a sort that a path names, one for some kinds each; reports when it is of another sort."""
    found = resolve(collected, scope, path, sort)
    if found is None:
        return []
    entity = found.entities[0]
    if entity.sort != sort or found.rest:
        message = f"`{path}` is {sort_of(entity)}, and a {sort} is needed here"
        collected.report("E0229", message, path.span, _of_sort(sort), Label(entity.span, "declared here"))
        return []
    return list(found.entities)


def _of_sort(sort: Sort) -> str | None:
    return "a node is what `criterion`, `indicator`, `index` and the like declare" if sort == "node" else None
