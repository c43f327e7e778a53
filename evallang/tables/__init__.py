"""Data in and out: CSV and JSON files to typed cells that know their addresses, empty templates, CSV text."""
