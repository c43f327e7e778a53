"""Oracle of the effectiveness index of 2021 (order № 21-01-38.46, appendix 2).

Written from the law before the rule file. Exact fractions only; None is "undefined" and
spreads. Every paragraph number is one of appendix 2. Indices are ratios: 1 is "no change".
"""

from fractions import Fraction

Value = Fraction | None
Series = dict[int, Fraction]
Options = dict[str, str]

READINGS: Options = {
    "A04-01": "each_index",  # final_index
    "A04-02": "ratio",  # literal
    "A04-03": "reconstruction",  # ratio, over_previous, inverse, over_start, recovery, signed
    "A04-04": "weighted_mean",  # over_count, plain, damped
    "A04-05": "silent",  # neutral
    "A04-06": "silent",  # most, same, left_out
    "A04-07": "as_written",  # left_out, difference
    "A04-08": "one_step",  # further_back, dropped
    "A04-09": "limited",  # unlimited
    "A04-13": "frozen",  # dropped
    "F4-15": "ratio",  # mirrored
}
OMEGA = Fraction(3, 10)  # ¶18


class Measure:
    """One indicator: direction, K (¶19), the value of each year, whether excused (¶17)."""

    def __init__(self, positive: bool, influence: Value, value: Series, excused: bool = False) -> None:
        self.positive = positive
        self.influence = influence
        self.value = value
        self.excused = excused


class Triple:
    """The values of t, t−1 and t−2 after ¶14 and ¶17."""

    def __init__(self, current: Value, past: Value, earlier: Value) -> None:
        self.current = current
        self.past = past
        self.earlier = earlier


def divided(a: Value, b: Value) -> Value:
    return None if a is None or b is None or b == 0 else a / b


def mean(values: list[Value]) -> Value:
    known = [v for v in values if v is not None]
    if not known or len(known) < len(values):
        return None
    return sum(known, Fraction(0)) / len(known)


def upper(options: Options) -> Fraction:
    """¶5(4): 200, on the scale of ratios 2."""
    return Fraction(2) if options["A04-02"] == "ratio" else Fraction(200)


def limited(value: Value, options: Options) -> Value:
    return None if value is None else min(max(value, Fraction(0)), upper(options))


def triple(measure: Measure, year: int, options: Options) -> Triple:
    """¶14: an absent current value is that of the previous period; ¶17: so is an excused one."""
    further = options["A04-08"] == "further_back"

    def at(back: int, steps: int) -> Value:
        held = (measure.value.get(year - back - step) for step in range(steps + 1))
        return next((v for v in held if v is not None), None)

    past, earlier = at(1, int(further)), at(2, int(further))
    current = at(0, 2 if further else 1)
    if measure.excused and options["A04-13"] == "frozen":
        current = past
    return Triple(current, past, earlier)


def case_of(positive: bool, t: Triple) -> int:
    """¶21: 1 – no decline between t−2 and t−1; 2 – it went on or stopped; 3 – recovery."""
    assert t.current is not None and t.past is not None and t.earlier is not None
    sign = 1 if positive else -1
    if sign * t.past >= sign * t.earlier:
        return 1
    return 3 if sign * t.current > sign * t.past else 2


def divisor_of_case_1(positive: bool, t: Triple, options: Options) -> Value:
    return t.past if positive or options["F4-15"] == "mirrored" else t.current


def first_case(positive: bool, t: Triple, options: Options) -> Value:
    """¶21, case 1: X_t / X_{t−1} for a positive indicator, Y_{t−1} / Y_t for a negative one."""
    assert t.current is not None and t.past is not None
    if divisor_of_case_1(positive, t, options) == 0:
        return {"most": Fraction(2), "same": Fraction(1)}.get(options["A04-06"])
    if min(t.current, t.past) < 0 and options["A04-07"] == "difference":
        gain = t.current - t.past if positive else t.past - t.current
        share = divided(gain, abs(t.past))
        return None if share is None else 1 + share
    if positive:
        return t.current / t.past
    return 2 - t.current / t.past if options["F4-15"] == "mirrored" else t.past / t.current


