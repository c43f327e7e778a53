"""Long work shows how far it is, to a person at a terminal only."""

import os
import subprocess
from pathlib import Path

import pytest
from cli.commands import invoke, said
from house.checkout import script

ASK = ("score", "small.eval", "--data", "many.csv", "--parameter", "weight=1", "-o", "out.csv")


@pytest.fixture
def many(place: Path) -> Path:
    """The small methodology with a thousand bodies."""
    rows = "".join(f"Орган {i},local,2020,{i}\n" for i in range(1_000))
    (place / "many.csv").write_text(f"body,kind,period,x\n{rows}", encoding="utf-8")
    return place


def on_a_terminal(*arguments: str) -> str:
    """What a command writes to stderr where that is a terminal."""
    ours, theirs = os.openpty()
    found = b""
    with subprocess.Popen([script("evallang"), *arguments], stderr=theirs, stdout=subprocess.DEVNULL):
        os.close(theirs)
        try:
            while part := os.read(ours, 4096):
                found += part
        except OSError:  # Linux reports the end of a terminal as an error
            pass
        os.close(ours)
    return found.decode()


def test_scoring_many_bodies(many: Path) -> None:
    seen = on_a_terminal(*ASK)
    assert "scoring" in seen and "100%" in seen
    assert (many / "out.csv").exists()


def test_no_bar_where_nobody_looks(many: Path) -> None:
    result = invoke(*ASK)
    said(result, 0, "wrote out.csv")
    assert "scoring" not in result.output and many.exists()


def test_no_bar_for_a_few_bodies(place: Path) -> None:
    seen = on_a_terminal("score", "small.eval", "--data", "data", "--parameter", "weight=1")
    assert "scoring" not in seen and place.exists()
