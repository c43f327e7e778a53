"""Explanations: every figure down to the provision and the cell."""

from evallang.report.explain.explained import Explained, explain

__all__ = ["Explained", "explain"]
