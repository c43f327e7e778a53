"""Mutants: rule files with one small mistake made in them, and who notices it."""
