"""A ratio and a percentage are taken together as if they were on one scale.

A ratio of this year's value to last year's is about 1 where nothing changes; the same in percent is about 100. Where a
ratio is limited to 200, compared with 50 or looked up in rows that end at 100, the limit can hardly ever act and one
row is for everybody; where a percentage is added to a ratio, the ratio hardly counts.

The check follows scales through formulas: a quotient of like quantities is a ratio (the same value in two years, two
values that the rules add or compare, a part of what it is at most), a ratio times 100 is a percentage, and so is an
input with the unit `%`, or one up to 100 that its label calls a percentage; limits, means and products with small
numbers keep the scale. It then looks at limits, comparisons, sums, means, weights, what is taken from 1, tables and
grades: a percentage that is graded by numbers up to 1, or up to 5 where it has 50 points or more, gets almost always
the highest grade. A value of which the scale is not known is left alone.

**What to do.** Multiply by 100 where the act speaks of percent, or write the limit as a ratio: `2` for 200 %.

**Found in:**

```eval
methodology m
indicator growth §5 {
  input value : number 1.., yearly
  when missing(previous(value)) : 1
  score value / previous(value)
  clamp 0 .. 200 §5.4
}
```

**Not found in:**

```eval
methodology m
indicator growth §5 {
  input value : number 1.., yearly
  when missing(previous(value)) : 1
  score value / previous(value)
  clamp 0 .. 2 §5.4
}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, Interval, NodeDef, TableRow
from evallang.lint.check import Check
from evallang.lint.facts import NEGATED
from evallang.lint.finding import Answer, Finding
from evallang.lint.scales import SMALL, Scale
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.source import Span

CODE = "C306"
LARGE = Fraction(50)
"""Bounds from this one on are those of percentages."""
MARKS = Fraction(5)
"""Marks of pupils end here: bounds up to it are no grades of many points."""
_ONE = Fraction(1)
_TO_ONE = "both"
"""What to do with two values, neither of which is a bound."""


def run(subject: Subject) -> Iterator[Answer]:
    """Each limit, comparison, sum and look-up."""
    told: set[Span] = set()
    for d in subject.definitions():
        found = [f for site in subject.through.of(d.number) for f in _at(subject, site)]
        if isinstance(d, NodeDef):
            found += [*_limits(subject, d), *_weighed(subject, d), *_graded(subject, d)]
        for finding in found:
            if finding.span not in told:
                told.add(finding.span)
                yield finding


def _at(subject: Subject, site: Site) -> Iterator[Finding]:
    match site.expr:
        case ir.Apply(op=op, args=args) if op in NEGATED and len(args) == 2:
            for x, other in (args, args[::-1]):
                yield from _bounded(subject, site, x, other, "compared with")
            yield from _mixed(subject, site, args, "they are compared")
        case ir.Apply(op="min" | "max", args=args):
            for x in args:
                for other in args:
                    yield from _bounded(subject, site, x, other, "limited to") if x is not other else ()
            yield from _mixed(
                subject, site, args, f"the {'least' if site.expr.op == 'min' else 'greatest'} of them is taken"
            )
        case ir.Apply(op="mean", args=args):
            yield from _mixed(subject, site, args, "the mean of them is taken")
        case ir.Apply(op="add", args=args):
            yield from _added(subject, site, args)
        case ir.Lookup(brackets=brackets, args=args):
            table = subject.program.brackets[brackets]
            rows = [row for row in table.rows if subject.active(row.conditions)]
            for i, x in enumerate(args):
                yield from _looked_up(subject, site, x, rows, i)


def _weighed(subject: Subject, node: NodeDef) -> Iterator[Finding]:
    """Parts of which each has a weight up to 1, so that no weight brings them to one scale."""
    for weights in node.weights:
        given = [subject.scales.of(p.weight) for p in weights.parts]
        if not subject.active(weights.conditions) or not all(isinstance(w, Fraction) and abs(w) <= 1 for w in given):
            continue
        pair = _ratio_and_percent(subject, [p.part for p in weights.parts], [Scale.PERCENT])
        if pair is not None:
            yield Finding(
                CODE, f"{_pair(subject, pair)}: they are weighed together", weights.span,
                tuple(dict.fromkeys((*weights.provisions, *node.provisions))), help=_help(_TO_ONE), subject=node.short,
                owner=node.number,
            )  # fmt: skip


def _graded(subject: Subject, node: NodeDef) -> Iterator[Finding]:
    """The grades of a percentage by numbers so small that the highest is for almost every body."""
    points = [subject.scales.of(p.value) for p in node.points if p.value is not None and subject.active(p.conditions)]
    most = MARKS if any(isinstance(p, Fraction) and p >= LARGE for p in points) else _ONE
    for grade in node.grades:
        rows = [row for row in grade.table.rows if subject.active((*grade.conditions, *row.conditions))]
        for i, e in enumerate(grade.columns):
            scale = subject.scales.of_definition(node.number) if e is None else subject.scales.of(e)
            ends = {abs(end) for row in rows for end in _ends(row.tests[i]) if end}
            if scale is Scale.PERCENT and ends and max(ends) <= most and any(_is_open(row.tests[i]) for row in rows):
                what = f"`{node.short if e is None else subject.words(e)}`"
                yield Finding(
                    CODE, f"{_is(what, scale)}, and its grades have bounds such as {_shown(ends)}", grade.span,
                    tuple(dict.fromkeys((*grade.provisions, *node.provisions))), help=_help(scale), subject=node.short,
                    owner=node.number,
                )  # fmt: skip


def _is_open(test: object) -> bool:
    """Whether a row has no upper end; where none has none, what lies beyond them is told there."""
    return isinstance(test, Interval) and test.high is None


def _limits(subject: Subject, node: NodeDef) -> Iterator[Finding]:
    """The clamps of a node, and its grades."""
    scale = subject.scales.of_definition(node.number)
    for step in node.steps:
        if isinstance(step, ClampStep) and subject.active(step.conditions):
            for end in (step.low, step.high):
                yield from _limit(subject, node, scale, end, step) if end is not None else ()


def _limit(subject: Subject, node: NodeDef, scale: object, end: ir.Expr, step: ClampStep) -> Iterator[Finding]:
    bound = subject.scales.of(end)
    if isinstance(bound, Scale) and isinstance(scale, Scale) and bound is not scale:
        what = f"`{subject.words(end)}`, a {bound.value}"
        consequence, help_ = "they are on two scales", _help(_TO_ONE)
    elif isinstance(bound, Fraction) and _apart(scale, bound, shown_as_percent=False):
        what, consequence, help_ = _number(subject, end, bound), _consequence(scale), _help(scale)
    else:
        return
    yield Finding(
        CODE, f"{_is(f'`{node.short}`', scale)}, and it is limited to {what}: {consequence}", end.span,
        tuple(dict.fromkeys((*step.provisions, *node.provisions))), help=help_, subject=node.short, owner=node.number,
    )  # fmt: skip


def _bounded(subject: Subject, site: Site, x: ir.Expr, other: ir.Expr, how: str) -> Iterator[Finding]:
    scale, bound = subject.scales.of(x), subject.scales.of(other)
    percent = isinstance(other, ir.Const) and other.text.endswith("%")
    if isinstance(bound, Fraction) and _apart(scale, bound, shown_as_percent=percent):
        number = _number(subject, other, bound)
        yield _finding(subject, site, f"{_is(_words(subject, x), scale)}, and it is {how} {number}", scale)


def _added(subject: Subject, site: Site, args: tuple[ir.Expr, ...]) -> Iterator[Finding]:
    mixed = list(_mixed(subject, site, args, "they are added", Fraction(100)))
    yield from mixed
    scales = [subject.scales.of(x) for x in args]
    if mixed or not any(isinstance(x, ir.Const) and s == 1 for x, s in zip(args, scales, strict=True)):
        return
    for x, scale in zip(args, scales, strict=True):  # 1 - x is what is left of a whole
        if scale is Scale.PERCENT and isinstance(x, ir.Apply) and x.op == "neg":
            yield _finding(subject, site, f"{_is(_words(subject, x), scale)}, and it is taken from 1", _TO_ONE)


def _mixed(
    subject: Subject, site: Site, args: tuple[ir.Expr, ...], how: str, *of_percent: Fraction
) -> Iterator[Finding]:  # fmt: skip
    """A ratio beside a percentage, or beside a number that is taken for one."""
    pair = _ratio_and_percent(subject, args, [Scale.PERCENT, *of_percent])
    if pair is not None:
        yield _finding(subject, site, f"{_pair(subject, pair)}: {how}", _TO_ONE)


def _ratio_and_percent(
    subject: Subject, given: Sequence[ir.Expr], percents: Sequence[Scale | Fraction]
) -> tuple[ir.Expr, ir.Expr] | None:  # fmt: skip
    """The first ratio among some values, and the first of percent."""
    scales = [subject.scales.of(x) for x in given]
    ratio = next((x for x, s in zip(given, scales, strict=True) if s is Scale.RATIO), None)
    percent = next((x for x, s in zip(given, scales, strict=True) if s in percents), None)
    return None if ratio is None or percent is None else (ratio, percent)


def _pair(subject: Subject, pair: tuple[ir.Expr, ir.Expr]) -> str:
    ratio, percent = pair
    return f"{_words(subject, ratio)} is a ratio, and `{subject.words(percent)}` is of percent"


def _looked_up(subject: Subject, site: Site, x: ir.Expr, rows: list[TableRow], column: int) -> Iterator[Finding]:
    scale = subject.scales.of(x)
    ends = {abs(end) for row in rows for end in _ends(row.tests[column]) if end}
    if not ends or not isinstance(scale, Scale):
        return
    if (scale is Scale.RATIO and max(ends) >= LARGE and min(ends) > SMALL) or (
        scale is Scale.PERCENT and max(ends) <= SMALL
    ):
        words = f"{_is(_words(subject, x), scale)}, and its rows have bounds such as {_shown(ends)}"
        yield _finding(subject, site, words, scale)


def _shown(ends: set[Fraction]) -> str:
    return " and ".join(f"{float(end):g}" for end in sorted({min(ends), max(ends)}))


def _ends(test: object) -> list[Fraction]:
    if isinstance(test, Interval):
        return [end for end in (test.low, test.high) if end is not None]
    return [test] if isinstance(test, Fraction) else []


def _apart(scale: object, bound: Fraction, *, shown_as_percent: bool) -> bool:
    """Whether a bound is of the other scale."""
    if scale is Scale.RATIO:
        return abs(bound) >= LARGE
    return scale is Scale.PERCENT and (shown_as_percent or 0 < abs(bound) <= 2)


def _is(words: str, scale: object) -> str:
    return f"{words} is a {'ratio, about 1' if scale is Scale.RATIO else 'percentage, about 100'}"


def _consequence(scale: object) -> str:
    return "that can hardly ever act" if scale is Scale.RATIO else "that acts almost always"


def _help(scale: object) -> str:
    if scale == _TO_ONE:
        return "bring both to one scale: a ratio times 100 is a percentage"
    if scale is Scale.RATIO:
        return "write the bound as a ratio, 2 for 200 %, or multiply the ratio by 100"
    return "write the bound in percent as a plain number, 50 for 50%, or leave out the factor 100"


def _words(subject: Subject, e: ir.Expr) -> str:
    return f"`{subject.words(e).removeprefix('-').strip()}`"


def _number(subject: Subject, e: ir.Expr, value: Fraction) -> str:
    words = subject.words(e)
    return f"`{words}`" if isinstance(e, ir.Const) else f"`{words}`, {float(value):g}"


def _finding(subject: Subject, site: Site, message: str, scale: object) -> Finding:
    return Finding(
        CODE, message, site.expr.span, site.provisions, help=_help(scale), subject=subject.words(site.expr),
        owner=site.owner, formula=site.expr,
    )  # fmt: skip


CHECK = Check(CODE, "a ratio and a percentage are mixed", run, instant=True)
