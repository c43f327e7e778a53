"""Trials of random programs and of the rule files, as examples: they are read, in layout, and they pass."""

import os
import random
from fractions import Fraction
from pathlib import Path

import pytest
from engine.programs import check, rules_of
from engine.random_tables import Maker as ProgramMaker
from house.checkout import ROOT

from evallang.ir.program import Program
from evallang.numbers import sqrt
from evallang.pipeline import check_source
from evallang.rules import Rules
from evallang.source import from_text
from evallang.syntax import format_module, parse
from evallang.trials.as_example import ExampleWriter, Expected
from evallang.trials.made import Asked, Made, Maker, Trial
from evallang.trials.sides import Side, Switch
from evallang.trials.uses import Target

PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "400")) // 8


def asked(program: Program, bodies: int) -> Asked:
    """Everything that a program can be given."""
    yearly = any(d.yearly for d in program.inputs)
    years = (2019, 2020, 2021) if yearly else (None,)
    kinds = tuple(kind.name for kind in program.kinds) or (None,)
    names = tuple(body.name for body in program.bodies)
    return Asked(program.inputs, frozenset(item.path for item in program.items), names, kinds, years, bodies)


def expected(writer: ExampleWriter, side: Side, trial: Trial) -> list[Expected]:
    """All that a side makes of a trial and an example can say."""
    targets = [t for t in side.uses.of_target if t.sort != "value" or t.path not in side.inputs]
    return [
        Expected(target, value, keys)
        for target, results in zip(targets, side.several_results(targets, trial, read=True), strict=True)
        for keys, value in results.items()
        if writer.can_say(target, value, keys)
    ]


def failures(text: str, examples: list[tuple[str, int]], seed: object) -> list[str]:
    """What is wrong when examples stand behind the rules; each with how many figures it is to compare."""
    source = from_text("rules.eval", text + "\n" + "\n".join(example for example, _ in examples))
    rules, diagnostics = check_source(source)
    if rules is None:
        return [f"{seed}: {d.code} {d.message}: {source.slice(d.span)}" for d in diagnostics if d.is_error]
    found = []
    outcomes = {outcome.title: outcome for outcome in rules.test()}
    for number, (example, count) in enumerate(examples):
        outcome = outcomes[f"trial {number}"]
        found += [f"{seed}: {f.message}\n{example}" for f in outcome.failures]
        found += [f"{seed}: {outcome.compared} compared\n{example}"] if outcome.compared != count else []
        found += (
            [f"{seed}: not in layout\n{example}"] if format_module(parse(from_text("", example))[0]) != example else []
        )
    return found


def written(rules: Rules, switch: Switch, seed: int, trials: int) -> list[tuple[str, int]]:
    program = rules.program
    side, writer, maker = Side(program, switch), ExampleWriter(program), Maker((program,))
    maker.random.seed(seed)
    examples = []
    for number in range(trials):
        maker.wide = number % 3 == 2
        trial = maker.trial(asked(program, 1 + number % 3), one_in=3 * (number % 2))
        wanted = expected(writer, side, trial)
        text = writer.write(trial, wanted, f"trial {len(examples)}", under=switch)
        assert text is not None or not wanted, (seed, number)
        if text is not None:
            examples.append((text, len(wanted)))
    return examples


@pytest.mark.parametrize("group", range(5))
def test_trials_of_random_programs_pass(group: int) -> None:
    for seed in range(group, PROGRAMS, 5):
        made = ProgramMaker(random.Random(seed).choice).program()
        rules, found = check(made.text)
        assert rules is not None, found
        switch = (("form", "other"),) if seed % 2 else ()
        examples = written(rules, switch, seed, 4)
        assert examples
        wrong = failures(made.text, examples, seed)
        assert not wrong, wrong[0]


FILES = [f for f in sorted((ROOT / "rules").rglob("*.eval")) if "\namendment " not in f.read_text(encoding="utf-8")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_trials_of_rule_files_pass(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    rules, _ = check_source(from_text("rules.eval", text))
    assert rules is not None
    examples = written(rules, (), 1, 3)
    wrong = failures(text, examples, file)
    assert not wrong, wrong[0]


AWKWARD = """\
methodology m
kinds central "Ц", local
parameter opened : number
body alpha "Альфа"
reading how "How?" { option as_is "a" because "b"; option half "h"; choose as_is }
criterion a {
  item m by code {
    input x : number
    input day : date
    indicator v { score if day < 2020-01-01 then x + opened else 0 }
  }
  score sum(v for m, none 0)
}
criterion b {
  item m by code { input y : number, yearly; indicator w { score y * by how { as_is : 1; half : 0.5 } } }
  score sum(w for m, none 0) + (if c in 2020 > 1 then 1 else 0)
  grade
    | score   | grade    |
    | below 5 | "id"     |
    | above 5 | "symbol" |
}
criterion c { input z : number; score z }
indicator whose { score if this body = alpha then 1 else 0 }
rating order { among every body; by c }
trigger alarm { when a < 5 }
"""


def awkward(subject: str) -> Trial:
    rows = {
        "a-1": Made({("a", "m", "x"): Fraction(1, 3), ("a", "m", "day"): "2019-05-06"}),
        "any": Made({("a", "m", "x"): None}),
    }
    lists = {("a", "m"): rows, ("b", "m"): {"12": Made({("b", "m", "y"): Fraction(9)})}}
    made = {(subject, year): Made({("c", "z"): Fraction(2)}, lists).copy() for year in (2019, 2020)}
    return Trial(subject, {subject: "central"}, made)


@pytest.mark.parametrize("subject", ["alpha", "body 1"])
@pytest.mark.parametrize("switch", [(), (("how", "half"),)])
def test_names_that_are_no_names_open_parameters_and_readings(subject: str, switch: Switch) -> None:
    program = rules_of(AWKWARD).program
    opened = {"opened": Fraction(3, 2)}
    side, writer, trial = Side(program, switch, opened), ExampleWriter(program), awkward(subject)
    wanted = expected(writer, side, trial)
    text = writer.write(trial, wanted, "trial 0", under=switch, parameters=opened, provisions=["§34"])
    assert text is not None and ("body alpha" in text) is (subject == "alpha")
    assert not failures(AWKWARD, [(text, len(wanted))], subject)
    assert {w.target.result: w.value for w in wanted if w.keys == ("a-1",)} == {("a", "m", "v"): Fraction(11, 6)}


def test_what_no_example_can_say() -> None:
    program = rules_of(AWKWARD).program
    side, writer, trial = Side(program), ExampleWriter(program), awkward("body 1")
    root = Expected(Target("value", ("c",)), sqrt(Fraction(2)))
    assert writer.write(trial, [root], "an irrational number alone") is None
    assert "expect c 2" in str(writer.write(trial, [root, Expected(root.target, Fraction(2))], "and beside another"))
    del trial.made["body 1", 2019].lists["a", "m"]
    assert writer.write(trial, expected(writer, side, trial), "a list delivered in one year only") is None
