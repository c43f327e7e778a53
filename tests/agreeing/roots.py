"""Random programs with numbers that may be irrational: roots, logarithms, powers, deviations."""

from engine.making import ATOM, POWER, Place, Term
from engine.random_tables import Maker

OF_ONE = (
    "sqrt({a})", "root({a}, 3)", "root({a}, 2)", "ln({a})", "ln(abs({a}) + 1)", "exp({a} / 10)", "sqrt({a} * {a})",
    "exp(ln({a}))", "round(sqrt(abs({a})), 0.01 half even)", "floor(sqrt(abs({a})))", "ceiling(-sqrt(abs({a})))",
)  # fmt: skip
OF_TWO = (
    "geomean({a}, {b})", "sd({a}, {b}, 1)", "sd_population({a}, {b})", "root({a}, {b})", "median({a}, {b})",
    "harmean({a}, {b})", "sqrt({a}) * sqrt({b})", "abs(sqrt({a}) - sqrt({b}))", "round({a}, {b} half up)",
    "max(sqrt({a}), {b})",
)  # fmt: skip
EXPONENTS = ("0.5", "(1 / 3)", "-0.5", "1.5", "70")


class Roots(Maker):
    """A maker half of whose functions may give no fraction."""

    def function(self, place: Place) -> Term:
        if self.chance(2):
            return super().function(place)
        a, b = self.number(place), self.number(place)
        form = self.pick((*OF_ONE, *OF_TWO))
        return Term(form.format(a=a.at(ATOM), b=b.at(ATOM)), "")

    def power(self, place: Place) -> Term:
        if self.chance(2):
            return super().power(place)
        base, exponent = self.number(place), self.leaf(place)
        words = exponent.at(ATOM) if self.chance(3) else self.pick(EXPONENTS)
        return Term(f"{base.at(ATOM)} ^ {words}", "", POWER)

    def of_bodies(self, place: Place) -> Term:
        if self.chance(3):
            value = self.number(place.into(0))
            return Term(f"zscore({value.words} for every body)", "")
        return super().of_bodies(place)

    def aggregate(self, place: Place, inner: Place, selector: str, listed: str) -> Term:
        if not self.chance(3):
            return super().aggregate(place, inner, selector, listed)
        name = self.pick(("geomean", "sd", "sd_population"))
        none = f", none {self.leaf(place).words}" if self.chance(3) else ""
        return Term(f"{name}({self.number(inner).words} for {selector}{none})", "")
