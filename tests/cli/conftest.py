"""A folder with the small methodology and its data, as the current one."""

from pathlib import Path

import pytest
from cli.commands import BODIES, MEASURES, SMALL


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "small.eval").write_text(SMALL, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bodies.csv").write_text(BODIES, encoding="utf-8")
    (tmp_path / "data" / "measure.csv").write_text(MEASURES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
