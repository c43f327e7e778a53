"""The command as a process: start, help, code pages, pipes; and the demonstration."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.commands import invoke, refused, said
from house.checkout import ROOT, checked, run, run_python, script

from evallang.cli.group import COMMANDS
from evallang.pipeline import load
from evallang.version import __version__


def test_help_lists_the_commands_and_loads_none_of_them() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom evallang.cli import main\n"
        "print(CliRunner().invoke(main, ['--help']).output)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('lark', 'attr', 'attrs', 'sympy')))\n"
        "print(sorted(m for m in sys.modules if m.startswith('evallang.')))\n"
    )
    printed = checked(run_python("-c", code))
    for name, text in COMMANDS.items():
        assert f"\n  {name} " in printed and text.split()[-1] in printed
    *_, outside, inside = printed.splitlines()
    assert outside == "[]"
    assert "evallang.pipeline" not in inside


def test_scoring_loads_no_sympy_and_no_back_end_that_it_does_not_use(tmp_path: Path) -> None:
    (tmp_path / "a.eval").write_text("methodology a\ninput x : number\nindex i { score sqrt(x) }\n", encoding="utf-8")
    (tmp_path / "bodies.csv").write_text("body,x\nA,2\n", encoding="utf-8")
    code = (
        "import sys\nfrom evallang.cli import main\n"
        "main(['score', 'a.eval', '--data', 'bodies.csv'], standalone_mode=False)\n"
        "unused = 'evallang.backends.sql.', 'evallang.backends.columns.', 'evallang.backends.python.'\n"
        "outside = 'sympy', 'numpy', 'mpmath', 'duckdb'\n"
        "print([m for m in sys.modules if m.startswith(unused) or m.split('.')[0] in outside])\n"
    )
    printed = checked(run([sys.executable, "-c", code], cwd=tmp_path)).splitlines()
    assert any(line.split() == ["A", "1.4142…"] for line in printed)
    assert printed[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_begins_as_the_list_says(name: str) -> None:
    printed = " ".join(invoke(name, "--help").output.split())
    assert COMMANDS[name] in printed


def test_version() -> None:
    assert invoke("--version").output == f"evallang, version {__version__}\n"
    assert checked(run_python("-m", "evallang", "--version")) == f"evallang, version {__version__}\n"


def test_an_unknown_command_and_an_unknown_option() -> None:
    refused(invoke("socre"), "there is no command `socre`; did you mean `score`?")
    refused(invoke("--socre"), "--socre")


def test_output_is_utf8_whatever_the_code_page(place: Path) -> None:
    command = [script("evallang"), "score", "small.eval", "--data", "data", "--parameter", "weight=1"]
    env = {"PYTHONIOENCODING": "cp1251", "PYTHONUTF8": "0", "LC_ALL": "C"}
    result = subprocess.run(command, capture_output=True, env={**os.environ, **env}, check=False)
    assert result.returncode == 0, result.stderr
    assert "high (Жоғары)" in result.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    rules, data = ROOT / "rules" / "interaction-2020", ROOT / "rules" / "samples" / "2020"
    command = [script("evallang"), "score", str(rules), "--data", str(data), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.read(10).startswith(b"{")
        process.stdout.close()
        errors = process.stderr.read().decode("utf-8")
    assert "Traceback" not in errors and "BrokenPipe" not in errors


def test_the_demonstration_prints_the_bodies_in_order_and_one_explanation() -> None:
    result = invoke("demo")
    said(result, 0, "No total", "bodies.csv:", "rests on F3-04")
    lines = result.stdout.splitlines()
    places = [line.split()[0] for line in lines[5:45]]
    assert places[:4] == ["1", "2", "3", "4"] and places[-1] == "–"
    scores = load(ROOT / "rules" / "interaction-2020").score(ROOT / "rules" / "samples" / "2020")
    totals = sorted(
        (body["interaction"].value for body in scores if body["interaction"].value is not None), reverse=True
    )
    assert [sum(other > total for other in totals) + 1 for total in totals] == [int(p) for p in places if p != "–"]
    best = next(body for body in scores if body["interaction"].value == totals[0])
    assert best.key in lines[5]
