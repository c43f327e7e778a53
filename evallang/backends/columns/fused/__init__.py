"""One loop over the rows, compiled by numba, that does what the columns do on blocks.

The closures of the columns are called once, with recorded numbers in place of arrays (`recorded`): each operation of
NumPy becomes a line (`lines`). So the loop has the same values, the same bounds of errors and the same doubt. It holds
the second look modulo 2^64 as well (`numbers`). `loop` writes its text, and `machine` has it compiled.
"""
