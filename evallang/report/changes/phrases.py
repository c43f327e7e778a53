"""What rules say, as phrases in English, Russian and Kazakh."""

from __future__ import annotations

import re

LANGUAGES = ("en", "ru", "kk")
# By what a rule says, in English, Russian and Kazakh: {0} is the text, {1} what follows the word of the aspect.
PHRASES = {
    "points": ("points: {0}", "баллы: {0}", "балл: {0}"),
    "points of": ("points ({1}): {0}", "баллы ({1}): {0}", "балл ({1}): {0}"),
    "states points": ("states points: {0}", "указаны баллы: {0}", "көрсетілген балл: {0}"),
    "states points of": ("states points ({1}): {0}", "указаны баллы ({1}): {0}", "көрсетілген балл ({1}): {0}"),
    "score": ("score = {0}", "балл = {0}", "балл = {0}"),
    "formula": ("= {0}", "= {0}", "= {0}"),
    "parameter": ("= {0}", "= {0}", "= {0}"),
    "scored by": ("scored by {0}", "оценивается по методике {0}", "{0} әдістемесі бойынша бағаланады"),
    "weight of": ("weight of {1}: {0}", "вес «{1}»: {0}", "«{1}» салмағы: {0}"),
    "parts": ("made up of {0}", "состоит из: {0}", "құрамы: {0}"),
    "not for": ("{0}", "не применяется: {1}", "қолданылмайды: {1}"),
    "when missing": ("when missing: {0}", "если не указано: {0}", "көрсетілмесе: {0}"),
    "rating": ("ranked by {0}", "рейтинг: {0}", "рейтинг: {0}"),
    "among": ("ranked among {0}", "в рейтинге: {0}", "рейтингке кіреді: {0}"),
    "proposes": ("proposed: {0}", "предложение: {0}", "ұсыныс: {0}"),
    "covers": ("assessed in {0}", "оценивается: {0}", "бағаланады: {0}"),
    "is": ("assessed by {0}", "оценивает {0}", "бағалайды: {0}"),
    "except": ("except {1}: {0}", "кроме {1}: {0}", "{1} қоспағанда: {0}"),
    "choice": ("read as “{0}”", "толкование: «{0}»", "оқылуы: «{0}»"),
    "guard": ("if {1}: {0}", "если {1}: {0}", "егер {1} болса: {0}"),
    "least": ("at least {0}", "не менее {0}", "кемінде {0}"),
    "most": ("at most {0}", "не более {0}", "ең көбі {0}"),
    "round": ("rounded to {0}", "округляется до {0}", "дөңгелектеу: {0}"),
    "input": ("given", "данные", "деректер"),
}
UNDER = (" (read as “{0}”)", " (при толковании «{0}»)", " («{0}» деп оқылса)")
WORDS = {
    "and": ("and", "и", "және"), "or": ("or", "или", "немесе"), "not": ("not", "не", "емес:"),
    "if": ("if", "если", "егер"), "then": ("then", "то", "онда"), "else": ("else", "иначе", "әйтпесе"),
    "where": ("where", "где", "мұнда"), "yes": ("yes", "да", "иә"), "no": ("no", "нет", "жоқ"),
    "undefined": ("no value:", "нет значения:", "мән жоқ:"),
    "any": ("any", "любое", "кез келген"),
    "body": ("body", "орган", "орган"), "kind": ("kind", "вид органа", "орган түрі"), "for": ("for", "для", "үшін"),
    "all": ("all", "всё", "барлығы"), "except": ("except", "кроме", "қоспағанда:"), "only": ("only", "только", "тек"),
}  # fmt: skip
SIGNS = {"*": "×", "-": "−", "<=": "≤", ">=": "≥", "!=": "≠"}
# Several words that mean something together; the quotation marks keep them from being looked at again.
LONGER = tuple(
    (re.compile(rf"\b{said[0]}\b"), said)
    for said in (
        ("body of same kind", "органы того же вида", "сол түрдегі органдар"),
        ("every body", "все органы", "барлық органдар"),
        ("highest first", "по убыванию", "кему ретімен"),
        ("lowest first", "по возрастанию", "өсу ретімен"),
        ("ties share", "при равенстве одно место", "тең болса орны бір"),
    )
)
# The conditions of rows in signs.
TESTS = (
    (re.compile(r"\bbelow (?=\S)"), "< "), (re.compile(r"\babove (?=\S)"), "> "), (re.compile(r"\bup to (?=\S)"), "≤ "),
    (re.compile(r"(\S+) and up\b"), r"≥ \1"), (re.compile(r"(\S+) \.\. (\S+)"), r"\1 – \2"),
    (re.compile(r"(\S+) \.\.< (\S+)"), r"≥ \1, < \2"), (re.compile(r"(\S+) <\.\. (\S+)"), r"> \1, ≤ \2"),
    (re.compile(r"(\S+) <\.\.< (\S+)"), r"> \1, < \2"),
)  # fmt: skip
