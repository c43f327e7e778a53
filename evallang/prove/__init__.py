"""Proofs by a solver, where ranges and made-up bodies do not decide: the home of z3, the extra `[prove]`."""
