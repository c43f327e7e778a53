"""One loop over the rows, compiled by numba, that does what the columns do on blocks.

Its lines are those that `evallang.backends.columns.traced` records, of the first look and of the second, modulo 2^64.
`loop` writes its text, and `machine` has it compiled.
"""
