"""Random programs over random data: the engine and plain Python agree in every value and in every absence."""

from typing import Any

from engine.plain import NA
from engine.programs import check
from engine.random_programs import Maker, data, expected, given
from hypothesis import HealthCheck, note, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from evallang.backends.scores import Scores

PROGRAMS = 300
DATA_SETS = 2


def computed(scores: Scores, body: str, path: str) -> Any:
    """A result as plain Python says it: a value, None, or not applicable."""
    result = scores[body][path]
    return result.value if result.status == "value" else NA if result.status == "not applicable" else None


@settings(max_examples=PROGRAMS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@drawn(st.data())
def test_the_engine_and_plain_python_agree(draws: st.DataObject) -> None:
    def pick(things: Any) -> Any:
        return things[draws.draw(st.integers(0, len(things) - 1))]

    made = Maker(pick).program()
    note(made.text)
    rules, found = check(made.text)
    assert rules is not None, found
    assert not [line for line in found if not line.startswith("W0201 ")]
    for _ in range(DATA_SETS):
        bodies = data(made, pick)
        note(str(given(bodies)))
        for option in ("one", "other"):
            scores = rules.score({"bodies": given(bodies)}, readings={"form": option})
            wanted = expected(made, bodies, option)
            ours = {place: computed(scores, *place) for place in wanted}
            assert ours == wanted
