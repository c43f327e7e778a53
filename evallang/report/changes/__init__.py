"""Differences between versions for people and programs: text, Markdown, JSON, HTML, the comparative table."""
