"""Random programs with data near their edges, the same for every engine; a trial is made again from its numbers."""

import random
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from agreeing.edges import edges_of, moved
from agreeing.roots import Roots
from agreeing.totals import Totals
from attrs import define, field
from columns.one_body import Items, ItemsOfYears, NoLists, OneBody, Years
from engine.making import Pick
from engine.programs import check
from engine.random_data import DataMaker
from engine.random_programs import Made
from engine.random_tables import Maker

from evallang.backends.scores import Scores
from evallang.ir.program import Program
from evallang.rules import Rules

# Bodies of the trials over one program: where bodies look at one another, a large trial takes its square in time.
SIZES: dict[type[Maker], tuple[int, ...]] = {
    Maker: (3, 25),
    NoLists: (3, 40),
    OneBody: (3, 700),
    Years: (3, 200),
    Items: (3, 300),
    ItemsOfYears: (3, 80),
    Roots: (3, 20),
    Totals: (3, 200),
}
MAKERS: tuple[type[Maker], ...] = (Maker, NoLists, OneBody, Maker, NoLists, Years, Roots)
OF_TOTALS = 1_000_000
Body = Mapping[str, Any]


@define(eq=False)
class Trial:
    """Rules, the option of their one reading, and bodies that are scored together."""

    name: str
    text: str
    option: str
    given: Sequence[Body]
    periods: bool = False
    _rules: Rules | None = field(default=None, repr=False)

    @property
    def rules(self) -> Rules:
        """The rules, checked."""
        if self._rules is None:
            self._rules, found = check(self.text)
            assert self._rules is not None, found
        return self._rules

    @property
    def readings(self) -> dict[str, str]:
        """The option that is chosen."""
        return {"form": self.option} if self.rules.program.readings else {}

    @cached_property
    def scores(self) -> Scores:
        """What the interpreter says."""
        return self.rules.score({"bodies": self.given}, readings=self.readings, period="all")

    @property
    def with_all_lists(self) -> "Trial":
        """The same with an empty list where one is not given: what frames of items say."""
        filled = [with_all_lists(row, None, self.rules.program) for row in self.given]
        return Trial(self.name, self.text, self.option, filled, self.periods, self._rules)


@define(eq=False)
class Programs:
    """One random program; `trials` are made over it with as many bodies as are asked for."""

    seed: int
    maker: type[Maker]
    made: Made
    rules: Rules

    def trial(self, bodies: int) -> Trial:
        """A trial with about so many bodies; the same ones each time it is asked for."""
        pick = random.Random(f"{self.seed} {bodies}").choice
        edges, given = edges_of(self.rules.program), list[dict[str, Any]]()
        for batch in range(bodies):
            if len({row["body"] for row in given}) >= bodies:
                break
            part = moved(DataMaker(self.made, pick).data().given, self.made, edges, pick)
            part = (
                part
                if self.maker in (Maker, Totals) or issubclass(self.maker, Items)
                else [without_lists(row) for row in part]
            )
            given += [renamed(row, batch) for row in part] if batch else part
        option = ("one", "other")[(self.seed // len(MAKERS) + bodies) % 2]
        spell = random.Random(f"kinds {self.seed} {bodies}").choice
        given = [with_kind_spelled(row, self.rules.program, spell) for row in given]
        name = f"{self.maker.__name__} {self.seed}, {bodies} bodies, option {option}"
        return Trial(name, self.made.text, option, given, self.made.periods, self.rules)


def renamed(row: Body, batch: int) -> dict[str, Any]:
    """A body of a further batch, also where another one names it; `body 0` of the first keeps the name rules know."""

    def cell(value: Any) -> Any:
        if isinstance(value, list):
            return [{key: cell(inner) for key, inner in held.items()} for held in value]
        return f"{value}.{batch}" if isinstance(value, str) and value.startswith("body ") else value

    return {key: cell(value) for key, value in row.items()}


def with_kind_spelled(row: Body, program: Program, pick: Pick) -> dict[str, Any]:
    """A body whose kind is given by its name, by its label, or in other capitals."""
    found = dict(row)
    for kind in program.kinds:
        if row.get("kind") == kind.name:
            label = kind.label or kind.name
            found["kind"] = pick((*[kind.name] * 30, kind.name.upper(), label, label, label.upper(), label.swapcase()))
    return found


def with_all_lists(row: Body, outer: int | None, program: Program) -> dict[str, Any]:
    """A body or an item with each of its lists, and so on."""
    found = dict(row)
    for number, item in enumerate(program.items):
        if item.parent == outer:
            found[item.name] = [with_all_lists(inner, number, program) for inner in row.get(item.name, ())]
    return found


def without_lists(row: Body) -> dict[str, Any]:
    """A body without its lists."""
    return {key: value for key, value in row.items() if not isinstance(value, list)}


def program(seed: int, maker: type[Maker] | None = None) -> Programs:
    """The program of a number; the makers take turns, and from a million on all are rounded totals."""
    chosen = maker or (Totals if seed >= OF_TOTALS else MAKERS[seed % len(MAKERS)])
    made = chosen(random.Random(seed).choice).program()
    rules, found = check(made.text)
    assert rules is not None, found
    return Programs(seed, chosen, made, rules)
