"""Bodies: columns, kinds, names, duplicates, what is absent."""

from fractions import Fraction
from pathlib import Path

import pytest
from tables.programs import COUNT, SHARE, always, bound, make_input, make_item, make_program, messages, write

from evallang.diagnostics import Severity
from evallang.ir.program import Named
from evallang.tables.bind import bind
from evallang.tables.files import read
from evallang.tables.raw import DataError
from evallang.types import BODY

F = Fraction
KINDS = (Named("central", "орталық"), Named("local", ""))
LATE = make_program(make_input("late", COUNT))


def test_a_value_has_its_address(tmp_path: Path) -> None:
    data = bound(LATE, tmp_path, {"bodies.csv": "body,late\nA,3\nB,\nC,x\n"})
    cells = [record.cells[0] for record in data.bodies(None)]
    assert [cell.value for cell in cells] == [F(3), None, None]
    assert [cell.invalid for cell in cells] == [None, None, "`x` is not a number"]
    assert str(cells[2].address) == 'bodies.csv:4, column "late"'
    assert data.findings == [] and list(data.digests) == ["bodies.csv"]


@pytest.mark.parametrize(
    "header",
    [
        "open.budget.table.kk.attained",
        "budget.kk.attained",
        "table.kk.attained",
        "kk.attained",
        "Орындалды",
        " Орындалды ",
        "орындалды",
        "BUDGET.KK.ATTAINED",
        "done_kk",
    ],
)
def test_a_header_may_be_any_name_of_an_input(tmp_path: Path, header: str) -> None:
    program = make_program(
        make_input(
            "open.budget.table.kk.attained",
            SHARE,
            short="budget.kk.attained",
            label="Орындалды",
            column="done_kk",
        ),
        make_input("open.budget.table.ru.attained", SHARE, short="budget.ru.attained", fallback=True),
    )
    data = bound(program, tmp_path, {"bodies.csv": f"body,{header}\nA,45%\n"})
    assert data.records["A", None].cells[0].value == F(9, 20)
    assert data.findings == []


def test_an_ambiguous_header_is_told(tmp_path: Path) -> None:
    program = make_program(make_input("a.facts", fallback=True), make_input("b.facts", fallback=True))
    data = bound(program, tmp_path, {"bodies.csv": "body,facts\nA,1\n"})
    assert messages(data.findings) == [
        'bodies.csv:1, column "facts": the column `facts` may be `a.facts`, `b.facts`; it is not read'
    ]
    assert data.records["A", None].cells == {}


def test_only_one_of_two_is_active(tmp_path: Path) -> None:
    program = make_program(make_input("a.facts"), make_input("b.facts", conditions=((0, 1),)))
    folder = write(tmp_path, {"bodies.csv": "body,facts\nA,1\n"})
    data = bind(program, read([folder]), lambda conditions: not conditions)
    assert data.records["A", None].cells[0].value == F(1)
    assert data.findings == []


def test_an_unknown_column_has_the_nearest_name(tmp_path: Path) -> None:
    data = bound(LATE, tmp_path, {"bodies.csv": "body,late,lat\nA,1,2\n"})
    (finding,) = data.findings
    assert (finding.message, finding.help) == (
        "the column `lat` is no input and is not read",
        "did you mean `late`?",
    )
    assert finding.severity is Severity.WARNING


def test_a_column_of_an_item_among_the_bodies_is_told(tmp_path: Path) -> None:
    program = make_program(
        make_input("late", COUNT),
        make_input("service.satisfaction", level=(0,)),
        items=[make_item("service")],
    )
    files = {"bodies.csv": "body,late,satisfaction\nA,1,2\n", "service.csv": "body,code,satisfaction\n"}
    (finding,) = bound(program, tmp_path, files).findings
    assert finding.help == "it is an input of `service`"


def test_two_columns_of_one_input_are_told(tmp_path: Path) -> None:
    program = make_program(make_input("late", COUNT, label="Кеш"))
    data = bound(program, tmp_path, {"bodies.csv": "body,late,Кеш\nA,1,2\n"})
    assert data.records["A", None].cells[0].value == F(1)
    assert "gives the same input as `late`; it is not read" in data.findings[0].message


def test_an_absent_column_is_one_finding(tmp_path: Path) -> None:
    program = make_program(
        make_input("late", COUNT, label="Кеш жауаптар"),
        make_input("spare", fallback=True),
        make_input("other", conditions=((0, 1),)),
        make_input("local_only", kinds=["local"]),
        kinds=KINDS,
    )
    folder = write(tmp_path, {"bodies.csv": "body,kind\nA,central\nB,central\n"})
    data = bind(program, read([folder]), lambda conditions: not conditions)
    assert messages(data.findings) == ["bodies.csv: there is no column `late` (Кеш жауаптар)"]
    assert 0 not in data.records["A", None].cells


