"""Oracle of the country progress index of 2021 (order № 21-01-38.46, appendix 1).

Written from the law before the rule file. Exact fractions only; None is "undefined" and
spreads. Every paragraph number is one of appendix 1. `READINGS` names the choice for each
open question; pass other options to see the other readings.
"""

from fractions import Fraction

Value = Fraction | None
Series = dict[int, Fraction]
Options = dict[str, str]

READINGS: Options = {
    "A04-01": "each_index",  # final_index
    "A04-06": "silent",  # most, same, left_out
    "A04-07": "as_written",  # left_out, difference
    "A04-08": "one_step",  # further_back, dropped
    "A04-10": "all_needed",  # known_only
    "F4-02": "percent",  # ratio
    "F4-04": "ratio",  # mirrored
}
BASE_YEAR = 2016  # ¶14


class Measure:
    """One indicator: its direction, the value of each year, the OECD countries' values."""

    def __init__(self, positive: bool, value: Series, countries: tuple[Series, ...] = ()) -> None:
        self.positive = positive  # ¶4(2), ¶4(3)
        self.value = value
        self.countries = countries


def mean(values: list[Value]) -> Value:
    """The arithmetic mean; undefined for no values or where one is undefined."""
    known = [v for v in values if v is not None]
    if not known or len(known) < len(values):
        return None
    return sum(known, Fraction(0)) / len(known)


def reported(series: Series, year: int, options: Options) -> Value:
    """¶8: data that are absent are replaced by those of the previous period."""
    steps = 3 if options["A04-08"] == "further_back" else 1
    for back in range(steps + 1):
        if year - back in series:
            return series[year - back]
    return None


def base_value(measure: Measure, options: Options) -> Value:
    """¶14: the value of 2016; ¶8 says nothing about a base year without data."""
    if BASE_YEAR not in measure.value and options["A04-08"] == "further_back":
        return measure.value.get(BASE_YEAR - 1)
    return measure.value.get(BASE_YEAR)


def oecd_mean(measure: Measure, year: int, options: Options) -> Value:
    """¶11(1), ¶12: the mean over the OECD countries."""
    values = [reported(series, year, options) for series in measure.countries]
    if options["A04-10"] == "known_only":
        values = [v for v in values if v is not None]
    return mean(values)


def compared(positive: bool, value: Fraction, yardstick: Fraction, options: Options) -> Value:
    """¶12, ¶16, ¶17: the index of one indicator against a yardstick, unlimited."""
    hundred = 100 if options["F4-02"] == "percent" else 1
    mirrored = not positive and options["F4-04"] == "mirrored"
    divisor = yardstick if positive or mirrored else value
    if divisor == 0:
        whole = {"most": Fraction(2), "same": Fraction(1)}.get(options["A04-06"])
        return None if whole is None else whole * hundred
    if min(value, yardstick) < 0 and options["A04-07"] == "difference":
        if yardstick == 0:
            return None
        gain = value - yardstick if positive else yardstick - value
        return (1 + gain / abs(yardstick)) * hundred
    if mirrored:
        return (2 - value / yardstick) * hundred
    return (value / yardstick if positive else yardstick / value) * hundred


def limited(value: Value) -> Value:
    """¶4(4): below 0 counts as 0, above 200 as 200."""
    return None if value is None else min(max(value, Fraction(0)), Fraction(200))


def left_out(positive: bool, value: Value, yardstick: Value, options: Options) -> bool:
    """Whether another reading takes this indicator out of the mean (A04-06, 07, 08)."""
    if value is None or yardstick is None:
        return options["A04-08"] == "dropped"
    mirrored = options["F4-04"] == "mirrored"
    divisor = yardstick if positive or mirrored else value
    if divisor == 0 and options["A04-06"] == "left_out":
        return True
    return min(value, yardstick) < 0 and options["A04-07"] == "left_out"


def one_index(measure: Measure, value: Value, yardstick: Value, options: Options) -> Value:
    """Q, R, S or V: the index of one indicator, limited where ¶4(4) is read so."""
    if value is None or yardstick is None:
        return None
    index = compared(measure.positive, value, yardstick, options)
    return limited(index) if options["A04-01"] == "each_index" else index


def total(pairs: list[tuple[Measure, Value, Value]], options: Options) -> Value:
    """¶11(3), ¶13(2): the mean of the indices of all indicators that count."""
    indices = [
        one_index(measure, value, yardstick, options)
        for measure, value, yardstick in pairs
        if not left_out(measure.positive, value, yardstick, options)
    ]
    result = mean(indices)
    return limited(result) if options["A04-01"] == "final_index" else result


def against_countries(measures: list[Measure], year: int, options: Options) -> Value:
    """¶12: W."""
    return total(
        [(m, reported(m.value, year, options), oecd_mean(m, year, options)) for m in measures],
        options,
    )


def against_past(measures: list[Measure], year: int, options: Options) -> Value:
    """¶15: U."""
    return total(
        [(m, reported(m.value, year, options), base_value(m, options)) for m in measures],
        options,
    )
