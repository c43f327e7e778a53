"""A clamp, a bonus or a penalty can never act, or a clamp always does.

A limit that no value can pass looks like a rule and is none: perhaps the bound has a slip, or what it was to limit was
changed. A penalty that is always 0 punishes nobody. And a clamp that every value passes makes one number of all.

The check compares what the value can be before the step, by the types of the inputs, with the bound; where that does
not settle it, a body is looked for on which the clamp acts, and one on which it does not. A limit that the act itself
states (a clamp that cites a provision) is reported too, and says so: it is the act that says nothing there. Of a clamp
with two ends, one that acts is enough.

**What to do.** Look for the slip in the bound or in the formula; else delete the clamp.

**Found in:**

```eval
methodology m
input share_late : share
indicator deadlines { score 10 * (1 - share_late); clamp 0 .. }
```

**Not found in:**

```eval
methodology m
input share_late : share
indicator deadlines { score 10 * (1 - share_late) }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, Interval, NodeDef
from evallang.lint.check import Check
from evallang.lint.clamped import clamps, sides
from evallang.lint.decision import Decision
from evallang.lint.everyone import everyone, named_by_marks
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.notation import in_words, within_bounds
from evallang.lint.outcomes import otherwise
from evallang.lint.ranges import Range, union
from evallang.lint.sentences import joined
from evallang.lint.subject import Subject
from evallang.lint.unstepped import before
from evallang.lint.values import Values
from evallang.lint.wanted import Wanted
from evallang.source import Span
from evallang.types import FLAG

CODE = "C406"


@frozen(eq=False)
class _Clamp:
    """A clamp in all rows that it stands in: what it does, one answer for each kind of bodies and row."""

    node: NodeDef
    step: ClampStep
    acts: list[str] = field(factory=list)
    before: list[Range] = field(factory=list)
    copies: dict[int, tuple[NodeDef, int]] = field(factory=dict)


def run(subject: Subject) -> Iterator[Answer]:
    """Each clamp, its copies in a table together; then penalties and bonuses."""
    named = named_by_marks(subject.program)
    found: dict[Span, _Clamp] = {}
    nothing: set[int] = set()
    for node in subject.nodes():
        for values in everyone(subject, node, named) if node.steps else ():
            _take(found, node, values)
        idle = list(_of_nothing(subject, node, named))
        nothing |= {node.number for answer in idle if isinstance(answer, Finding)}
        yield from idle
    for clamp in found.values():
        if clamp.node.number in nothing:
            continue
        known = set(clamp.acts)
        if known in ({"never"}, {"always"}):
            yield _finding(subject, clamp, next(iter(known)))
        else:
            yield from _looked_for(subject, clamp)


def _take(found: dict[Span, _Clamp], node: NodeDef, values: Values) -> None:
    """What the clamps of a node do for some bodies."""
    for number, step, can in clamps(node, values):
        ends = set(sides(step, can, values).values())
        clamp = found.setdefault(step.span, _Clamp(node, step))
        clamp.before.append(can)
        clamp.copies[node.number] = (node, number)
        clamp.acts.append("always" if "always" in ends else "never" if ends == {"never"} else "")


# ---- what ranges do not exclude


def _looked_for(subject: Subject, clamp: _Clamp) -> Iterator[Answer]:
    """Whether a body exists on which a clamp acts, and one on which it does not."""
    place = clamp.step.span
    told = any((CODE, place.start, place.end, acts) in subject.told for acts in ("never", "always"))
    if subject.instant or (subject.option is not None and not told):
        return  # under other options only what showed under the chosen ones is looked at again
    for acts in ("never", "always"):
        decision = _decided(subject, clamp, acts)
        if decision.verdict is Verdict.PROVED:
            yield _finding(subject, clamp, acts, decision)
            return
        if decision.verdict is Verdict.UNDECIDED:
            ever = "ever" if acts == "never" else acts
            words = f"whether `{_words(subject, clamp.step)}` of `{clamp.node.short}` {ever} acts is not decided"
            yield Finding(
                CODE, words, place, clamp.step.provisions, Severity.NOTE, Verdict.UNDECIDED, tried=decision.tried,
                subject=f"{acts}?",
            )  # fmt: skip
            return
    yield Proved(CODE, place)


def _decided(subject: Subject, clamp: _Clamp, acts: str) -> Decision:
    """Whether a clamp never acts, or one end of it always does: `refuted` by a body on which that is not so."""
    ends = {"low": clamp.step.low, "high": clamp.step.high}
    ways = [way for way, end in ends.items() if end is not None]
    seen = {way for way in ("low", "high", "none") if subject.acting.clamps(clamp.step.span, way)}
    if subject.option is None and (seen & set(ways) if acts == "never" else "none" in seen or len(seen) > 1):
        return Decision(Verdict.REFUTED)
    decisions = [subject.first(_wanted(subject, clamp, way, acts)) for way in ways]
    verdicts = [decision.verdict for decision in decisions]
    decisive, other = Verdict.REFUTED, Verdict.PROVED
    if acts == "always":  # one end that always acts is enough
        decisive, other = other, decisive
    tried = next((d.tried for d in decisions if d.verdict is Verdict.UNDECIDED), "")
    verdict = decisive if decisive in verdicts else Verdict.UNDECIDED if tried else other
    return Decision(verdict, tried=tried, solved=any(d.solved for d in decisions))


def _wanted(subject: Subject, clamp: _Clamp, way: str, acts: str) -> list[Wanted]:
    """A body on which an end of a clamp acts (for `never`), or does not (for `always`), in each row that it is in.

    None where no expression says what comes to the clamp in one of them.
    """
    end, op = (clamp.step.low, "less") if way == "low" else (clamp.step.high, "greater")
    found = []
    for node, steps in clamp.copies.values():
        value = before(subject, node, steps)
        if value is None or end is None:
            return []
        acting = ir.Apply(op, (value, end), type=FLAG)
        found.append(Wanted(((acting, acts == "never"),), node.level, node.number))
    return found


# ---- how it is told


def _words(subject: Subject, step: ClampStep) -> str:
    ends = [subject.words(end) if end is not None else "" for end in (step.low, step.high)]
    return f"clamp {' .. '.join(ends).strip()}"


def _finding(subject: Subject, clamp: _Clamp, acts: str, decision: Decision | None = None) -> Finding:
    step, can = clamp.step, union(clamp.before)
    whole = Interval(can.low, can.high, can.low_closed, can.high_closed)
    value = in_words(whole) if can.point is not None else within_bounds(whole)
    by = joined(step.provisions)
    advice = f"{by} sets a limit that changes nothing" if by else "look for a slip in the bound or the formula"
    why = f"before it the value is {value}" if decision is None else otherwise(decision)
    return Finding(
        CODE, f"`{_words(subject, step)}` of `{clamp.node.short}` {acts} acts: {why}",
        step.span, step.provisions, Severity.NOTE if acts == "never" else Severity.WARNING,
        help=advice if acts == "never" else "look for a slip: every body gets the same number",
        subject=acts, owner=clamp.node.number,
    )  # fmt: skip


# ---- penalties and bonuses


def _of_nothing(subject: Subject, node: NodeDef, named: tuple[str, ...]) -> Iterator[Answer]:
    """A penalty or a bonus that is 0 for everyone."""
    if node.word not in ("penalty", "bonus"):
        return
    found = [values.of_definition(node.number) for values in everyone(subject, node, named)]
    if found and all(r.point == 0 for r in found):
        yield Finding(
            CODE, f"the {node.word} `{node.short}` is always 0", node.span, node.provisions, Severity.NOTE,
            help="look for a slip in its formula or its clamp", subject="0", owner=node.number,
        )  # fmt: skip
    else:
        yield Proved(CODE, node.span)


CHECK = Check(CODE, "a clamp or a penalty without effect", run, instant=True)
