"""`evallang check`."""

from pathlib import Path

import pytest
from cli.commands import SMALL, invoke, refused, said


def test_a_file_without_mistakes(place: Path) -> None:
    said(invoke("check", "small.eval"), 0, "1 file checked: no mistakes")


def test_each_of_several_files_is_checked(place: Path) -> None:
    (place / "bad.eval").write_text("methodology bad\nindex a { scor 1 }\n", encoding="utf-8")
    (place / "worse.eval").write_text("methodology worse\nindex a { score 1,5 }\n", encoding="utf-8")
    result = invoke("check", ".")
    said(result, 2, "bad.eval:2", "worse.eval:2", "scor", "3 files checked: 2 errors")


def test_a_file_that_is_no_utf8_does_not_stop_the_others(place: Path) -> None:
    (place / "old.eval").write_bytes('methodology old "Методика"\n'.encode("cp1251"))
    (place / "bad.eval").write_text("methodology bad\nindex a { score y }\n", encoding="utf-8")
    result = invoke("check", "old.eval", "bad.eval", "small.eval")
    said(
        result,
        2,
        "old.eval:1: the file is not UTF-8",
        "Windows-1251",
        "`y`",
        "3 files checked: 1 error, 1 unreadable",
    )


def test_crlf_and_a_byte_order_mark_are_ordinary(place: Path) -> None:
    (place / "win.eval").write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    said(invoke("check", "win.eval"), 0, "no mistakes")


def test_names_and_ids_are_unique_in_what_is_loaded_together(place: Path) -> None:
    (place / "zweit.eval").write_text(SMALL, encoding="utf-8")
    said(invoke("check", "zweit.eval"), 0)
    result = invoke("check", ".", "--select", "C590")
    said(result, 2, "another document is called `small`", "a reading with the id `S-01`", "2 errors")
    assert result.output.count("zweit.eval:") == 2
    assert result.output.count("small.eval:") == 2


def test_a_file_named_twice_is_checked_once(place: Path) -> None:
    said(invoke("check", "small.eval", ".", "./small.eval"), 0, "1 file checked")


def test_paths_that_hold_nothing(place: Path) -> None:
    said(invoke("check", "absent.eval"), 2, "absent.eval: there is no such file", "1 unreadable")
    refused(invoke("check", "data"), "data: the folder holds no rule file", ".eval")
    refused(invoke("check"), "Missing argument")


def test_backslashes_are_read_where_only_slashes_name_a_file(place: Path) -> None:
    (place / "rules").mkdir()
    (place / "small.eval").rename(place / "rules" / "small.eval")
    said(invoke("check", "rules\\small.eval"), 0, "1 file checked: no mistakes")
    said(invoke("score", "rules\\small.eval", "--data", ".\\data", "--parameter", "weight=1"), 0, "0.8333…")


@pytest.mark.parametrize("content", [b"", b"\0\0\0", b"\xff\xfem\0", "ү".encode() * 1000, b"}" * 5000])
def test_any_bytes_end_in_a_message(place: Path, content: bytes) -> None:
    (place / "odd.eval").write_bytes(content)
    said(invoke("check", "odd.eval"), 2, "odd.eval", "1 file checked")
