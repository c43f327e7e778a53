"""The checkout that is tested: where it is, which files belong to it, and how to run its programs."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# The whole top level. `Makefile` is allowed and absent.
TOP_LEVEL = frozenset(
    {
        ".ci",
        ".editorconfig",
        ".gitattributes",
        ".gitignore",
        "CHANGELOG.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "bench",
        "docs",
        "evallang",
        "grammar",
        "mkdocs.yml",
        "pyproject.toml",
        "rules",
        "tests",
    }
)
CACHES = frozenset(
    {"__pycache__", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
)


def files_of(top: Path) -> Iterator[Path]:
    """The files at and below `top`, caches left out, in order."""
    if top.is_file():
        yield top
    elif top.is_dir() and top.name not in CACHES:
        for entry in sorted(top.iterdir()):
            yield from files_of(entry)


def project_files() -> list[Path]:
    """Every file of the project."""
    return [file for name in sorted(TOP_LEVEL) for file in files_of(ROOT / name)]


def script(name: str) -> str:
    """The path of an installed console script of the running Python."""
    suffix = ".exe" if os.name == "nt" else ""
    return str(Path(sysconfig.get_path("scripts")) / f"{name}{suffix}")


def run(
    command: Sequence[str | Path], cwd: Path | None = None, extra_env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; its output is read as UTF-8."""
    env = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME", "COVERAGE_PROCESS_START"}}
    env |= extra_env or {}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd or ROOT,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def run_python(*arguments: str, cwd: Path | None = None, **extra_env: str) -> subprocess.CompletedProcess[str]:
    """Run the Python that runs the tests."""
    return run([sys.executable, *arguments], cwd=cwd, extra_env=extra_env)


def checked(result: subprocess.CompletedProcess[str]) -> str:
    """What a program printed; a failed assertion with both of its streams if it did not end well."""
    assert result.returncode == 0, f"{result.args}\nended with {result.returncode}\n{result.stdout}\n{result.stderr}"
    return result.stdout
