"""What an explanation consists of: plain records, with values as the interpreter has them."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from evallang.backends.scores import Result


@frozen
class OptionTaken:
    """A reading that was followed, by its id and the name of the option."""

    reading: str
    option: str


@frozen
class ChoiceSeen:
    """An `if` that was decided: its condition, the same with numbers, whether it held, and what was taken."""

    condition: str
    numbers: str
    held: Any
    taken: str


@frozen
class RowSeen:
    """A row of brackets that was looked up: what was asked, the row as written, what it answers."""

    brackets: str
    label: str
    asked: tuple[tuple[str, Any], ...]
    row: str
    value: Any
    provisions: tuple[str, ...]
    options: tuple[OptionTaken, ...] = ()
    amended: tuple[str, ...] = ()


@frozen
class MemberSeen:
    """A member of a list with its value, its weight, and the cell of the value or the row of the member."""

    name: str
    value: Any
    weight: Any = None
    cell: str = ""


@frozen
class ListSeen:
    """What was added up, counted or averaged over; `left_out` are the members for which the condition is not true.

    `more` is how many members are not named.
    """

    written: str
    members: tuple[MemberSeen, ...]
    left_out: tuple[str, ...] = ()
    more: int = 0


@frozen
class Working:
    """A formula: as the author wrote it with the options taken, the same with numbers, its value."""

    name: str
    label: str
    written: str
    numbers: str
    value: Any
    provisions: tuple[str, ...] = ()
    options: tuple[OptionTaken, ...] = ()
    choices: tuple[ChoiceSeen, ...] = ()
    rows: tuple[RowSeen, ...] = ()
    lists: tuple[ListSeen, ...] = ()


@frozen
class PointsSeen:
    """The points that a formula or a claim speaks of, and where they stand; `of` is the node that has them."""

    of: str
    value: Any
    provisions: tuple[str, ...]
    options: tuple[OptionTaken, ...] = ()


@frozen
class ParameterSeen:
    """A parameter that was used: as written, or as supplied."""

    name: str
    label: str
    value: Any
    supplied: bool
    provisions: tuple[str, ...]


@frozen
class InputSeen:
    """An input that was used: its value, the cell that it came from, and what stood in where that was empty.

    `period` is named where it is not the scored one.
    """

    name: str
    label: str
    value: Any
    cell: str
    provisions: tuple[str, ...]
    unit: str = ""
    words: str = ""
    period: int | None = None
    instead: Working | None = None


@frozen
class StepSeen:
    """A clamp or rounding: its text, the value before and after."""

    text: str
    before: Any
    after: Any
    provisions: tuple[str, ...]
    options: tuple[OptionTaken, ...] = ()


@frozen
class Share:
    """What one part, member, term or step adds to the value; the shares of a node add up to it exactly.

    `written` says how the amount came about where it is not the value of the part itself: `80 * 45%`.
    """

    name: str
    label: str
    amount: Any
    written: str = ""
    provisions: tuple[str, ...] = ()


@frozen
class GradeSeen:
    """The look-up of a grade: how the value was rounded for it, what was asked, the row, the grade and its words."""

    rounding: str
    asked: tuple[tuple[str, Any], ...]
    grade: Any
    label: str
    row: str
    provisions: tuple[str, ...]
    options: tuple[OptionTaken, ...] = ()
    amended: tuple[str, ...] = ()


@frozen
class PlaceSeen:
    """A body in a rating, with the value by which it is ranked."""

    body: str
    rank: Any
    value: Any


@frozen
class RatingSeen:
    """A rating within the group of one body: by what, in which order, who stands where, who has no place.

    `within` is what the group has in common: `kind local`, `region North`; "" where all bodies are ranked together.
    """

    by: str
    within: str
    highest_first: bool
    ties: str
    places: tuple[PlaceSeen, ...]
    unranked: tuple[PlaceSeen, ...]


@frozen
class NodeSeen:
    """A node, a rating or a trigger explained.

    `how` is the clause that gave the value (`score`, `when`), or `weights`, `parts`, `scored by`, `mark`, `rating`,
    `trigger`; "" where the node is not for the body. `parts` are explained in turn, `uses` are nodes that formulas
    name. `again` marks one that is explained elsewhere in the same explanation.
    """

    path: str
    label: str
    word: str
    provisions: tuple[str, ...]
    symbol: str
    result: Result
    amended: tuple[str, ...] = ()
    period: int | None = None
    document: str = ""
    again: bool = False
    how: str = ""
    guards: tuple[Working, ...] = ()
    working: Working | None = None
    formulas: tuple[Working, ...] = ()
    points: tuple[PointsSeen, ...] = ()
    parameters: tuple[ParameterSeen, ...] = ()
    inputs: tuple[InputSeen, ...] = ()
    steps: tuple[StepSeen, ...] = ()
    shares: tuple[Share, ...] = ()
    grade: GradeSeen | None = None
    rating: RatingSeen | None = None
    proposes: str = ""
    parts: tuple[NodeSeen, ...] = ()
    uses: tuple[NodeSeen, ...] = ()


@frozen
class CalledSeen:
    """A formula with parameters that was called, as the document writes it."""

    name: str
    label: str
    parameters: tuple[str, ...]
    written: str
    provisions: tuple[str, ...]
    options: tuple[OptionTaken, ...] = ()


@frozen
class ReadingSeen:
    """A reading that results rest on: the question, the option, and whether the document or the caller chose it."""

    id: str
    name: str
    question: str
    option: str
    words: str
    status: str
    because: str
    provisions: tuple[str, ...]
