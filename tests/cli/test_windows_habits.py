"""What files and consoles of Windows do: other line ends, byte order marks, `;` and decimal commas, code pages."""

import os
import subprocess
from pathlib import Path

import pytest
from cli.commands import BODIES, MEASURES, SMALL, invoke, refused, said
from house.checkout import script

BOM = "\ufeff"


def as_windows_writes(text: str, *, comma: bool = False) -> bytes:
    """With a byte order mark and CRLF; `comma` separates columns by `;` and writes decimal commas."""
    if comma:
        text = text.replace(",", ";").replace(".", ",")
    return (BOM + text.replace("\n", "\r\n")).encode()


@pytest.fixture
def windows(place: Path) -> Path:
    """The small methodology and its data, as a colleague's computer would save them."""
    (place / "small.eval").write_bytes(as_windows_writes(SMALL))
    (place / "data" / "bodies.csv").write_bytes(as_windows_writes(BODIES, comma=True))
    (place / "data" / "measure.csv").write_bytes(as_windows_writes(MEASURES, comma=True))
    return place


def scores(place: Path) -> bytes:
    said(invoke("score", "small.eval", "--data", "data", "--parameter", "weight=1", "-o", "out.csv"), 0)
    return (place / "out.csv").read_bytes() + (place / "out.measure.csv").read_bytes()


def test_the_same_results_come_out(place: Path) -> None:
    before = scores(place)
    assert b";" not in before
    (place / "small.eval").write_bytes(as_windows_writes(SMALL))
    (place / "data" / "bodies.csv").write_bytes(as_windows_writes(BODIES, comma=True))
    (place / "data" / "measure.csv").write_bytes(as_windows_writes(MEASURES, comma=True))
    assert b";" in (place / "data" / "bodies.csv").read_bytes()
    assert scores(place) == before


@pytest.mark.parametrize("command", ["check small.eval", "test small.eval", "fmt small.eval", "readings small.eval"])
def test_every_command_reads_such_a_rule_file(windows: Path, command: str) -> None:
    said(invoke(*command.split()), 0)


def test_json_with_a_byte_order_mark(windows: Path) -> None:
    text = '{"bodies": [{"body": "Алматы", "kind": "local", "period": 2020, "x": "4,5"}]}'
    (windows / "bodies.json").write_bytes(as_windows_writes(text))
    result = invoke("score", "small.eval", "--data", "bodies.json", "--parameter", "weight=1")
    said(result, 1, "bodies.json:bodies[0]", "`4,5` has a comma: write `4.5` with a point")


def test_a_decimal_comma_between_commas_is_no_number(place: Path) -> None:
    (place / "data" / "bodies.csv").write_text('body,kind,period,x\nА,local,2020,"4,5"\n', encoding="utf-8")
    result = invoke("score", "small.eval", "--data", "data/bodies.csv", "--parameter", "weight=1")
    said(result, 1, 'bodies.csv:2, column "x"', "4,5")


def test_examples_in_files_of_windows(place: Path) -> None:
    rules = SMALL + '\nexamples from "in.csv" expect "out.csv" key code, answer is third\n'
    rules = rules.replace('parameter weight "Weight" : number', 'parameter weight "Weight" : number = 1')
    (place / "small.eval").write_bytes(as_windows_writes(rules.replace("  given weight 1\n", "")))
    (place / "in.csv").write_bytes(as_windows_writes("code,period,kind,x\nА,2020,local,7.5\n", comma=True))
    (place / "out.csv").write_bytes(as_windows_writes("code,answer\nА,2.5\n", comma=True))
    said(invoke("test", "small.eval"), 0, "2 examples", "3 figures")


@pytest.mark.parametrize(("file", "text"), [("small.eval", SMALL), ("data/bodies.csv", BODIES)])
@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1251", "Windows-1251"), ("cp866", "code page 866"), ("utf-16", "UTF-16")]
)
def test_another_encoding_is_called_by_its_name(place: Path, file: str, text: str, encoding: str, name: str) -> None:
    for kazakh, other in zip("ғқңөүұһіәҒҚҢӨҮҰҺІӘ", "гкноуухиаГКНОУУХИА", strict=True):
        text = text.replace(kazakh, other)  # letters that those code pages do not have
    (place / file).write_bytes(text.replace("№", "N").replace("→", ">").encode(encoding, "replace"))
    refused(invoke("score", "small.eval", "--data", "data"), file.rpartition("/")[2], name, "UTF-8")


def test_backslashes_in_every_path(place: Path) -> None:
    (place / "rules").mkdir()
    (place / "small.eval").rename(place / "rules" / "small.eval")
    (place / "results").mkdir()
    args = ("rules\\small.eval", "--data", "data\\bodies.csv", "--data", "data\\measure.csv", "--parameter", "weight=1")
    said(invoke("score", *args, "-o", "results\\out.csv"), 0)
    assert (place / "results" / "out.csv").exists() and (place / "results" / "out.measure.csv").exists()
    said(invoke("check", "rules\\"), 0)
    said(invoke("template", "rules\\small.eval", "-o", "results\\empty"), 0)
    assert (place / "results" / "empty" / "bodies.csv").exists()
    refused(invoke("score", "rules\\smal.eval", "--data", "data"), "rules/smal.eval: there is no such file")


@pytest.mark.parametrize("page", ["cp1251", "cp866", "ascii"])
@pytest.mark.parametrize("command", ["score", "explain", "test", "check", "readings", "demo", "--help"])
def test_a_console_with_a_code_page(windows: Path, page: str, command: str) -> None:
    """What is printed is UTF-8, letters that the code page lacks too, and nothing fails on the way."""
    data = ["--data", "data", "--parameter", "weight=1"]
    rest = {
        "score": ["small.eval", *data], "explain": ["small.eval", *data, "--body", "Алматы"], "test": ["small.eval"],
        "check": ["small.eval"], "readings": ["small.eval", *data],
    }.get(command, [])  # fmt: skip
    env = os.environ | {"PYTHONIOENCODING": page, "PYTHONUTF8": "0"}
    env.pop("PYTHONPATH", None)
    result = subprocess.run([script("evallang"), command, *rest], capture_output=True, env=env, check=False)
    assert result.returncode in (0, 1 if command == "demo" else 0), result.stderr
    printed = result.stdout.decode("utf-8")
    assert b"Traceback" not in result.stderr
    assert {"score": "Жоғары", "explain": "Алматы", "readings": "S-01", "demo": "өзара іс-қимыл"}.get(
        command, ""
    ) in printed
