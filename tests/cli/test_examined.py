"""What `evallang check` finds in a methodology: in which forms, which checks, what is accepted, how it ends."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli.commands import invoke, refused, said
from house.checkout import ROOT

from evallang.examining import Examined
from evallang.lint.check import all_checks
from evallang.report.examined.text import summary
from evallang.source import from_text

SCHEMA = json.loads((ROOT / "docs" / "schema" / "check.schema.json").read_text(encoding="utf-8"))
RULES = """\
methodology m "Бағалау"
input handled "Қаралғаны" : count                  §1
input refused "Бас тарту" : count, at most handled §1
indicator refusals "Бас тарту үлесі" §2 {
  score refused / handled §2
}
"""


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "m.eval"
    file.write_text(RULES, encoding="utf-8")
    return file


def found(*arguments: str) -> dict[str, Any]:
    result = invoke("check", *arguments, "--format", "json")
    whole: dict[str, Any] = json.loads(result.stdout)
    jsonschema.validate(whole, SCHEMA, cls=jsonschema.Draft202012Validator)
    return whole


def test_a_finding_ends_the_command_with_1_and_shows_its_body(rules: Path) -> None:
    said(
        invoke("check", "m.eval", "--select", "C301"), 1, "warning[C301]: `handled` may be 0", "m.eval:5",
        "given handled 0", "expect refusals undefined", "1 file checked: no mistakes; 1 warning found",
    )  # fmt: skip


def test_an_error_of_the_text_still_ends_it_with_2(rules: Path) -> None:
    rules.write_text(RULES + "index bad { score nothing }\n", encoding="utf-8")
    said(invoke("check", "m.eval"), 2, "E0201", "1 error")


def test_json_is_as_the_schema_says(rules: Path) -> None:
    whole = found("m.eval", "--select", "C301")
    (finding,) = whole["texts"][0]["findings"]
    assert finding["code"] == "C301" and finding["provisions"] == ["§2"] and finding["verdict"] == "refuted"
    assert finding["place"] == {"line": 5, "column": 9, "end_line": 5, "end_column": 26}
    assert RULES.splitlines()[4][8:25] == "refused / handled"


def test_json_and_sarif_say_whether_one_of_two_readings_is_enough(rules: Path) -> None:
    options = 'option a "a" because "as written"; option b "b"; choose a'
    readings = "".join(f'reading {name} "q" §1 {{ {options} }}\n' for name in ("former", "latter"))
    score = "score s * (by former { a : %s; b : %s }) * (by latter { a : %s; b : %s })"
    for values, option, needed, said_so in (
        ((5, 6, 2, 2.4), "b", "any", "if former is read as `b`, or latter as `b`"),
        ((5, 4, 2.4, 2), "a", "all", "only if former is read as `a` and latter is read as `a`"),
    ):
        text = f"methodology m\n{readings}indicator i §1 {{ points 10 §1; input s : share §1; {score % values} }}\n"
        rules.write_text(text, encoding="utf-8")
        (finding,) = found("m.eval", "--select", "C103")["texts"][0]["findings"]
        assert finding["readings"] == [{"reading": r, "options": [option]} for r in ("former", "latter")]
        assert finding["readings_needed"] == needed
        (result,) = json.loads(invoke("check", "m.eval", "--select", "C103", "--format", "sarif").stdout)["runs"][0][
            "results"
        ]
        assert said_so in result["message"]["text"]


def test_two_findings_at_one_place_have_two_fingerprints(rules: Path) -> None:
    options = 'option a "a" because "as written"; option b "b"; choose a'
    readings = "".join(f'reading {name} "q" §1 {{ {options} }}\n' for name in ("former", "latter"))
    score = "score s * (by former { a : 5; b : 6 }) * (by latter { a : 2; b : 3 })"
    text = f"methodology m\n{readings}indicator i §1 {{ points 10 §1; input s : share §1; {score} }}\n"
    rules.write_text(text, encoding="utf-8")
    (run,) = json.loads(invoke("check", "m.eval", "--select", "C103", "--format", "sarif").stdout)["runs"]
    prints = [result["partialFingerprints"]["finding/v1"] for result in run["results"]]
    assert len(prints) == 2 == len(set(prints))


def test_the_example_of_a_finding_passes_where_it_is_pasted(rules: Path) -> None:
    (finding,) = found("m.eval", "--select", "C301")["texts"][0]["findings"]
    rules.write_text(RULES + "\n" + finding["witness"]["example"], encoding="utf-8")
    said(invoke("test", "m.eval"), 0, "1 example, 1 figure compared, all as expected")
    said(invoke("fmt", "--check", "m.eval"), 0)


def test_sarif_names_rules_places_and_levels(rules: Path) -> None:
    result = invoke("check", "m.eval", "--select", "C301", "--format", "sarif")
    whole = json.loads(result.stdout)
    (run,) = whole["runs"]
    (finding,) = run["results"]
    assert whole["version"] == "2.1.0" and run["tool"]["driver"]["name"] == "evallang"
    assert finding["ruleId"] in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert finding["level"] == "warning" and finding["message"]["text"].startswith("`handled` may be 0")
    (location,) = finding["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "m.eval"
    assert location["physicalLocation"]["region"] == {"startLine": 5, "startColumn": 9, "endLine": 5, "endColumn": 26}
    assert re.fullmatch("[0-9a-f]{32}", finding["partialFingerprints"]["finding/v1"])


def test_what_is_accepted_is_counted_and_told_but_is_no_finding(rules: Path) -> None:
    rules.write_text(
        RULES.replace("/ handled §2", '/ handled §2 accept C301 "no body is without cases"'), encoding="utf-8"
    )
    said(invoke("check", "m.eval", "--select", "C301"), 0, "nothing found; 1 accepted")
    (finding,) = found("m.eval", "--select", "C301")["texts"][0]["findings"]
    assert finding["accepted"] == "no body is without cases"
    run = json.loads(invoke("check", "m.eval", "--select", "C301", "--format", "sarif").stdout)["runs"][0]
    assert run["results"][0]["suppressions"] == [{"kind": "inSource", "justification": "no body is without cases"}]


def test_an_acceptance_that_no_longer_applies_is_a_finding(rules: Path) -> None:
    text = RULES.replace("handled §2", 'handled §2 accept C301 "none"').replace(
        "score refused", "when handled = 0 : 1\n  score refused"
    )
    rules.write_text(text, encoding="utf-8")
    said(invoke("check", "m.eval"), 1, "C590")
    assert "C590" not in invoke("check", "m.eval", "--ignore", "C301").output, "C301 was not looked for"
    said(invoke("check", "m.eval", "--select", "C590"), 1, "C590", "1 warning found")


@pytest.mark.parametrize("option", ["--no-prove", "--prove"])
def test_what_only_a_solver_decides_is_accepted_with_it_and_without(rules: Path, option: str) -> None:
    score = 'score 1 / (a * a - a * b + b * b + 1) accept C301 "x"'
    text = f"methodology m\ninput a : number 0..10 §1\ninput b : number 0..10 §1\nindicator i §2 {{\n  {score}\n}}\n"
    rules.write_text(text, encoding="utf-8")
    assert "C590" not in invoke("check", "m.eval", "--select", "C301", "--select", "C590", option).output
    rules.write_text(text.replace("a * a - a * b + b * b + 1", "a + b + 1"), encoding="utf-8")
    said(invoke("check", "m.eval", "--select", "C301", "--select", "C590", option), 1, "C590")


def test_only_some_checks(rules: Path) -> None:
    said(invoke("check", "m.eval", "--select", "C3"), 1, "C301")
    assert "C301" not in invoke("check", "m.eval", "--ignore", "C3").output
    assert "C301" not in invoke("check", "m.eval", "--select", "C1,C2", "--select", "C5").output
    refused(invoke("check", "m.eval", "--select", "C999"), "no check has the code `C999`", "evallang rule")


def test_the_same_twice(rules: Path) -> None:
    first, again = (invoke("check", "m.eval", "--format", "json").stdout for _ in range(2))
    assert first == again


def test_rule_prints_the_page_of_a_code() -> None:
    for check in all_checks():
        said(invoke("rule", check.code), 0, check.title, check.page.splitlines()[0])
        assert invoke("rule", check.name).output == invoke("rule", check.code.lower()).output
    said(invoke("rule", "E0103"), 0, "decimal comma")
    said(invoke("rule", "c590"), 0, "C590: an acceptance that no longer applies")
    said(invoke("rule"), 0, *(check.code for check in all_checks()))
    refused(invoke("rule", "C30l"), "no message has the code", "C301")


def test_an_acceptance_without_a_reason_accepts_nothing(rules: Path) -> None:
    rules.write_text(RULES.replace("handled §2", 'handled §2 accept C301 ""'), encoding="utf-8")
    said(invoke("check", "m.eval"), 1, "warning[C301]", "warning[C592]", "gives no reason")
    said(invoke("rule", "c592"), 0, "C592: an acceptance without a reason")


@pytest.mark.parametrize(("proved", "words"), [(1, "1 claim proved"), (1200, "1,200 claims proved")])
def test_how_many_claims_are_proved(proved: int, words: str) -> None:
    assert summary([Examined("m", from_text("m.eval", RULES), (), (), {"C301": proved})]) == ["nothing found", words]


def test_data_that_cannot_be_used_are_told(rules: Path) -> None:
    (rules.parent / "bad.csv").write_text("body,handled,refused\nA,xx,1\nB,9,1\n", encoding="utf-8")
    result = invoke("check", rules.name, "--data", "bad.csv", "--select", "C604")
    assert result.exit_code == 1
    assert 'bad.csv:2, column "handled": the cell is not used: `xx` is not a number' in result.stderr
    (rules.parent / "good.csv").write_text("body,handled,refused\nA,9,1\n", encoding="utf-8")
    assert invoke("check", rules.name, "--data", "good.csv", "--select", "C604").exit_code == 0


def test_columns_of_the_data_that_nobody_reads_are_told_and_are_no_fault_of_the_rules(rules: Path) -> None:
    (rules.parent / "bad.csv").write_text("body,handled,other\nA,9,1\n", encoding="utf-8")
    result = invoke("check", rules.name, "--data", "bad.csv", "--select", "C604")
    assert result.exit_code == 0
    assert 'bad.csv:1, column "other": the column `other` is no input and is not read' in result.stderr
    assert "bad.csv: there is no column `refused`" in result.stderr
