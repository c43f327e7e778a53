"""What `evallang score` writes: CSV that is data again, and JSON that its schema describes."""

import hashlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli.commands import invoke, refused, said
from house.checkout import ROOT
from house.transcribed import arguments

ASK = ("score", "small.eval", "--data", "data", "--parameter", "weight=1")
SCHEMA = json.loads((ROOT / "docs" / "schema" / "results.schema.json").read_text(encoding="utf-8"))


def rows(path: Path) -> list[list[str]]:
    return [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()]


def test_csv_has_a_row_for_each_body_and_the_digits_that_end(place: Path) -> None:
    invoke(*ASK, "-o", "out.csv")
    assert (place / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows(place / "out.csv") == [
        ["body", "kind", "period", "third", "order.rank", "third.grade", "alarm"],
        ["Алматы", "local", "2020", "1", "1", "high", "no"],
        ["Банк", "central", "2020", f"0.8{'3' * 33}", "2", "low", "no"],
    ]
    assert rows(place / "out.measure.csv")[:2] == [
        ["body", "period", "code", "twice"],
        ["Алматы", "2020", "m1", "0.125"],
    ]


def test_a_long_decimal_that_ends_is_written_whole(place: Path) -> None:
    x = Fraction(3, 2**120)
    text = f"body,kind,period,x\nA,local,2020,{x.numerator}/{x.denominator}\n"
    (place / "data" / "bodies.csv").write_text(text, encoding="utf-8")
    invoke(*ASK, "-o", "out.csv")
    assert Fraction(rows(place / "out.csv")[1][3]) == x / 3


def test_a_folder_takes_files_that_are_data_again(place: Path) -> None:
    said(invoke(*ASK, "-o", "out"), 0, "wrote out/bodies.csv", "wrote out/measure.csv")
    text = """\
methodology next
kinds central, local
input third : number
index more { score third * 3 }
item measure by code { input twice : number; index four { score twice * 2 } }
"""
    (place / "next.eval").write_text(text, encoding="utf-8")
    said(invoke("score", "next.eval", "--data", "out", "-o", "again"), 0)
    assert [row[3] for row in rows(place / "again" / "bodies.csv")] == ["more", "3", f"2.4{'9' * 33}"]
    assert [row[3] for row in rows(place / "again" / "measure.csv")][1] == "0.25"


def test_a_node_that_another_methodology_scores(place: Path) -> None:
    invoke(*ASK, "-o", "out.csv")
    text = "methodology next\nindex base { scored by small.third }\nindex ten { score base * 10 }\n"
    (place / "next.eval").write_text(text, encoding="utf-8")
    said(invoke("score", "next.eval", "--data", "out.csv", "-o", "again.csv"), 0)
    assert [row[2:] for row in rows(place / "again.csv")][:2] == [["base", "ten"], ["1", "10"]]


def test_csv_to_the_terminal_holds_the_bodies(place: Path) -> None:
    result = invoke(*ASK, "--format", "csv")
    assert result.stdout.splitlines()[0].startswith("body,kind,period,third")


def test_the_form_follows_from_the_name(place: Path) -> None:
    invoke(*ASK, "-o", "out.json")
    assert json.loads((place / "out.json").read_text(encoding="utf-8"))["rules"]["name"] == "small"
    invoke(*ASK, "-o", "out.txt")
    assert (place / "out.txt").read_text(encoding="utf-8") == invoke(*ASK).stdout
    for name in ("out", "other.txt"):
        invoke(*ASK, "-o", name, "--format", "json")
        assert (place / name).read_bytes() == (place / "out.json").read_bytes()


def test_a_place_that_cannot_be_written_to(place: Path) -> None:
    refused(invoke(*ASK, "-o", "small.eval/out.csv"), "small.eval")


def test_json_says_everything_exactly(place: Path) -> None:
    found = json.loads(invoke(*ASK, "--format", "json", "--reading", "S-01=four", "--period", "all").stdout)
    assert found["format"] == 1
    data = (place / "data" / "bodies.csv").read_bytes()
    assert found["data"][0] == {"file": "bodies.csv", "sha256": hashlib.sha256(data).hexdigest()}
    (reading,) = found["readings"]
    assert (reading["id"], reading["option"], reading["status"], reading["used"]) == (
        "S-01",
        "four",
        "switched",
        True,
    )
    body = found["bodies"][3]
    assert (body["body"], body["kind"], body["period"]) == ("Банк", "central", 2020)
    assert body["nodes"]["third"] == {
        "status": "value", "exact": "5/8", "decimal": "0.625", "is_exact": True, "provision": ["§2"],
        "label": "Third",
    }  # fmt: skip
    assert body["grades"]["third"]["name"] == "low" and body["grades"]["third"]["label"] == "Төмен"
    assert body["items"]["measure"][0] == {
        "key": "m1", "items": {},
        "nodes": {"twice": {
            "status": "value", "exact": "8", "decimal": "8", "is_exact": True, "provision": ["§3"],
            "label": "",
        }},
    }  # fmt: skip
    assert [rank["decimal"] for rank in found["ratings"][0]["ranks"]] == ["1", "2", "1", "2"]
    assert [b["flag"] for b in found["triggers"][0]["bodies"]] == [False] * 4


def test_json_gives_the_reason_where_there_is_no_value(place: Path) -> None:
    result = invoke("score", "small.eval", "--data", "data", "--format", "json")
    assert result.exit_code == 1
    third = json.loads(result.stdout)["bodies"][0]["nodes"]["third"]
    assert third["status"] == "undefined" and "`weight`" in third["because"] and third["at"] == ["§2"]


def validate(found: Any) -> None:
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", ["rating-2023", "effectiveness-2021", "progress-2021"])
def test_the_schema_describes_the_results_of_the_samples(name: str) -> None:
    data = ("--data", str(ROOT / "rules" / "samples" / name))
    found = json.loads(invoke("score", *arguments(name), *data, "--format", "json", "--period", "all").stdout)
    assert found["bodies"]
    validate(found)


def test_the_schema_describes_points_and_rejects_what_is_odd() -> None:
    rules, data = ROOT / "rules" / "interaction-2020", ROOT / "rules" / "samples" / "2020"
    found = json.loads(invoke("score", rules, "--data", data, "--format", "json").stdout)
    found["bodies"] = found["bodies"][:2]
    validate(found)
    value = found["bodies"][0]["nodes"]["complaint_rate"]
    assert value["points"] == "10"
    for key, wrong in (("decimal", 9.7), ("status", "undefined"), ("exact", "9.7"), ("extra", 1)):
        before = dict(value)
        value[key] = wrong
        with pytest.raises(jsonschema.ValidationError):
            validate(found)
        value.clear()
        value.update(before)
