"""Random small programs: the text of a rule file, and beside it the same in plain Python.

Whatever is made is a pair of words and code that are written down side by side; the code never sees the words.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from attrs import define, evolve, field, frozen
from engine import plain
from engine.plain import NA, At, Code, Node

T = TypeVar("T")
Pick = Callable[[Sequence[Any]], Any]
"""Takes one of several things."""

KINDS = ("a", "b")
OPTIONS = ("red", "green")
CONSTANTS = ("0", "1", "2", "3", "0.5", "2.5", "10", "1.25", "7")
MODES = ("half up", "half down", "half even", "up", "down", "floor", "ceiling")
# How tightly an expression holds together; one that is looser than its place stands in parentheses.
IF, OR, AND, NOT, COMPARE, SUM, PRODUCT, MINUS, POWER, ATOM = range(10)


@frozen(eq=False)
class Term:
    """Words and what they mean."""

    words: str
    code: Code
    level: int = ATOM

    def at(self, level: int) -> str:
        """The words for a place that asks for a level."""
        return self.words if self.level >= level else f"({self.words})"


@frozen(eq=False)
class Place:
    """What can be named somewhere: numbers and flags, whether rows have names there, the node, how deep it may go."""

    numbers: tuple[Term, ...]
    flags: tuple[Term, ...]
    depth: int = 3
    parts: Node | None = None

    def deeper(self) -> "Place":
        return evolve(self, depth=self.depth - 1)


@define(eq=False)
class Names:
    """What has been declared so far, by the body and by each row."""

    of_body: list[Term] = field(factory=list)
    flags: list[Term] = field(factory=list)
    of_row: list[Term] = field(factory=list)
    row_flags: list[Term] = field(factory=list)
    functions: list[tuple[str, int, Callable[..., Code]]] = field(factory=list)
    tables: list[tuple[str, Callable[[Code], Code]]] = field(factory=list)
    nodes: list[Node] = field(factory=list)


class Expressions:
    """Makes numbers and conditions out of the names declared so far."""

    def __init__(self, pick: Pick) -> None:
        self.pick = pick
        self.names = Names()

    def chance(self, one_in: int) -> bool:
        return bool(self.pick(range(one_in)) == one_in - 1)

    def constant(self) -> Term:
        text = self.pick(CONSTANTS)
        value = Fraction(text)
        return Term(text, lambda at: value)

    def body_place(self, depth: int = 3) -> Place:
        return Place(tuple(self.names.of_body), tuple(self.names.flags), depth)

    def row_place(self, place: Place) -> Place:
        """Inside a row: its own names and those around."""
        return evolve(
            place, numbers=(*place.numbers, *self.names.of_row, *self.names.of_row),
            flags=(*place.flags, *self.names.row_flags), depth=place.depth - 1,
        )  # fmt: skip

    # ---- numbers

    def number(self, place: Place) -> Term:
        """A random number."""
        if place.depth <= 0:
            return self.pick(place.numbers) if place.numbers and not self.chance(3) else self.constant()
        forms = [
            self.leaf, self.leaf, self.sum, self.product, self.minus, self.function, self.choice, self.power,
            self.of_rows, self.of_bodies, self.call, self.look_up, self.by_reading,
        ]  # fmt: skip
        term: Term = self.pick(forms)(place.deeper())
        return term

    def leaf(self, place: Place) -> Term:
        if place.parts is not None and self.chance(3):
            return self.of_parts(place.parts)
        return self.pick(place.numbers) if place.numbers and not self.chance(4) else self.constant()

    def of_parts(self, node: Node) -> Term:
        name = self.pick(("sum", "mean", "min", "max"))
        return Term(
            f"{name}(parts)", lambda at: None if not (v := node.entering(at)) or None in v else plain.SUMMARIES[name](v)
        )

    def sum(self, place: Place) -> Term:
        first = self.number(place)
        words, code = first.at(SUM), first.code
        for _ in range(1 + self.pick(range(2))):
            sign, term = self.pick("+-"), self.number(place)
            words += f" {sign} {term.at(PRODUCT)}"
            code = plain.strict((lambda a, b: a + b) if sign == "+" else (lambda a, b: a - b), code, term.code)
        return Term(words, code, SUM)

    def product(self, place: Place) -> Term:
        first = self.number(place)
        words, code = first.at(PRODUCT), first.code
        for _ in range(1 + self.pick(range(2))):
            sign, term = self.pick("*/"), self.number(place)
            words += f" {sign} {term.at(MINUS)}"
            code = plain.strict((lambda a, b: a * b) if sign == "*" else plain.divided, code, term.code)
        return Term(words, code, PRODUCT)

    def minus(self, place: Place) -> Term:
        term = self.number(place)
        return Term(f"-{term.at(MINUS)}", plain.strict(lambda a: -a, term.code), MINUS)

    def power(self, place: Place) -> Term:
        term, n = self.number(place), self.pick((2, 3, 0, -1))
        return Term(f"{term.at(ATOM)} ^ {n}", plain.strict(lambda a: plain.power(a, n), term.code), POWER)

    def function(self, place: Place) -> Term:
        name = self.pick(("min", "max", "sum", "mean", "abs", "floor", "ceiling", "round"))
        if name in plain.SUMMARIES:
            terms = [self.number(place) for _ in range(1 + self.pick(range(3)))]
            summary = plain.SUMMARIES[name]
            return Term(
                f"{name}({', '.join(t.words for t in terms)})",
                plain.strict(lambda *v: summary(list(v)), *(t.code for t in terms)),
            )
        term = self.number(place)
        if name == "round":
            mode, step = self.pick(MODES), self.pick(("1", "0.5", "0.01", "3"))
            return Term(
                f"round({term.words}, {step} {mode})",
                plain.strict(lambda x: plain.rounded(mode, x, Fraction(step)), term.code),
            )
        operation = {"abs": abs, "floor": lambda x: Fraction(x // 1), "ceiling": lambda x: Fraction(-(-x // 1))}[name]
        return Term(f"{name}({term.words})", plain.strict(operation, term.code))

    def choice(self, place: Place) -> Term:
        condition, then, otherwise = self.condition(place), self.number(place), self.number(place)
        words = f"if {condition.words} then {then.words} else {otherwise.words}"
        return Term(words, plain.chosen(condition.code, then.code, otherwise.code), IF)

    def by_reading(self, place: Place) -> Term:
        one, other = self.number(place), self.number(place)
        return Term(
            f"by form {{ one : {one.words}; other : {other.words} }}",
            lambda at: (one if at.world.choices["form"] == "one" else other).code(at),
        )

    def call(self, place: Place) -> Term:
        if not self.names.functions:
            return self.leaf(place)
        name, count, meaning = self.pick(self.names.functions)
        args = [self.number(place) for _ in range(count)]
        return Term(f"{name}({', '.join(a.words for a in args)})", meaning(*(a.code for a in args)))

    def look_up(self, place: Place) -> Term:
        if not self.names.tables:
            return self.leaf(place)
        name, meaning = self.pick(self.names.tables)
        argument = self.number(place)
        return Term(f"{name}({argument.words})", meaning(argument.code))

    # ---- lists

    def where(self, inner: Place) -> tuple[str, Code | None]:
        if self.chance(2):
            return "", None
        condition = self.condition(inner)
        return f" where {condition.words}", condition.code

    def of_rows(self, place: Place) -> Term:
        inner = self.row_place(place)
        text, where = self.where(inner)
        if self.chance(4):
            return Term(f"count(row{text})", plain.counted(lambda at: plain.members(at, plain.over_rows, where)))
        return self.aggregate(place, inner, f"row{text}", lambda at: plain.members(at, plain.over_rows, where))

    def of_bodies(self, place: Place) -> Term:
        local = tuple(t for t in place.numbers if t.words in ("k", "m"))
        outer = Place((*self.names.of_body, *local), tuple(self.names.flags), place.depth - 1)
        same = self.chance(2)
        selector = "body of same kind" if same else "every body"
        listed = plain.over_bodies(same)
        if self.chance(4):
            value = self.pick(outer.numbers)
            return Term(f"rank({value.words} for {selector})", plain.placed(value.code, value.code, listed))
        text, where = self.where(outer)
        return self.aggregate(place, outer, selector + text, lambda at: plain.members(at, listed, where))

    def aggregate(self, place: Place, inner: Place, selector: str, members_of: Callable[[At], Any]) -> Term:
        value = self.number(inner)
        if self.chance(5):
            weight = self.number(inner)
            return Term(
                f"mean({value.words} for {selector}, weighted by {weight.words})",
                plain.weighted(value.code, weight.code, members_of),
            )
        name, none, least = self.pick(tuple(plain.SUMMARIES)), None, 0
        words = f"{name}({value.words} for {selector}"
        if self.chance(3):
            none = self.number(place.deeper())
            words += f", none {none.words}"
        if self.chance(5):
            least = 1 + self.pick(range(3))
            words += f", at least {least}"
        return Term(f"{words})", plain.aggregated(name, value.code, members_of, none.code if none else None, least))

    # ---- conditions

    def condition(self, place: Place) -> Term:
        """A random condition."""
        if place.depth <= 0:
            return self.pick(place.flags) if place.flags and self.chance(2) else self.comparison(place)
        forms = [self.comparison, self.comparison, self.logic, self.negation, self.asking, self.quantified, self.flag]
        term: Term = self.pick(forms)(place.deeper())
        return term

    def flag(self, place: Place) -> Term:
        return self.pick(place.flags) if place.flags else self.comparison(place)

    def comparison(self, place: Place) -> Term:
        sign = self.pick(("=", "!=", "<", "<=", ">", ">="))
        left, right = self.number(place), self.number(place)
        operation = {
            "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
            ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
        }[sign]  # fmt: skip
        return Term(f"{left.at(SUM)} {sign} {right.at(SUM)}", plain.strict(operation, left.code, right.code), COMPARE)

    def logic(self, place: Place) -> Term:
        word = self.pick(("and", "or"))
        level = AND if word == "and" else OR
        terms = [self.condition(place) for _ in range(2 + self.pick(range(2)))]
        words = f" {word} ".join(term.at(level + 1) for term in terms)
        return Term(words, plain.kleene(word, *(t.code for t in terms)), level)

    def negation(self, place: Place) -> Term:
        term = self.condition(place)
        return Term(f"not {term.at(NOT)}", plain.strict(lambda a: not a, term.code), NOT)

    def asking(self, place: Place) -> Term:
        term = self.pick((*place.numbers, *place.flags)) if place.numbers else self.constant()
        if self.chance(2):
            return Term(f"known({term.words})", plain.known(term.code))
        return Term(f"missing({term.words})", lambda at: not plain.known(term.code)(at))

    def quantified(self, place: Place) -> Term:
        condition = self.condition(self.row_place(place))
        word = self.pick(("some", "no", "every"))
        code = (
            plain.every(plain.over_rows, condition.code) if word == "every"
            else plain.some(lambda at: plain.members(at, plain.over_rows, condition.code), negated=word == "no")
        )  # fmt: skip
        return Term(f"{word} row where {condition.words}", code, IF)


def for_kind(kinds: tuple[str, ...] | None, code: Code) -> Code:
    """The code of what is declared inside a node for some kinds only."""
    return lambda at: NA if kinds is not None and at.body.kind not in kinds else code(at)
