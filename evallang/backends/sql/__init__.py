"""Rules as one SQL query, in float64 with error bounds; what the bounds do not decide is said to be in doubt."""
