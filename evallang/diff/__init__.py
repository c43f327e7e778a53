"""What differs between two versions of a document: provisions, rules, meaning, and who is affected."""
