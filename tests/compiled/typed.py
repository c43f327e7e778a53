"""A strict type checker over a file that was written."""

from pathlib import Path

import pytest


def assert_typed(file: Path) -> None:
    """It has nothing to say of the file."""
    api, folder = pytest.importorskip("mypy.api"), file.parent
    (folder / "mypy.ini").write_text("[mypy]\n", encoding="utf-8")
    said, _, code = api.run(
        ["--strict", "--cache-dir", str(folder / "cache"), "--config-file", str(folder / "mypy.ini"), str(file)]
    )
    assert code == 0, said
