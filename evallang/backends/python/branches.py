"""Several branches that give one value: each is written first, and then how its value goes into a common name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import lcm

from attrs import define, field

from evallang.backends.python import near, ranges
from evallang.backends.python.arithmetic import times
from evallang.backends.python.code import Code
from evallang.backends.python.reals import boxed
from evallang.backends.python.value import Value


@define(eq=False)
class Branches:
    """The branches of one value; `give` ends one, `value` is known when all are written."""

    code: Code
    name: str
    _given: list[tuple[int, str, Value]] = field(factory=list)
    _absent: list[tuple[int, str]] = field(factory=list)

    @contextmanager
    def under(self, head: str) -> Iterator[None]:
        """A branch under a head such as `if x:`."""
        with self.code.block(head):
            yield

    def give(self, value: Value) -> None:
        """The value of a branch, where its lines end."""
        if value.form == "never":
            self.nothing(value.code)
            return
        self._given.append((*self.code.hole(), value))

    def nothing(self, absent: str) -> None:
        """A branch without a value: why."""
        place, indent = self.code.hole()
        self._absent.append((place, f"{indent}{self.name} = {absent}"))

    def value(self) -> Value:
        """What the name holds after all branches."""
        values = [v for _, _, v in self._given]
        maybe = bool(self._absent) or any(v.maybe for v in values)
        self.code.see(self.name)
        for place, line in self._absent:
            self.code.fill(place, line)
        if not values:
            return Value("never", self.name, maybe=True)
        if all(v.form == "pair" for v in values):
            return self._pair(values, maybe)
        forms = {v.form for v in values}
        if forms <= {"pair", "near"}:
            return self._near(values, maybe)
        form = forms.pop() if len(forms) == 1 else "number"
        if form == "number" and self.code.leave:  # it may be a fraction: no bound is known of its float
            raise near.TooFar
        for place, indent, v in self._given:
            self.code.end(place, indent, self.name, boxed(v) if form == "number" else v.code)
        return Value(form, self.name, maybe=maybe)

    def _near(self, values: list[Value], maybe: bool) -> Value:
        if any(v.maybe and near.text(v) != v.code for v in values):
            raise near.TooFar
        for place, indent, v in self._given:
            self.code.end(place, indent, self.name, near.text(v))
        errors = [near.error(v) for v in values]
        low, high = ranges.of_one(values)
        worst = (max(a for a, _ in errors), max(r for _, r in errors))
        return Value("near", self.name, maybe=maybe, low=low, high=high, error=worst)

    def _pair(self, values: list[Value], maybe: bool) -> Value:
        low, high = ranges.of_one(values)
        common = lcm(*(v.den for v in values if isinstance(v.den, int)))
        if all(isinstance(v.den, int) and (not v.maybe or v.den == common) for v in values):
            for place, indent, v in self._given:
                self.code.end(place, indent, self.name, times(v.code, common // int(v.den)))
            return Value("pair", self.name, common, maybe, low, high)
        bottom = self.code.fresh(f"{self.name}_d")
        for place, indent, v in self._given:
            self.code.fill(place, f"{indent}{self.name}, {bottom} = {v.code}, {v.den}")
        for place, line in self._absent:
            indent = line[: len(line) - len(line.lstrip())]
            self.code.fill(place, f"{line}\n{indent}{bottom} = 1")
        return Value("pair", self.name, bottom, maybe, low, high, max(v.size for v in values))


def kept(code: Code, value: Value, make: Callable[[Value], Value]) -> Value:
    """What is made of a value; what is not there stays as it is."""
    if not value.maybe:
        return make(value)
    if value.form == "never":
        return value
    found = Branches(code, code.fresh())
    with found.under(f"if type({value.code}) is not Absent:"):
        found.give(make(value.sure()))
    with found.under("else:"):
        found.nothing(value.code)
    return found.value()
