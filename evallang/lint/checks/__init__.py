"""One check per file, named for the bad pattern. The docstring of a file is its page in the documentation.

A file holds `CHECK`, with a function that takes a `Subject` and yields what it found and what it proved.
"""
