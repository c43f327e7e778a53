"""Random expressions: the words of the language, and beside them Python over `engine.plain` and its neighbours.

Both are written down together, and neither is made from the other.
"""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import define, evolve, field, frozen

Pick = Callable[[Sequence[Any]], Any]
"""Takes one of several things."""

KINDS = ("a", "b")
OPTIONS = ("red", "green")
CONSTANTS = ("0", "1", "2", "3", "0.5", "2.5", "10", "1.25", "7")
MODES = ("half up", "half down", "half even", "up", "down", "floor", "ceiling")
SUMMARIES = ("sum", "mean", "min", "max", "product", "median", "harmean")
YEARS = (2019, 2020, 2021)
DAYS = ("2020-01-31", "2020-02-01", "2021-12-31")
# How tightly an expression holds together; one that is looser than its place stands in parentheses.
IF, OR, AND, NOT, COMPARE, SUM, PRODUCT, MINUS, POWER, ATOM = range(10)


@frozen(eq=False)
class Term:
    """Words and the Python that means the same; `named` for what `previous` can ask about, with its level."""

    words: str
    python: str
    level: int = ATOM
    named: int | None = None

    def at(self, level: int) -> str:
        """The words for a place that asks for a level."""
        return self.words if self.level >= level else f"({self.words})"


@frozen(eq=False)
class Place:
    """Where an expression stands: how many lists deep, how deep it may go, whose parts, what has a name only there."""

    inside: int = 0
    depth: int = 3
    parts: str = ""
    local: tuple[Term, ...] = ()
    local_flags: tuple[Term, ...] = ()

    def deeper(self) -> "Place":
        return evolve(self, depth=self.depth - 1)

    def into(self, level: int) -> "Place":
        """Inside a list, or at the body again."""
        return evolve(self, inside=level, depth=self.depth - 1, parts="")


@define(eq=False)
class Names:
    """What has been declared so far, by level: of the body, of its rows, of their rows."""

    numbers: tuple[list[Term], list[Term], list[Term]] = field(factory=lambda: ([], [], []))
    flags: tuple[list[Term], list[Term], list[Term]] = field(factory=lambda: ([], [], []))
    lists: list[str] = field(factory=list)
    functions: list[tuple[str, int]] = field(factory=list)
    tables: list[tuple[str, str, int]] = field(factory=list)
    ratings: list[str] = field(factory=list)


