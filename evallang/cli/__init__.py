"""The command line: it reads arguments, calls the pipeline, prints and writes, and computes nothing."""

from __future__ import annotations

from evallang.cli.group import main

__all__ = ["main"]
