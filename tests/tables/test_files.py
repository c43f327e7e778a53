"""From paths to raw data."""

import hashlib
from pathlib import Path

import pytest
from tables.programs import write

from evallang.tables.files import read
from evallang.tables.raw import DataError


def test_a_folder_gives_its_data_files(tmp_path: Path) -> None:
    write(tmp_path, {"bodies.csv": "body\nA\n", "service.csv": "body,code\n", "README.md": "x", ".x.csv": "x"})
    raw = read([tmp_path])
    assert [(table.name, table.named) for table in raw.tables] == [("bodies", False), ("service", False)]
    assert raw.digests["bodies.csv"] == hashlib.sha256(b"body\nA\n").hexdigest()


def test_a_file_that_is_asked_for_is_known_as_such(tmp_path: Path) -> None:
    write(tmp_path, {"inputs.csv": "iso3\nA\n"})
    assert [table.named for table in read([tmp_path / "inputs.csv"]).tables] == [True]


def test_files_of_one_name_are_shown_by_path(tmp_path: Path) -> None:
    for year in ("2019", "2020"):
        (tmp_path / year).mkdir()
        write(tmp_path / year, {"bodies.csv": "body\nA\n"})
    raw = read([tmp_path / "2019", tmp_path / "2020"])
    assert [table.file for table in raw.tables] == [
        (tmp_path / year / "bodies.csv").as_posix() for year in ("2019", "2020")
    ]
    assert "\\" not in raw.tables[0].file


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("absent.csv", "there is no such file"),
        ("absent", "absent: there is no such file or folder"),
        ("absent.xlsx", "absent.xlsx: there is no such file or folder"),
        ("data.xlsx", "data is read from .csv and .json files"),
        (".", "holds no .csv or .json file"),
    ],
)
def test_paths_that_give_nothing_are_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "data.xlsx").write_bytes(b"")
    with pytest.raises(DataError) as caught:
        read([tmp_path / name])
    assert said in str(caught.value)


def test_a_file_is_given_once(tmp_path: Path) -> None:
    write(tmp_path, {"bodies.csv": "body\nA\n"})
    with pytest.raises(DataError, match="given twice"):
        read([tmp_path, tmp_path / "bodies.csv"])


def test_a_parameter_is_given_once(tmp_path: Path) -> None:
    text = '{"parameters": {"w": 1}}'
    write(tmp_path, {"a.json": text, "b.json": text})
    with pytest.raises(DataError, match=r"the parameter `w` is given in a\.json and b\.json"):
        read([tmp_path])
