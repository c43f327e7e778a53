"""What the closures of the columns do, recorded once and done again without them.

The closures are called with recorded numbers in place of arrays (`recorded`): each operation of NumPy becomes a line
(`lines`), a text and a step. So what follows from them has the same values, the same bounds of errors and the same
doubt. A tape (`tape`) is the steps on arrays, laid out over a few buffers (`layout`) and played block by block;
`evallang.backends.columns.fused` makes of the texts one compiled loop. `record` holds what was recorded, `numbers` the
numbers meanwhile, and `forms` how columns hold what comes of it.
"""
