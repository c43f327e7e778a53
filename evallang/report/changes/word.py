"""The comparative table of Kazakhstan's drafting practice as a Word document (extra `word`).

Five columns: number, structural element, wording in force, wording proposed, reasons (Rules of drafting of
subordinate acts, the comparative table to a draft).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from evallang.diff.compare import Difference
from evallang.diff.provision import Key
from evallang.diff.provisions import ProvisionChange
from evallang.law import addresses
from evallang.report.changes.elements import element
from evallang.report.changes.wording import Wordings
from evallang.report.changes.words import Piece, pieces

HEADS = {
    "kk": ("№", "Құрылымдық элемент", "Қолданыстағы редакция", "Ұсынылатын редакция", "Негіздеме"),
    "ru": ("№", "Структурный элемент", "Действующая редакция", "Предлагаемая редакция", "Обоснование"),
    "en": ("No.", "Structural element", "Current wording", "Proposed wording", "Reasons"),
}
TITLES = {"kk": "САЛЫСТЫРМА КЕСТЕ", "ru": "СРАВНИТЕЛЬНАЯ ТАБЛИЦА", "en": "COMPARATIVE TABLE"}
ABSENT = {"kk": "Жоқ", "ru": "Отсутствует", "en": "None"}
GONE = {"kk": "Алып тасталсын", "ru": "Исключить", "en": "To be repealed"}
NOT_HELD = {"kk": "(мәтіні жоқ)", "ru": "(текст не имеется)", "en": "(the text is not held)"}
SAME = {"kk": "Айырма жоқ", "ru": "Различий нет", "en": "There is no difference"}
_WIDTHS = (1.0, 3.4, 8.5, 8.5, 4.5)


class WordMissing(Exception):
    """The package for Word documents is not installed; the message says how to get it."""


def save(
    difference: Difference, path: Path, reasons: Mapping[Key, str] | None = None, language: str | None = None
) -> None:
    """Write the comparative table; where a provision has two wordings, words that only one has are bold.

    `reasons` are given by provision, and hold for those below it and, where it is a part of one, for the whole; without
    them those of the amending acts are taken.
    The headings are in the language of the later version unless one is named. Raises WordMissing without the extra
    `word`.
    """
    docx = _docx()
    tongue = language or difference.after.program.language
    tongue = tongue if tongue in HEADS else "en"
    document = docx.Document()
    _page(document, docx)
    program = difference.after.program
    _centred(document, docx, TITLES[tongue], bold=True)
    _centred(document, docx, program.label or program.name, bold=True)
    _centred(document, docx, " → ".join(_dated(v.name, tongue) for v in (difference.before, difference.after)))
    table = document.add_table(rows=1, cols=len(_WIDTHS))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = docx.shared.Cm(width)
    _row(table.rows[0], [[(head, True)] for head in HEADS[tongue]], docx)
    _repeated(table.rows[0], docx)
    wordings = Wordings(difference, language)
    for number, change in enumerate(difference.provisions, 1):
        because = _reason(change, reasons or {}, difference.after.reasons)
        _row(table.add_row(), _cells(number, change, wordings, because, tongue), docx)
    if not difference.provisions:
        document.add_paragraph(SAME[tongue])
    document.save(str(path))


def _cells(number: int, change: ProvisionChange, wordings: Wordings, because: str, tongue: str) -> list[list[Piece]]:
    p = change.after or change.before
    assert p is not None
    place = f"{element(p.address, tongue)}\n{change.shown}"
    old, new = wordings.both(change)
    unheld = change.sort == "not held"
    if change.before is None:
        left, right = [((NOT_HELD if unheld else ABSENT)[tongue], False)], [(new, False)]
    elif change.after is None:
        left, right = [(old, False)], [((NOT_HELD if unheld else GONE)[tongue], False)]
    else:
        left, right = _compared(old, new, change.sort == "renamed")
    return [[(str(number), False)], [(place, False)], left, right, [(because, False)]]


def _compared(old: str, new: str, short: bool) -> tuple[list[Piece], list[Piece]]:
    """Both wordings with what differs marked; but for a heading nothing is where little is shared: all would be."""
    left, right = pieces(old, new)
    shared = sum(len(text) for text, differs in left if not differs)
    if not short and 3 * shared < max(len(old), len(new)):
        return [(old, False)], [(new, False)]
    return left, right


def _reason(change: ProvisionChange, given: Mapping[Key, str], of_acts: Mapping[Key, str]) -> str:
    """The reason given for a provision, else for its parts, else for the nearest one that it stands below."""
    p = change.after or change.before
    assert p is not None
    name, address = p.numbering, p.address
    parts = [text for (home, place), text in given.items() if home == name and addresses.within(place, address)]
    if (name, address) not in given and parts:
        return "\n".join(dict.fromkeys(parts))
    reasons = {**of_acts, **given}
    above = ((name, address[:n]) for n in range(len(address), 0, -1))
    return next((reasons[key] for key in above if key in reasons), "")


def _dated(name: str, tongue: str) -> str:
    """The name of a version; the day of an edition as the language says it."""
    found = re.fullmatch(r"(.*) on (\d{4})-(\d\d)-(\d\d)", name)
    if found is None or tongue == "en":
        return name
    day = f"{found[4]}.{found[3]}.{found[2]}"
    return f"{found[1]} на {day}" if tongue == "ru" else f"{day} күнгі {found[1]}"


def _centred(document: Any, docx: Any, text: str, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _page(document: Any, docx: Any) -> None:
    section = document.sections[0]
    section.orientation = docx.enum.section.WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = docx.shared.Cm(29.7), docx.shared.Cm(21.0)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, docx.shared.Cm(1.9))
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", docx.shared.Pt(11)


def _row(row: Any, cells: list[list[Piece]], docx: Any) -> None:
    """Fill a row: what differs is bold. A row may go on over the end of a page."""
    for cell, found, width in zip(row.cells, cells, _WIDTHS, strict=True):
        cell.width = docx.shared.Cm(width)
        for text, bold in found:
            cell.paragraphs[0].add_run(text).bold = bold


def _repeated(row: Any, docx: Any) -> None:
    """The head of the table stands on every page."""
    properties = row._tr.get_or_add_trPr()
    mark = docx.oxml.OxmlElement("w:tblHeader")
    mark.set(docx.oxml.ns.qn("w:val"), "true")
    properties.append(mark)


def _docx() -> Any:
    try:
        docx = import_module("docx")
    except ImportError as error:
        raise WordMissing(
            'a Word document needs the package python-docx; install it with pip install "evallang[word]"'
        ) from error
    for part in ("docx.enum.section", "docx.enum.text"):
        import_module(part)
    return docx
