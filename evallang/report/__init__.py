"""Results and messages for people and for other programs: tables, files, explanations, diagnostics."""
