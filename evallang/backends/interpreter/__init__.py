"""THE reference: a program over a data set, exact, each value computed once and only when asked for."""