class Expressions:
    """Makes numbers and conditions out of the names declared so far."""

    def __init__(self, pick: Pick, *, periods: bool) -> None:
        self.pick = pick
        self.periods = periods
        self.names = Names()

    def chance(self, one_in: int) -> bool:
        return bool(self.pick(range(one_in)) == one_in - 1)

    def constant(self) -> Term:
        text = self.pick(CONSTANTS)
        return Term(text, f'F("{text}")')

    def numbers(self, place: Place) -> list[Term]:
        """What has a number at a place; what is nearer comes more often."""
        held = [term for names in self.names.numbers[: place.inside + 1] for term in names]
        nearer = self.names.numbers[place.inside] if place.inside else []
        return [*held, *nearer, *place.local, *place.local]

    def flags(self, place: Place) -> list[Term]:
        return [*(term for names in self.names.flags[: place.inside + 1] for term in names), *place.local_flags]

    # ---- numbers

    def number(self, place: Place) -> Term:
        """A random number."""
        if place.depth <= 0:
            return self.leaf(place)
        forms = [
            self.leaf, self.leaf, self.sum, self.product, self.minus, self.function, self.choice, self.power,
            self.of_rows, self.of_bodies, self.call, self.look_up, self.by_reading, self.of_another_time, self.of_a_key,
        ]  # fmt: skip
        term: Term = self.pick(forms)(place.deeper())
        return term

    def leaf(self, place: Place) -> Term:
        if place.parts and self.chance(3):
            return self.of_parts(place.parts)
        numbers = self.numbers(place)
        return self.pick(numbers) if numbers and not self.chance(4) else self.constant()

    def of_parts(self, node: str) -> Term:
        name = self.pick(("sum", "mean", "min", "max", "count"))
        if name == "count":
            return Term("count(parts)", f"F(len(entering({node}, at)))")
        return Term(f"{name}(parts)", f'of_parts("{name}", entering({node}, at))')

    def sum(self, place: Place) -> Term:
        return self.chain(place, SUM, PRODUCT, {"+": "plus", "-": "less"})

    def product(self, place: Place) -> Term:
        return self.chain(place, PRODUCT, MINUS, {"*": "times", "/": "over"})

    def chain(self, place: Place, level: int, operand: int, signs: dict[str, str]) -> Term:
        first = self.number(place)
        words, python = first.at(level), first.python
        for _ in range(1 + self.pick(range(2))):
            sign, term = self.pick(tuple(signs)), self.number(place)
            words += f" {sign} {term.at(operand)}"
            python = f"{signs[sign]}({python}, {term.python})"
        return Term(words, python, level)

    def minus(self, place: Place) -> Term:
        term = self.number(place)
        return Term(f"-{term.at(MINUS)}", f"times(F(-1), {term.python})", MINUS)

    def power(self, place: Place) -> Term:
        term, n = self.number(place), self.pick((2, 3, 0, -1))
        return Term(f"{term.at(ATOM)} ^ {n}", f"power({term.python}, {n})", POWER)

    def function(self, place: Place) -> Term:
        name = self.pick((*SUMMARIES, "abs", "floor", "ceiling", "round"))
        if name in ("median", "harmean"):
            name = "mean"
        if name in SUMMARIES:
            terms = [self.number(place) for _ in range(1 + self.pick(range(3)))]
            python = ", ".join(t.python for t in terms)
            return Term(f"{name}({', '.join(t.words for t in terms)})", f'of_values("{name}", {python})')
        term = self.number(place)
        if name == "round":
            mode, step = self.pick(MODES), self.pick(("1", "0.5", "0.01", "3"))
            return Term(f"round({term.words}, {step} {mode})", f'rounded("{mode}", "{step}", {term.python})')
        if name == "abs":
            return Term(f"abs({term.words})", f"strict(abs, {term.python})")
        return Term(f"{name}({term.words})", f'rounded("{name}", "1", {term.python})')

    def choice(self, place: Place) -> Term:
        condition, then, otherwise = self.condition(place), self.number(place), self.number(place)
        return Term(
            f"if {condition.words} then {then.words} else {otherwise.words}",
            f"choose({condition.python}, lambda: {then.python}, lambda: {otherwise.python})", IF,
        )  # fmt: skip

    def by_reading(self, place: Place) -> Term:
        one, other = self.number(place), self.number(place)
        return Term(
            f"by form {{ one : {one.words}; other : {other.words} }}",
            f'({one.python} if at.world.choices["form"] == "one" else {other.python})',
        )

    def call(self, place: Place) -> Term:
        if not self.names.functions:
            return self.leaf(place)
        name, count = self.pick(self.names.functions)
        args = [self.number(place) for _ in range(count)]
        return Term(f"{name}({', '.join(a.words for a in args)})", f"{name}(at, {', '.join(a.python for a in args)})")

    def look_up(self, place: Place) -> Term:
        """A call of brackets: of a number, or of a number and an option."""
        if not self.names.tables:
            return self.leaf(place)
        words, python, columns = self.pick(self.names.tables)
        value = self.number(place)
        more = (", colour", ", colour(at)") if columns == 2 else ("", "")
        return Term(f"{words}({value.words}{more[0]})", f"{python}(at, {value.python}{more[1]})")

    def of_another_time(self, place: Place) -> Term:
        named = [t for t in self.numbers(place) if t.named is not None]
        if not self.periods or not named:
            return self.leaf(place)
        term = self.pick(named)
        if self.chance(3):
            year = self.pick((*map(str, YEARS), "base_year"))
            python = "base_year(at)" if year == "base_year" else f"F({year})"
            return Term(f"({term.words} in {year})", f"in_year(at, {term.named}, {python}, lambda at: {term.python})")
        back = 1 + self.pick(range(2))
        words = f"previous({term.words}{', 2' if back == 2 else ''})"
        return Term(words, f"earlier(at, {term.named}, {back}, lambda at: {term.python})")

    def of_a_key(self, place: Place) -> Term:
        """A value of the row with a key."""
        named = [t for t in self.names.numbers[1] if t.named == 1]
        if not named:
            return self.leaf(place)
        term, key = self.pick(named), self.pick(("0", "1"))
        return Term(f'row."{key}".{term.words}', f'by_key(at, "{key}", lambda at: {term.python})')

    # ---- lists

    def where(self, inner: Place, python: str) -> tuple[str, str]:
        """The words of a condition, and the Python of the members."""
        if self.chance(2):
            return "", python
        condition = self.condition(inner)
        return f" where {condition.words}", f"members({python}, lambda at: {condition.python})"

    def of_rows(self, place: Place) -> Term:
        """A value over the rows of the body, of a row, or of every body."""
        if not self.names.lists:
            return self.leaf(place)
        level = 2 if place.inside and len(self.names.lists) > 1 and self.chance(2) else 1
        if level == 1 and self.chance(3):
            return self.of_rows_everywhere(place)
        name, inner = self.names.lists[level - 1], place.into(level)
        words, python = self.where(inner, f"rows(at, {level - 1})")
        if self.chance(4):
            return Term(f"count({name}{words})", f'counted("count", {python}, always)')
        return self.aggregate(place, inner, f"{name}{words}", python)

    def of_rows_everywhere(self, place: Place) -> Term:
        inner, words, python = place.into(1), "row of every body", "rows_of_all(at)"
        if self.chance(2):
            words += " where who = this body"
            python = "rows_due_to(at, who)"
        else:
            more, python = self.where(inner, python)
            words += more
        return self.aggregate(place, inner, words, python)

    def of_bodies(self, place: Place) -> Term:
        outer = place.into(0)
        selector, alike = self.pick(
            (("body of same kind", "own_kind"), ("every body", "None"), ("body of same colour", "colour"))
        )
        listed = f"bodies(at, {alike})"
        if not self.chance(3):
            words, python = self.where(outer, listed)
            return self.aggregate(place, outer, selector + words, python)
        value = self.number(outer)
        name = self.pick(("rank", "percentile", "minmax", "winsorise"))
        words, python = self.where(outer, listed)
        more = ", 10%, 90%" if name == "winsorise" else ""
        return Term(
            f"{name}({value.words} for {selector}{words}{more})",
            f'placed("{name}", (lambda at: {value.python})(at), {python}, lambda at: {value.python})',
        )

    def aggregate(self, place: Place, inner: Place, selector: str, listed: str) -> Term:
        value = self.number(inner)
        if self.chance(5):
            weight = self.number(inner)
            return Term(
                f"mean({value.words} for {selector}, weighted by {weight.words})",
                f"weighted({listed}, lambda at: {value.python}, lambda at: {weight.python})",
            )
        name = self.pick((*SUMMARIES, "quantile"))
        words = f"{name}({value.words} for {selector}" + (", 25%" if name == "quantile" else "")
        known = "lower quarter" if name == "quantile" else name
        python = f'summary("{known}", {listed}, lambda at: {value.python}'
        if self.chance(3):
            none = self.number(place.deeper())
            words, python = f"{words}, none {none.words}", f"{python}, none=lambda: {none.python}"
        if self.chance(5):
            least = 1 + self.pick(range(3))
            words, python = f"{words}, at least {least}", f"{python}, least={least}"
        return Term(f"{words})", f"{python})")

    # ---- conditions

    def condition(self, place: Place) -> Term:
        """A random condition."""
        if place.depth <= 0:
            return self.flag(place) if self.chance(2) else self.comparison(place.deeper())
        forms = [
            self.comparison, self.comparison, self.logic, self.negation, self.asking, self.quantified, self.flag,
            self.in_rating, self.worse,
        ]  # fmt: skip
        term: Term = self.pick(forms)(place.deeper())
        return term

    def flag(self, place: Place) -> Term:
        flags = self.flags(place)
        return self.pick(flags) if flags else self.comparison(place.deeper())

    def comparison(self, place: Place) -> Term:
        sign = self.pick(("=", "!=", "<", "<=", ">", ">="))
        left, right = self.number(place), self.number(place)
        return Term(
            f"{left.at(SUM)} {sign} {right.at(SUM)}", f'compared("{sign}", {left.python}, {right.python})', COMPARE
        )

    def logic(self, place: Place) -> Term:
        word = self.pick(("and", "or"))
        level = AND if word == "and" else OR
        terms = [self.condition(place) for _ in range(2 + self.pick(range(2)))]
        words = f" {word} ".join(term.at(level + 1) for term in terms)
        return Term(words, f'kleene("{word}", {", ".join(t.python for t in terms)})', level)

    def negation(self, place: Place) -> Term:
        term = self.condition(place)
        return Term(f"not {term.at(NOT)}", f"negated({term.python})", NOT)

    def asking(self, place: Place) -> Term:
        term = self.pick([*self.numbers(place), *self.flags(place)] or [self.constant()])
        if self.chance(2):
            return Term(f"known({term.words})", f"known({term.python})")
        return Term(f"missing({term.words})", f"negated(known({term.python}))")

    def quantified(self, place: Place) -> Term:
        if not self.names.lists:
            return self.comparison(place)
        condition = self.condition(place.into(1))
        word = self.pick(("some", "no", "every"))
        if word == "every":
            python = f'counted("every", rows(at, 0), lambda at: {condition.python})'
        else:
            python = f'counted("some", members(rows(at, 0), lambda at: {condition.python}), always)'
        return Term(f"{word} row where {condition.words}", f"negated({python})" if word == "no" else python, IF)

    def in_rating(self, place: Place) -> Term:
        """Among the first or last of a rating that is declared already."""
        if not self.names.ratings:
            return self.comparison(place)
        end, what, count = self.pick(("first", "last")), self.pick(("", "places", "values")), self.pick((1, 2))
        name = self.pick(self.names.ratings)
        words = " ".join(filter(None, (end, str(count), what, "in", name)))
        return Term(words, f'{name}.among("{end}", {count}, "{what}", at)')

    def worse(self, place: Place) -> Term:
        directed = [t for t in self.numbers(place) if t.named is not None and t.words.startswith(("up", "down", "x"))]
        if not self.periods or not directed:
            return self.comparison(place)
        term, years = self.pick(directed), 1 + self.pick(range(2))
        sense = -1 if term.words.startswith("down") else 1
        return Term(
            f"({term.words} worse {years} years in a row)",
            f"worse(at, {term.named}, {years}, {sense}, lambda at: {term.python})",
        )
