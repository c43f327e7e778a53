"""Documents in time: provision addresses, amendments, and the consolidated text on a date."""
