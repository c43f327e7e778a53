"""Explanations as text and as Markdown: the same lines, with other marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from evallang import numbers
from evallang.backends.interpreter.absence import Absent
from evallang.report.explain.figures import exactly, figure
from evallang.report.explain.seen import (
    CalledSeen,
    ChoiceSeen,
    InputSeen,
    ListSeen,
    NodeSeen,
    OptionTaken,
    ParameterSeen,
    PointsSeen,
    ReadingSeen,
    RowSeen,
    Share,
    StepSeen,
    Working,
)
from evallang.report.explain.standing import grade_line, rating_lines

SHORT = 8
"""So many shares stand in one line, and so many members of a list."""

_LONGEST = 240
_DEEPEST = 40  # levels of indentation; what lies deeper stands as far in


def lines(seen: NodeSeen) -> list[str]:
    """A node and what enters it, each two columns further in."""
    found = []
    for node, pad in _nested(seen):
        found += [pad + _head(node), *(f"{pad}    {line}" for line in details(node))]
    return found


def markdown(seen: NodeSeen) -> list[str]:
    """The same as nested lists."""
    found = []
    for node, pad in _nested(seen):
        found += [f"{pad}- **{_head(node)}**", *(f"{pad}  - {line.strip()}" for line in details(node))]
    return found


def _nested(seen: NodeSeen) -> Iterator[tuple[NodeSeen, str]]:
    """A node and all that enters it, in order, each with its indentation."""
    waiting = [(seen, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, "  " * min(depth, _DEEPEST)
        waiting += [(inner, depth + 1) for inner in reversed((*node.uses, *node.parts))]


def called_line(called: CalledSeen) -> str:
    """A formula with parameters as the document has it: `rate(k, bad) "…" §34 = k - bad`."""
    head = _joined(f"{called.name}({', '.join(called.parameters)})", _label(called.label), cite(called.provisions))
    return f"{head} = {_short(called.written)}{options(called.options)}"


def reading_line(reading: ReadingSeen) -> str:
    """A reading with the option that the results rest on, and why it was chosen."""
    because = f" — {reading.because}" if reading.because else ""
    return f'{reading.id} "{reading.question}": {reading.words} ({reading.status}){because}'


def cite(provisions: Iterable[str]) -> str:
    """Provisions in one line."""
    return " ".join(provisions)


def acts(amended: Iterable[str]) -> str:
    """Which act gave something its present words: `(amended by §1 of order_2 from 2021-01-01)`."""
    words = "; ".join(amended)
    return f"({words})" if words else ""


def options(taken: Iterable[OptionTaken]) -> str:
    """The options followed: ` [F3-04: additive]`."""
    words = ", ".join(f"{one.reading}: {one.option}" for one in taken)
    return f" [{words}]" if words else ""


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)


def _label(label: str) -> str:
    return f'"{label}"' if label else ""


def _head(seen: NodeSeen) -> str:
    document = f"{seen.document}: " if seen.document else ""
    when = f"of {seen.period}" if seen.period is not None else ""
    result = seen.result
    value = figure(result.value) if result.status == "value" else result.status
    points = f" of {figure(result.points)}" if result.points is not None and result.status == "value" else ""
    exact = exactly(result.value) if result.status == "value" else ""
    notes = "; ".join(
        filter(None, [f"exactly {exact}" if exact else "", "explained in its place" if seen.again else ""])
    )
    name = _joined(document + seen.path, when, _label(seen.label), cite(seen.provisions), acts(seen.amended))
    return f"{name}: {value}{points}" + (f" ({notes})" if notes else "")


def details(seen: NodeSeen) -> list[str]:
    """The lines of one node, without those of other nodes."""
    if seen.again:
        return []
    found = _absence(seen)
    if seen.how == "mark":
        found.append("a mark takes the node away from this body and leaves it the full points")
    word = {"rating": "takes part when"}.get(seen.how, "when")
    for guard in seen.guards:
        found += _guard(guard, word)
    if seen.working is not None:
        found += _clause(seen.working, "score" if seen.how == "score" else "then")
    for formula in seen.formulas:
        found += _formula(formula)
    found += [_points(points, seen) for points in seen.points if _tells(points, seen)]
    found += [_parameter(parameter) for parameter in seen.parameters]
    for given in seen.inputs:
        found += _input(given)
    found += [_step(step) for step in seen.steps]
    found += _adds_up(seen)
    if seen.grade is not None:
        found.append(grade_line(seen.grade))
    if seen.rating is not None:
        found += rating_lines(seen.rating, seen.result)
    return [*found, f"proposes: {seen.proposes}"] if seen.proposes and seen.result.value is True else found


def _absence(seen: NodeSeen) -> list[str]:
    result = seen.result
    if result.status == "value":
        return []
    at = f" ({', '.join(result.at)})" if result.at else ""
    return [f"because {result.because}{at}"]


def _guard(guard: Working, word: str) -> list[str]:
    held = _held(guard.value)
    shown = "" if guard.numbers in (held, figure(guard.value), guard.written) else f"{guard.numbers}, "
    head = _joined(word, _short(guard.written), cite(guard.provisions)) + options(guard.options)
    return [f"{head}: {shown}{held}", *_inside(guard)]


def _held(held: Any) -> str:
    return f"not known, {held.because}" if type(held) is Absent else figure(held)


def _clause(working: Working, word: str) -> list[str]:
    head = _joined(word, _short(working.written), cite(working.provisions)) + options(working.options)
    return [head, f"= {_numbers(working)}", *_inside(working)]


def _formula(working: Working) -> list[str]:
    head = _joined(working.name, _label(working.label), cite(working.provisions))
    # A flag is answered, as a guard is: after a comparison `= no` would read as one more equation.
    sign = ": " if isinstance(working.value, bool) else " = "
    numbers_shown = "" if working.written == figure(working.value) else f"{sign}{_numbers(working)}"
    return [f"{head} = {_short(working.written)}{options(working.options)}{numbers_shown}", *_inside(working)]


def _numbers(working: Working) -> str:
    value = figure(working.value)
    sign = ", " if isinstance(working.value, bool) else " = "
    return value if working.numbers == value else f"{working.numbers}{sign}{value}"


def _inside(working: Working) -> list[str]:
    """What was decided, looked up and gone through in a formula."""
    found = [_choice(choice) for choice in working.choices]
    found += [_row(row) for row in working.rows]
    found += [_list(listed) for listed in working.lists if listed.members or listed.left_out]
    return [f"  {line}" for line in found]


def _choice(choice: ChoiceSeen) -> str:
    held = _held(choice.held)
    shown = "" if choice.numbers in (held, figure(choice.held), choice.condition) else f"{choice.numbers}, "
    return f"if {_short(choice.condition)}: {shown}{held}" + (f", so {_short(choice.taken)}" if choice.taken else "")


def _row(row: RowSeen) -> str:
    asked = ", ".join(f"{name} {figure(value)}" for name, value in row.asked)
    head = _joined(row.brackets, _label(row.label), cite(row.provisions), acts(row.amended)) + options(row.options)
    if not row.row:
        return f"{head}: {asked}: {_held(row.value)}"
    return f"{head}: {asked} is in `{row.row}`: {figure(row.value)}"


def _list(listed: ListSeen) -> str:
    members = []
    for member in listed.members[:SHORT]:
        value = "" if isinstance(member.value, bool) and member.value else f" {figure(member.value)}"
        weight = f" weighted {figure(member.weight)}" if member.weight is not None else ""
        members.append(f"{member.name}{value}{weight}" + (f" ({member.cell})" if member.cell else ""))
    more = len(listed.members) - len(members) + listed.more
    text = f"{_short(listed.written)}: " + (", ".join(members) or "none") + (f" and {more} more" if more else "")
    return text + (f"; left out: {', '.join(listed.left_out[:SHORT])}" if listed.left_out else "")


def _tells(points: PointsSeen, seen: NodeSeen) -> bool:
    """Whether the points stand elsewhere than the node, or are those of another."""
    return bool(points.of or points.options or not set(points.provisions) <= set(seen.provisions))


def _points(points: PointsSeen, seen: NodeSeen) -> str:
    of = f"of {points.of}" if points.of and points.of != seen.path else ""
    return _joined("points", of, cite(points.provisions)) + f"{options(points.options)}: {figure(points.value)}"


def _parameter(parameter: ParameterSeen) -> str:
    head = _joined("parameter", parameter.name, _label(parameter.label), cite(parameter.provisions))
    return f"{head}: {figure(parameter.value)}" + (" (supplied)" if parameter.supplied else "")


def _input(given: InputSeen) -> list[str]:
    when = f"of {given.period}" if given.period is not None else ""
    head = _joined("input", given.name, when, _label(given.label), cite(given.provisions))
    words = _label(given.words) if given.words != figure(given.value) else ""
    value = _joined(figure(given.value), given.unit if type(given.value) is not Absent else "", words)
    line = f"{head}: {value}" + (f" ({given.cell})" if given.cell else "")
    if given.instead is None:
        return [line]
    instead = f"{line}, nothing is given, so {_short(given.instead.written)}{options(given.instead.options)}"
    return [instead, *_inside(given.instead)]


def _step(step: StepSeen) -> str:
    head = _joined(step.text, cite(step.provisions)) + options(step.options)
    if type(step.after) is Absent:
        return f"{head}: {figure(step.before)}, {_held(step.after)}"
    stays = numbers.compare(step.after, step.before) == 0
    return f"{head}: {figure(step.before)} " + ("stays" if stays else f"becomes {figure(step.after)}")


def _adds_up(seen: NodeSeen) -> list[str]:
    value = figure(seen.result.value)
    if not seen.shares or (len(seen.shares) == 1 and not seen.shares[0].written):
        return [f"is {_share(share)}" for share in seen.shares]
    if len(seen.shares) > SHORT:
        head = f"adds up from {len(seen.shares)} shares to {value}:"
        return [head, *(f"  {_share(share)}" for share in seen.shares)]
    text = _share(seen.shares[0])
    for share in seen.shares[1:]:
        shown = _share(share)
        text += f" - {shown[1:]}" if shown.startswith("-") else f" + {shown}"
    return [f"adds up: {text} = {value}"]


def _share(share: Share) -> str:
    words = _joined(_short(share.name), share.written)
    cited = f" {cite(share.provisions)}" if share.provisions and not share.label and not share.written else ""
    return figure(share.amount) + (f" ({words}{cited})" if words else "")


def _short(written: str) -> str:
    return written if len(written) <= _LONGEST else written[: _LONGEST - 1] + "…"
