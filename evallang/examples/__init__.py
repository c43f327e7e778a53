"""Examples and acceptance sets: given facts, expected results, and whether the rules give them."""

from evallang.examples.collect import ExampleSet, FileSet, collect_examples
from evallang.examples.run import Outcome, run_example, run_files

__all__ = ["ExampleSet", "FileSet", "Outcome", "collect_examples", "run_example", "run_files"]
