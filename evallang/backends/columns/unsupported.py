"""What is left to the interpreter."""


class Unsupported(Exception):
    """An expression that is not computed over columns; the message names it."""
