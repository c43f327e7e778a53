"""The linter, the layout and the type checker have nothing to say."""

from house.checkout import checked, run_python


def test_ruff() -> None:
    checked(run_python("-m", "ruff", "check", "--no-cache", "."))


def test_layout() -> None:
    checked(run_python("-m", "ruff", "format", "--check", "--no-cache", "."))


def test_mypy() -> None:
    checked(run_python("-m", "mypy"))
