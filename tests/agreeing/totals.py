"""Random programs as methodologies are: indicators of rates, shares and lists, whose rounded sum is graded.

Only what is rounded is asked for, so that compiled Python puts floats in front of its exact code.
"""

from engine.making import KINDS, MODES, Pick
from engine.random_programs import Made
from engine.random_tables import Maker

TYPES = ("number 0..", "number 0..100", "number 0..100", "number -100..100", "number -3..7", "share", "share", "number")
NUMBERS = ("0.1", "0.3", "2", "7", "12.5", "60", "100", "0.07", "10_000", "1/3", "89.995")
STEPS = ("0.01", "0.01", "0.1", "1", "0.5", "0.25", "5", "0.001", "2/3")
OVER = ("sum({} for row{}, none 0)", "mean({} for row{}, none 0)", "max({} for row{})", "median({} for row{}, none 1)")
BRACKETS = """brackets looked(x)
  | x | points |
  | 4.8 and up | 15 |
  | 2/3 ..< 4.8 | 12.5 |
  | below 2/3 | 1/3 |
"""
GRADES = "  | score | grade |\n  | 9.5 and up | good |\n  | 5 ..< 9.5 | fair |\n  | below 5 | poor |"


class Totals(Maker):
    """A maker of one rounded total."""

    def __init__(self, pick: Pick) -> None:
        super().__init__(pick)
        self.periods = self.made.periods = False
        self.given: list[str] = []
        self.of_rows_: list[str] = []

    def program(self) -> Made:
        """Inputs, a list, brackets, two to four indicators in an index."""
        out = self.made.words
        out += [self.number_asked(self.given, 0) for _ in range(2 + self.pick(range(3)))]
        out += ["input yes_ : flag", BRACKETS]
        self.ask("yes_", "flag")
        inside = [self.number_asked(self.of_rows_, 1) for _ in range(2)]
        self.made.lists.append("row")
        out.append("\n".join(["item row by id {", *inside, "}"]))
        parts = [self.part(number) for number in range(2 + self.pick(range(3)))]
        out.append("\n".join(["index total {", *parts, *self.whole(), "}"]))
        return self.made

    def number_asked(self, names: list[str], level: int) -> str:
        """An input, and its name among those of its level."""
        name, kind = self.name("n"), self.pick(TYPES)
        names.append(name)
        self.ask(name, kind.partition(" ")[0], level)
        return f"input {name} : {kind}"

    def part(self, number: int) -> str:
        """An indicator, or now and then a penalty, in the index."""
        word = "penalty" if number and self.chance(5) else "indicator"
        lines = [self.pick(("points 10", f"points {KINDS[0]} 10, {KINDS[1]} 20"))]
        lines += [self.pick((f"when {self.given[0]} = 0 : 0", "when yes_ : points"))] if self.chance(3) else []
        lines.append(f"score {self.value(2)}")
        lines += [] if self.chance(4) else [self.pick(("clamp 0 ..", "clamp 0 .. points", "clamp .. points"))]
        lines += [self.rounding()] if self.chance(4) else []
        return f"  {word} part{number} {{ {'; '.join(lines)} }}"

    def whole(self) -> list[str]:
        """What becomes of the sum of the parts."""
        lines = [f"  score sum(parts) * {self.pick(NUMBERS)}"] if self.chance(4) else []
        lines += ["  clamp 0 .. 100"] if self.chance(4) else []
        return [*lines, f"  {self.rounding()}", "  grade", GRADES]

    def rounding(self) -> str:
        """A step and a mode."""
        return f"round {self.pick(STEPS)} {self.pick(MODES)}"

    def value(self, depth: int) -> str:
        """A random number of the body."""
        if not depth:
            leaf = self.pick((*self.given, *self.given, "points", self.pick(NUMBERS)))
            return self.listed() if self.chance(10) else leaf
        a, b = self.value(depth - 1), self.value(depth - 1)
        forms = (
            "({a} + {b})", "({a} - {b})", "({a} * {c})", "({a} / {n})", "({n} / {m} * 10_000)", "({c} - {a})",
            "min({a}, {c})", "max(0, {a})", "(if {n} > {c} then {a} else {b})", "(if yes_ then {a} else {b})",
            "looked({n})", "({n} * {m})", "{a}",
        )  # fmt: skip
        n, m = self.pick(self.given), self.pick(self.given)
        form: str = self.pick(forms)
        return form.format(a=a, b=b, c=self.pick(NUMBERS), n=n, m=m)

    def listed(self) -> str:
        """A number of the list of a body."""
        v, w = self.of_rows_
        inner = self.pick((v, w, f"{v} / 7 - {w} / 3", f"max(0, {v} - {w} / 3)", f"{v} * {w}", f"{v} / {w}"))
        if self.chance(5):
            return f"mean({inner} for row, weighted by {self.pick((v, w))})"
        form: str = self.pick(OVER)
        return form.format(inner, self.pick(("", f" where {v} > 1 / 2")))
