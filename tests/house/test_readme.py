"""The README shows what the program prints, and its commands are the ones that are run."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from house.checkout import ROOT, checked, run, script

README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(after: str) -> list[str]:
    """The lines of the first fenced block after a marker."""
    match = re.search(rf"<!-- {re.escape(after)} -->\n```\w+\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert match, f"README.md has no block after `{after}`"
    return match[1].splitlines()


def pieces(block: list[str]) -> list[list[str]]:
    """The block cut at its lines `…`, each of which stands for lines left out."""
    cut: list[list[str]] = [[]]
    for line in block:
        if line.strip() == "…":
            cut.append([])
        else:
            cut[-1].append(line)
    return cut


def position(piece: list[str], lines: list[str], start: int) -> int:
    """Where the piece stands in the lines, from `start` on; -1 if it does not."""
    last = len(lines) - len(piece)
    return next((at for at in range(start, last + 1) if lines[at : at + len(piece)] == piece), -1)


def test_the_output_shown_is_the_output_printed() -> None:
    printed = [line.rstrip() for line in checked(run([script("evallang"), "demo"])).rstrip().splitlines()]
    shown = pieces(fenced("demo: begin"))
    assert sum(map(len, shown)) >= 5, "the block shows next to nothing"
    assert printed[: len(shown[0])] == shown[0], "the block begins otherwise than the output"
    assert not shown[-1] or printed[-len(shown[-1]) :] == shown[-1], "the block ends otherwise than the output"
    at = 0
    for piece in shown:
        found = position(piece, printed, at)
        assert found >= 0, "not printed, or not in this order:\n" + "\n".join(piece)
        at = found + len(piece)


@pytest.mark.parametrize("name", ["demo", "tests"])
def test_each_command_is_one_line_that_does_its_own_set_up(name: str) -> None:
    (command,) = fenced(f"command: {name}")
    steps = command.split(" && ")
    assert steps[0] == "python3 -m venv .venv"
    assert steps[1].startswith(".venv/bin/pip install --quiet -e ")
    assert len(steps) == 3


def test_the_windows_forms_are_the_same_commands() -> None:
    (note,) = re.findall(r"^```bat\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    here = [*fenced("command: demo"), *fenced("command: tests")]
    there = [line.replace("python3 ", "py ").replace(".venv/bin/", ".venv\\Scripts\\") for line in here]
    assert note.splitlines() == there


def test_ci_runs_the_command_of_the_readme(tmp_path: Path) -> None:
    result = ci_with_command("python3 -c 'import sys; print(sys.version_info >= (3, 11))' && exit 7", tmp_path)
    assert result.returncode == 7
    assert result.stdout.splitlines()[-1] == "True"


def test_ci_refuses_a_readme_without_a_command(tmp_path: Path) -> None:
    result = ci_with_command("", tmp_path)
    assert result.returncode == 2
    assert "README.md names no command" in result.stderr


def ci_with_command(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a copy of `.ci/run` beside a README that names another command for the tests."""
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci" / "run")
    (real,) = fenced("command: tests")
    (folder / "README.md").write_text(README.replace(real, command), encoding="utf-8")
    return run(["bash", ".ci/run"], cwd=folder)
