"""The comparative table of Kazakhstan's drafting practice as a Word document (extra `word`).

Five columns: number, structural element, wording in force, wording proposed, reasons (Rules of drafting of
subordinate acts, the comparative table to a draft).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from evallang.diff.compare import Difference
from evallang.diff.provisions import Provision, ProvisionChange
from evallang.law import addresses
from evallang.law.addresses import Address

HEADS = {
    "kk": ("№", "Құрылымдық элемент", "Қолданыстағы редакция", "Ұсынылатын редакция", "Негіздеме"),
    "ru": ("№", "Структурный элемент", "Действующая редакция", "Предлагаемая редакция", "Обоснование"),
    "en": ("No.", "Structural element", "Current wording", "Proposed wording", "Reasons"),
}
TITLES = {"kk": "САЛЫСТЫРМА КЕСТЕ", "ru": "СРАВНИТЕЛЬНАЯ ТАБЛИЦА", "en": "COMPARATIVE TABLE"}
ABSENT = {"kk": "Жоқ", "ru": "Отсутствует", "en": "None"}
GONE = {"kk": "Алып тасталсын", "ru": "Исключить", "en": "To be repealed"}
_WIDTHS = (1.0, 3.2, 8.3, 8.3, 5.0)


class WordMissing(Exception):
    """The package for Word documents is not installed; the message says how to get it."""


def save(difference: Difference, path: Path, reasons: Mapping[Address, str], language: str | None = None) -> None:
    """Write the comparative table. Raises WordMissing without the extra `word`."""
    docx = _docx()
    tongue = language or difference.after.program.language or "en"
    tongue = tongue if tongue in HEADS else "en"
    document = docx.Document()
    _page(document, docx)
    heading = document.add_paragraph()
    heading.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(TITLES[tongue])
    run.bold = True
    below = document.add_paragraph(f"{difference.before.name} → {difference.after.name}")
    below.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(rows=1, cols=len(_WIDTHS))
    table.style = "Table Grid"
    table.autofit = False
    _row(table.rows[0], HEADS[tongue], docx, bold=True)
    _repeated(table.rows[0], docx)
    for number, change in enumerate(difference.provisions, 1):
        _row(table.add_row(), _cells(number, change, reasons, tongue), docx)
    document.save(str(path))


def _cells(number: int, change: ProvisionChange, reasons: Mapping[Address, str], tongue: str) -> tuple[str, ...]:
    p = change.after or change.before
    assert p is not None
    before = _wording(change.before) or ABSENT[tongue]
    after = _wording(change.after) if change.after else GONE[tongue]
    return str(number), change.shown, before, after, reasons.get(p.address, "")


def _wording(p: Provision | None) -> str:
    """The words of a provision; where only rules are held, their heading."""
    if p is None:
        return ""
    return "\n".join(filter(None, [p.heading, p.words])) or addresses.shown(p.address)


def _page(document: Any, docx: Any) -> None:
    section = document.sections[0]
    section.orientation = docx.enum.section.WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = docx.shared.Cm(29.7), docx.shared.Cm(21.0)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, docx.shared.Cm(1.9))
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", docx.shared.Pt(11)


def _row(row: Any, texts: tuple[str, ...], docx: Any, *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, _WIDTHS, strict=True):
        cell.width = docx.shared.Cm(width)
        cell.text = text
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.bold = bold


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
        raise WordMissing('a Word document needs the extra `word`: pip install "evallang[word]"') from error
    for part in ("docx.enum.section", "docx.enum.text"):
        import_module(part)
    return docx
