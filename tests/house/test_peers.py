"""The comparison with other engines: its data, its reference, its rules, and what it writes. No time is tested."""

import ast
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from house.checkout import ROOT, checked, run_python
from peers import aims, anyrules, bodies, data, exact, memory, own, page, plots
from peers.engines import arrays, filtered, plain
from peers.engines import own as own_engines
from peers.entries import BY_HAND, ENTRIES, WHOLE, Entry
from peers.peer import Peer

from evallang import Rules, load

PEERS = ROOT / "bench" / "peers"
RESULTS = json.loads((PEERS / "results.json").read_text("utf-8"))
ROWS = 300
OWN = [entry.engine.partition(":")[2] for entry in ENTRIES if entry.own and entry.lacks() is None]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load(own_engines.RULES)


def wrong(peer: Peer, columns: data.Columns) -> tuple[int, int]:
    """How many scores and grades are not exact."""
    peer.load()
    expected = exact.reference(data.records(columns))
    scores, grades = peer.outcome(peer.batch(peer.prepare(columns)))
    return int((scores != expected).sum()), int((grades != exact.grades(expected)).sum())


# ---- rules and reference


def test_the_checker_finds_nothing_in_the_rules(rules: Rules) -> None:
    assert not rules.check()
    assert not rules.examine(prove=False).findings
    outcomes = rules.test()
    assert len(outcomes) == 3 and not any(outcome.failures for outcome in outcomes)


@pytest.mark.parametrize("name", data.SETS)
@pytest.mark.parametrize("engine", OWN)
def test_evallang_gives_the_exact_scores(name: str, engine: str) -> None:
    peer: own_engines.Own = getattr(own_engines, engine)()
    assert wrong(peer, data.SETS[name](ROWS)) == (0, 0)


@pytest.mark.parametrize("name", data.SETS)
def test_the_sql_gives_the_exact_scores(name: str) -> None:
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    from peers.engines.warehouse import Warehouse  # noqa: PLC0415  # it needs both

    assert wrong(Warehouse(), data.SETS[name](ROWS)) == (0, 0)


@pytest.mark.parametrize("name", data.SETS)
@pytest.mark.parametrize("engine", [plain.Filtered, plain.Fractions, filtered.Filter, filtered.FilterBlocks])
def test_what_is_exact_by_hand_is_exact(name: str, engine: type[Peer]) -> None:
    assert wrong(engine(), data.SETS[name](4 * ROWS)) == (0, 0)


def test_denominators_that_pass_63_bits_are_settled_exactly() -> None:
    columns = data.grade_edges(ROWS)
    factor = np.random.default_rng(7).choice(np.array([7, 200, 7_919]), ROWS)
    for name in ("complaints", "services", "late", "timed", "refused", "unfinished", "demanded"):
        columns[name] = columns[name] * factor * 13
    columns |= {name: np.full(ROWS, 10**9 + 7) for name in ("portalable", "volume")}
    size = 5.0 * columns["services"] * columns["timed"] * columns["portalable"] * columns["volume"]
    assert (size > 2.0**61 / filtered.MARGIN).any()
    assert wrong(filtered.FilterBlocks(), columns) == (0, 0)


@pytest.mark.parametrize("engine", [plain.Floats, plain.WrittenOut, arrays.Numpy64, arrays.Blocks, arrays.Numpy32])
def test_floats_are_right_on_ordinary_bodies_and_wrong_at_the_edges(engine: type[Peer]) -> None:
    scores, grades = wrong(engine(), data.good(ROWS))
    assert scores <= 1 and grades == 0
    scores, grades = wrong(engine(), data.grade_edges(4 * ROWS))
    assert scores == grades > 0


# ---- data


@pytest.mark.parametrize("name", data.SETS)
def test_a_set_is_the_same_each_time_and_keeps_to_the_rules(name: str, rules: Rules) -> None:
    columns, again = data.SETS[name](ROWS), data.SETS[name](ROWS)
    assert set(columns) == set(data.NAMES)
    assert all((columns[key] == again[key]).all() for key in columns)
    records = bodies_of(rules, columns).records()
    bound = rules.bind({"bodies": records})
    assert not bound.findings
    assert not [c for record in bound.records.values() for c in record.cells.values() if c.invalid]


def bodies_of(rules: Rules, columns: data.Columns) -> bodies.Bodies:
    return own_engines.bodies(rules.program, columns)


def test_most_totals_of_the_ties_lie_between_two_scores() -> None:
    ties = sum(exact.is_tie(record) for record in data.records(data.ties(ROWS)))
    assert 0.8 * ROWS < ties < ROWS


