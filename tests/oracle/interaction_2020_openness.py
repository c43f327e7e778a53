"""Openness in the methodology of 2020: paragraphs 57 to 84, the ten tables of appendix 10.

Written from the law alone, before the rule file; imports nothing of the project. `openness` is the
direction before the deduction of paragraph 20.
"""

from collections.abc import Callable
from fractions import Fraction

from interaction_2020_values import (
    Body,
    F,
    UndefinedError,
    central,
    flag,
    items,
    mean,
    number,
    ratio,
    same_kind,
)

Rows = dict[str, Fraction]
Award = Callable[[Body, str, str, Fraction], Fraction]

NATIONAL_BANK = ("Национальный Банк Республики Казахстан", "national_bank")
DEFENCE = ("Министерство обороны Республики Казахстан", "defence")
LANGUAGES = ("kk", "ru")


def rows(text: str) -> Rows:
    words = text.split()
    return {name: F(points) for name, points in zip(words[::2], words[1::2], strict=True)}


# Appendix 10, tables 1 to 6: points of a row in each of the two languages.
OPEN_DATA = rows("sets 3.5  on_request 1.5  in_time 3.5  correct 3  events 1")
BUDGET_CENTRAL = rows(
    "balance 0.3  results 0.3  cash_flow 0.3  net_assets 0.3  notes 0.3  plan_report 0.5  programme 1"
    "  audit 1  citizens 1.5  correct 0.5  in_time 0.5  drafts_correct 0.5  drafts_in_time 0.5"
    "  comments 3  notices_media 1  notices_web 0.5  notices_letters 0.5"
)
BUDGET_LOCAL = rows(
    "programme 3  audit 2  citizens 1.5  drafts_correct 0.5  drafts_in_time 0.5  comments 3"
    "  notices_media 1  notices_web 0.5  notices_letters 0.5"
)
NOTICES = "  notices_media 0.5  notices_web 0.5  notices_letters 0.5"
ACTS_CENTRAL = rows("concepts 1  drafts 3  forms 2  comments 5" + NOTICES)
ACTS_LOCAL = rows("drafts 4  forms 2  comments 5" + NOTICES)
DIALOGUE = rows("blog 0.5  answered 5  conferences 3  entries 3  meetings 1")
# Table 2, rows with a star: not for the National Bank. Table 6, the same: not for Defence.
STARRED_BUDGET = rows(
    "plan_report 0.5  programme 1  citizens 1.5  drafts_correct 0.5  drafts_in_time 0.5  comments 3"
    "  notices_media 1  notices_web 0.5  notices_letters 0.5"
)
STARRED_DIALOGUE = rows("meetings 1")
# Tables 8 to 10: what a subordinate organisation loses in each language.
RESOURCE = rows("missing_information 1.5")
DATA = rows("not_placed 0.5  not_updated 0.5  wrong 0.5")
ORGANISATION_DIALOGUE = rows("no_blog 0.5  few_answered 1")


def attained(body: Body, row: str, language: str, points: Fraction) -> Fraction:
    """A share of the points of the cell."""
    return number(body, f"{row}.{language}.attained") * points


def violated(organisation: Body, row: str, language: str, points: Fraction) -> Fraction:
    """A share of the penalty of the cell."""
    return number(organisation, f"{row}.{language}.violated") * points


def table(node: str, points: Rows, special: dict[str, Award], usual: Award = attained) -> dict[str, Award]:
    """For each cell of a table, such as `sets.kk`, how a body earns it."""

    def cell(row: str, language: str) -> Award:
        award = special.get(row, usual)
        return lambda body, *_: award(body, f"{node}.{row}", language, points[row])

    return {f"{row}.{language}": cell(row, language) for row in points for language in LANGUAGES}


def total(body: Body, cells: dict[str, Award]) -> Fraction:
    return sum((award(body, "", "", F(0)) for award in cells.values()), F(0))


def on_request(body: Body, row: str, language: str, points: Fraction) -> Fraction:
    """Paragraph 62: nobody asked for more although the events were held: full points."""
    guards = [body.get("open_data.events_held"), body.get("open_data.no_requests")]
    if False in guards:
        return attained(body, row, language, points)
    if None in guards:
        raise UndefinedError(row)
    return points


