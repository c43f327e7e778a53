"""Hooks of the site's build: pages made from the program itself, and colours for `.eval`.

Nothing that is made here is kept: what the pages say is what the installed program knows.
"""

import re
from typing import Any

import highlighting
from builtins_page import builtins_page
from checks_page import checks_page
from commands_page import commands_page
from diagnostics_page import diagnostics_page
from engines_page import engines_page
from findings_pages import findings_pages
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

MADE = {
    "reference/builtins.md": builtins_page,
    "reference/checks.md": checks_page,
    "reference/diagnostics.md": diagnostics_page,
    "reference/command-line.md": commands_page,
    "reference/engines.md": engines_page,
}
# What only the test of the snippets reads: declarations around fragments, words after a block's language.
CONTEXT = re.compile(r"^<!-- context\n.*?^-->\n", re.DOTALL | re.MULTILINE)
OPENING = re.compile(r"^```(?P<language>\w+)(?: [a-z]+)*(?P<title> title=\"[^\"]*\")?(?: [a-z]+)*$", re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the lexer of rule files known to Pygments."""
    highlighting.register()
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that are made from the program."""
    for path, page in MADE.items():
        files.append(File.generated(config, path, content=page()))
    for path, content in findings_pages().items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Leave out what only the tests read."""
    return OPENING.sub(r"```\g<language>\g<title>", CONTEXT.sub("", markdown))
