"""Findings accepted in the rule file: which ones an acceptance concerns, and when it no longer applies."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies.statements import modules

from evallang.diagnostics import Severity
from evallang.lint.accepted import NO_REASON, UNKNOWN, UNUSED, acceptances, apart
from evallang.lint.finding import Finding
from evallang.source import Span, from_text
from evallang.syntax import ast, parse

KNOWN = {"C101", "C102", "C201", "C590", "C591"}
RULES = """\
methodology m "M" accept C101 "head"
brackets b(s : number 0..5) §1 accept C201 "gap"
  | s      | points |  accept C102 "header"
  | 0 .. 5 |      1 |  §1.1 accept C102 "row"
indicator a {
  points 5 accept C101 "one" accept C102 "two"
  score b(1)
    + b(2)
    + 3 accept C201 "sum"
  clamp 0 ..; round 1 floor accept C101 "both"
}
indicator c {
  weights a 40% accept C101 "first",
    d 60% accept C102 "last"
  parts a
}
"""


def module(text: str) -> ast.Module:
    found, diagnostics = parse(from_text("rules.eval", text))
    assert not diagnostics, diagnostics[0].message
    return found


def finding(text: str, words: str, code: str) -> Finding:
    start = text.index(words)
    return Finding(code, "something is wrong", Span(start, start + len(words)))


def held(text: str, *found: tuple[str, str], **more: Any) -> tuple[list[str], list[str], list[str]]:
    """The places of open findings, the reasons of accepted ones, the codes of acceptances without one."""
    tree = module(text)
    open_, accepted, unused = apart(
        [finding(text, words, code) for words, code in found], acceptances(tree), tree.source, KNOWN, **more
    )
    shown = [text[f.span.start : f.span.end] for f in open_ if f.code not in (UNUSED, UNKNOWN)]
    return shown, [a.why for _, a in accepted], [a.code for a in unused]


def test_acceptances_are_found_wherever_marks_stand() -> None:
    found = acceptances(module(RULES))
    assert [(a.code, a.why, a.line) for a in found] == [
        ("C101", "head", 1), ("C201", "gap", 2), ("C102", "header", 3), ("C102", "row", 4), ("C101", "one", 6),
        ("C102", "two", 6), ("C201", "sum", 9), ("C101", "both", 10), ("C101", "first", 13), ("C102", "last", 14),
    ]  # fmt: skip
    assert [RULES[a.span.start : a.span.end] for a in found[:2]] == ['accept C101 "head"', 'accept C201 "gap"']


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ("methodology m", "C101", "head"),
        ("b(s", "C201", "gap"),
        ("s      |", "C102", "header"),
        ("0 ..", "C102", "row"),
        ("points 5", "C101", "one"),
        ("5 accept", "C102", "two"),
        ("score b(1)", "C201", "sum"),
        ("b(2)", "C201", "sum"),
        ("3 accept", "C201", "sum"),
        ("clamp", "C101", "both"),
        ("round", "C101", "both"),
        ("a 40%", "C101", "first"),
        ("a 40%", "C102", "last"),
        ("d 60%", "C102", "last"),
    ],
)
def test_accepted(words: str, code: str, why: str) -> None:
    assert held(RULES, (words, code))[:2] == ([], [why])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("methodology m", "C102"),
        ("0 .. 5 |", "C201"),
        ("0 .. 5 |", "C101"),
        ("indicator a", "C101"),
        ("indicator a", "C201"),
        ("score b(1)", "C101"),
        ("clamp", "C201"),
        ("d 60%", "C101"),
        ("indicator c", "C101"),
        ("parts a", "C102"),
    ],
)
def test_not_accepted(words: str, code: str) -> None:
    assert held(RULES, (words, code))[:2] == ([words], [])


def test_the_acceptance_of_the_line_comes_before_that_of_the_clause() -> None:
    text = 'score by r {\n  a : 1 accept C101 "case"\n  b : 2\n} accept C101 "whole"\n'
    assert held(text, ("a : 1", "C101"), ("b : 2", "C101")) == ([], ["case", "whole"], [])


def test_one_acceptance_concerns_all_findings_of_its_code_on_the_line() -> None:
    text = 'clamp 0 .. 5 accept C101 "why"\n'
    assert held(text, ("clamp", "C101"), ("5", "C101"), ("5", "C102")) == (["5"], ["why", "why"], [])


def test_an_acceptance_that_no_longer_applies() -> None:
    tree = module('points 5 accept C101 "a"\nclamp 0 ..\n')
    (said,), accepted, unused = apart([], acceptances(tree), tree.source, KNOWN)
    assert (said.code, said.severity, accepted) == (UNUSED, Severity.WARNING, [])
    assert said.message == "the acceptance of `C101` no longer applies: the checker finds nothing of this code here"
    assert said.help == "delete it, or write it at the end of the line that it concerns"
    assert tree.source.slice(said.span) == 'accept C101 "a"' and [a.why for a in unused] == ["a"]


def test_a_check_that_was_not_run_says_nothing_of_its_acceptances() -> None:
    text = 'points 5 accept C101 "a" accept C102 "b" accept C999 "c"\n'
    assert held(text, asked={"C102"}) == ([], [], ["C102", "C999"])
    assert held(text, asked=set()) == ([], [], ["C999"])


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("C1O1", "did you mean `C101`?"),
        ("С102", "did you mean `C102`? `С` is a Cyrillic letter here, which only looks the same"),
        ("everything", "write the code that the checker shows before the finding, such as `C101`"),
    ],
)
def test_a_code_of_no_check(code: str, advice: str) -> None:
    text = f'points 5 accept {code} "a"\n'
    tree = module(text)
    open_, accepted, unused = apart([finding(text, "points", "C101")], acceptances(tree), tree.source, KNOWN)
    assert [f.code for f in open_] == ["C101", UNKNOWN] and not accepted and len(unused) == 1
    assert open_[1].message == f"no check has the code `{code}`, so nothing is accepted by it"
    assert open_[1].help == advice


@pytest.mark.parametrize("why", ["", "  "])
def test_nothing_is_accepted_without_a_reason(why: str) -> None:
    text = f'points 5 accept C101 "{why}" accept C102 "asked in March"\n'
    tree = module(text)
    found = [finding(text, "points", "C101"), finding(text, "points", "C102")]
    open_, accepted, unused = apart(found, acceptances(tree), tree.source, KNOWN)
    assert [f.code for f in open_] == ["C101", NO_REASON] and [a.code for _, a in accepted] == ["C102"] and not unused
    assert open_[1].message == "the acceptance of `C101` gives no reason, so nothing is accepted by it"
    assert tree.source.slice(open_[1].span) == f'accept C101 "{why}"'


def everywhere(value: object) -> Iterator[ast.Accept]:
    """Every acceptance in a tree, whatever holds it."""
    if isinstance(value, ast.Accept):
        yield value
    elif type(value) is tuple:
        for one in value:
            yield from everywhere(one)
    else:
        for field in getattr(value, "__attrs_attrs__", ()):
            yield from everywhere(getattr(value, field.name))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # how busy the machine is says nothing
@given(modules)
def test_none_is_overlooked(tree: ast.Module) -> None:
    found = [(a.code, a.why) for a in acceptances(tree)]
    assert sorted(found) == sorted((a.code.text, a.why.value) for a in everywhere(tree.statements))


@given(st.lists(st.sampled_from(sorted(KNOWN)), max_size=4), st.lists(st.sampled_from(sorted(KNOWN)), max_size=4))
def test_every_finding_and_every_acceptance_is_in_one_place(found: list[str], accepted: list[str]) -> None:
    marks = "".join(f' accept {code} "{i}"' for i, code in enumerate(accepted))
    text = f"points 5{marks}\n"
    tree = module(text)
    findings = [finding(text, "points", code) for code in found]
    held_ = apart(findings, acceptances(tree), tree.source, KNOWN)
    assert [f for f in held_.open if f.subject == ""] == [f for f in findings if f.code not in accepted]
    assert [f for f, _ in held_.accepted] == [f for f in findings if f.code in accepted]
    assert {a.why for _, a in held_.accepted} | {a.why for a in held_.unused} == {str(i) for i in range(len(accepted))}
    assert len(held_.open) + len(held_.accepted) == len(findings) + len(held_.unused)
