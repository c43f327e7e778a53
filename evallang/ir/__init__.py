"""The resolved program: what a document means, with nothing left to look up."""
