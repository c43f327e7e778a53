"""Tables with cells of every sort, and types."""

from hypothesis import strategies as st
from strategies import names as n
from strategies.named import named

from evallang.syntax import ast

_signed = st.sampled_from(["", "-"])
literals = st.builds(
    ast.Constant,
    st.builds(str.__add__, _signed, n.numbers | n.percents)
    | st.builds("{}{}/{}".format, _signed, n.integers, n.integers)
    | n.dates,
)
ordinals = st.builds(ast.Ordinal, n.ordinals)
between = st.builds(ast.Between, literals, st.sampled_from(["..", "..<", "<..", "<..<"]), literals)
one_sided = st.builds(ast.OneSided, st.sampled_from(["below", "above", "up to", "and up"]), literals)
cells = (
    st.just(ast.Empty())
    | literals
    | ordinals
    | n.paths
    | n.any_texts
    | st.builds(ast.Starred, literals | ordinals | n.paths | n.any_texts)
    | st.just(ast.AnyValue())
    | one_sided
    | between
)
header_cells = (
    st.builds(ast.HeaderCell, n.words)
    | st.builds(ast.HeaderCell, n.lines, st.just(True))
    | st.just(ast.HeaderCell("§"))
)
rows = st.builds(ast.Row, st.lists(cells, min_size=1, max_size=4).map(tuple), n.marks)
_header = st.lists(header_cells, min_size=1, max_size=4).map(tuple)
tables = named("tables", st.builds(ast.Table, _header, st.lists(rows, max_size=4).map(tuple), n.marks))

choices = st.builds(ast.Choice, n.names, st.none() | n.texts)
some_choices = st.lists(choices, min_size=1, max_size=3).map(tuple)


def _type_name(
    name: ast.Name, bounds: tuple[ast.Constant | None, ast.Constant | None], by: ast.Name | None
) -> ast.TypeName:
    return ast.TypeName(name, *bounds, ranged=bounds != (None, None), by=by)


type_names = st.builds(_type_name, n.names, st.tuples(st.none() | literals, st.none() | literals), st.none() | n.names)
types = named("types", type_names | st.builds(ast.ChoiceType, some_choices))
traits = (
    st.just(ast.Yearly())
    | st.builds(ast.Sense, st.sampled_from(["better", "worse"]))
    | st.builds(ast.AtMost, n.paths)
    | st.builds(ast.Unit, n.texts)
    | st.builds(ast.Column, n.texts)
)
some_traits = st.lists(traits, max_size=3).map(tuple)
