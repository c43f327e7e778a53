"""What an explanation offers; `evallang.report.explain` makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Explanation(Protocol):
    """How a body came to its results: every figure with its provision, its cell and the readings chosen.

    `str()` is the text.
    """

    @property
    def text(self) -> str:
        """Plain text: what enters a figure stands below it, two columns further in. It ends with a line end."""

    @property
    def markdown(self) -> str:
        """The same as nested lists in Markdown."""

    @property
    def nodes(self) -> Sequence[Any]:
        """The same as records: `evallang.report.explain.seen.NodeSeen`, numbers exact."""
