"""What every definition has: its paths, its provisions, its conditions."""

from __future__ import annotations

from collections import Counter
from typing import Any

from evallang.ir.program import Conditions
from evallang.semantics.context import Lowering
from evallang.semantics.entities import Collected, Entity
from evallang.syntax import ast


def base(low: Lowering, entity: Entity) -> dict[str, Any]:
    """The fields that inputs, formulas and nodes share."""
    return {
        "number": entity.number,
        "path": entity.path,
        "short": entity.short,
        "label": entity.label,
        "level": entity.level,
        "kinds": entity.kinds,
        "conditions": held_under(low, entity),
        "provisions": cited(entity),
        "symbol": ", ".join(symbol for symbol, _ in ast.symbols(entity.marks)),
        "amended": ast.amendments(entity.marks),
        "span": entity.span,
    }


def held_under(low: Lowering, around: Entity | None) -> Conditions:
    """The options under which an entity holds: its own, and those of what it stands in."""
    found: dict[tuple[int, int], None] = {}
    while around is not None:
        found |= dict.fromkeys(low.conditions(tuple(m for m in around.marks if isinstance(m, ast.Under))))
        around = around.scope.owner
    return tuple(found)


def cited(entity: Entity) -> tuple[str, ...]:
    """The provisions of an entity, or of the nearest one around that cites some."""
    return tuple(str(citation) for citation in citing(entity))


def citing(around: Entity | None) -> tuple[ast.Citation, ...]:
    """The citations of an entity, or of the nearest one around that cites some."""
    while around is not None:
        own = ast.citations(around.marks)
        if own:
            return own
        around = around.scope.owner
    return ()


def _line(entity: Entity) -> list[Entity]:
    """An entity and those around it, outermost first: one for each segment of its path."""
    line = [entity]
    while line[0].scope.owner is not None:
        line.insert(0, line[0].scope.owner)
    return line


def give_short_paths(collected: Collected) -> None:
    """Name every definition by the shortest path that is unique and does not start inside a table."""
    count: Counter[tuple[str, ...]] = Counter()
    entities = [*collected.definitions, *collected.items, *collected.triggers, *collected.ratings]
    for path in {e.path for e in entities}:
        for i in range(len(path)):
            count[path[i:]] += 1
    for entity in entities:
        entity.short = _short(entity, count)


def _short(entity: Entity, count: Counter[tuple[str, ...]]) -> str:
    line = _line(entity)
    first = max((i + 1 for i, e in enumerate(line[:-1]) if e.sort == "item"), default=0)
    inside = False
    starts = []
    for i, around in enumerate(line):
        if i >= first and (not inside or i == first):
            starts.append(i)
        inside = inside or not around.declared
    allowed = [i for i in starts if line[i].declared or i == first]
    for i in reversed(allowed):
        if count[entity.path[i:]] == 1:
            return ".".join(entity.path[i:])
    return ".".join(entity.path[first:])
