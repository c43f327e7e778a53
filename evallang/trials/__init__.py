"""Made-up data, and what a methodology makes of them: on such bodies mistakes and differences are shown."""
