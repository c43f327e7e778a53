"""A hostile file, read as the program reads any: run with the name of a case and a folder to write into.

Writes what came of it as JSON. Only the standard library and evallang are used, so that the limits of the
process are those of reading a file.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from evallang.report.diagnostics import render_all
from evallang.source import SourceError, read
from evallang.syntax import format_module, parse

N = 10_000
LAW = "№ 44 бұйрық. Мемлекеттік органның ашықтығы, қазақ және орыс тілдерінде.\n"

CASES: dict[str, Callable[[], str | bytes]] = {
    "nested parentheses": lambda: "score " + "(" * N + "1" + ")" * N,
    "open parentheses": lambda: "score " + "(" * N,
    "nested blocks": lambda: "index a {" * N + "}" * N,
    "open braces": lambda: "{" * N,
    "not": lambda: "when " + "not " * N + "a",
    "minus": lambda: "score " + "-" * N + "1",
    "powers": lambda: "score " + "2^" * N + "2",
    "if in else": lambda: "score " + "if a then 1 else " * N + "2",
    "if in if": lambda: "score " + "if " * N + "a",
    "some in some": lambda: "when " + "some x where " * N + "a",
    "by in by": lambda: "score " + "by r { a : " * N + "1" + " }" * N,
    "calls in calls": lambda: "score " + "f(" * N + "1" + ")" * N,
    "closing braces": lambda: "}" * 100_000,
    "closing braces on lines": lambda: "}\n" * 50_000,
    "50 MB": lambda: "input a : count\n" * 3_300_000,
    "NUL bytes": lambda: "score \x00 1\n" * N,
    "only NUL bytes": lambda: "\x00" * 100_000,
    "UTF-16": lambda: LAW.encode("utf-16"),
    "Windows-1251": lambda: 'act a "Указ №"\n# Приказ о порядке оценки\n'.encode("cp1251"),
    "code page 866": lambda: 'act a "Указ"\n# приказ о порядке оценки\n'.encode("cp866"),
    "a byte that is no letter": lambda: b"index a {\n score 1 # \xff\n}",
    "a table of a million rows": lambda: "table\n| x |\n" + "| 1 |\n" * 1_000_000,
    "a table of 100 thousand rows": lambda: "table\n| x | y |\n" + "| 1 | 2 |\n" * 100_000,
    "a line of two million letters": lambda: "a" * 1_999_999,
    "a line of two million digits": lambda: "score " + "1" * 1_999_000,
    "a line of half a million sums": lambda: "score " + "a + " * 490_000 + "a",
    "a line of half a million dots": lambda: "score a" + ".a" * 900_000,
    "an unclosed long text": lambda: 'norm §1 { text """' + "а б в\n" * 200_000,
    "an unclosed quote": lambda: 'norm "' + "а б в " * 200_000,
    "many quotes": lambda: '"' * 100_001,
    "curly quotes": lambda: "“" * 100_000,
    "an endless list": lambda: "score (" + "a,\n" * 300_000,
    "new lines": lambda: "\n" * 1_999_999,
    "comments": lambda: "#\n" * 200_000,
    "bars": lambda: "|\n" * 200_000,
    "semicolons": lambda: ";" * 1_999_999,
    "strange signs": lambda: "$\n" * 500_000,
    "a mistake on each line": lambda: "scor 5\n" * 100_000,
    "a broken head on each line": lambda: "index a b {\n score 1\n}\n" * 50_000,
    "a conjunction of 50 thousand": lambda: "when " + "a and " * 50_000 + "a",
    "20 thousand inputs": lambda: "input a : count\n" * 20_000,
    "combining marks": lambda: "score a" + "\u0301" * 1_000_000,
}


def outcome(file: Path) -> dict[str, object]:
    try:
        source = read(file)
    except SourceError as error:
        return {"refused": str(error)}
    tree, diagnostics = parse(source)
    shown = render_all(diagnostics)
    if diagnostics:
        return {"codes": sorted({d.code for d in diagnostics}), "shown": len(shown), "first": shown[:1000]}
    return {"statements": len(tree.statements), "formatted": len(format_module(tree))}


def main(name: str, folder: str) -> None:
    """Write the case to a file, read it, and say what came of it."""
    made = CASES[name]()
    file = Path(folder) / "hostile.eval"
    file.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))
    del made
    sys.stdout.write(json.dumps(outcome(file)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
