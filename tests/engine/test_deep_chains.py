"""Values that need values that need …, as long as the reference allows: every clause may be a link of such a chain.

Calls between Python functions take no C stack, but a generator or a built-in function between them does: then a chain
ends in a `RecursionError`, or the process dies.
"""

import pytest
from engine.programs import scored

COUNT = 9_000
HEAD = "methodology m\ninput x : number\n"
END_OF_NODES = "indicator n{i} {{ score x }}"
END_OF_FORMULAS = "formula n{i} = x"
# A link, what the chain ends with, and what comes of x = 3.
LINKS = {
    "parts": ("block n{i} {{ parts n{next} }}", END_OF_NODES, 3),
    "weights": ("block n{i} {{ weights n{next} 100% }}", END_OF_NODES, 3),
    "guards": ("indicator n{i} {{ when n{next} > 5 : 2; score 1 }}", END_OF_NODES, 1),
    "clamps": ("indicator n{i} {{ score 5; clamp .. n{next} }}", END_OF_NODES, 3),
    "points": ("indicator n{i} {{ points n{next}; score points }}", END_OF_NODES, 3),
    "logic": ("formula n{i} = x > 0 and (n{next} or x < 0)", "formula n{i} = x > 1", True),
    "conditions": ("formula n{i} = if not n{next} then no else yes", "formula n{i} = x > 1", True),
    "populations": ("formula n{i} = mean(n{next} for every body)", END_OF_FORMULAS, 3),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_long_chain(name: str) -> None:
    link, end, expected = LINKS[name]
    links = "".join(f"{link.format(i=i, next=i + 1)}\n" for i in range(COUNT))
    whole = "if n0 then 1 else 0" if expected is True else "n0"
    text = f"{HEAD}{links}{end.format(i=COUNT)}\nindicator whole {{ score {whole} }}\n"
    assert scored(text, [{"body": "A", "x": 3}])["A"]["whole"].value == expected


def test_a_long_chain_is_explained() -> None:
    links = "".join(f"indicator n{i} {{ score n{i + 1} }}\n" for i in range(COUNT))
    scores = scored(f"{HEAD}{links}indicator n{COUNT} {{ score x }}\n", [{"body": "A", "x": 3}])
    explanation = scores["A"].explain("n0")
    for text in (explanation.text, explanation.markdown):
        assert text.count("input x: 3") == 1
        assert len(text) < 5_000_000
