"""The table on a terminal: it keeps to the width, and shows digits without rounding them."""

from fractions import Fraction

import pytest
from house.checkout import ROOT

from evallang.numbers import Number, sqrt
from evallang.pipeline import load
from evallang.report.figures import exact_text, short_number
from evallang.report.table import results_table
from evallang.source import width


@pytest.mark.parametrize("columns", [150, 120, 90])
def test_the_table_keeps_to_the_width_of_the_terminal(columns: int) -> None:
    scores = load(ROOT / "rules" / "interaction-2020").score(ROOT / "rules" / "samples" / "2020")
    table = results_table(scores, columns).split("\n\n")[0].splitlines()
    assert max(map(width, table)) <= columns
    assert "interaction.grade" in table[0]
    assert ("not fit" in table[-1]) == (columns < 150)
    assert any("Департамент по обеспечен" in line and "…" in line for line in table)


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (Fraction(5), "5"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction("89.99466"), "89.9946…"),
        (Fraction(2, 3), "0.6666…"),
        (Fraction(-1, 10**6), "-0.0000…"),
        (Fraction(10**45), "1e45"),
        (Fraction(10**50, 7), "1.42857…e49"),
        (sqrt(Fraction(2)), "1.4142…"),
    ],
)
def test_digits_are_left_out_and_never_rounded(x: Number, shown: str) -> None:
    assert short_number(x) == shown


@pytest.mark.parametrize(
    ("x", "written"),
    [
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 2**5), "-0.03125"),
        (Fraction(10**40 + 1, 2), "5" + "0" * 39 + ".5"),
        (Fraction(1, 3), "0." + "3" * 34),
        (Fraction(1, 3 * 2**60), "0.0000000000000000002891205793294678"),
    ],
)
def test_files_hold_every_digit_where_they_end(x: Fraction, written: str) -> None:
    assert exact_text(x)[: len(written)] == written
    assert (Fraction(exact_text(x)) == x) == (x.denominator % 3 != 0)
