"""The page of each code shows a rule file in which it is found, and one in which it is not."""

import json
from pathlib import Path

import pytest
from cli.commands import invoke
from docs.pages import Block, blocks

from evallang.lint.accepted import PAGES
from evallang.lint.check import all_checks
from evallang.pipeline import check_source
from evallang.source import from_text

EVERY = {check.code: check.page for check in all_checks()} | {code: page for code, (_, page) in PAGES.items()}
FOUND, NOT_FOUND = "**Found in", "**Not found in"


def shown(page: str) -> list[tuple[str, Block]]:
    """Each block of a page with the line above it, which introduces a rule file."""
    lines = page.splitlines()
    return [(lines[block.line - 4], block) for block in blocks(page)]


def findings(code: str, rules: Block, data: str) -> list[dict[str, object]]:
    """What `evallang check` finds of one code in a rule file, just as it stands on the page."""
    Path("rules.eval").write_text(rules.text, encoding="utf-8")
    Path("bodies.csv").write_text(data, encoding="utf-8")
    chosen = [] if code in PAGES else ["--select", code]
    result = invoke("check", "rules.eval", *chosen, *(["--data", "bodies.csv"] if data else []), "--format", "json")
    said = json.loads(result.stdout)
    return [finding for text in said["texts"] for finding in text["findings"] if finding["code"] == code]


@pytest.mark.parametrize("code", EVERY)
def test_what_a_page_shows_is_found_or_not_as_it_says(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = shown(EVERY[code])
    data = "".join(block.text for _, block in files if block.language == "csv")
    rules = [(words, block) for words, block in files if block.language == "eval"]
    assert [words.startswith(FOUND) for words, _ in rules] == [True, False]
    assert rules[1][0].startswith(NOT_FOUND)
    for words, block in rules:
        assert ("data" in words) == bool(data), words
        _, mistakes = check_source(from_text("rules.eval", block.text))
        assert not mistakes
        found = findings(code, block, data)
        refuted = [finding for finding in found if finding["verdict"] == "refuted"]
        assert bool(refuted) == words.startswith(FOUND) and len(refuted) == len(found), found
