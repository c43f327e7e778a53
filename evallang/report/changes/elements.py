"""Structural elements of a legal text by their names: `Paragraph 48-1, subparagraph 2)`."""

from __future__ import annotations

import re

from evallang.law import addresses
from evallang.law.addresses import Address

_KINDS = (
    (re.compile(r"^app(\d[\w-]*)$"), ("Annex {0}", "Приложение {0}", "{0}-қосымша")),
    (re.compile(r"^ch(\d[\w-]*)$"), ("Chapter {0}", "Глава {0}", "{0}-тарау")),
    (re.compile(r"^t(\d[\w-]*)$"), ("Table {0}", "Таблица {0}", "{0}-кесте")),
    (re.compile(r"^:(\d+)$"), ("part {0}", "часть {0}", "{0}-бөлік")),
    (re.compile(r"^annex$"), ("Annex", "Приложение", "Қосымша")),
    (re.compile(r"^preamble$"), ("Preamble", "Преамбула", "Кіріспе")),
    (re.compile(r"^list$"), ("List", "Перечень", "Тізбе")),
)
_PARAGRAPH = ("Paragraph {0}", "Пункт {0}", "{0}-тармақ")
_BELOW = ("subparagraph {0})", "подпункт {0})", "{0}) тармақша")
_LINE = ("line {0}", "строка {0}", "{0}-жол")
_LANGUAGES = ("en", "ru", "kk")


def element(address: Address, language: str) -> str:
    """What an address names, the outermost first; what has no name of its kind is cited as it is."""
    nth = _LANGUAGES.index(language)
    found: list[str] = []
    steps = list(address)
    while steps:
        step = steps.pop(0)
        kind = next(((match, names) for pattern, names in _KINDS if (match := pattern.match(step))), None)
        if kind is not None:
            match, names = kind
            found.append(names[nth].format(*match.groups()))
            if step == "list" or step.startswith("t"):
                rest = [s for s in steps if not s.startswith(":")]
                if rest:
                    found.append(_LINE[nth].format(".".join(rest)))
                break
        elif step[0].isdigit():
            numbered = any(s[0].isdigit() for s in address[: len(address) - len(steps) - 1])
            found.append((_BELOW if numbered else _PARAGRAPH)[nth].format(step))
        else:
            return addresses.shown(address)
    return ", ".join(found)
