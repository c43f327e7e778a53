"""Names, texts and numbers as authors write them."""

import unicodedata

from hypothesis import strategies as st
from strategies.named import named

from evallang.syntax import ast, grammar

# Words that the resolver refuses as names, and those that mean something else in one place or another.
REFUSED = frozenset(
    (
        "and or not if then else in where for by under no yes some every none any this undefined first last at weighted"
    ).split()
)
LOCAL = frozenset(
    "above accept amended below up id symbol shared full each highest lowest ties blank choice missing".split()
)
KEYWORDS = frozenset(
    str(t.pattern.value)
    for t in grammar.parser().terminals
    if t.pattern.type == "str" and str(t.pattern.value).isalpha()
)

_LETTERS = "abcxyzABCXYZ_әіңғүұқөһӘІҢабвгдеёжзийяАБВ"
_plain = st.builds(str.__add__, st.sampled_from(_LETTERS), st.text(_LETTERS + "0123456789", max_size=6)).filter(
    lambda name: name not in KEYWORDS
)
words = _plain | st.sampled_from(sorted(KEYWORDS - REFUSED - LOCAL))
names = named("names", st.builds(ast.Name, words))

_INSIDE = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters='"')


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


lines = st.text(_INSIDE, max_size=12).map(_composed)
texts = named("texts", st.builds(ast.Text, lines))


def _fits_triple_quotes(text: str) -> bool:
    return '"""' not in text and not text.endswith('"')


long_texts = (
    st.text(_INSIDE | st.sampled_from('"\n'), max_size=20)
    .map(_composed)
    .filter(_fits_triple_quotes)
    .map(lambda text: ast.Text(text, long=True))
)
any_texts = named("any texts", texts | long_texts)

integers = st.sampled_from(["0", "1", "5", "12", "100", "10_000", "2019"])
numbers = integers | st.sampled_from(["0.5", "0.001", "4.59", "1_000.25"])
percents = st.sampled_from(["0%", "45%", "89.9%", "1_000%", "45 %"])
dates = st.sampled_from(["2020-03-11", "1999-12-31", "2021-04-20"])
ordinals = st.sampled_from(["1.2.3", "48-1", "2.1-1", "1.1.1.10", "3-1-2"])

_segments = words | st.sampled_from(["001", "KZ-1", "a b", "1", ""])
paths = named(
    "paths",
    st.builds(lambda first, rest: ast.Path((first, *rest)), words, st.lists(_segments, max_size=2).map(tuple)),
)
# Items are read beside words such as `half` (`round no half half up`), so they are not called by one.
item_paths = named("item paths", paths.filter(lambda path: path.segments[0] not in KEYWORDS))
addresses = st.sampled_from(
    ["34", "48-1", "app10.t2.11.3", "68:2", "43..46", "app2.1.1", "annex", "қосымша1", "app10.t7.note"]
)
citations = st.builds(ast.Citation, addresses, st.none() | names)
unders = st.builds(ast.Under, paths)
symbols = st.builds(ast.Symbol, words)
identifiers = st.builds(ast.Identifier, texts)
amendeds = st.builds(ast.Amended, names, st.just("") | addresses, st.none() | dates)
accepts = st.builds(ast.Accept, names, texts)


def _acceptances_last(found: list[ast.Mark]) -> ast.Marks:
    return tuple(sorted(found, key=lambda mark: isinstance(mark, ast.Accept)))


_mark = citations | unders | symbols | identifiers | amendeds | accepts
marks = named("marks", st.lists(_mark, max_size=3).map(_acceptances_last))
