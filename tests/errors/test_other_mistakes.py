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
