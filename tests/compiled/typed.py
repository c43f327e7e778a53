"""A strict type checker over files that were written."""

from pathlib import Path

import pytest


def assert_typed(*files: Path) -> None:
    """It has nothing to say of the files, which stand in one folder."""
    api, folder = pytest.importorskip("mypy.api"), files[0].parent
    (folder / "mypy.ini").write_text("[mypy]\n", encoding="utf-8")
    said, _, code = api.run(
        ["--strict", "--cache-dir", str(folder / "cache"), "--config-file", str(folder / "mypy.ini"), *map(str, files)]
    )
    assert code == 0, said
