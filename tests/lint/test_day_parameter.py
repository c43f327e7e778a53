"""A document that leaves a day open is examined as others are."""

from engine.programs import check


def test_a_day_that_is_left_open() -> None:
    rules, problems = check(
        "methodology m\nparameter since : date\ninput opened : date\ninput a : number\ninput b : number\n"
        "indicator x { score if opened >= since then a / b else 5 }\n"
    )
    assert rules is not None, problems
    assert [finding.code for finding in rules.examine(prove=False).findings] == ["C301"]
