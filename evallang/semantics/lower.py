"""The tree of a document → its program: the passes in order."""

from __future__ import annotations

from attrs import evolve

from evallang.diagnostics import Diagnostic, has_errors
from evallang.ir.deep import deep_calls
from evallang.ir.program import FormulaDef, InputDef, ItemDef, NodeDef, Program
from evallang.semantics import calls, expressions, lists  # noqa: F401  # they register how their expressions are lowered
from evallang.semantics.citations import check_citations
from evallang.semantics.collect import collect, finish_copies
from evallang.semantics.context import Context, Lowering, provisions
from evallang.semantics.declarations import input_def, input_type, parameter_def, readings
from evallang.semantics.entities import Collected, Entity
from evallang.semantics.header import header
from evallang.semantics.law import law_def
from evallang.semantics.limits import check_chain, check_sizes
from evallang.semantics.lookup import find_node
from evallang.semantics.nodes import formula_def, node_def
from evallang.semantics.order import Dependencies, cycle_diagnostic, find_cycle, rests_on
from evallang.semantics.overlaps import check_overlaps
from evallang.semantics.places import give_short_paths
from evallang.semantics.rankings import rank_names, rating_def, trigger_def
from evallang.semantics.states import check_states
from evallang.semantics.tables import brackets_of
from evallang.semantics.unused import unused_parts
from evallang.suggest import suggestions_within_reason
from evallang.syntax import ast
from evallang.types import UNKNOWN


def lower_module(module: ast.Module) -> tuple[Program | None, list[Diagnostic]]:
    """The program of a module and what is wrong with it; no program when there are errors."""
    with deep_calls(), suggestions_within_reason():
        return _lowered(module)


def _lowered(module: ast.Module) -> tuple[Program | None, list[Diagnostic]]:
    found = collect(module)
    finish_copies(found, find_node)
    _number(found)
    give_short_paths(found)
    low = Lowering(found)
    program = _program(low, found)
    check_overlaps(low, program)
    if not has_errors(found.diagnostics):
        check_states(low, program)
    check_citations(found, module)
    dependencies = Dependencies(program)
    cycle = find_cycle(dependencies.edges)
    if cycle is not None:
        found.diagnostics.append(cycle_diagnostic(dependencies, cycle, module.source))
    elif not has_errors(found.diagnostics):
        found.diagnostics += check_chain(dependencies, module.source)
    if not has_errors(found.diagnostics):
        found.diagnostics += check_sizes(program, low.function_sizes)
        found.diagnostics += unused_parts(program, dependencies)
    diagnostics = _once(found.diagnostics)
    if has_errors(diagnostics):
        return None, diagnostics
    definitions = _asked(found, program, dependencies)
    return evolve(program, definitions=definitions, rests=rests_on(program, dependencies)), diagnostics


def _asked(
    found: Collected, program: Program, dependencies: Dependencies
) -> tuple[InputDef | FormulaDef | NodeDef, ...]:
    """The definitions, inputs of rows that no rule uses marked as not asked for."""
    used = {target for targets in dependencies.edges for target in targets} | dependencies.elsewhere()
    used |= {n for d in program.inputs if d.number in used for n in d.at_most}
    return tuple(
        evolve(d, asked=False) if isinstance(d, InputDef) and d.number not in used and _in_row(e) else d
        for d, e in zip(program.definitions, found.definitions, strict=True)
    )


def _in_row(entity: Entity) -> bool:
    return entity.scope.owner is not None and not entity.scope.owner.declared


def _number(found: Collected) -> None:
    for group in (
        found.definitions,
        found.items,
        found.brackets,
        found.parameters,
        found.ratings,
        found.triggers,
        found.bodies,
    ):
        for number, entity in enumerate(group):
            entity.number = number


def _program(low: Lowering, found: Collected) -> Program:
    head = header(low)
    all_readings = readings(low)
    for entity in found.definitions:
        if entity.sort == "input":
            low.input_types[entity.number] = input_type(low, entity)
    low.ratings = {entity.number: rank_names(entity) for entity in found.ratings}
    parameters = tuple(parameter_def(low, entity) for entity in found.parameters)
    definitions = tuple(_definition(low, entity) for entity in found.definitions)
    triggers = tuple(trigger_def(low, entity) for entity in found.triggers)
    ratings = tuple(rating_def(low, entity) for entity in found.ratings)
    place = Context(low, found.document)
    brackets = tuple(b for b in (brackets_of(place.inside(scope=e.scope), e) for e in found.brackets) if b)
    for entity in found.functions:
        if id(entity) not in low.used:
            calls.function(place.inside(level=entity.level), entity, tuple(UNKNOWN for _ in entity.statement.params))
    return Program(
        **head, source=found.source, readings=all_readings, parameters=parameters,
        items=tuple(_item(entity) for entity in found.items), definitions=definitions,
        functions=tuple(low.functions), brackets=brackets, ratings=ratings, triggers=triggers,
        law=law_def(low),
    )  # fmt: skip


def _definition(low: Lowering, entity: Entity) -> InputDef | FormulaDef | NodeDef:
    if entity.sort == "input":
        return input_def(low, entity)
    return formula_def(low, entity) if entity.sort == "formula" else node_def(low, entity)


def _item(entity: Entity) -> ItemDef:
    statement: ast.Item = entity.statement
    key = statement.key.text if statement.key else "key"
    parent = entity.level[-1] if entity.level else None
    return ItemDef(entity.name, entity.label, entity.path, parent, key, provisions(entity.marks), entity.span)


def _once(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Each message once: a clause of `each` is looked at for every row."""
    found: dict[tuple[object, ...], Diagnostic] = {}
    for d in diagnostics:
        found.setdefault((d.code, d.span, d.message if d.code != "E0209" else ""), d)
    return sorted(found.values(), key=Diagnostic.sort_key)
