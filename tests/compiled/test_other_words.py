"""Compiled rules read a record as `score` reads data: capitals, labels, blanks, objects inside of records."""

import unicodedata
from typing import Any

import pytest
from compiled.written import module_of
from engine.programs import rules_of

from evallang.rules import Rules

RULES = rules_of("""
methodology m "M"
kinds ortalyq "Орталық орган й", jergilikti "Жергілікті орган"
input a "Баға й" : number
input o : choice (bir "Бірінші й", eki, Eki "Екінші")
input when : date, column "D 1"
input f : flag
input who : body
block sec "S" { input deep "Терең" : number, column "DP"; indicator z { score deep + 1 } }
item office "Бөлімше" by Code {
  input asked "Сұралды" : number
  item desk by id { input seen : number }
  formula all_seen = sum(seen for desk, none 0)
}
indicator x { points ortalyq 10, jergilikti 20; score a * points }
indicator y { score if o = bir then 1 else 2 }
indicator v { score if f then 1 else 2 }
indicator t { score if when >= 2020-01-01 then 1 else 2 }
indicator n { score sum(asked for office, none 0) + count(office) }
indicator s { score sum(all_seen for office, none 0) }
indicator k { score office.one.asked }
""")
TOGETHER = rules_of("""
methodology m
kinds ortalyq "Орталық орган й", b
input a "Баға й" : number
input who : body
item office by Code { input asked "Сұралды" : number }
indicator x { score a / sum(a for body of same kind) }
indicator y { score if who = this body then 1 else 2 }
indicator z { score sum(asked for office, none 0) + sum(a for every body, none 0) }
rating r { among body of same kind; by x }
""")


def d(text: str) -> str:
    return unicodedata.normalize("NFD", text)


OFFICE = [{"Code": "one", "asked": 1, "desk": [{"id": 1, "seen": 2}]}, {"Code": "two", "asked": 2, "desk": []}]
BASE: dict[str, Any] = {
    "body": "b", "kind": "ortalyq", "a": 1, "o": "bir", "when": "2021-01-01", "f": True, "who": "b", "sec.deep": 1,
    "office": OFFICE,
}  # fmt: skip
CHANGES: list[tuple[str, ...] | tuple[str, Any] | tuple[str, str, Any]] = [
    *(("kind", word) for word in (
        "Ortalyq", " ortalyq ", "орталық ОРГАН й", d("Орталық орган й"), "none", None, "", 1, True, "Jergilikti")),
    *(("o", word) for word in ("BIR", "бірінші й", d("Бірінші й"), " bir ", "EKI", "eki", "Eki", "екінші")),
    *(("o", word) for word in ("x", None, True, "екінши", "bіr", "Еki", "Бірінші", " bri ", "б" * 70, "\u2028ekі")),
    *(("who", word) for word in ("с", "Ортa", "ъ", "", "bb", " Oрта ")), ("body", "Орта"),
    *(("body", word) for word in (" b ", d("Қй"), "Қй", 5, True, 1.0)),
    *(("f", word) for word in (1, 0, "ИӘ", " да ", "TRUE", 1.0, 2, "", None, float("nan"))),
    *(("when", word) for word in ("31.12.2019", " 2020-01-01 ", "2020-02-30", "2020", True, "", 20200101)),
    *(("a", word) for word in (True, False, float("nan"), float("inf"), -float("inf"), "1 0", " 2 ")),
    *(("a", word) for word in ({"b": 1}, [])),
    *(("a", key, 3) for key in ("A", " a ", "баға й", "Баға й", "БАҒА   Й", d("Баға й"), "b")),
    *(("sec.deep", key, 3) for key in ("deep", "DP", "dp", "Терең", "SEC.DEEP", "терең")),
    ("sec.deep", "sec", {"deep": 3}), ("sec.deep", "sec", {"Deep": 3}), ("sec.deep", "SEC", {"deep": "x"}),
    ("when", "d 1", "2019-01-01"), ("when", "d  1", "2019-01-01"), ("when", "WHEN", ""),
    ("kind", "Kind", "ortalyq"), ("kind", "KIND", "ORTALYQ"), ("body", "Body", "c"),
    *(("office", key, OFFICE) for key in ("Office", "Бөлімше", "бөлімше", " office ", "OFFICE", "nothing")),
    *(("office", given) for given in (None, [], "a", "", {"one": 1}, 5, True)),
    *(("office", [{"Code": key, "asked": 1}, {"Code": "two", "asked": 2}])
      for key in (None, "", " ", 1, True, " two ", 1.0)),
    ("office", [{"Code": 1, "asked": 1}, {"Code": "1", "asked": 2}]),
    ("office", [{"code": "one", "Сұралды": 3}]), ("office", [{"CODE": "one", "ASKED": " 3 "}]),
    ("office", [{"Code": "one", "office.asked": 3}]),
    ("office", [{"Code": "one", d("Сұралды"): 3, "Desk": [{"ID": "x", "SEEN": 4}]}]),
    ("office", [{"Code": d("й"), "asked": 3}, {"Code": "й", "asked": 4}]),
]  # fmt: skip


