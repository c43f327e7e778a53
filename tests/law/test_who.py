"""Who assesses each body in each block, direction and part, in every act that says it: a table, reviewed as a diff."""

import re
from pathlib import Path

import pytest
from cli.commands import invoke
from house.checkout import ROOT

TABLES = Path(__file__).parent / "who.md"
ASKED = {
    "The draft of 2010": ("decree-954", "--on", "2010-10-08", "--include-drafts"),
    "No. 602 of 2017": ("decree-954", "--on", "2017-12-12"),
    "The joint order of 2020": ("interaction-2020", "--on", "2020-06-01"),
    "No. 236 of 2023": ("decree-954", "--on", "2024-01-01"),
}
_TABLE = "## {title}\n\n```text\n{text}```\n"
_HEAD = "# Who assesses whom\n\nWhat `evallang who` answers for each act. The words of the acts decide: each row cites them.\n\n"


def answered(title: str) -> str:
    folder, *options = ASKED[title]
    result = invoke("who", ROOT / "rules" / folder, *options)
    assert result.exit_code in (0, 1), result.output
    return "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines())


def test_the_tables(update: bool) -> None:
    text = _HEAD + "\n".join(_TABLE.format(title=title, text=answered(title)) for title in ASKED)
    if update:
        TABLES.write_text(text, encoding="utf-8", newline="\n")
    assert text == TABLES.read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ASKED)
def test_nobody_assesses_itself_and_every_answer_cites_a_provision(title: str) -> None:
    lines = answered(title).splitlines()[2:]
    assert lines
    for line in lines:
        body, node, *_ = line.split()
        assert "§" in line or "is not held" in line, line
        assert f" {body} " not in re.split(r"\s{2,}", line.split(node, 1)[1])[1:2], line
