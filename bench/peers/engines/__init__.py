"""The engines, each written as its users would write it."""
