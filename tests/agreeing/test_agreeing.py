"""The harness notices what it is there to notice: a mistake that is planted is found, made small and kept as a case."""

import json
from pathlib import Path

import jsonschema
import pytest
from agreeing.edges import edges_of
from agreeing.engines import Difference, Outcome
from agreeing.holding import held
from agreeing.trials import Trial, program
from columns.one_body import OneBody
from conformance.case import FOLDER
from conformance.found import kept
from engine.programs import check, rules_of
from house.checkout import ROOT, checked, run_python


def half_up_everywhere(trial: Trial) -> Outcome:
    """An engine that takes every half up: what a careless one does."""
    rules, _ = check(trial.text.replace("half even", "half up").replace("half down", "half up"))
    assert rules is not None
    wrong = rules.score({"bodies": trial.given}, readings=trial.readings, period="all")
    out = Outcome(pairs=len(wrong))
    for body in wrong:
        for path in body:
            wanted = trial.scores[body.key, body.period][path]
            out.results += 1
            if (body[path].status, body[path].value) != (wanted.status, wanted.value):
                out.differences.append(Difference(body.key, path, f"{body[path].value}, not {wanted.value}"))
    return out


def test_a_planted_mistake_is_found_and_made_small(tmp_path: Path) -> None:
    trials = (program(seed, OneBody).trial(60) for seed in range(60))
    trial = next(trial for trial in trials if half_up_everywhere(trial).differences)
    place = tmp_path / kept(trial, half_up_everywhere, "planted", tmp_path)
    rules, data = (place / "rules.eval").read_text("utf-8"), json.loads((place / "data.json").read_text("utf-8"))
    expected = json.loads((place / "expected.json").read_text("utf-8"))
    jsonschema.validate(expected, json.loads((FOLDER / "expected.schema.json").read_text("utf-8")))
    assert len(data["bodies"]) == 1 and len(trial.given) > 50
    assert len(rules.splitlines()) < 12 < len(trial.text.splitlines()), rules
    assert "half" in rules


def test_a_difference_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="not"):
        held(half_up_everywhere, 0, 1, (OneBody,))


def test_edges_are_those_of_the_rules() -> None:
    rules = rules_of(
        "methodology m\ninput a : number\n"
        "brackets b(v)\n  | v | points |\n  | 4.8 .. 5 | 1 |\n  | below 4.8 | 0 |\n"
        "indicator x { when a > 17 : 2; score b(a); round 0.25 half up }\n"
    )
    edges = edges_of(rules.program)
    assert {"4.8", "5", "17"} <= {f"{float(edge):g}" for edge in edges.edges}
    assert {"0.125", "0.375", "89.995"} <= {f"{float(tie):g}" for tie in edges.ties}


def test_the_run_counts_and_compares() -> None:
    pytest.importorskip("duckdb")
    printed = checked(run_python("bench/agreement.py", "--pairs", "150", "--engines", "python,columns,duckdb"))
    assert " pairs, 0 differences. " in printed
    for name in ("python", "columns", "duckdb"):
        (row,) = [line for line in printed.splitlines() if line.startswith(f"| {name} |")]
        cells = [cell.strip().replace(",", "") for cell in row.split("|")]
        programs, pairs, results, differences = (int(cells[place]) for place in (4, 5, 6, 8))
        assert 0 < programs <= pairs <= results and pairs >= 150 and differences == 0


def test_the_page_holds_the_figures_that_are_kept() -> None:
    runs = json.loads((ROOT / "bench" / "agreement.json").read_text("utf-8"))
    page = (ROOT / "bench" / "agreement.md").read_text("utf-8")
    assert f"\n{sum(run['pairs'] for run in runs.values()):,} pairs, 0 differences. " in page
    for name, run in runs.items():
        assert f"\n| {name} | {run['date']} |" in page and f" | {run['pairs']:,} | {run['results']:,} | " in page
