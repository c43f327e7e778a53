"""Options of the whole test run, and the servers that several folders of tests ask."""

import pytest
from sql.server import ended, postgres
from sql.spark import spark

__all__ = ["ended", "postgres", "spark"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="write the outputs that documents show instead of comparing them",
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether documents are to be brought up to date."""
    return bool(request.config.getoption("--update"))
