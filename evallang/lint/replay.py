"""Examples of witnesses, run as the examples of the rules are run: from their text."""

from __future__ import annotations

from evallang.examples.collect import collect_examples
from evallang.examples.run import Score, run_example
from evallang.ir.program import Program
from evallang.lint.subject import Replay
from evallang.source import from_text
from evallang.syntax import parse


def replayer(program: Program, score: Score) -> Replay:
    """What says whether the text of an example passes; `score` is how the rules score the facts of an example."""

    def passes(text: str) -> bool:
        module, wrong = parse(from_text("witness", text))
        if wrong:
            return False
        sets, _, wrong = collect_examples(module, program)
        if wrong or not sets:
            return False
        outcomes = [run_example(example, program, module.source, score) for example in sets]
        return all(outcome.compared and not outcome.failures for outcome in outcomes)

    return passes
