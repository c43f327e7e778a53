"""The built-in functions: their signatures, meaning, sources and examples."""
