"""Nodes: clauses in order, points, parts, grades, exemptions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import define, field

from evallang.diagnostics import Label
from evallang.ir import expr as ir
from evallang.ir.program import (
    ClampStep,
    ExemptionDef,
    FormulaDef,
    GradeDef,
    Guarded,
    Named,
    NodeDef,
    PartDef,
    PointsDef,
    RoundStep,
    Step,
    WeightedPart,
    WeightsDef,
)
from evallang.semantics.clashes import check_clashes, refuse_options
from evallang.semantics.collect import report_unknown_kind
from evallang.semantics.collect_tables import RowInfo
from evallang.semantics.context import Context, Lowering, provisions
from evallang.semantics.dispatch import lower, number
from evallang.semantics.entities import Clause, Entity, sort_of
from evallang.semantics.lookup import find_variants, resolve
from evallang.semantics.places import base, cited, held_under
from evallang.semantics.references import formula_value
from evallang.semantics.tables import check_arguments, table_of
from evallang.semantics.typing import need_flag, need_number
from evallang.source import Span
from evallang.suggest import nearest
from evallang.syntax import ast
from evallang.types import FLAG, NUMBER


@define(eq=False)
class _Draft:
    """A node while its clauses are read."""

    entity: Entity
    points: list[PointsDef] = field(factory=list)
    whens: list[Guarded] = field(factory=list)
    scores: list[tuple[bool, Guarded]] = field(factory=list)
    weights: list[WeightsDef] = field(factory=list)
    scored_by: str = ""
    parts: list[PartDef] = field(factory=list)
    steps: list[Step] = field(factory=list)
    grades: list[GradeDef] = field(factory=list)


def formula_def(low: Lowering, entity: Entity) -> FormulaDef:
    """A formula without parameters."""
    ctx = Context(low, entity.scope, entity.level)
    value = formula_value(ctx, entity) or ir.UndefinedConst("depends on itself", span=entity.span)
    return FormulaDef(**base(low, entity), value=value, type=value.type)


def node_def(low: Lowering, entity: Entity) -> NodeDef:
    """A node from its clauses, its children and, for a row, its cells."""
    draft = _Draft(entity)
    ctx = Context(low, entity.inner or entity.scope, entity.level, entity)
    if isinstance(entity.row, RowInfo):
        draft.points += _row_points(ctx, entity)
    draft.parts += _children(entity)
    _check_marks(low, entity)
    for clause in entity.clauses:
        _clause(ctx, draft, clause)
    check_clashes(low, entity, draft.whens, draft.scores, draft.points)
    scores = [g for _, g in sorted(draft.scores, key=lambda pair: not pair[0])]
    always = next((i for i, g in enumerate(scores) if not g.conditions), len(scores))
    scores = scores[: always + 1]  # what stands behind a score that always holds is replaced by it
    return NodeDef(
        **base(low, entity), word=entity.word, points=tuple(draft.points), clauses=(*draft.whens, *scores),
        weights=tuple(draft.weights), scored_by=draft.scored_by, parts=tuple(draft.parts), steps=tuple(draft.steps),
        grades=tuple(draft.grades), exemptions=_exemptions(low, entity),
        shared_out=tuple(
            _exemption(low, c.statement) for c in entity.clauses
            if isinstance(c.statement, ast.MarkRule) and c.statement.compensation == "shared out"
        ),
    )  # fmt: skip


def _clause(ctx: Context, draft: _Draft, clause: Clause) -> None:
    s = clause.statement
    marks = (*getattr(s, "marks", ()), *clause.marks)
    conditions, cites = ctx.low.conditions(marks), provisions(marks, cited(draft.entity))
    match s:
        case ast.Points():
            draft.points.append(_points(ctx, s, marks))
        case ast.Score():
            value = lower(ctx, s.value)
            need_number(ctx, value, "`score`")
            draft.scores.append((clause.near, Guarded(None, value, conditions, cites, s.span, "score")))
        case ast.When(value=None):
            advice = "write the value behind the condition: `when CONDITION : VALUE`"
            ctx.low.report("E0234", "`when` does not say what holds then", s.span, advice)
        case ast.When():
            draft.whens.append(_when(ctx, s, conditions, cites))
        case ast.ScoredBy():
            draft.scored_by = str(s.path)
            if len(s.path.segments) < 2:
                advice = f"write the name of the other document too: `scored by DOCUMENT.{s.path}`"
                ctx.low.report("E0217", f"`{s.path}` does not say which document scores it", s.path.span, advice)
        case ast.Clamp() | ast.Round():
            draft.steps.append(_step(ctx, s, conditions, cites))
        case ast.Grade():
            draft.grades.append(_grade(ctx, draft.entity, s, marks))
        case ast.Parts():
            refuse_options(
                ctx.low, marks, "parts", "write it behind a `score`, as in `score a + b under reading.option`"
            )
            draft.parts += _named_parts(ctx, s)
        case ast.Weights():
            draft.weights.append(_weights(ctx, draft.entity, s, marks))
        case _:
            pass  # tables, `each`, `row` and `mark` were expanded before; `text` is kept in the tree


def _when(ctx: Context, s: ast.When, conditions: Any, cites: tuple[str, ...]) -> Guarded:
    guard = lower(ctx, s.guard, FLAG)
    need_flag(ctx, guard, "`when`")
    assert s.value is not None
    value = lower(ctx, s.value)
    need_number(ctx, value, "a `when`")
    return Guarded(guard, value, conditions, cites, s.span)


def _step(ctx: Context, s: ast.Clamp | ast.Round, conditions: Any, cites: tuple[str, ...]) -> Step:
    if isinstance(s, ast.Round):
        step = lower(ctx, s.step)
        need_number(ctx, step, "`round`")
        if isinstance(step, ir.Const) and isinstance(step.value, Fraction) and step.value <= 0:
            message = f"a rounding to steps of `{step.text}` means nothing"
            ctx.low.report("E0230", message, s.step.span, "the step is above 0, as in `round 0.01 half up`")
        return RoundStep(step, s.mode, conditions, cites, s.span)
    ends = [lower(ctx, end) if end is not None else None for end in (s.low, s.high)]
    for end in ends:
        if end is not None:
            need_number(ctx, end, "`clamp`")
    if ends == [None, None]:
        ctx.low.report(
            "E0217", "`clamp` has neither a lower nor an upper end", s.span, "write `clamp 0 ..` or `clamp .. points`"
        )
    values = [end.value if isinstance(end, ir.Const) and isinstance(end.value, Fraction) else None for end in ends]
    if values[0] is not None and values[1] is not None and values[0] > values[1]:
        assert s.low is not None and s.high is not None
        words = [ctx.low.collected.source.slice(end.span) for end in (s.low, s.high)]
        message = f"the lower bound `{words[0]}` is above the upper one"
        ctx.low.report("E0237", message, s.low.span.to(s.high.span), f"write `{words[1]} .. {words[0]}`")
    return ClampStep(ends[0], ends[1], conditions, cites, s.span)


def _points(ctx: Context, s: ast.Points, marks: ast.Marks) -> PointsDef:
    conditions, cites = ctx.low.conditions(marks), provisions(marks)
    if not isinstance(s.value, tuple):
        value = lower(ctx, s.value)
        need_number(ctx, value, "`points`")
        return PointsDef(value, (), s.states, conditions, cites, s.span)
    by_kind = []
    kinds = ctx.low.collected.kind_names
    for entry in s.value:
        if entry.kind.text not in kinds:
            report_unknown_kind(ctx.low.collected, entry.kind.text, entry.kind.span)
        amount = number(ctx, entry.points, entry.span)
        if amount is not None:
            by_kind.append((entry.kind.text, amount))
    return PointsDef(None, tuple(by_kind), s.states, conditions, cites, s.span)


def _row_points(ctx: Context, entity: Entity) -> list[PointsDef]:
    """The points in a row: its own in a leaf, numbers given again in a row with parts."""
    info: RowInfo = entity.row
    amounts: dict[str, Fraction] = {}
    for column, cell in info.points:
        if isinstance(cell, ast.Constant):
            amount = number(ctx, cell.text, cell.span)
            if amount is not None:
                amounts[column] = amount
        elif not isinstance(cell, ast.Empty):
            words = ctx.low.collected.source.slice(cell.span)
            ctx.low.report("E0216", f"points are a number, not `{words}`", cell.span, "write it in digits, as in `5`")
    if not amounts:
        return []
    kinds = ctx.low.collected.kind_names
    by_kind = tuple((c, a) for c, a in amounts.items() if c in kinds)
    states, span = bool(entity.children), info.row.span
    if by_kind:
        return [PointsDef(None, by_kind, states, (), cited(entity), span)]
    total = sum(amounts.values(), Fraction(0))
    constant = ir.Const(total, str(total), type=NUMBER, span=span)
    return [PointsDef(constant, (), states, (), cited(entity), span)]


def _children(entity: Entity) -> list[PartDef]:
    """The nodes inside, variants of one name together."""
    groups: dict[str, list[Entity]] = {}
    for child in entity.children:
        groups.setdefault(child.name, []).append(child)
    return [_part(group, name) for name, group in groups.items()]


def _part(group: list[Entity], name: str) -> PartDef:
    ref = ir.Ref(tuple(e.number for e in group), name, 0, type=NUMBER, span=group[0].span)
    return PartDef(ref, -1 if group[0].word == "penalty" else 1)


def _named_parts(ctx: Context, s: ast.Parts) -> list[PartDef]:
    found = []
    for path in s.paths:
        nodes = find_variants(ctx.low.collected, ctx.scope, path, "node")
        if any(node.level != ctx.level for node in nodes):
            ctx.low.report("E0214", f"`{path}` belongs to items and cannot be a part here", path.span)
        elif nodes:
            ctx.low.used.update(node.number for node in nodes)
            found.append(_part(nodes, nodes[0].name))
    return found


def _weights(ctx: Context, entity: Entity, s: ast.Weights, marks: ast.Marks) -> WeightsDef:
    conditions = ctx.low.conditions(marks)
    parts, total, exact = [], Fraction(0), True
    for i, weight in enumerate(s.weights):
        first = next((w for w in s.weights[:i] if w.path == weight.path), None)
        if first is not None:
            label = Label(first.path.span, "the first one")
            ctx.low.report("E0203", f"`{weight.path}` has two weights", weight.path.span, "keep one of them", label)
        found = resolve(ctx.low.collected, ctx.scope, weight.path, "node")
        value = lower(ctx, weight.value)
        need_number(ctx, value, "a weight")
        if isinstance(value, ir.Const) and isinstance(value.value, Fraction):
            total += value.value
        else:
            exact = False
        if found is None:
            exact = False
        elif found.entities[0].sort != "node":
            message = f"`{weight.path}` is {sort_of(found.entities[0])} and can have no weight"
            ctx.low.report("E0209", message, weight.path.span, "weights are given to nodes such as `indicator`")
        else:
            ctx.low.used.update(e.number for e in found.entities)
            ref = ir.Ref(
                tuple(e.number for e in found.entities), str(weight.path), 0, type=NUMBER, span=weight.path.span
            )
            parts.append(WeightedPart(ref, value, provisions(weight.marks)))
    if exact and total != 1:
        _wrong_weights(ctx, s, total, chosen=ctx.low.is_chosen((*conditions, *held_under(ctx.low, entity))))
    return WeightsDef(
        tuple(parts),
        s.shared_out,
        conditions,
        provisions(marks, parts[0].provisions if parts else ()),
        s.span,
    )


def _wrong_weights(ctx: Context, s: ast.Weights, total: Fraction, *, chosen: bool) -> None:
    """What the law says wrongly may be held as an option that is not chosen: `check` tells it then (C102)."""
    span = s.weights[0].span.to(s.weights[-1].span)
    if total == 100:
        ctx.low.report(
            "E0222", "the weights lack the sign `%`", span, "write `45%`: 45 without it is 45 times the whole"
        )
        return
    if not chosen:
        return
    advice = "look for the weight that differs from the law, or for a part that is not listed"
    ctx.low.report("E0222", f"the weights add up to {_percent(total)}, not to 100 %", span, advice)


def _percent(total: Fraction) -> str:
    percent = total * 100
    return f"{percent} %" if percent.denominator == 1 else f"{float(percent):g} %"


def _grade(ctx: Context, entity: Entity, s: ast.Grade, marks: ast.Marks) -> GradeDef:
    header = [cell.text for cell in s.table.header]
    inputs = tuple(h for h in header if h not in ("grade", "label", "§", "no"))
    whole = "grade" in header
    if not whole:
        ctx.low.report(
            "E0215",
            "the table of grades has no column `grade`",
            s.table.span,
            "its columns are `score`, others that it looks at, `grade` and `label`",
        )
    table = table_of(ctx, entity.name, entity.label, inputs, s.table, marks)
    step = lower(ctx, s.step) if s.step is not None else None
    columns = [_column(ctx, cell) for cell in s.table.header if cell.text in inputs] if whole else []
    score = ir.Local(-1, "score", type=NUMBER, span=s.span)
    if len(columns) == len(table.inputs):
        check_arguments(ctx, table, [column or score for column in columns])
    return GradeDef(
        step,
        s.mode,
        tuple(columns),
        table,
        _labels(table),
        ctx.low.conditions(marks),
        provisions(marks, cited(entity)),
        s.span,
    )


def _labels(table: Any) -> tuple[Named, ...]:
    """The grades with their words, in the order of the table."""
    names: dict[str, str] = {}
    for row in table.rows:
        cells = dict(zip(table.results, row.results, strict=True))
        grade = str(cells.get("grade", ""))
        names.setdefault(grade, "")
        if cells.get("label"):
            names[grade] = str(cells["label"])
    return tuple(Named(name, label) for name, label in names.items())


def _exemptions(low: Lowering, entity: Entity) -> tuple[ExemptionDef, ...]:
    """The marks that concern a starred row: those written after its table and before the next one."""
    if not isinstance(entity.row, RowInfo) or not entity.row.starred:
        return ()
    row: Entity = entity
    while row.scope.owner is not None and not row.declared and row.word == "cell":
        row = row.scope.owner
    owner, found = row.scope.owner, []
    current: Any = None
    for clause in owner.clauses if owner else []:
        if isinstance(clause.statement, ast.IndicatorTable):
            current = clause.statement
        elif isinstance(clause.statement, ast.MarkRule) and current is entity.row.table:
            found.append(_exemption(low, clause.statement))
    return tuple(found)


def _check_marks(low: Lowering, entity: Entity) -> None:
    """Report a `mark` above which no table has a starred row: it would concern nothing."""
    table: ast.IndicatorTable | None = None
    for clause in entity.clauses:
        if isinstance(clause.statement, ast.IndicatorTable):
            table = clause.statement
        elif isinstance(clause.statement, ast.MarkRule):
            cells = [cell for row in table.table.rows for cell in row.cells] if table is not None else []
            if not low.collected.unread and not any(isinstance(cell, ast.Starred) for cell in cells):
                place = Span(clause.statement.span.start, clause.statement.span.start + len("mark *"))
                message = (
                    "no row of the table above has a `*`" if table is not None else "`mark` stands above the table"
                )
                advice = "write the `*` behind the number of the row, as in `| 3 * |`, and `mark` below the table"
                low.report("E0225", message, place, advice)


def _exemption(low: Lowering, s: ast.MarkRule) -> ExemptionDef:
    bodies, kinds = set(), set()
    known = [b.name for b in low.collected.bodies]
    for path in s.paths:
        name = str(path)
        if name in low.collected.kind_names:
            kinds.add(name)
        elif name in known:
            bodies.add(name)
        else:
            near = nearest(name, [*known, *low.collected.kind_names])
            low.report(
                "E0201",
                f"no body or kind is called `{name}`",
                path.span,
                f"did you mean `{near}`?" if near else f'declare it: `body {name} "…"`',
            )
    return ExemptionDef(
        frozenset(bodies), frozenset(kinds), s.compensation, low.conditions(s.marks), provisions(s.marks), s.span
    )


def _column(ctx: Context, cell: ast.HeaderCell) -> ir.Expr | None:
    """What a column of a table of grades looks at; None for the score."""
    return None if cell.text == "score" else lower(ctx, ast.Ref(ast.Path((cell.text,), span=cell.span), span=cell.span))
