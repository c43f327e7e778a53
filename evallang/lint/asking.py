"""What has to be made up for something that is looked for: inputs, lists, years, other bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Program
from evallang.ir.walk import walk
from evallang.lint.starts import YEARS
from evallang.lint.wanted import Wanted
from evallang.semantics.order import definition_expressions
from evallang.symbolic.inline import inlined
from evallang.trials.made import Asked, Maker, Path
from evallang.trials.uses import Used, Uses

_MOST_BACK = 12
"""So many years are made up before the last one."""
_MOST_BODIES = 8
"""So many bodies are made up where it is asked which place one has."""
_MOST_LEFT_OUT = 3
"""So many inputs are left out of bodies, where it is asked whether they are missing."""


class Asking:
    """What the rules use, and so ask for; worked out once, also for what is `like` this under other readings."""

    def __init__(
        self, program: Program, uses: Uses, maker: Maker, yearly: bool, like: Asking | None = None
    ) -> None:  # fmt: skip
        self.program = program
        self.uses = uses
        self.maker = maker
        self.yearly = yearly
        self._uses: dict[int, Used] = {} if like is None else like._uses

    def needs(self, parameter: int, shown: Iterable[int]) -> bool:
        """Whether some definitions use a parameter of the document."""
        name = self.program.parameters[parameter].name
        used = Used(definitions=set(shown))
        self._close(used)
        return ("parameter", name) in used.named

    def asked(self, wanted: Wanted) -> Asked:
        """The inputs, lists, years and other bodies that what is wanted looks at."""
        used = self.used(wanted)
        definitions = self.program.definitions
        inputs = [d for n in sorted(used.definitions) if isinstance(d := definitions[n], InputDef)]
        bounding = {n for d in inputs for n in d.at_most} - {d.number for d in inputs}
        inputs += [d for n in sorted(bounding) if isinstance(d := definitions[n], InputDef)]
        levels = {n for d in inputs for n in d.level} | set(wanted.level) | used.items
        lists = frozenset(self.program.items[n].path for n in _with_parents(self.program, levels))
        node = definitions[wanted.node] if wanted.node is not None else None
        allowed = wanted.kinds or (tuple(sorted(node.kinds)) if node is not None and node.kinds else self.maker.kinds)
        last = YEARS[-1] if self.yearly or used.over_years else None
        years: tuple[int | None, ...] = (last,)
        if used.over_years:
            named = {y for y in used.years if y}
            back = min(max(used.back, self._in_a_row(wanted), 1), _MOST_BACK)
            years = tuple(sorted({*range(YEARS[-1] - back, YEARS[-1] + 1), *named}))
        others = max([3, *self._placed(wanted)]) if used.others else 1
        return Asked(tuple(inputs), lists, (wanted.name,) if wanted.name else (), allowed, years, others)

    def _in_a_row(self, wanted: Wanted) -> int:
        """How many years before are looked at where something is to become worse: each year may look back itself."""
        rows = [x for g, _ in wanted.guards for x in walk(g) if isinstance(x, ir.WorseInARow)]
        return max((x.years + self.used(Wanted(((x.operand, True),))).back for x in rows), default=0)

    def _placed(self, wanted: Wanted) -> Iterator[int]:
        """How many bodies there have to be for one not to be among the last or the first of a rating."""
        for x in (x for g, _ in wanted.guards for x in walk(g)):
            if isinstance(x, ir.InRating):
                yield min(x.count + 1, _MOST_BODIES)

    def about(self, wanted: Wanted) -> list[Path]:
        """The inputs of which a condition asks whether they are missing: the first few.

        So does what stands in for one, as it is looked at only where that is missing.
        """
        open_ = (g for g, so in wanted.guards if not (isinstance(g, ir.Asks) and (g.op == "known") is so))
        found = (x.operand for g in open_ for x in walk(g) if isinstance(x, ir.Asks))
        names = [n for x in found if isinstance(x, ir.Ref) for n in x.targets]
        names += [] if wanted.node is None else [wanted.node]
        inputs = (d for n in names if isinstance(d := self.program.definitions[n], InputDef))
        return list(dict.fromkeys(d.path for d in inputs))[:_MOST_LEFT_OUT]

    def stood_in(self, wanted: Wanted) -> list[Path]:
        """The inputs for which something stands in where they are missing, and what that asks about: the first few."""
        definitions = [self.program.definitions[n] for n in sorted(self.used(wanted).definitions)]
        replaced = [d for d in definitions if isinstance(d, InputDef) and d.fallback is not None]
        said = (x for d in replaced if d.fallback is not None for x in walk(inlined(d.fallback, self.program)))
        asked = (x.operand for x in said if isinstance(x, ir.Asks))
        names = (self.program.definitions[n] for x in asked if isinstance(x, ir.Ref) for n in x.targets)
        paths = [d.path for d in (*replaced, *names) if isinstance(d, InputDef)]
        return list(dict.fromkeys(paths))[:_MOST_LEFT_OUT]

    def asks_others(self, wanted: Wanted) -> bool:
        """Whether other bodies have a say in what is wanted."""
        return self.used(wanted).others

    def used(self, wanted: Wanted) -> Used:
        """What something that is wanted uses, itself or through others."""
        whole = self.uses.of([g for g, _ in wanted.guards])
        if wanted.node is not None:
            whole.definitions.add(wanted.node)
        self._close(whole)
        return whole

    def _close(self, whole: Used) -> None:
        """Add what is used through others."""
        waiting, done = list(whole.definitions), set(whole.definitions)
        while waiting:
            for n in self._uses_of(waiting.pop(), whole):
                if n not in done:
                    done.add(n)
                    waiting.append(n)
        whole.definitions = done

    def _uses_of(self, number: int, whole: Used) -> set[int]:
        whole.add(self.used_by(number))
        return self.used_by(number).definitions

    def used_by(self, number: int) -> Used:
        """What a definition uses itself."""
        if number not in self._uses:
            self._uses[number] = self.uses.of(definition_expressions(self.program.definitions[number]))
        return self._uses[number]


def _with_parents(program: Program, items: set[int]) -> set[int]:
    found: set[int] = set()
    for item in items:
        at: int | None = item
        while at is not None:
            found.add(at)
            at = program.items[at].parent
    return found
