"""What a check is given: the rules under one choice of readings, and the engines that answer questions about them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, evolve, field

from evallang.ir import expr as ir
from evallang.ir.data import Dataset
from evallang.ir.program import Conditions, Definition, FormulaDef, InputDef, NodeDef, Program
from evallang.lint.decision import MOST_COPIES, Decision, Solver
from evallang.lint.dependents import Dependents
from evallang.lint.facts import Facts, where
from evallang.lint.finding import Finding, Same, Told, Witness
from evallang.lint.graph import Graph
from evallang.lint.needs import Needs
from evallang.lint.ranges import Range
from evallang.lint.rests import Rests
from evallang.lint.scales import Scales
from evallang.lint.search import Search
from evallang.lint.sites import Guard, Site, Sites
from evallang.lint.tables import Tables
from evallang.lint.through import Through
from evallang.lint.used import Used, used
from evallang.lint.values import Like, Values
from evallang.lint.wanted import Found, Wanted
from evallang.lint.written import Written
from evallang.source import SourceFile, Span
from evallang.symbolic.inline import inlined
from evallang.syntax import ast

if TYPE_CHECKING:
    from evallang.lint.acting import Acting
    from evallang.lint.anyway import Repeats
    from evallang.lint.claims import Claims
    from evallang.lint.deciding import Deciding
    from evallang.lint.extremes import Extremes
    from evallang.lint.monotone import Monotone
    from evallang.lint.pairs import Pair
    from evallang.lint.reach import Reach
    from evallang.lint.supplied import Supplied

MOST_GUARDS = 12
"""More guards than this are not looked at again for what the later ones say of the earlier ones."""

Replay = Callable[[str], bool]
"""Whether the text of an example, put behind the rules, passes."""


@define(eq=False)
class Subject:
    """Rules under chosen readings. Where `option` is given, one reading is switched to an option not chosen.

    Then only definitions whose value depends on that reading are examined: `definitions()` and `nodes()` leave out
    the others. While it is `instant` only ranges decide: no body is made up and no solver asked.
    `base` is the subject under the chosen readings, `told` are the findings that came out before.
    """

    program: Program
    module: ast.Module = field(repr=False)
    choices: tuple[int, ...]
    replay: Replay = field(repr=False)
    option: tuple[int, int] | None = None
    solver: Solver | None = field(default=None, repr=False)
    instant: bool = False
    data: Dataset | None = field(default=None, repr=False)
    base: Subject | None = field(default=None, repr=False)
    told: set[Same | Told] = field(factory=set, repr=False)
    _values: dict[tuple[str | None, str | None], Values] = field(factory=dict, repr=False)
    monotones: dict[tuple[int, str | None, bool, int], Monotone] = field(factory=dict, repr=False)
    """How values move with an input, for the bodies of a kind; with derivatives or without, so many years before."""
    pair_witnesses: dict[tuple[int, str, str], Witness | None] = field(factory=dict, repr=False)
    """What was shown of pairs of bodies already, by node, title and mathematics."""
    pairs: dict[Hashable, Pair] = field(factory=dict, repr=False)
    """By which pair of bodies each claim about two of them showed, for the bodies of a kind."""
    missed: set[Hashable] = field(factory=set, repr=False)
    """The claims for which no pair was found."""
    _facts: dict[tuple[object, ...], tuple[Sequence[Guard], Facts | None]] = field(factory=dict, repr=False)

    @property
    def source(self) -> SourceFile:
        """The file."""
        return self.program.source

    @cached_property
    def kinds(self) -> tuple[str | None, ...]:
        """The kinds of bodies; (None,) where there are none."""
        return tuple(k.name for k in self.program.kinds) or (None,)

    @cached_property
    def written(self) -> Written:
        """The document as it is written: its lines, and the words of its provisions."""
        return Written(self.module)

    @cached_property
    def used(self) -> Used:
        """What the rules use, and under which options."""
        return used(self.program, self.choices)

    def written_out(self, e: ir.Expr) -> ir.Expr:
        """An expression of the program with the formulas that it calls written out."""
        return inlined(e, self.program)

    @cached_property
    def uses(self) -> Dependents:
        """Which definitions use which, under all readings together."""
        return self.base.uses if self.base is not None else Dependents(self.program)

    @cached_property
    def sites(self) -> Sites:
        """Where expressions stand."""
        return Sites(self.program, self.choices)

    @cached_property
    def through(self) -> Through:
        """Where expressions stand, formulas looked at where they are used."""
        return Through(self.program, self.choices, self.base.through if self.base is not None else None)

    @cached_property
    def tables(self) -> Tables:
        """The tables and what is looked up in them."""
        return Tables(self)

    @cached_property
    def scales(self) -> Scales:
        """On which scale values lie."""
        return Scales(self.program, self.choices, self.base.scales if self.base is not None else None, self.concerns)

    @cached_property
    def search(self) -> Search:
        """Finds bodies."""
        return Search(self.program, self.choices, self.uses, self.base.search if self.base is not None else None)

    @cached_property
    def graph(self) -> Graph:
        """What uses what, whatever is chosen."""
        return self.base.graph if self.base is not None else Graph(self.program)

    @cached_property
    def needs(self) -> Needs:
        """What values are made of under the readings chosen."""
        return Needs(self.program, self.choices, self.base.needs if self.base is not None else None)

    @cached_property
    def extremes(self) -> Extremes:
        """The highest and the lowest value that a body reaches in each node."""
        from evallang.lint.extremes import Extremes  # noqa: PLC0415  # it knows this class

        return Extremes(self)

    @cached_property
    def acting(self) -> Acting:
        """What acts on bodies made up for all rules at once."""
        from evallang.lint.acting import Acting  # noqa: PLC0415  # as above

        return Acting(self)

    @cached_property
    def claims(self) -> Claims:
        """The points that nodes claim."""
        from evallang.lint.claims import Claims  # noqa: PLC0415  # as above

        return Claims(self)

    @cached_property
    def reach(self) -> Reach:
        """Whether nodes reach their points and stay within them."""
        from evallang.lint.reach import Reach  # noqa: PLC0415  # as above

        return Reach(self)

    @cached_property
    def supplied(self) -> Supplied:
        """The rules with values for parameters that have none."""
        from evallang.lint.supplied import Supplied  # noqa: PLC0415  # as above

        return Supplied(self)

    @cached_property
    def repeats(self) -> Repeats:
        """Which special cases give what comes without them anyway."""
        from evallang.lint.anyway import Repeats  # noqa: PLC0415  # as above

        return Repeats(self)

    def active(self, conditions: Conditions) -> bool:
        """Whether what stands under options holds."""
        for reading, option in conditions:  # noqa: SIM110  # asked too often for a generator
            if self.choices[reading] != option:
                return False
        return True

    # ---- what is examined

    def concerns(self, number: int) -> bool:
        """Whether a definition is examined: all under the chosen readings, else those that rest on the switched one."""
        if self.option is None:
            return True
        rests = self.program.rests_on
        return number < len(rests) and self.option[0] in rests[number]

    def definitions(self) -> Iterator[InputDef | FormulaDef | NodeDef]:
        """The definitions that hold under the readings chosen and are examined."""
        yield from self._examined

    @cached_property
    def _examined(self) -> tuple[InputDef | FormulaDef | NodeDef, ...]:
        return tuple(d for d in self.program.definitions if self.active(d.conditions) and self.concerns(d.number))

    def nodes(self) -> Iterator[NodeDef]:
        """The nodes among them."""
        return (d for d in self.definitions() if isinstance(d, NodeDef))

    def kinds_of(self, d: Definition) -> tuple[str | None, ...]:
        """The kinds of bodies that a definition is for."""
        return self.kinds if d.kinds is None else tuple(k for k in self.kinds if k is None or k in d.kinds)

    def alike(self, number: int, kind: str | None) -> str | None:
        """The first of the kinds of bodies for which a definition is worked out as for this one."""
        return kind if number in self.uses.by_kind else self.kinds[0]

    # ---- engines

    def values(self, kind: str | None = None, body: str | None = None) -> Values:
        """The ranges of all values for the bodies of a kind, or for a body that the rules name."""
        if (kind, body) not in self._values:
            self._values[kind, body] = Values(
                self.program, self.choices, kind, body, self._likes(kind, body), self.values
            )
        return self._values[kind, body]

    def _likes(self, kind: str | None, body: str | None) -> list[Like]:
        """What is known already: of other bodies of the kind, and under the chosen readings."""
        found = [Like(self.values(kind), self.graph.apart(body).__contains__)] if body is not None else []
        return [*found, Like(self.base.values(kind, body), self.concerns)] if self.base is not None else found

    def facts(self, values: Values, guards: Sequence[Guard]) -> Facts | None:
        """What is known where guards are as they say; None where they cannot all be so."""
        place = (id(values), *((id(condition), holds) for condition, holds in guards))
        first, known = min(len(guards), MOST_GUARDS), None
        # Each of many guards is added to what is known of those before it, and is not looked at again.
        for n in range(first, len(guards) + 1):
            if place[: n + 1] not in self._facts:
                if n == first:
                    found = where(guards[:n], values)
                else:
                    found = None if known is None else where(guards[n - 1 : n], values, known)
                self._facts[place[: n + 1]] = (guards, found)  # with what is known by its identity
            known = self._facts[place[: n + 1]][1]
        return known

    def range_at(self, site: Site, e: ir.Expr, kind: str | None) -> Range | None:
        """What an expression can be where a site is looked at, for bodies of a kind; None where it never is."""
        values = self.values(kind)
        facts = self.facts(values, site.guards)
        return None if facts is None else values.of(e, facts)

    @cached_property
    def rests(self) -> Rests:
        """The readings that expressions rest on."""
        return self.base.rests if self.base is not None else Rests(self.program)

    @cached_property
    def _deciding(self) -> Deciding:
        from evallang.lint.deciding import Deciding  # noqa: PLC0415  # it knows this class

        return Deciding(self, self.base._deciding if self.base is not None else None)  # of the same class

    def decide(self, wanted: Wanted, *, starts: int | None = None) -> Decision:
        """Whether a body exists for which something holds; what rests on no switched reading is not decided anew."""
        return self._deciding.decide(wanted, starts)

    def first(self, wanted: Iterable[Wanted], most: int = MOST_COPIES) -> Decision:
        """Whether a body exists for one of some copies of a claim, of which only so many are looked into."""
        return self._deciding.first(wanted, most)

    def decide_again(self, wanted: Wanted, claim: Hashable) -> Decision:
        """As `decide`; a body on which a claim showed under other readings is looked at first."""
        return self._deciding.decide_again(wanted, claim)

    # ---- answers

    def words(self, e: ir.Expr) -> str:
        """An expression as it is written, in one line."""
        return " ".join(self.source.slice(e.span).split())

    def provision_at(self, span: Span) -> str:
        """The line of a place, for messages."""
        return f"line {self.source.position(span.start).line}"

    def witness(
        self, found: Found, title: str, shown: Sequence[int], shows: str = "", grades: Sequence[int] = ()
    ) -> Witness | None:
        """A body as an example of the rules that passes; None where it cannot be written or does not pass.

        `shown` are the definitions whose values it expects, `grades` those whose grades.
        """
        from evallang.lint.witness import as_examples  # noqa: PLC0415  # it knows this class

        text = next(filter(self.replay, as_examples(self, found, title, shown, grades)), None)
        return None if text is None else Witness(text, shows)

    def shown_by(self, finding: Finding, witness: Callable[[], Witness | None]) -> Finding:
        """A finding with its witness, which is not made anew for what came out before under other readings."""
        if self.instant or finding.same in self.told or finding.told in self.told:
            return finding
        return evolve(finding, witness=witness())