def lost_case(case: int, t: Triple, options: Options) -> Value:
    """¶21, cases 2 and 3, whose formulas are lost; both use the two differences of ¶16."""
    assert t.current is not None and t.past is not None and t.earlier is not None
    d1, d0 = abs(t.current - t.past), abs(t.past - t.earlier)
    sign = 1 if case == 3 else -1
    reading = options["A04-03"]
    if reading == "over_previous":
        share = divided(sign * d1, abs(t.past))
    elif reading == "over_start":
        share = divided(sign * d1 - d0, abs(t.earlier))
    elif reading == "inverse":
        return divided(d1, d0) if case == 3 else divided(d0, d1)
    else:
        share = divided(sign * d1, d0)
        if reading == "signed" or (reading == "recovery" and case == 3):
            return share
    return None if share is None else 1 + share


def growth(measure: Measure, year: int, options: Options) -> Value:
    """¶21: A_i or B_i."""
    t = triple(measure, year, options)
    if t.current is None or t.past is None or t.earlier is None:
        return None
    case = case_of(measure.positive, t)
    if case == 1 or options["A04-03"] == "ratio":
        index = first_case(measure.positive, t, options)
    else:
        index = lost_case(case, t, options)
    return limited(index, options) if options["A04-01"] == "each_index" else index


def counts(measure: Measure, year: int, options: Options) -> bool:
    """Whether the indicator stays in G (all do, except in some other readings)."""
    if measure.excused and options["A04-13"] == "dropped":
        return False
    t = triple(measure, year, options)
    if t.current is None or t.past is None or t.earlier is None:
        return options["A04-08"] != "dropped"
    by_ratio = case_of(measure.positive, t) == 1 or options["A04-03"] == "ratio"
    if by_ratio and divisor_of_case_1(measure.positive, t, options) == 0:
        return options["A04-06"] != "left_out"
    return not (min(t.current, t.past) < 0 and options["A04-07"] == "left_out")


def total(values: list[Value]) -> Value:
    average = mean(values)
    return None if average is None else average * len(values)


def quantitative(measures: list[Measure], year: int, options: Options) -> Value:
    """¶19: G."""
    held = [(m.influence, growth(m, year, options)) for m in measures if counts(m, year, options)]
    indices = [g for _, g in held]
    weighted = [None if k is None or g is None else k * g for k, g in held]
    form = options["A04-04"]
    if form == "plain":
        return mean(indices)
    if form == "damped":
        return mean([None if k is None or g is None else 1 + k * (g - 1) for k, g in held])
    if form == "over_count":
        return mean(weighted)
    influence = total([k for k, _ in held])
    if influence == 0 and None not in indices:
        return {"most": Fraction(2), "same": Fraction(1)}.get(options["A04-06"])
    return divided(total(weighted), influence)


def answer(series: Series, year: int, options: Options) -> Value:
    """¶22: O_i = z_t / z_{t−1}."""
    now, before = series.get(year), series.get(year - 1)
    if before == 0:
        index = {"most": Fraction(2), "same": Fraction(1)}.get(options["A04-06"])
    else:
        index = divided(now, before)
    return limited(index, options) if options["A04-01"] == "each_index" else index


def surveyed(surveys: list[Series], year: int, options: Options) -> Value:
    """¶20: S, the mean of the survey indices."""
    if options["A04-06"] == "left_out":
        surveys = [s for s in surveys if s.get(year - 1) != 0]
    if not surveys and options["A04-05"] == "neutral":
        return Fraction(1)
    return mean([answer(series, year, options) for series in surveys])


def unlimited(g: Value, s: Value) -> Value:
    """¶18: I = G · (1 + (S − 1) · Ω), as the formula gives it."""
    return None if g is None or s is None else g * (1 + (s - 1) * OMEGA)


def effectiveness(g: Value, s: Value, options: Options) -> Value:
    """¶18 with the limits of ¶5(4)."""
    index = unlimited(g, s)
    return limited(index, options) if options["A04-09"] == "limited" else index
