"""Other engines on the work that evallang does: how fast each is, and how many of its scores and grades are wrong."""
