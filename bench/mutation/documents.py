"""The rule files that mistakes are made in, each with the data that it is scored on."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from attrs import frozen

from evallang.editions import edition, library
from evallang.source import SourceFile, read

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "rules"


@frozen
class Document:
    """A rule file, or the text of an act on a day; `key` is the column of the data that names the body.

    The sample data lies in the folder of `samples`; where that is not said, it is `inputs.csv` beside the rule file.
    """

    name: str
    path: str
    samples: str = ""
    key: str = "body"
    on: date | None = None

    @property
    def folder(self) -> Path:
        """Where the files of its examples lie."""
        place = RULES / self.path
        return place if place.is_dir() else place.parent

    @property
    def data(self) -> Path:
        """The sample data."""
        return RULES / "samples" / self.samples if self.samples else self.folder / "inputs.csv"


DOCUMENTS = (
    Document("interaction-2020", "interaction-2020/interaction.eval", "2020"),
    Document("effectiveness", "order-20-01-38-3/effectiveness.eval", "effectiveness-2021"),
    Document("progress", "order-20-01-38-3/progress.eval", "progress-2021"),
    Document("decree-954 of 2023", "decree-954", "rating-2023", on=date(2024, 1, 1)),
    Document("credit-scorecard", "gallery/credit-scorecard/scorecard.eval", key="id"),
    Document("decathlon", "gallery/decathlon/decathlon.eval", key="id"),
    Document("hdi-2022", "gallery/hdi-2022/hdi.eval", key="iso3"),
    Document("news2", "gallery/news2/news2.eval", key="id"),
)


@cache
def text(document: Document) -> SourceFile:
    """The text of a document: of an act as amended, that of its day."""
    place = RULES / document.path
    if document.on is None:
        return read(place, document.path)
    held = library(place)
    version = edition(held, held.documents[0], document.on)
    assert version.module is not None, version.why
    return version.module.source