def test_the_totals_of_the_edges_are_those_at_which_grades_begin_or_just_below() -> None:
    edges = [Fraction(limit, 100) - Fraction(1, 200) for limit in exact.LIMITS]
    below = set()
    for record in data.records(data.grade_edges(ROWS)):
        total = Fraction(*exact.total(record))
        near = min(edges, key=lambda edge: abs(edge - total))
        below.add(near - total > 0)
        assert 0 <= near - total <= Fraction(1, 200)
    assert below == {True, False}


def test_no_set_has_a_tie_below_zero_where_the_two_meanings_of_half_up_part() -> None:
    for make in data.SETS.values():
        assert not [r for r in data.records(make(2_000)) if exact.hundredths(r) <= 0 and exact.is_tie(r)]


# ---- any rules


@pytest.fixture(scope="module")
def whole() -> Rules:
    return load(ROOT / "rules" / "interaction-2020")


def test_made_up_bodies_of_2020_have_every_result(whole: Rules) -> None:
    made = anyrules.made(whole, 30)
    scores = whole.score(made.dataset())
    assert len(scores) == 30
    assert all(body["interaction"].status == "value" for body in scores)
    found = {kind for body in scores for kind in (body.kind,)}
    assert found == {"central", "local"}
    assert all(len(items.owners) for items in made.lists.values())
    assert [str(b["interaction"]) for b in whole.score(anyrules.made(whole, 30).dataset())] == [
        str(b["interaction"]) for b in scores
    ]


def test_made_up_bodies_mean_the_same_bound_and_as_records(rules: Rules) -> None:
    made = anyrules.made(rules, 50)
    direct, read = rules.score(made.dataset()), rules.score({"bodies": made.records()})
    for path in own_engines.OUTPUTS:
        assert [body[path] for body in direct] == [body[path] for body in read]


@pytest.mark.parametrize("engine", OWN)
def test_the_engines_answer_as_the_interpreter(engine: str, whole: Rules) -> None:
    outputs = anyrules.results(whole)
    tried = getattr(own, engine)(whole, outputs)
    tried.ready()
    assert anyrules.wrong(tried, anyrules.made(whole, 40))["results"] == 0


def test_inputs_of_two_kinds_with_one_name_share_a_column(whole: Rules) -> None:
    made = anyrules.made(whole, 40)
    frame, name = made.frame(), "open_budget.audit.kk.attained"
    given = [record[name] for record in made.records()]
    assert frame[name].tolist() == given
    assert set(made.frames_of_items()) == {"service", "outage", "organisation"}


# ---- taking part


def test_every_entry_names_a_class_of_its_module() -> None:
    for entry in ENTRIES + BY_HAND:
        module, _, name = entry.engine.partition(":")
        tree = ast.parse((PEERS / "engines" / f"{module}.py").read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.ClassDef)}, entry


def test_a_peer_that_is_not_installed_is_left_out_by_name() -> None:
    assert Entry("x", "plain:Floats", ("json", "no_such_package_here")).lacks() == "no_such_package_here"
    assert Entry("x", "plain:Floats", ("json.no_such_module",)).lacks() == "json.no_such_module"
    assert Entry("x", "plain:Floats", program="no-such-program").lacks() == "no-such-program"
    assert Entry("x", "plain:Floats", ("json",)).lacks() is None


@pytest.mark.parametrize("name", ["Python, floats", "NumPy, float64", "evallang, compiled Python"])
def test_a_worker_measures_one_peer(name: str, tmp_path: Path) -> None:
    for key, make in data.SETS.items():
        columns = make(200)
        np.savez(tmp_path / f"{key}.npz", exact=exact.reference(data.records(columns)), **columns)  # type: ignore[arg-type]
    worker = "bench/peers/worker.py"
    found = json.loads(checked(run_python(worker, "direction", name, str(tmp_path), "1000")))
    assert [rate["rows"] for rate in found["rates"]] == [1_000]
    assert found["rates"][0]["seconds"] > 0 and found["one_us"] > 0
    assert {key: of["rows"] for key, of in found["wrong"].items()} == dict.fromkeys(data.SETS, 200)
    start = json.loads(checked(run_python(worker, "start", name)))
    assert start["import_ms"] >= 0 and start["load_ms"] > 0


def test_the_smallest_run_shows_one_peer_and_keeps_nothing() -> None:
    before = (PEERS / "results.json").read_bytes()
    printed = checked(run_python("bench/peers/run.py", "--smallest", "--only", "float32"))
    assert "| NumPy, float32 |" in printed and "## Mistakes" in printed and "1,000 bodies" in printed
    assert "10,000 bodies" not in printed and "| evallang" not in printed and "## The size of the rules" not in printed
    assert (PEERS / "results.json").read_bytes() == before


@pytest.mark.parametrize("arguments", [("--smallest", "--write"), ("--only", "nobody has this name")])
def test_a_run_that_would_keep_nothing_worth_it_is_refused(arguments: tuple[str, ...]) -> None:
    assert run_python("bench/peers/run.py", *arguments).returncode == 2


