"""Straight-line exact code in Python, made of a program."""
