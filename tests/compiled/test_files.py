"""`evallang compile`: the file that is written runs by itself, and says the same as `score`."""

import ast
import hashlib
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from compiled.typed import assert_typed
from engine.programs import rules_of

import evallang
from evallang.cli import main
from evallang.ir.paths import UnknownPath

RULES = """
methodology answers "Answers in time"
kinds central, local
input requests "Requests" : count §1
input late "Late" : count, at most requests §1
item office by id { input visits "Visits" : count 1..; input queue : number }
index total §2 {
  indicator order §2.1 { points central 60, local 80; score points * (1 - late / requests); clamp 0 .. points }
  indicator queues §2.2 { points 20; score min(20, mean(queue / visits for office, none 0)) }
  round 0.01 half up
  grade §3
    | score     | grade | label |
    | 50 and up | good  | "Good" |
    | below 50  | bad   | "Bad"  |
}
"""
PARAMETERS = """
methodology m
parameter rate : number
parameter strict : flag
parameter day : date
parameter name : text
parameter fixed = 3
input a : number
indicator x { score if strict and day > 2020-01-01 and name = "x" then a * rate else fixed }
"""
RECORDS = [
    {"body": "a", "kind": "central", "requests": 7, "late": 1, "office": [{"id": "1", "visits": 3, "queue": "0.5"}]},
    {"body": "b", "kind": "local", "requests": 3, "late": 1, "office": []},
    {"body": "c", "kind": "local", "requests": 0, "late": 0, "office": []},
    {"body": "d", "kind": "local", "requests": 10, "late": "x", "office": [{"id": "1", "visits": 0, "queue": 1}]},
    {"body": "e", "kind": "federal", "requests": 10, "late": 20},
]
SCRIPT = """
import json, sys
from scorer import score
assert not any(name.startswith("evallang") for name in sys.modules)
for record in json.load(open("records.json", encoding="utf-8")):
    found = score(record)
    values = [found[path] for path in ("order", "queues", "total", "total.grade")]
    print(json.dumps([value.because if hasattr(value, "because") else str(value) for value in values]))
"""
PATHS = ("order", "queues", "total", "total.grade")