def open_data(_body: Body) -> dict[str, Award]:
    return table("open_data", OPEN_DATA, {"on_request": on_request})


def announced(body: Body, row: str, language: str, points: Fraction) -> Fraction:
    """Paragraph 68: no notice of the discussion gives 0."""
    return F(0) if flag(body, "open_budget.no_notice") else attained(body, row, language, points)


def audited(body: Body, row: str, language: str, points: Fraction) -> Fraction:
    """Paragraph 68: no audit in the year gives full points."""
    return points if flag(body, "open_budget.no_audit") else attained(body, row, language, points)


def own_budget(body: Body) -> dict[str, Award]:
    """Paragraphs 67 and 68 for a budget that is no secret."""
    points = BUDGET_CENTRAL if central(body) else BUDGET_LOCAL
    if body["body"] in NATIONAL_BANK:
        points = {row: number for row, number in points.items() if row not in STARRED_BUDGET}
    special: dict[str, Award] = {"programme": announced, "drafts_in_time": announced, "audit": audited}
    return table("open_budget", points, special)


def open_budget(body: Body, population: list[Body]) -> Fraction:
    """Paragraph 68: a secret budget gets the mean of the bodies of its kind."""
    if not flag(body, "open_budget.secret"):
        return total(body, own_budget(body))
    peers = same_kind(body, population)
    return mean(total(peer, own_budget(peer)) for peer in peers if not flag(peer, "open_budget.secret"))


def commented(body: Body, row: str, language: str, points: Fraction) -> Fraction:
    """Paragraph 73: nothing to post gives full points."""
    return points if flag(body, f"{row}.nothing_to_post") else attained(body, row, language, points)


def posted(body: Body, row: str, language: str, points: Fraction) -> Fraction:
    """Paragraph 73: nothing to post gives full points, then no notice of posting gives 0."""
    if not flag(body, f"{row}.nothing_to_post") and flag(body, "open_acts.no_notice"):
        return F(0)
    return commented(body, row, language, points)


def open_acts(body: Body) -> dict[str, Award]:
    special: dict[str, Award] = {"concepts": posted, "drafts": posted, "comments": commented}
    return table("open_acts", ACTS_CENTRAL if central(body) else ACTS_LOCAL, special)


def replied(body: Body, row: str, language: str, points: Fraction) -> Fraction:
    """Paragraph 77: the share of the questions that were answered."""
    cell = f"{row}.{language}"
    return ratio(number(body, f"{cell}.replies"), number(body, f"{cell}.questions")) * points


def open_dialogue(body: Body) -> dict[str, Award]:
    skipped = STARRED_DIALOGUE if body["body"] in DEFENCE else {}
    points = {row: number for row, number in DIALOGUE.items() if row not in skipped}
    return table("open_dialogue", points, {"answered": replied})


def few_answered(body: Body, row: str, language: str, points: Fraction) -> Fraction:
    """Table 10, row 2: less than 90 % of the questions answered."""
    cell = f"{row}.{language}"
    share = ratio(number(body, f"{cell}.answered"), number(body, f"{cell}.asked"))
    return points if share < F("0.9") else F(0)


def organisation_penalty(organisation: Body) -> Fraction:
    dialogue = table("dialogue", ORGANISATION_DIALOGUE, {"few_answered": few_answered}, violated)
    tables = (table("resource", RESOURCE, {}, violated), table("data", DATA, {}, violated), dialogue)
    return sum((total(organisation, cells) for cells in tables), F(0))


def subordinates(body: Body) -> Fraction:
    """Paragraphs 81 to 83: all organisations together lose at most 9; none, nothing."""
    return min(F(9), sum((organisation_penalty(one) for one in items(body, "organisation")), F(0)))


def openness(body: Body, population: list[Body]) -> Fraction:
    """Paragraph 84, before paragraph 20."""
    tables = (open_data(body), open_acts(body), open_dialogue(body))
    gained = sum((total(body, cells) for cells in tables), F(0)) + open_budget(body, population)
    return gained - subordinates(body)
