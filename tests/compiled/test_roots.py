"""Numbers that may be irrational: their own code goes into the file, only where rules need it."""

import subprocess
import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from compiled.test_years import BOUNDS, GROWTH
from compiled.typed import assert_typed
from engine.programs import rules_of

from evallang.backends.python import bundle

RULES = """
methodology roots "Roots"
input a : number
input step : number
indicator side { score sqrt(a) }
indicator rounded { score sqrt(a); round 0.01 half up }
indicator back { score root(a, 3) ^ 3 }
indicator log { score ln(a) - ln(a / 2) }
indicator stepped { score a; round step half even }
index total { score side + log
  grade
    | score     | grade |
    | 2 and up  | good  |
    | below 2   | poor  |
}
rating order { among every body; by total, highest first, ties share }
"""
SCRIPT = """
import sys
from scorer import score_all
assert not any(name.startswith(("evallang", "attr")) for name in sys.modules)
records = [{"body": "x", "a": 2, "step": "0.25"}, {"body": "y", "a": 4, "step": 3}, {"body": "z", "a": -1}]
for found in score_all(records):
    print(*(value.because if hasattr(value, "because") else value for value in found.values()), sep="; ")
"""


def test_a_file_with_roots_needs_no_package(tmp_path: Path) -> None:
    """Digits, fractions where a root is one, roundings, grades and ranks."""
    (tmp_path / "scorer.py").write_text(rules_of(RULES).compile().source, encoding="utf-8")
    (tmp_path / "run.py").write_text("import sys; sys.path.insert(0, '.')\n" + SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-S", "run.py"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONUTF8": "1", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    below = "an even root of a negative number"
    ln2 = "0.6931471805599453094172321214581766"
    no_log = "the logarithm of a number that is not above zero"
    assert done.stdout.splitlines() == [
        f"1.414213562373095048801688724209698; 141/100; 2; {ln2}; 2; 2.107360742933040358218920845667875; 2; good",
        f"2; 2; 4; {ln2}; 3; 2.693147180559945309417232121458177; 1; good",
        f"{below}; {below}; -1; {no_log}; `step` is missing; {below}; {below}; {below}",
    ]


def test_a_number_that_is_no_fraction() -> None:
    """It has its digits, as many as are asked for."""
    found = rules_of(RULES).compile().score({"body": "x", "a": 2, "step": 1})
    root = found["side"]
    assert float(root) == pytest.approx(2**0.5, abs=0)
    low, high = root.between(60)
    assert low < high
    assert Fraction(low) ** 2 < 2 < Fraction(high) ** 2
    assert high - low < Decimal("1e-58")
    assert found["back"] == 2
    assert isinstance(found["back"], Fraction)


@pytest.mark.parametrize("rules", [RULES, GROWTH, BOUNDS])
def test_files_are_typed(tmp_path: Path, rules: str) -> None:
    """A strict type checker has nothing to say of roots, years, lists of bodies."""
    file = tmp_path / "scorer.py"
    file.write_text(rules_of(rules).compile().source, encoding="utf-8")
    assert_typed(file)


def test_a_file_without_roots_has_no_code_for_them() -> None:
    """A name such as `power` in the rules is no root."""
    rules = rules_of("methodology m\ninput power : number\nindicator rank { score power / 3; round 0.1 half up }\n")
    source = rules.compile().source
    assert "class Real" not in source
    assert "half even" not in source.split("# ---- the rules")[1]


def test_no_two_modules_define_one_name() -> None:
    """Their text is put into one file."""
    names = Counter(name for m in bundle.MODULES for s in bundle._statements(m) for name in s.defines)
    assert [name for name, count in names.items() if count > 1] == []
