"""What compiled code calls; its modules need the standard library only, for their text goes into each file."""