# ---- what is written


def test_the_page_and_the_plots_are_those_of_the_figures_kept() -> None:
    assert (PEERS / "results.md").read_text("utf-8") == page.page(RESULTS)
    speed = (ROOT / "docs" / "reference" / "speed.md").read_text("utf-8")
    assert memory.marked(speed, RESULTS) == speed and "| columns " in speed
    drawn = plots.plots(RESULTS)
    assert drawn
    for name, text in drawn.items():
        assert (ROOT / "docs" / "plots" / name).read_text("utf-8") == text, name


def test_an_aim_is_met_missed_or_met_in_part() -> None:
    def times(*quickest: float) -> dict[str, float]:
        return dict(zip(("10000", "100000"), quickest, strict=True))

    own = {"central": 1.0, "local": 2.0}
    found = {
        "peers": {
            "evallang, columns": {
                "rates": [{"rows": 1_000_000, "memory": 87_777_216}, {"rows": 10_000_000, "memory": 2_000_000_000}],
                "wrong": {},
            }
        },
        "batches": {
            "NumPy, float64": times(2, 2), "NumPy, float64, in blocks": times(1, 1), "evallang, columns": times(1, 4),
            "evallang, compiled loops": times(1, 1), "evallang, compiled loops, all threads": times(0.5, 0.5),
        },
        "whole": {
            "evallang, compiled Python": {"ready_ms": 499.0, "wrong": {"results": 1}},
            "evallang, columns": {"rates": [{"rows": 1_000, "seconds": 9.0}, {"rows": 10_000, "seconds": 4.0}]},
            "NumPy, float64, by hand": {"rates": [{"rows": 1_000, "seconds": 1.0}, {"rows": 10_000, "seconds": 1.0}]},
        },
        "alone": {"evallang, compiled Python": own, "Python, floats": {"central": 1.5, "local": 1.5}},
        "scorers": {"2020": {"first": 30.0, "again": 5.0}},
    }  # fmt: skip
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in aims.aims(found).splitlines()[2:]]
    assert [(said, met) for _, said, met in lines] == [
        ("10,000: 2; 100,000: 0.5", "met in 1 of 2"), ("10,000: 1; 100,000: 0.25", "met in 1 of 2"),
        ("10,000: 0.25", "missed"), ("not measured", ""), ("10,000: 2; 100,000: 2", "met"),
        ("central: 0.667; local: 1.33", "met in 1 of 2"),
        ("not measured", ""), ("2020: 499 ms", "met"), ("2020: 5 ms", "met"), ("2020: 30 ms", "missed"),
        ("1,000,000: 0.5; 10,000,000: 1.38", "met in 1 of 2"),
        ("evallang, compiled Python, 2020: 1", "missed"),
    ]  # fmt: skip


def test_figures_are_kept_of_every_kind_of_peer() -> None:
    kept = {**RESULTS["peers"], **RESULTS["missing"]}
    assert [entry.name for entry in ENTRIES if entry.name not in kept] == []
    kept = {**RESULTS["whole"], **RESULTS["whole_missing"]}
    assert [entry.name for entry in WHOLE if entry.name not in kept] == []
    grown = {entry.name for entry in ENTRIES if entry.own and entry.growth} & RESULTS["peers"].keys()
    assert grown and all(RESULTS["peers"][name]["growth"] for name in grown)


def test_nothing_that_claims_to_be_exact_was_wrong() -> None:
    claims = [name for name in RESULTS["peers"] if "exact" in name or "evallang" in name or "fractions" in name]
    assert len(claims) >= 5
    assert not [name for name in claims if plots.is_wrong(RESULTS["peers"][name])]
    assert plots.is_wrong(RESULTS["peers"]["NumPy, float64"])
    claims = [name for name in RESULTS["whole"] if "evallang" in name or "fractions" in name]
    assert claims and not any(RESULTS["whole"][name]["wrong"]["results"] for name in claims)


@pytest.mark.parametrize("tone", [plots.GREY, plots.TEAL, plots.AMBER])
@pytest.mark.parametrize("page_colour", ["#ffffff", "#1e2129"])
def test_plots_can_be_read_on_a_white_and_on_a_dark_page(tone: str, page_colour: str) -> None:
    assert plots.contrast(tone, page_colour) >= 3.5


def test_labels_stand_apart_and_in_order() -> None:
    heights = plots.spread([100, 101, 101.5, 300], 56, 400)
    assert heights == [100, 118, 136, 300]
    low = plots.spread([395, 396, 397], 56, 400)
    assert low[-1] == 400 and low == sorted(low) and low[0] == 400 - 2 * plots.LINE
