"""Who imports whom, and what starting the program costs in imports."""

import shutil
from pathlib import Path

import pytest
from house.checkout import ROOT, checked, files_of, run_python
from importlinter.cli import lint_imports

CONTRACTS = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"

# Prints the top-level modules that are loaded once the program has done its work.
PROBE = """
import sys
arguments = sys.argv[1:]
if arguments:
    from evallang.cli import main
    sys.argv = ["evallang", *arguments]
    try:
        main()
    except SystemExit as stop:
        code = stop.code or 0
    else:
        code = 0
else:
    import evallang
    code = 0
print(*sorted({name.partition(".")[0] for name in sys.modules}), sep="\\n", file=sys.stderr)
sys.exit(code)
"""

METHODOLOGY = """\
methodology small "A small methodology"
source   "Order 1" dated 2020-01-01
in force 2020-01-01
language en

input late    "Late answers" : count §1
input answers "All answers" : count §1

criterion deadlines "Deadlines" §2 {
  points 10 §2
  score 10 - 10 * late / answers
  clamp 0 .. 10
}
"""


def test_contracts_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("source.py", "import evallang.diagnostics", "imports run down only BROKEN"),
        ("suggest.py", "import evallang.diagnostics", "imports run down only BROKEN"),
        ("newcomer.py", "", "imports run down only BROKEN"),
        ("suggest.py", "import lark", "lark is known in evallang.syntax only BROKEN"),
        ("suggest.py", "import click", "click is known in evallang.cli only BROKEN"),
        ("source.py", "def f():\n    import sympy", "SymPy is known in evallang.symbolic only"),
        ("source.py", "def f():\n    import numpy", "Arrow in two modules of it BROKEN"),
        ("source.py", "def f():\n    import z3", "z3 is known in evallang.prove only"),
    ],
)
def test_contracts_notice(tmp_path: Path, module: str, line: str, broken: str) -> None:
    shutil.copytree(ROOT / "evallang", tmp_path / "evallang", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "evallang" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = run_python("-c", CONTRACTS, cwd=tmp_path, PYTHONPATH=str(tmp_path), PYTHONIOENCODING="utf-8")
    assert result.returncode == 1
    assert broken in " ".join(result.stdout.split())


def test_every_folder_of_the_package_is_seen_by_the_contracts() -> None:
    folders = {file.parent for file in files_of(ROOT / "evallang") if file.suffix == ".py"}
    assert not [folder for folder in folders if not (folder / "__init__.py").is_file()]


def loaded_by(*arguments: str, cwd: Path) -> set[str]:
    """The top-level modules in memory after the program ran, which must have ended well."""
    result = run_python("-c", PROBE, *arguments, cwd=cwd)
    checked(result)
    return set(result.stderr.split())


def test_importing_the_package_is_light(tmp_path: Path) -> None:
    loaded = loaded_by(cwd=tmp_path)
    assert "evallang" in loaded
    assert not loaded & {"sympy", "mpmath", "numpy", "z3", "lark", "click"}


def test_help_is_light(tmp_path: Path) -> None:
    loaded = loaded_by("--help", cwd=tmp_path)
    assert "click" in loaded
    assert not loaded & {"sympy", "mpmath", "numpy", "z3", "lark"}


def test_scoring_needs_no_symbolic_mathematics(tmp_path: Path) -> None:
    (tmp_path / "small.eval").write_text(METHODOLOGY, encoding="utf-8")
    (tmp_path / "bodies.csv").write_text("body,late,answers\nfirst,1,4\n", encoding="utf-8")
    loaded = loaded_by("score", "small.eval", "--data", "bodies.csv", cwd=tmp_path)
    assert "lark" in loaded
    assert not loaded & {"sympy", "mpmath", "numpy", "z3"}