def test_kinds_are_read_by_name_or_label(tmp_path: Path) -> None:
    program = make_program(make_input("late", COUNT), kinds=KINDS)
    data = bound(program, tmp_path, {"bodies.csv": "body,kind,late\nA,central,1\nB,Орталық,1\nC,LOCAL,1\n"})
    assert [record.kind for record in data.bodies(None)] == ["central", "central", "local"]
    assert data.findings == []


def test_unknown_and_absent_kinds_are_told(tmp_path: Path) -> None:
    program = make_program(make_input("late", COUNT), kinds=KINDS)
    data = bound(program, tmp_path, {"bodies.csv": "body,kind,late\nA,centrl,1\nB,,1\nC,centrl,2\n"})
    assert [record.kind for record in data.bodies(None)] == [None, None, None]
    assert messages(data.findings) == [
        'bodies.csv:2, column "kind": `centrl` is none of the kinds, as in 1 more row',
        "bodies.csv:3: 1 row has no kind, the first is `B`",
    ]
    assert data.findings[0].help == "did you mean `central`?"


def test_a_column_fills_the_variant_of_the_kind(tmp_path: Path) -> None:
    program = make_program(
        make_input("sets.attained", SHARE, kinds=["central"]),
        make_input("sets.attained", SHARE, kinds=["local"]),
        kinds=KINDS,
    )
    data = bound(program, tmp_path, {"bodies.csv": "body,kind,sets.attained\nA,central,1\nB,local,0\n"})
    first, second = data.bodies(None)
    assert (list(first.cells), list(second.cells)) == ([0], [1])
    assert data.findings == []


def test_a_body_stands_once(tmp_path: Path) -> None:
    data = bound(LATE, tmp_path, {"bodies.csv": "body,late\nA,1\nB,2\nA,3\n"})
    assert data.records["A", None].cells[0].value == F(1)
    (finding,) = data.findings
    assert finding.severity is Severity.ERROR
    assert messages([finding]) == [
        "bodies.csv:4: `A` stands twice: the row at bodies.csv:2 counts, the one here is not read"
    ]


def test_a_row_without_a_body_is_told(tmp_path: Path) -> None:
    data = bound(LATE, tmp_path, {"bodies.csv": "body,late\n,1\nB,2\n"})
    assert list(data.records) == [("B", None)]
    assert messages(data.findings) == ['bodies.csv:2, column "body": the row names no body and is not read']


def test_bodies_of_the_methodology_are_known_by_name_and_label(tmp_path: Path) -> None:
    program = make_program(
        make_input("fault", BODY),
        bodies=[Named("national_bank", "Ұлттық Банк"), Named("court", "Сот"), Named("absent", "")],
    )
    rows = "body,fault\nҰлттық Банк,national_bank\ncourt,Сот\nA,A\nB,absent\nC,Ұлттық Бан\n"
    data = bound(program, tmp_path, {"bodies.csv": rows})
    assert data.names == {"Ұлттық Банк": "national_bank", "court": "court"}
    cells = [record.cells[0] for record in data.bodies(None)]
    assert [cell.value for cell in cells] == ["Ұлттық Банк", "court", "A", "absent", None]
    assert cells[4].invalid == "`Ұлттық Бан` is none of the bodies; did you mean `Ұлттық Банк`?"


def test_one_body_under_two_names_is_told(tmp_path: Path) -> None:
    program = make_program(make_input("late", COUNT), bodies=[Named("bank", "Банк")])
    data = bound(program, tmp_path, {"bodies.csv": "body,late\nБанк,1\nbank,2\n"})
    assert data.names == {"bank": "bank"}
    assert data.findings[0].message == (
        "`bank` at bodies.csv:3 and `Банк` are one body of the methodology; only the first is taken for it"
    )


