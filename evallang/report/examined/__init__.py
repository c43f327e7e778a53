"""What the checker found, as text, JSON, SARIF and a page of the documentation."""