def changed(change: tuple[Any, ...]) -> dict[str, Any]:
    """The record with another value, or with something under another name."""
    if len(change) == 2:
        return BASE | {change[0]: change[1]}
    return {change[1] if key == change[0] else key: change[2] if key == change[0] else v for key, v in BASE.items()}


def said(value: Any) -> Any:
    return value.because if hasattr(value, "because") else value


def held(rules: Rules, score: Any, record: dict[str, Any]) -> None:
    """Every result, with its whole reason."""
    scores = rules.score({"bodies": [record]})
    (body,), found = scores, score(record)
    for path in found:
        wanted = body[path].value if body[path].status == "value" else body[path].because
        ours = said(found[path])
        assert type(ours) is type(wanted), (record, path, ours, wanted)
        assert ours == wanted, (record, path)


@pytest.mark.parametrize("rules", [RULES, TOGETHER], ids=["alone", "together"])
def test_a_record_is_read_as_data_are(rules: Rules) -> None:
    """Also the second time, when its form is known."""
    score = rules.compile().score
    for _ in range(2):
        for change in CHANGES:
            held(rules, score, changed(change))


def test_in_a_file_too() -> None:
    score = module_of(RULES.compile().source).score
    for change in CHANGES[::7]:
        held(RULES, score, changed(change))


NEAR = """
methodology m
input m : choice (a "Option A", b "Option B")
input who : body
indicator x { score if m = a then 1 else 2 }
indicator y { score if who = this body then 1 else 2 }
"""


@pytest.mark.parametrize(
    ("changed_to", "path", "end"),
    [
        ({"m": "optoin b"}, "x", "`optoin b` is none of the options; did you mean `Option B`?"),
        ({"m": "Option \u0412"}, "x", "`Option B` looks the same and has letters of another alphabet: type it anew"),
        ({"m": "\u0430"}, "x", "`a` looks the same and has letters of another alphabet: type it anew"),
        ({"m": "something else"}, "x", "`something else` is none of the options"),
        ({"who": "Nroth"}, "y", "`Nroth` is none of the bodies; did you mean `North`?"),
    ],
)
def test_what_was_meant_is_said(changed_to: dict[str, str], path: str, end: str) -> None:
    """In the words of the interpreter, in memory and in a file that has imported nothing yet."""
    rules = rules_of(NEAR)
    record = {"body": "North", "m": "a", "who": "North"} | changed_to
    assert rules.score({"bodies": [record]})["North"][path].because.endswith(end)
    for score in (rules.compile().score, module_of(rules.compile().source).score):
        held(rules, score, record)


def test_the_results_that_are_read_without_numbers() -> None:
    """A function that looks at a list or a date alone has nothing that is not plain in front of it."""
    for path, changes in {"n": "office", "t": "when", "k": "office", "s": "office"}.items():
        score = RULES.compile(outputs=[path]).score
        for change in CHANGES:
            if change[0] in (changes, "kind", "body"):
                held(RULES, score, changed(change))


def test_what_is_no_record_in_a_list_is_said() -> None:
    with pytest.raises(TypeError, match="the list `office` has to hold records"):
        RULES.compile().score(BASE | {"office": ["a"]})


def test_a_record_is_not_changed() -> None:
    record = changed(("office", "Бөлімше", [{"CODE": "one", "ASKED": " 3 "}])) | {"Kind": "x"}
    before = repr(record)
    RULES.compile().score(record)
    assert repr(record) == before