def test_the_key_may_have_another_header(tmp_path: Path) -> None:
    write(tmp_path, {"inputs.csv": "iso3,late\nKAZ,1\n"})
    data = bind(LATE, read([tmp_path / "inputs.csv"]), always, key="iso3")
    assert data.records["KAZ", None].cells[0].value == F(1)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"bodies.csv": "id,late\nA,1\n"},
            'bodies.csv: there is no column "body" that names the body; head the column of the names "body", or say',
        ),
        ({"bodies.csv": "id,late\nA,1\n"}, "or say with `--key COLUMN` which it is: the columns are `id`, `late`"),
        ({"bodies.csv": "a,b,c,d,e,f,g\n"}, "the columns are `a`, `b`, `c`, `d`, `e`, `f`, …"),
        (
            {"bodies.csv": "sep=;\nOrder № 44;;\nBody;late\nA;1\n"},
            "line 3 looks like the header: delete what stands above it",
        ),
        (
            {"service.csv": "body,late\nA,1\n"},
            "there is no table `bodies` in service.csv; the bodies stand in a file `bodies.csv`",
        ),
        (
            {"data.json": '[{"body": "A", "late": 1}]'},
            'there is no list "bodies" in data.json; write {"bodies": [{"body": "A", …}, …]}, or call a file that is',
        ),
    ],
)
def test_data_without_bodies_is_refused(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with pytest.raises(DataError) as caught:
        bound(LATE, tmp_path, files)
    assert said in str(caught.value)


def test_an_unknown_file_of_a_folder_is_told(tmp_path: Path) -> None:
    data = bound(LATE, tmp_path, {"bodies.csv": "body,late\nA,1\n", "bodyes.csv": "body,late\nB,1\n"})
    (finding,) = data.findings
    assert finding.message == ("`bodyes` is neither `bodies` nor an item of the methodology; its 1 row is not read")
    assert finding.help == "did you mean `bodies`?"


def test_files_are_joined_by_body(tmp_path: Path) -> None:
    program = make_program(make_input("late", COUNT), make_input("score"))
    write(tmp_path, {"bodies.csv": "body,late\nA,1\nB,2\n", "results.csv": "body,score,late\nB,7,2\nA,8,5\n"})
    data = bind(program, read([tmp_path / "bodies.csv", tmp_path / "results.csv"]), always)
    a, b = data.bodies(None)
    assert (a.cells[1].value, b.cells[1].value, b.cells[0].value) == (F(8), F(7), F(2))
    assert a.cells[0].invalid == 'another value is given at bodies.csv:2, column "late"'
    assert data.findings == []


def test_a_row_with_too_many_cells_is_invalid(tmp_path: Path) -> None:
    data = bound(LATE, tmp_path, {"bodies.csv": "body,late\nA,3,5\nB,1\n"})
    assert data.records["A", None].cells[0].invalid == "the row has 3 cells and the header 2: which is which is unclear"
    assert data.records["B", None].cells[0].value == F(1)


def test_no_body_at_all_is_told(tmp_path: Path) -> None:
    assert messages(bound(LATE, tmp_path, {"bodies.csv": "body,late\n"}).findings) == [
        "bodies.csv: the data holds no body"
    ]
    assert bound(LATE, tmp_path, {"bodies.csv": "body,late\n", "x.json": '{"bodies": []}'}).records == {}


def test_a_decimal_comma_goes_with_a_semicolon(tmp_path: Path) -> None:
    program = make_program(make_input("score"))
    data = bound(program, tmp_path, {"bodies.csv": b"\xef\xbb\xbfbody;score\r\nA;3,5\r\nB;3.5\r\n"})
    assert [record.cells[0].value for record in data.bodies(None)] == [F(7, 2), F(7, 2)]


def test_wrong_bodies_without_end_are_told_without_suggestions(tmp_path: Path) -> None:
    program = make_program(make_input("fault", BODY))
    rows = "".join(f"body number {i},nobody number {i}\n" for i in range(5_000))
    data = bound(program, tmp_path, {"bodies.csv": "body,fault\n" + rows})
    reasons = [record.cells[0].invalid or "" for record in data.bodies(None)]
    assert all("is none of the bodies" in reason for reason in reasons)
    assert "did you mean" in reasons[0] and "did you mean" not in reasons[-1]


def test_a_header_that_stands_twice_is_read_once(tmp_path: Path) -> None:
    data = bound(LATE, tmp_path, {"bodies.csv": "body,late,late\nA,3,4\n"})
    assert data.records["A", None].cells[0].value == F(3)
    (finding,) = data.findings
    assert finding.message == "the column `late` stands twice; only the first one is read"
    assert finding.severity is Severity.ERROR


def test_letters_of_another_alphabet_are_told(tmp_path: Path) -> None:
    program = make_program(make_input("late", COUNT), kinds=KINDS)
    data = bound(program, tmp_path, {"bodies.csv": "body,kind,l\u0430te\nA,\u0441entral,1\n"})
    helps = [finding.help for finding in data.findings if finding.help and "alphabet" in finding.help]
    assert helps == [
        f"`{name}` looks the same and has letters of another alphabet: type it anew" for name in ("central", "late")
    ]
    with pytest.raises(DataError, match="`b\u043edy` looks the same and has letters of another alphabet"):
        bound(LATE, tmp_path, {"bodies.csv": "b\u043edy,late\nA,1\n"})
