"""Examples and acceptance sets: given facts, expected results (`collect`), and whether the rules give them (`run`)."""
