"""Every cell of the table of absence is shown by a document."""

from cases.documents import FOLDER, cases

STATES = ("missing operand", "undefined operand", "part not applicable")
# The rows of the table with the columns that say something in them.
CELLS = {
    "1_arithmetic": [f"{row} × {state}" for row in ("arithmetic", "functions", "comparison") for state in STATES],
    "2_parts": [
        "sum of parts × every state of a part", "`parts` × every state of a part",
        "sum of parts × no part is applicable",
    ],
    "3_aggregates": [
        f"sum, mean, min, max, … × {state}"
        for state in (*STATES, "missing operand where known", "empty list", "list not delivered")
    ],
    "4_counting": [f"count, some, every × {state}" for state in (*STATES, "empty list", "list not delivered")],
    "5_logic": [
        "and × missing and undefined operand", "or × missing and undefined operand",
        "not × missing and undefined operand",
        "and, or, not × not applicable operand",
    ],
    "6_guards": ["guard × missing", "guard × undefined", "guard × not applicable"],
    "7_ranking": ["rating × missing, undefined, not applicable", "rank × missing, undefined, not applicable"],
    "8_population": [f"population × {state}" for state in (*STATES, "empty list")],
    "9_grade": ["grade × missing, undefined, gap, not applicable"],
}  # fmt: skip


def test_every_cell_has_a_case() -> None:
    for name, wanted in CELLS.items():
        assert set(wanted) <= {case.title for case in cases(FOLDER / "absence" / f"{name}.md")}


def test_every_row_has_a_document() -> None:
    assert {file.stem for file in (FOLDER / "absence").glob("*.md")} == set(CELLS)


def test_no_operand_without_a_value_gives_one() -> None:
    """What the cells of arithmetic, functions and comparisons have in common, looked at without reading them."""
    for case in cases(FOLDER / "absence" / "1_arithmetic.md"):
        if " × " in case.title:
            lines = [
                line for line in case.shown.splitlines() if not line.startswith(("North.only_central", "North.unused"))
            ]
            assert lines and all(" undefined: " in line for line in lines)
