"""Formulas as mathematics."""

from lint.test_solver import subject_of

from evallang.ir.program import NodeDef
from evallang.symbolic.mathematics import mathml


def written(formula: str) -> str | None:
    subject = subject_of(
        "methodology m\ninput саны : number §1 symbol b\ninput y : number\n"
        f"input all : count §1 symbol p §2 symbol m\nindex x {{ score {formula} }}\n"
    )
    (node,) = (d for d in subject.program.definitions if isinstance(d, NodeDef))
    return mathml(node.clauses[0].value, subject.program)


def test_a_quotient_is_a_fraction_and_the_letter_of_the_law_stands_for_its_value() -> None:
    found = written("10 - y / саны")
    assert found is not None and "<mfrac><mi>y</mi><mi>b</mi></mfrac>" in found and "<mn>10</mn>" in found


def test_of_what_has_several_letters_the_name_is_written() -> None:
    found = written("y - all")
    assert found is not None and "<mi>all</mi>" in found and "<mo>\N{MINUS SIGN}</mo>" in found


def test_nothing_is_simplified() -> None:
    found = written("y + y")
    assert found is not None and found.count("<mi>y</mi>") == 2


def test_what_is_no_arithmetic_is_not_written() -> None:
    assert written("if y > 1 then 2 else y") is None
