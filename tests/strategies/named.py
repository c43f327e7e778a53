"""A strategy under a short name: Hypothesis writes strategies out in full, and these are large."""

from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class _Named:
    def __init__(self, name: str, strategy: object) -> None:
        self.name, self.strategy = name, strategy

    def __repr__(self) -> str:
        return self.name


@st.composite
def _drawn(draw: st.DrawFn, named: _Named) -> object:
    return draw(named.strategy)  # type: ignore[call-overload]  # a strategy, kept from being written out


def named(name: str, strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """The same strategy, written as its name."""
    return _drawn(_Named(name, strategy))  # type: ignore[return-value]  # draws what the strategy draws
