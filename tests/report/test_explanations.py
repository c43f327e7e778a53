"""Explanations: shares add up to the value, numbers are those of the results, every figure names its cell."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from house.checkout import ROOT
from house.transcribed import rules_of

from evallang import Scores, load
from evallang.ir.paths import UnknownPath
from evallang.numbers import add_all, compare
from evallang.report.explain.seen import NodeSeen
from evallang.source import SourceFile

SAMPLES = {
    "interaction-2020": ("samples/2020", 3),
    "progress-2021": ("samples/progress-2021", 4),
    "effectiveness-2021": ("samples/effectiveness-2021", 4),
    "rating-2023": ("samples/rating-2023", 16),
}


@cache
def scored(folder: str) -> Scores:
    data, _ = SAMPLES[folder]
    return rules_of(folder).score(ROOT / "rules" / data)


def every(seen: NodeSeen) -> Iterator[NodeSeen]:
    yield seen
    for inner in (*seen.uses, *seen.parts):
        yield from every(inner)


def small(text: str, bodies: list[dict[str, object]], **lists: object) -> Scores:
    from evallang.pipeline import check_source  # noqa: PLC0415  # only here rules come from a text

    rules, diagnostics = check_source(SourceFile("small.eval", text))
    assert rules is not None, diagnostics
    return rules.score({"bodies": bodies, **lists})


@pytest.mark.parametrize("folder", SAMPLES)
def test_shares_add_up_exactly(folder: str) -> None:
    scores, (_, count) = scored(folder), SAMPLES[folder]
    bodies = list(scores)
    found = 0
    for body in bodies[:: max(1, len(bodies) // count)]:
        for seen in (inner for node in body.explain().nodes for inner in every(node)):
            if seen.shares:
                found += 1
                total = add_all([share.amount for share in seen.shares])
                assert compare(total, seen.result.value) == 0, (body.key, seen.path)
    assert found >= 2


@pytest.mark.parametrize("folder", SAMPLES)
def test_the_figures_are_those_of_the_results(folder: str) -> None:
    scores, (_, count) = scored(folder), SAMPLES[folder]
    bodies = list(scores)
    for body in bodies[:: max(1, len(bodies) // count)]:
        for seen in (inner for node in body.explain().nodes for inner in every(node)):
            if seen.period is None and not seen.document:
                assert seen.result == body[seen.path], (body.key, seen.path)


def test_a_body_in_a_period() -> None:
    scores = load(ROOT / "rules" / "interaction-2020").score(ROOT / "rules" / "samples" / "2020", period="all")
    body = next(iter(scores)).key
    texts = {period: scores.explain(body, "openness", period).text for period in scores.periods}
    assert len(set(texts.values())) == len(texts) > 1
    assert scores[body, scores.periods[0]].explain("openness").text == texts[scores.periods[0]]
    assert scores.explain(body, "openness").text == texts[scores.periods[-1]]
    assert str(scores.explain(body, "openness")) == texts[scores.periods[-1]]


def test_what_has_no_explanation() -> None:
    scores = scored("interaction-2020")
    with pytest.raises(KeyError, match="no body `Nobody`"):
        scores.explain("Nobody")
    with pytest.raises(UnknownPath, match="did you mean `openness`"):
        next(iter(scores)).explain("opennes")
    with pytest.raises(UnknownPath, match="is no result; name a node, a grade, a rank or a trigger"):
        next(iter(scores)).explain("services")


def test_signs_of_terms() -> None:
    scores = small(
        'methodology m "M"\ninput a : number\ninput b : number\n'
        'index x "X" §1 { score -a + 2 * b - (a - b) - (-b) }\n',
        [{"body": "one", "a": 3, "b": -4}],
    )  # fmt: skip
    seen = scores.explain("one", "x").nodes[0]
    assert seen.working is not None
    assert seen.working.written == "-a + 2 * b - (a - b) - (-b)"
    assert seen.working.numbers == "-3 + 2 * (-4) - (3 - (-4)) - (-(-4))"
    assert seen.result.value == -22
    assert [share.amount for share in seen.shares] == [-3, -8, -7, -4]


def test_an_empty_list_and_a_body_without_the_node() -> None:
    scores = small(
        'methodology m "M"\nkinds central "C", local "L"\n'
        'item service "Service" by code { input late : count }\n'
        'index x "X" §1 { score sum(late for service, none 7) }\n'
        'index y "Y" for central §2 { score 1 }\n',
        [{"body": "one", "kind": "local"}],
        service=[],
    )  # fmt: skip
    explanation = scores.explain("one")
    assert 'x "X" §1: 7' in explanation.text
    assert "y" not in {seen.path for seen in explanation.nodes}
    assert 'y "Y" §2: not applicable' in scores.explain("one", "y").text


def test_markdown_holds_the_same_lines(tmp_path: Path) -> None:
    explanation = scored("rating-2023").explain(next(iter(scored("rating-2023"))).key)
    listed = [line.strip(" -*") for line in explanation.markdown.splitlines()]
    for line in explanation.text.splitlines()[2:]:
        words = line.strip().removeprefix("formula ").removeprefix("rests on ").removeprefix("note: ")
        assert any(words in other for other in listed), line


def test_a_flag_is_answered_and_not_equated() -> None:
    scores = small(
        "methodology m\ninput a : number\ninput b : number\nformula fell = a < b\nindex i { when fell: 1; score 2 }\n",
        [{"body": "A", "a": 5, "b": 3}],
    )
    assert "fell = a < b: 5 < 3, no\n" in scores["A"].explain("i").text
