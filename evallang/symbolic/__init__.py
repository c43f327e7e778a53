"""SymPy's one home; imported only where a formula is to be proved or shown as mathematics."""
