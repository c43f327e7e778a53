"""Deadlines in the words of a legal text, in English, Russian and Kazakh."""

from __future__ import annotations

from evallang.ir.law import Due
from evallang.law.deadlines import due_text

_OF = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_MONTH = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split()
_TO = "ға ға ға ге ға ға ге ға ке ға ға ға".split()
_FROM = "дан нан дан ден дан нан ден дан тен нан дан нан".split()
_UNITS = {
    "working days": ("рабочего дня", "рабочих дней", "жұмыс күні"),
    "calendar days": ("календарного дня", "календарных дней", "күнтізбелік күн"),
    "months": ("месяца", "месяцев", "ай"),
}


def due(value: Due, event: str, language: str) -> str:
    """When something is due; `event` is the label of the day from which it runs."""
    match language:
        case "ru":
            return _russian(value, event)
        case "kk":
            return _kazakh(value, event)
    return due_text(value)


def _russian(value: Due, event: str) -> str:
    if value.word == "within":
        one, several, _ = _UNITS[value.unit or "months"]
        single = value.count % 10 == 1 and value.count % 100 != 11
        return f"в течение {value.count} {one if single else several} со дня «{event}»"
    day = value.day
    if day.date is not None:
        shown = f"{day.date.day} {_OF[day.date.month - 1]} {day.date.year} года"
    else:
        shown = f"{day.day or ''} {_OF[day.month - 1]}".strip() + (" следующего года" if day.next_year else "")
    return {"before": "до", "by": "не позднее", "in": "в течение"}[value.word] + f" {shown}"


def _kazakh(value: Due, event: str) -> str:
    if value.word == "within":
        unit = _UNITS[value.unit or "months"][2]
        return f"«{event}» күнінен бастап {value.count} {unit} ішінде"
    day = value.day
    if day.date is not None:
        year, number, month = f"{day.date.year} жылғы ", day.date.day, day.date.month
    else:
        year, number, month = ("келесі жылғы " if day.next_year else ""), day.day, day.month
    name, place = _MONTH[month - 1], f"{number} " if number else ""
    match value.word:
        case "before":
            return f"{year}{place}{name}{_TO[month - 1]} дейін"
        case "by":
            return f"{year}{place}{name}{_FROM[month - 1]} кешіктірмей"
    return f"{year}{name} айында"
