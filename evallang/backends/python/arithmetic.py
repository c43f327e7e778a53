"""Exact arithmetic on pairs of whole numbers, written out: each function puts lines and gives what they compute.

Operands are there (absence is looked at before). A sum brings known denominators to their least common multiple and
adds numerators over one name only once; nothing is reduced here: that is done where a node ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from attrs import evolve

from evallang.backends.python import near, ranges, reals
from evallang.backends.python.code import Code
from evallang.backends.python.value import Value, constant

COMPARED = {"equal": "==", "unequal": "!=", "less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">="}
LARGE = "LARGE"
"""The name in the file of the denominator above which a pair is reduced."""


def times(a: str, b: str | int) -> str:
    """A product of two factors as text."""
    if b in (1, "1"):
        return a
    if a == "1":
        return str(b)
    if b in (-1, "-1"):
        return f"-{a}"
    return "0" if "0" in (a, str(b)) else f"{a} * {b}"


def add(code: Code, terms: Sequence[Value], word: str = "x") -> Value:
    """The sum of pairs."""
    if reals.some_real(terms):
        return reals.operated(code, "add", terms, word)
    if all(_is_literal(t) for t in terms):
        return constant(sum((_number(t) for t in terms), Fraction(0)))
    low, high = ranges.of_sum(terms)
    by_den: dict[int | str, list[Value]] = {}
    for t in terms:
        if t.code != "0" and t.form != "near":
            by_den.setdefault(t.den if isinstance(t.den, str) else 1, []).append(t)
    floats = [t for t in terms if t.form == "near"]
    if floats or (code.leave and len([den for den in by_den if isinstance(den, str)]) > 1):
        return near.add(code, [*(_together(group) for group in by_den.values()), *floats], word)
    groups = [_on_one(group) for group in by_den.values()]
    top, bottom = groups[0] if groups else ("0", 1)
    for other, below in groups[1:]:
        left, right, common = _brought_together(code, bottom, below)
        top = _sum([times(_held(top), left), times(_held(other), right)])
        if len(groups) > _FEW:
            top = code.let(top, word)
        bottom = _product(code, common, word, (bottom, below))
    size = sum(code.products[bottom][1].values()) if bottom in code.products else 1
    return Value("pair", top if top.isidentifier() else code.let(top, word), bottom, False, low, high, size)


def _together(group: list[Value]) -> Value:
    """Exact terms that have a denominator in common, as one in brackets."""
    top, bottom = _on_one(group)
    low, high = ranges.of_sum(group)
    return Value("pair", top, bottom, low=low, high=high)


_FEW = 2
"""Groups of terms that are added in one line."""
_Factors = tuple[int, Counter[str]]


def _on_one(group: list[Value]) -> tuple[str, int | str]:
    """Terms with one name for a denominator, or with known ones, as one."""
    if isinstance(group[0].den, str):
        return _sum([t.code for t in group]), group[0].den
    common = lcm(*(int(t.den) for t in group))
    return _sum([times(t.code, common // int(t.den)) for t in group]), common


def _factors(code: Code, den: int | str) -> _Factors:
    return (den, Counter()) if isinstance(den, int) else code.products.get(den, (1, Counter((den,))))


def _brought_together(code: Code, a: int | str, b: int | str) -> tuple[str, str, _Factors]:
    """The least common multiple of two denominators, as far as their factors are known, and what each lacks."""
    (k, x), (m, y) = _factors(code, a), _factors(code, b)
    common = lcm(k, m), x | y
    lacks, other = (common[0] // k, common[1] - x), (common[0] // m, common[1] - y)
    # All factors of the other one have a name already: of many terms each is not spelled out with those of all before.
    return str(b) if lacks == (m, y) else _text(*lacks), str(a) if other == (k, x) else _text(*other), common


def _text(known: int, names: Counter[str]) -> str:
    return " * ".join([str(known)] * (known != 1) + sorted(names.elements())) or "1"


def _product(code: Code, factors: _Factors, word: str, of: tuple[int | str, int | str] | None = None) -> int | str:
    """The denominator with some factors: a number, or a name; `of` are two denominators that may make it up."""
    known, names = factors
    if not names:
        return known
    if known == 1 and sum(names.values()) == 1:
        return next(iter(names))
    made = code.made.setdefault((known, frozenset(names.items())), [])
    name = next((name for name in reversed(made) if code.is_seen(name)), None)
    if name is None:
        name = code.let(_made_of(code, factors, of) or _text(known, names), f"{word}_d")
        code.products[name] = factors
        made.append(name)
    return name


def _made_of(code: Code, factors: _Factors, of: tuple[int | str, int | str] | None) -> str | None:
    """The product of two denominators, if it has just these factors."""
    if of is None:
        return None
    (k, x), (m, y) = (_factors(code, den) for den in of)
    return times(str(of[0]), of[1]) if (k * m, x + y) == factors else None


def _sum(terms: Sequence[str]) -> str:
    text = ""
    for term in terms:
        text = term if not text else f"{text} - {term[1:]}" if term.startswith("-") else f"{text} + {term}"
    return text


def _held(text: str) -> str:
    return text if text.isidentifier() or text.isdecimal() else f"({text})"


def _is_literal(v: Value) -> bool:
    return isinstance(v.den, int) and v.code.removeprefix("-").isdecimal()


def _number(v: Value) -> Fraction:
    return Fraction(int(v.code), int(v.den))


def negate(code: Code, v: Value) -> Value:
    """The number with the other sign."""
    if v.form == "number":
        return reals.operated(code, "neg", [v])
    if _is_literal(v):
        return constant(-_number(v))
    low, high = ranges.negative(v)
    turned = v.code[1:] if v.code[:1] == "-" and v.code[1:].isidentifier() else f"-{_held(v.code)}"
    return evolve(v, code=turned, low=low, high=high)


def multiply(code: Code, factors: Sequence[Value], word: str = "x") -> Value:
    """The product of pairs."""
    if reals.some_real(factors):
        return reals.operated(code, "mul", factors, word)
    if all(_is_literal(f) for f in factors):
        found = Fraction(1)
        for f in factors:
            found *= _number(f)
        return constant(found)
    if any(f.code == "0" for f in factors):
        return constant(Fraction(0))
    if any(f.form == "near" for f in factors):
        return near.multiply(code, factors, word)
    scale = Fraction(1)
    tops: list[str] = []
    bottoms: list[str] = []
    for f in factors:
        if _is_literal(f):
            scale *= _number(f)
            continue
        tops.append(f.code)
        if isinstance(f.den, int):
            scale /= f.den
        else:
            bottoms.append(f.den)
    low, high = ranges.of_product(factors)
    top = times(" * ".join(tops), scale.numerator) if scale.numerator else "0"
    if not bottoms:
        return Value("pair", code.let(top, word), scale.denominator, low=low, high=high)
    held = [_factors(code, bottom) for bottom in bottoms]
    known, names = scale.denominator, sum((names for _, names in held), Counter[str]())
    for k, _ in held:
        known *= k
    size = sum(names.values())
    return Value("pair", code.let(top, word), _product(code, (known, names), word), False, low, high, size)


def divide(code: Code, above: Value, below: Value, word: str = "x") -> Value:
    """The quotient of pairs; the divisor is not zero."""
    if reals.some_real((above, below)):
        return reals.made(code, f"computed(div, {reals.boxed(above)}, {reals.boxed(below)})", word)
    if _is_literal(below):
        return multiply(code, [above, constant(1 / _number(below))], word)
    near.refuse(above, below)
    low, high = ranges.of_quotient(above, below)
    if below.den == 1 and below.code.isidentifier() and below.low is not None and below.low >= 0:
        known, names = _factors(code, above.den)
        bottom = _product(code, (known, names + Counter((below.code,))), word)
        return Value("pair", above.code, bottom, False, low, high, sum(names.values()) + 1)
    top, bottom = _cross(above, below)
    positive = below.low is not None and below.low >= 0
    size = sum(v.size for v in (above, below) if isinstance(v.den, str)) + 1
    if positive:
        top = top if top.isidentifier() else code.let(top, word)
        bottom = bottom if bottom.isidentifier() else code.let(bottom, f"{word}_d")
        return Value("pair", top, bottom, False, low, high, size)
    top, bottom = code.let(top, word), code.let(bottom, f"{word}_d")
    with code.block(f"if {bottom} < 0:"):
        code.put(f"{top}, {bottom} = -{top}, -{bottom}")
    return Value("pair", top, bottom, size=size)


def _cross(above: Value, below: Value) -> tuple[str, str]:
    """(a / b) / (c / d) = (a · d) / (b · c), what is common to known denominators left out."""
    if isinstance(above.den, int) and isinstance(below.den, int):
        common = gcd(above.den, below.den)
        return times(_held(above.code), below.den // common), times(_held(below.code), above.den // common)
    if above.den == below.den:
        return above.code, below.code
    return times(_held(above.code), below.den), times(_held(below.code), above.den)


def compared(a: Value, op: str, b: Value) -> str:
    """A comparison as text."""
    left, right = sides(a, b)
    return f"{left} {COMPARED[op]} {right}"


def sides(a: Value, b: Value) -> tuple[str, str]:
    """Two whole numbers that compare as two pairs do."""
    near.refuse(a, b)
    if isinstance(a.den, int) and isinstance(b.den, int):
        common = lcm(a.den, b.den)
        return times(a.code, common // a.den), times(b.code, common // b.den)
    if a.den == b.den:
        return a.code, b.code
    return times(_held(a.code), b.den), times(_held(b.code), a.den)


def choose(code: Code, values: Sequence[Value], op: str, word: str = "x") -> Value:
    """The least (`op` "less") or the greatest ("greater") of pairs; of equal ones the first."""
    if reals.some_real(values):
        return reals.operated(code, "min" if op == "less" else "max", values, word)
    if all(_is_literal(v) for v in values):
        pick = min if op == "less" else max
        return constant(pick(map(_number, values)))
    if any(v.form == "near" for v in values):
        return near.choose(code, values, op, word)
    values = _on_one_denominator(values)
    low, high = ranges.of_choice(values, op)
    first, *others = values
    top = code.let(first.code, word)
    fixed = all(
        v.den == first.den or (v.den == 1 and isinstance(first.den, str)) for v in values
    )  # a whole number takes the other's denominator
    bottom = first.den if fixed else code.let(str(first.den), f"{word}_d")
    for v in others:
        best = Value("pair", top, bottom)
        taken = v.code if v.den == bottom else times(v.code, bottom)
        with code.block(f"if {compared(v, op, best)}:"):
            code.put(f"{top} = {taken}" if fixed else f"{top}, {bottom} = {v.code}, {v.den}")
    return Value("pair", top, bottom, False, low, high, max(v.size for v in values))


def _on_one_denominator(values: Sequence[Value]) -> list[Value]:
    """Known denominators brought together, so that no name is needed for them."""
    if not all(isinstance(v.den, int) for v in values):
        return list(values)
    common = lcm(*(int(v.den) for v in values))
    return [evolve(v, code=_scaled(v, common), den=common) for v in values]


def _scaled(v: Value, common: int) -> str:
    factor = common // int(v.den)
    return str(int(v.code) * factor) if _is_literal(v) else times(v.code, factor)


def rounded(code: Code, v: Value, step: Fraction, mode: str, word: str = "x") -> Value:
    """A pair to the nearest multiple of a step, by a mode of `evallang.numbers.rounding`."""
    if v.form == "near":
        return counted(code, v, near.steps(code, v, step, mode), step, word)
    top, bottom = times(_held(v.code), step.denominator), times(_held(str(v.den)), step.numerator)
    if mode == "floor" or (mode == "down" and v.low is not None and v.low >= 0):
        count = f"{_held(top)} // {_held(bottom)}"
    elif mode == "ceiling" or (mode == "up" and v.low is not None and v.low >= 0):
        count = f"-(-{_held(top)} // {_held(bottom)})"
    elif mode == "half up" and v.low is not None and v.low >= 0:
        count = f"(2 * {_held(top)} + {_held(bottom)}) // (2 * {_held(bottom)})"
    else:
        count = f"to_whole({top}, {bottom}, {mode!r})"
    return counted(code, v, count, step, word)


def counted(code: Code, v: Value, count: str, step: Fraction, word: str) -> Value:
    """So many steps: what a value is rounded to, which is less than a step away."""
    found = code.let(times(_held(count), step.numerator) if step.numerator != 1 else count, word)
    low = None if v.low is None else v.low - step if v.low < 0 else Fraction(0)
    high = None if v.high is None else v.high + step if v.high > 0 else Fraction(0)
    return Value("pair", found, step.denominator, low=low, high=high)
