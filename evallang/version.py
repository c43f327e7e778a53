"""The version of evallang: the one place that states it (the build and the results read it here)."""

__version__ = "0.1.0"
