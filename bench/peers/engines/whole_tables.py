"""What the engines by hand for the methodology of 2020 share: the tables of appendix 10, and names of results.

Points are text, for each engine makes them into numbers of its own; they are those of a row in each of two languages.
"""

from __future__ import annotations

LANGUAGES = ("kk", "ru")
DIRECTIONS = ("service_quality", "openness", "complaint_handling")


def rows(text: str) -> dict[str, str]:
    """Rows by name with their points."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


OPEN_DATA = rows("sets 3.5  on_request 1.5  in_time 3.5  correct 3  events 1")
OPEN_BUDGET = {
    "central": rows(
        "balance 0.3  results 0.3  cash_flow 0.3  net_assets 0.3  notes 0.3  plan_report 0.5  programme 1  audit 1"
        "  citizens 1.5  correct 0.5  in_time 0.5  drafts_correct 0.5  drafts_in_time 0.5  comments 3"
        "  notices_media 1  notices_web 0.5  notices_letters 0.5"
    ),
    "local": rows(
        "programme 3  audit 2  citizens 1.5  drafts_correct 0.5  drafts_in_time 0.5  comments 3"
        "  notices_media 1  notices_web 0.5  notices_letters 0.5"
    ),
}
NOTICES = "  notices_media 0.5  notices_web 0.5  notices_letters 0.5"
OPEN_ACTS = {
    "central": rows("concepts 1  drafts 3  forms 2  comments 5" + NOTICES),
    "local": rows("drafts 4  forms 2  comments 5" + NOTICES),
}
OPEN_DIALOGUE = rows("blog 0.5  answered 5  conferences 3  entries 3  meetings 1")
ORGANISATION = rows(
    "resource.missing_information 1.5  data.not_placed 0.5  data.not_updated 0.5  data.wrong 0.5  dialogue.no_blog 0.5"
)
"""What a subordinate organisation loses."""
FEW_ANSWERED = "1"

GROUPS = {
    "statements": ("balance", "results", "cash_flow", "net_assets", "notes"),
    "notices": ("notices_media", "notices_web", "notices_letters"),
}
"""Rows that are one row together."""

BANK = frozenset({"Қазақстан Республикасының Ұлттық Банкі", "Национальный Банк Республики Казахстан"})
NOT_FOR_BANK = frozenset(OPEN_BUDGET["local"]) - {"audit"} | {"plan_report"}
"""Rows of the open budget with a star."""
DEFENCE = frozenset({"Қазақстан Республикасының Қорғаныс министрлігі", "Министерство обороны Республики Казахстан"})
NOT_FOR_DEFENCE = frozenset({"meetings"})
"""The same of the open dialogue."""

EDGES = (480, 460, 440, 420, 400)
"""Lower ends of the lines of appendix 6, in hundredths of satisfaction."""
STEP = {"central": 3, "local": 4}
"""Points for each of these lines."""
DISCIPLINE = ((900, 10), (800, 8), (700, 6), (600, 4), (500, 1))
"""Appendix 13, the share in thousandths."""
VIOLATIONS = {
    "assurance.deadlines": ("late", "timed", 26, 30),
    "assurance.refusals": ("refused", "services", 8, 10),
    "assurance.incomplete": ("unfinished", "services", 8, 10),
    "assurance.extra": ("demanded", "services", 8, 10),
}
"""What is counted, in what, and the points of central and of local bodies; 10,000 cost one point."""

UNDEFINED, NOT_APPLICABLE = "undefined", "not applicable"
