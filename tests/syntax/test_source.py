"""Reading rule files, and places in them."""

import os
import sys
from pathlib import Path

import pytest

from evallang.source import MAX_CHARACTERS, Position, SourceError, from_text, read, width


def test_places() -> None:
    source = from_text("a.eval", "one\nекі\n\nfour")
    assert source.line_count == 4
    assert [source.position(i) for i in (0, 3, 4, 8, 9, 13)] == [
        Position(1, 1), Position(1, 4), Position(2, 1), Position(3, 1), Position(4, 1), Position(4, 5),
    ]  # fmt: skip
    assert [source.line_text(n) for n in (1, 2, 3, 4)] == ["one", "екі", "", "four"]


def test_the_same_text_however_it_was_saved(tmp_path: Path) -> None:
    file = tmp_path / "a.eval"
    texts = []
    for data in ("й\nb\n".encode(), "\ufeffй\r\nb\r\n".encode(), "и\u0306\rb\r".encode()):
        file.write_bytes(data)
        texts.append(read(file))
    assert {source.text for source in texts} == {"й\nb\n"}
    assert len({source.digest for source in texts}) == 1


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("ұқәң", 4), ("e\u0301", 1), ("a\u200bb", 2), ("", 0)])
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        read(tmp_path / "none.eval")
    with pytest.raises(SourceError, match=r"rules: .*(folder|permissions)"):
        read(tmp_path, "rules")


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.eval"
    file.write_text("score 1", encoding="utf-8")
    file.chmod(0)
    free = sys.platform == "win32" or os.geteuid() == 0  # these may read everything
    if free:
        assert read(file).text == "score 1"
    else:
        with pytest.raises(SourceError, match="permissions"):
            read(file)


def test_too_many_characters() -> None:
    with pytest.raises(SourceError, match="2,000,001 characters"):
        from_text("a.eval", "a" * (MAX_CHARACTERS + 1))