def run(*args: str) -> str:
    result = CliRunner().invoke(main, list(args), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_file_runs_without_the_package(tmp_path: Path) -> None:
    """It imports nothing of the package, and prints what `score` gives."""
    (tmp_path / "answers.eval").write_text(RULES, encoding="utf-8")
    run("compile", str(tmp_path / "answers.eval"), "--to", "python", "-o", str(tmp_path / "scorer.py"))
    (tmp_path / "records.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    (tmp_path / "run.py").write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.path.insert(0, '.'); exec(open('run.py').read())"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    scores = evallang.load(tmp_path / "answers.eval").score({"bodies": RECORDS})
    for record, line in zip(RECORDS, done.stdout.splitlines(), strict=True):
        wanted = [scores[str(record["body"])][path] for path in PATHS]
        assert json.loads(line) == [str(w.value) if w.status == "value" else w.because for w in wanted], record
    assert json.loads(done.stdout.splitlines()[0]) == ["360/7", "1/6", "258/5", "good"]


def test_a_file_is_there_at_once(tmp_path: Path) -> None:
    """What is needed for texts, reasons and exact results is imported when it is needed."""
    (tmp_path / "answers.eval").write_text(RULES, encoding="utf-8")
    run("compile", str(tmp_path / "answers.eval"), "--to", "python", "-o", str(tmp_path / "scorer.py"))
    script = "import sys; sys.path.insert(0, '.'); known = set(sys.modules); import scorer; "
    done = subprocess.run(
        [sys.executable, "-S", "-c", script + "print(sorted(set(sys.modules) - known - {'scorer', '__future__'}))"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_file_is_typed(tmp_path: Path) -> None:
    """A strict type checker has nothing to say of it."""
    (tmp_path / "answers.eval").write_text(RULES, encoding="utf-8")
    run("compile", str(tmp_path / "answers.eval"), "--to", "python", "-o", str(tmp_path / "scorer.py"))
    assert_typed(tmp_path / "scorer.py")


def test_the_file_cites_and_carries_the_digest(tmp_path: Path) -> None:
    """Provisions stand in comments, the digest of the rules at the top."""
    file = tmp_path / "answers.eval"
    file.write_text(RULES, encoding="utf-8")
    text = run("compile", str(file), "--to", "python", "--output-of", "order")
    assert "# order: " in text
    assert "§2.1" in text
    assert "SHA-256" in text.split('"""')[1]
    assert "queue" not in text.split("# ---- the rules")[1]


def test_the_head_of_a_file(tmp_path: Path) -> None:
    """The digest is that of the text, however the file is saved; it says which Python is needed, and that is enough."""
    heads = set[str]()
    for name, ends, encoding in (("a", "\n", "utf-8"), ("b", "\r\n", "utf-8-sig")):
        (tmp_path / f"{name}.eval").write_text(RULES, encoding=encoding, newline=ends)
        rules = evallang.load(tmp_path / f"{name}.eval")
        source = rules.compile().source
        heads.add(source.split('"""')[1])
        ast.parse(source, feature_version=(3, 10))
        assert rules.program.source.digest in source.split('"""')[1]
    (head,) = heads
    assert hashlib.sha256(RULES.encode()).hexdigest() in head
    assert "It needs Python 3.10 or newer, and no package." in head


def test_what_is_no_result_is_said(tmp_path: Path) -> None:
    """With the line of the rules."""
    file = tmp_path / "m.eval"
    file.write_text("methodology m\ninput a : count\nindicator total { score a }\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["compile", str(file), "--to", "python", "--output-of", "y"])
    assert result.exit_code == 2
    assert "`y` is no result" in result.output
    with pytest.raises(UnknownPath, match="did you mean `total`"):
        evallang.load(file).compile(outputs=["totel"])


@pytest.mark.parametrize("given", [None, [1], 3, "a"])
@pytest.mark.parametrize("more", ["", "rating place { among every body; by total, highest first }\n"])
def test_what_is_no_record_is_said(given: object, more: str) -> None:
    scorer = rules_of(RULES + more).compile()
    kind = type(given).__name__
    for score in (scorer, scorer.score):
        with pytest.raises(TypeError, match=f"a record is a dictionary of what is given, not {kind}"):
            score(given)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=rf"a record is a dictionary of what is given, not {kind} \(at 1\)"):
        scorer.score_all([{}, given])  # type: ignore[list-item]


def test_records_and_paths_come_in_any_iterable() -> None:
    more = "rating place { among every body; by total, highest first }\n"
    for rules in (rules_of(RULES), rules_of(RULES + more)):
        records = [{"body": name, "kind": "local", "requests": 9, "late": 2, "office": []} for name in "bc"]
        scorer = rules.compile(outputs=iter(["total"]))
        assert [dict(found) for found in scorer.score_all(iter(records))] == [{"total": Fraction("62.22")}] * 2
    ranked = rules_of(RULES + more).compile()
    assert ranked.score(records[0], iter(records[1:]))["place.rank"] == 1
    for wrong, said in (([None], r"not NoneType \(at 0\)"), ({"body": "y"}, "records are given in a list")):
        with pytest.raises(TypeError, match=said):
            ranked.score(records[0], wrong)


class Odd(dict[str, object]):
    """A record that cannot be read."""

    def __getitem__(self, name: str) -> object:
        raise AttributeError(f"no {name} here")

    def get(self, name: str, _: object = None) -> object:
        """Nothing."""
        return self[name]


def test_an_error_inside_a_record_is_its_own() -> None:
    with pytest.raises(AttributeError, match="no kind here"):
        rules_of(RULES).compile().score(Odd())


def test_one_path_is_no_list_of_them() -> None:
    """A text would be read letter by letter."""
    rules = rules_of("methodology m\ninput a : count\nindicator i1 { score a }\n")
    with pytest.raises(TypeError, match=r"`outputs` is a list of paths: write \['i1'\]"):
        rules.compile(outputs="i1")


def test_no_result_at_all() -> None:
    """Who asks for nothing gets nothing."""
    assert (
        dict(rules_of("methodology m\ninput a : count\nindicator x { score a }\n").compile(outputs=[]).score({})) == {}
    )


def test_parameters_are_known_and_named(tmp_path: Path) -> None:
    """One that the rules do not have is refused; the file says what is fixed in it."""
    file = tmp_path / "m.eval"
    file.write_text(PARAMETERS, encoding="utf-8")
    result = CliRunner().invoke(main, ["compile", str(file), "--to", "python", "--parameter", "zz=1"])
    assert result.exit_code == 2
    assert "no parameter `zz`" in result.output
    with pytest.raises(evallang.UsageError, match="no parameter `q`"):
        evallang.load(file).compile(parameters={"q": 1})
    given = {"rate": "1/3", "strict": "yes"}
    text = run("compile", str(file), "--to", "python", *(f"--parameter={name}={x}" for name, x in given.items()))
    assert "Parameters: rate = 1/3, strict = yes, day is not given, name is not given." in text.split('"""')[1]
    text = evallang.load(file).compile(parameters={**given, "day": "x"}).source
    assert "Parameters: rate = 1/3, strict = yes, day cannot be read, name is not given." in text.split('"""')[1]
