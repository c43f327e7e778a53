"""`Real`: a real number that is not known to be rational, kept as an exact expression.

A real is a sum of terms, each a rational times a product of powers of atoms. Equal
expressions are put in one form as far as that is cheap (`ring`, `elementary`), so equal
values are often equal objects; `evallang.numbers.compare` is what decides about values.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from evallang.numbers.errors import TooLarge
from evallang.numbers.interval import Interval
from evallang.numbers.limits import MAX_DEPTH, MAX_SIZE


class Made:
    """What is made of one thing: equal where the sort and that are equal; immutable."""

    # A hash is made of whole numbers only: texts would give another order in each process.
    __slots__ = ("_hash", "of")
    sort = 0

    def __init__(self, of: Any) -> None:
        self.of = of
        self._hash = hash((self.sort, of))

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Made) and self.sort == other.sort and bool(self.of == other.of))

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.of!r})"


class Log(Made):
    """The natural logarithm of a whole number >= 2; always positive."""

    __slots__ = ()
    sort = 1
    of: int


class LogOf(Made):
    """The natural logarithm of a positive real."""

    __slots__ = ()
    sort = 2
    of: "Real"


class Exp(Made):
    """e to the power of a number other than 0; always positive, and used with exponent 1."""

    __slots__ = ()
    sort = 3
    of: "Number"


class Sum(Made):
    """A real in brackets, for powers of sums; `positive` says that its sign is known to be 1."""

    __slots__ = ("positive",)
    sort = 4
    of: "Real"

    def __init__(self, of: "Real", positive: bool) -> None:
        super().__init__(of)
        self.positive = positive

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sum) and self.positive is other.positive and self.of == other.of

    def __hash__(self) -> int:
        return self._hash


Atom: TypeAlias = int | Log | LogOf | Exp | Sum
"""A whole number >= 2 stands for the base of a root; its exponent lies between 0 and 1."""
Monomial: TypeAlias = frozenset[tuple[Atom, Fraction]]
"""A product of atoms, each with its exponent (never 0)."""
ONE: Final[Monomial] = frozenset()


class Real:
    """An immutable real number; make one with the functions of `evallang.numbers`.

    `terms` gives the rational factor of each monomial and is never changed; equality and
    hash are those of the expression, not of the value. `enclosures` are those already computed,
    by their digits.
    """

    __slots__ = ("_key", "depth", "enclosures", "size", "terms")

    def __init__(self, terms: Mapping[Monomial, Fraction], size: int, depth: int) -> None:
        self.terms = terms
        self.size = size
        self.depth = depth
        self.enclosures: dict[int, Interval] = {}
        self._key = frozenset(terms.items())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Real):
            return NotImplemented
        return self is other or self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"<Real with {len(self.terms)} terms>"


Number: TypeAlias = Fraction | Real
"""What every function of this package takes and gives."""


def _inside(atom: Atom) -> "Real | None":
    if isinstance(atom, int | Log):
        return None
    return atom.of if isinstance(atom.of, Real) else None


def build(terms: Mapping[Monomial, Fraction]) -> Number:
    """The number with these terms: a fraction where only the constant is left.

    Raises `TooLarge` beyond MAX_SIZE atoms or MAX_DEPTH nested reals.
    """
    kept = {m: c for m, c in terms.items() if c}
    if not kept:
        return Fraction(0)
    if len(kept) == 1 and ONE in kept:
        return kept[ONE]
    atoms = {atom for monomial in kept for atom, _ in monomial}
    inside = [inner for inner in map(_inside, atoms) if inner is not None]
    size = len(atoms) + sum(inner.size for inner in inside)
    depth = max((inner.depth for inner in inside), default=0)
    if size > MAX_SIZE:
        raise TooLarge("the number is made of more than 10,000 roots, powers and logarithms")
    if depth >= MAX_DEPTH:
        raise TooLarge("roots, powers and logarithms are nested more than 100 deep")
    return Real(kept, size, depth + 1)


def single(factors: Mapping[Atom, Fraction], coefficient: Fraction) -> Number:
    """One term; factors with exponent 0 are left out."""
    return build({frozenset((a, e) for a, e in factors.items() if e): coefficient})


def only_term(x: Real) -> tuple[Monomial, Fraction] | None:
    """The term of a real that has one, else None."""
    return next(iter(x.terms.items())) if len(x.terms) == 1 else None
