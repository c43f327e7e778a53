"""What runs a resolved program; the interpreter is the reference."""
