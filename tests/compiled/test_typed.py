"""Each file that is written is clean under a strict type checker, by itself."""

from pathlib import Path

from agreeing.trials import program
from compiled.typed import assert_typed
from conformance.case import cases
from conformance.reading import parameters
from engine.programs import rules_of

from evallang.backends.python.unit import NotCompiled

LISTS = [
    "score count(office where mark > 0)", "score count(office where not closed)",
    "score if some office where mark > 4 then 1 else 0", "score if every office where mark > 4 then 1 else 0",
    "score if no office where closed then 1 else 0", "score sum(mark for office, none 0); round 0.01 half up",
    "score sum(part for office, none 0) * n; clamp 0 .. 5; round 1 half even",
    "score mean(mark for office); round 1 floor",
    "points 10; score sum(few for office, none 0); round 0.1 half up", "score office.a.mark * 2; round 0.5 half up",
    "score minmax(n for every body); round 0.1 half up", "score n; round 0.1 half up",
]  # fmt: skip
RULES = """
methodology m
input n : number 0..10
item office by id {{
  input mark : number
  input few : count
  input closed : flag
  item desk by id {{ input queue : share }}
  formula part = sum(queue for desk, none 0)
}}
index top {{ indicator a {{ {0} }}
  indicator b {{ score n; round 0.1 half up }}
  round 0.01 half up }}
"""

ROOT = """
methodology m
input n : number 0..10
index t { indicator a { score sqrt(n) }
  penalty p { score n / 3; clamp 0 .. 5 } }
"""
UNDEFINED = """
methodology m
input n : number 0..10
formula most = undefined "the act names no limit"
index t { score n; clamp 0 .. most + n }
"""


def test_every_file_is_typed(tmp_path: Path) -> None:
    """Those of the conformance suite, every way to look at a list, and random ones, in one run of the checker."""
    written = {f"lists_{number}": rules_of(RULES.format(score)).compile().source for number, score in enumerate(LISTS)}
    for case in cases():
        try:
            source = case.rules().compile(parameters=parameters(case.data)).source
        except NotCompiled:
            continue
        written[case.name.replace("/", "_").replace("-", "_")] = source
    written |= {f"odd_{number}": rules_of(text).compile().source for number, text in enumerate((ROOT, UNDEFINED))}
    for seed in range(700, 714):
        trial = program(seed).trial(1)
        written[f"random_{seed}"] = trial.rules.compile(readings=trial.readings).source
    assert len(written) > 70
    for name, source in written.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    assert_typed(*(tmp_path / f"{name}.py" for name in written))
