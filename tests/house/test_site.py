"""The site builds without a warning, and a page asks nothing of any other host."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from house.checkout import ROOT, checked, run_python

# Attributes whose address the browser fetches by itself (a plain link waits for a click).
FETCHED = {
    ("audio", "src"),
    ("embed", "src"),
    ("iframe", "src"),
    ("image", "href"),
    ("img", "src"),
    ("input", "src"),
    ("link", "href"),
    ("object", "data"),
    ("script", "src"),
    ("source", "src"),
    ("track", "src"),
    ("use", "href"),
    ("video", "poster"),
    ("video", "src"),
}
OUTSIDE = re.compile(r"""(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s"'`)]*""")

# Addresses that the theme's own scripts fetch, and the mark in a page without which they never do.
ON_DEMAND = {
    "https://unpkg.com/mermaid": 'class="mermaid"',
    "https://api.github.com/": 'data-md-component="source"',
    "https://gitlab.com/api/": 'data-md-component="source"',
}
# Fetched only by a browser without ResizeObserver, which none has lacked since 2020.
FOR_OLD_BROWSERS = ("https://unpkg.com/resize-observer-polyfill",)
# Named in comments and messages, never fetched.
NAMED = ("https://clipboardjs.com/", "https://bit.ly/2s3ChXG", "http://lunrjs.com", "http://tartarus.org/")


class Page(HTMLParser):
    """Collects what a page fetches."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.code: list[str] = []
        self._in: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note every address that the element makes the browser fetch."""
        given = {key: value or "" for key, value in attrs}
        self.fetched += [value for key, value in given.items() if (tag, key) in FETCHED and value]
        self.fetched += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        self.code.append(given.get("style", ""))
        self._in = tag if tag in {"script", "style"} else None

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or a style."""
        if tag == self._in:
            self._in = None

    def handle_data(self, data: str) -> None:
        """Keep the text of scripts and styles."""
        if self._in:
            self.code.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly into a temporary folder."""
    out = tmp_path_factory.mktemp("site")
    build = run_python(
        "-m", "mkdocs", "build", "--strict", "--site-dir", str(out), NO_MKDOCS_2_WARNING="1", PYTHONUTF8="1"
    )
    checked(build)
    assert "WARNING" not in build.stderr, build.stderr
    return out


def pages(site: Path) -> dict[Path, str]:
    found = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    assert site / "index.html" in found
    assert site / "ru" / "index.html" in found
    return found


def test_no_page_fetches_from_outside(site: Path) -> None:
    for file, text in pages(site).items():
        page = Page()
        page.feed(text)
        outside = [address for address in page.fetched if urlsplit(address).netloc]
        assert not outside, file
        assert not OUTSIDE.findall("\n".join(page.code)), file


def test_everything_that_a_page_fetches_is_there(site: Path) -> None:
    for file, text in pages(site).items():
        page = Page()
        page.feed(text)
        for address in page.fetched:
            parts = urlsplit(address)
            if parts.scheme == "data" or not parts.path:
                continue
            base = site if parts.path.startswith("/") else file.parent
            assert (base / unquote(parts.path).lstrip("/")).exists(), f"{file}: {address}"


def test_no_style_fetches_from_outside(site: Path) -> None:
    sheets = sorted(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        fetched = re.findall(r"url\(\s*[\"']?([^\"')]+)", text) + re.findall(r"@import\s+[\"']([^\"']+)", text)
        assert not [address for address in fetched if urlsplit(address).netloc], sheet


def test_scripts_reach_outside_only_where_no_page_asks_for_it(site: Path) -> None:
    scripts = [file for file in sorted(site.rglob("*.js")) if "lunr" not in file.parts]
    found = {address for file in scripts for address in OUTSIDE.findall(file.read_text(encoding="utf-8"))}
    # In a script, `//` without a scheme ends a regular expression or begins a comment.
    full = {address for address in found if address.startswith("http")}
    fetched = {address for address in full if not address.startswith(FOR_OLD_BROWSERS + NAMED)}
    assert fetched, "the theme has changed: see whether this test still looks at its scripts"
    text = "".join(pages(site).values())
    for address in fetched:
        marks = [mark for start, mark in ON_DEMAND.items() if address.startswith(start)]
        assert marks, f"a script names {address}"
        assert not [mark for mark in marks if mark in text], f"a page makes a script fetch {address}"


def test_every_page_of_the_docs_is_in_the_navigation() -> None:
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    for page in (ROOT / "docs").rglob("*.md"):
        assert page.relative_to(ROOT / "docs").as_posix() in nav
