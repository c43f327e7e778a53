"""Mistakes that get the message of another one, and must not get a wrong one: the rules, and what is said of them."""

import pytest
from errors.mistakes import messages

LATE = "methodology m\ninput late : count\nindicator a { score late }\n"
CASES = [
    (
        'amend decree "Decree" amends m\nin force 2024-01-01\nrepeal §1\n',
        "unknown word `amend`",
        "did you mean `amendment`?",
    ),
    (
        LATE + 'reading r "?" { option x; option y; choose x }\nindicator b { parts a under r.x }\n',
        "`under` cannot stand behind `parts`",
        "write it behind a `score`, as in `score a + b under reading.option`",
    ),
    (
        "methodology m\nindicator a { score 1 ? 5 : 1 }\n",
        "`?` is no sign of this language",
        "write `if … then … else …`",
    ),
    (
        LATE + "indicator b { score mean(late for every bodies) }\n",
        "`bodies` is no word of the language",
        "write `for every body`",
    ),
    (
        LATE + "indicator b { score count(body of same kind where late > 1) }\n",
        "a list stands behind `of`",
        "write `x for body of same kind where …`",
    ),
    (
        LATE + 'example "e" { given late 1; expect a }\n',
        "something is missing after `a`",
        "expected a name, text in quotes or a number",
    ),
    (
        LATE + 'example "e" { given late 1; expect latr 1 }\n',
        "nothing is called `latr`",
        "did you mean `late`?",
    ),
    (
        LATE + "indicator b { score late; clamp 5 .. 0 }\n",
        "the lower bound `5` is above the upper one",
        "write `0 .. 5`",
    ),
    (
        LATE + 'indicator b { score late } accept C101 "why"\n',
        "`accept` stands behind a block",
        "write it before the `{`, behind the citations",
    ),
    (
        LATE + 'indicator b { score if late > 1 then 2 accept C101 "why" }\n',
        "an `if` without its `else`",
        "write what holds otherwise, such as `else 0`",
    ),
    (
        LATE + 'indicator b { score late; clamp 0 accept C401 "why" }\n',
        "the `..` between the two ends of the clamp is missing",
        "write `clamp 0 .. 5`; either end may be left out, as in `clamp 0 ..`",
    ),
    (
        LATE + "indicator b { score late; clamp 50, 0 }\n",
        "the `..` between the two ends of the clamp is missing",
        "write `clamp 0 .. 50`; either end may be left out, as in `clamp 0 ..`",
    ),
    (
        LATE + "indicator b { score late; clamp 50 }\n",
        "the `..` between the two ends of the clamp is missing",
        "write `clamp 0 .. 5`; either end may be left out, as in `clamp 0 ..`",
    ),
    (
        LATE + "indicator b { score late; clamp 0 to points }\n",
        "the `..` between the two ends of the clamp is missing",
        "write `clamp 0 .. points`; either end may be left out, as in `clamp 0 ..`",
    ),
    (
        LATE + "indicator b { score late; clamp max 50 }\n",
        "the `..` between the two ends of the clamp is missing",
        "write `clamp .. 50`; either end may be left out, as in `clamp 0 ..`",
    ),
    (
        LATE + "rating o { among every bodies; by a }\n",
        "`bodies` is no word of the language",
        "write `every body`",
    ),
    (
        LATE + 'example "e" { given late 5,5; expect a 1 }\n',
        "a decimal comma in `5,5`",
        "write `5.5`",
    ),
    (
        LATE + 'example "e" { given late 5; expect a 4,75 }\n',
        "a decimal comma in `4,75`",
        "write `4.75`",
    ),
    (
        LATE + "index w { weights y 0,4, z 0.6 }\n",
        "a decimal comma in `0,4`",
        "write `0.4`",
    ),
    (
        "methodology m\nkinds central, local\nindicator b { points central 10,5, local 3; score 1 }\n",
        "a decimal comma in `10,5`",
        "write `10.5`",
    ),
    (
        LATE + "input level : number 0..5,5\n",
        "a decimal comma in `5,5`",
        "write `5.5`",
    ),
    (
        LATE + "input level number\n",
        "the `:` before the type `number` is missing",
        "write `input level : number`",
    ),
    (
        LATE + "input level : number from 0\n",
        "the range `from 0` is written otherwise here",
        "write `number 0..`",
    ),
    (
        LATE + "input level : number at most 5, yearly\n",
        "the range `at most 5` is written otherwise here",
        "write `number ..5`",
    ),
    (
        LATE + "indicator b { score late\u202e }\n",
        "an invisible character (U+202E, right-to-left override)",
        "delete it",
    ),
    (
        LATE + "indicator b { score\u2067 late }\n",
        "an invisible character (U+2067, right-to-left isolate)",
        "delete it",
    ),
    (
        LATE + "indicator b { score min(late 2) }\n",
        "a comma is missing before `2`",
        "write `,` before `2`",
    ),
    (
        LATE + "indicator b { score 2 х late }\n",
        "`х` is no word for this here",
        "write `*`",
    ),
    (
        LATE + "indicator b { score late · 2 }\n",
        "`·` is no sign of this language",
        "write `*`",
    ),
    (
        LATE + "indicator b { score sum(z) }\n",
        "unknown name `z`",
        "declare it with `input`, `formula` or `parameter`",
    ),
    (
        LATE + "indicator b { when late = missing : 0; score late }\n",
        "unknown name `missing`",
        'ask with `missing(x)`; give no value with `undefined "why"`',
    ),
    (
        "methodology m\nkinds central, local\nindicator a for centrl { score 1 }\n",
        "unknown kind `centrl`",
        "did you mean `central`?",
    ),
    (
        'methodology m\nreading r "?" { option x; option y; choose x }\nformula a = by r { x -> 1; y -> 2 }\n',
        "`->` is no sign of this language",
        "write `:`",
    ),
    (
        'methodology m\nreading r "?" { option x; option y; choose x }\nindicator a { score by r { x = 1; y = 2 } }\n',
        "a `=` where `:` belongs",
        "write `:`",
    ),
]


@pytest.mark.parametrize(("rules", "message", "advice"), CASES)
def test_what_is_said(rules: str, message: str, advice: str) -> None:
    assert [(d.message, d.help) for d in messages(rules)] == [(message, advice)]
