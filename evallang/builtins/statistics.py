"""Built-ins over lists: of arguments, of items, of bodies, of parts."""

from __future__ import annotations

from evallang.builtins.entry import Builtin

STATISTICS = (
    Builtin("min", "both", "the smallest value", "min(3, 1, 2) = 1", 1, monotone=1),
    Builtin("max", "both", "the greatest value", "max(3, 1, 2) = 3", 1, monotone=1),
    Builtin("sum", "both", "all values added", "sum(1, 2, 3) = 6", 1, monotone=1),
    Builtin("product", "both", "all values multiplied", "product(2, 3, 4) = 24", 1, units="product"),
    Builtin("mean", "both", "the arithmetic mean, weighted by `weighted by`", "mean(1, 2, 6) = 3", 1, monotone=1),
    Builtin("geomean", "both", "the geometric mean: the n-th root of the product of n values, none below 0",
            "geomean(2, 8) = 4", 1, monotone=1),
    Builtin("harmean", "both", "the harmonic mean: n over the sum of the reciprocals of n values above 0",
            "harmean(2, 6) = 3", 1, monotone=1),
    Builtin("median", "both", "the middle value, or the mean of the two in the middle", "median(5, 1, 3) = 3", 1,
            monotone=1),
    Builtin("quantile", "list",
            "the value below which a share p of the list lies, between two neighbours by proportion",
            "quantile(value for measure, 25%)", extra=("p",), monotone=1,
            source="Hyndman and Fan, Sample Quantiles in Statistical Packages (1996), definition 7"),
    Builtin("sd", "both", "the standard deviation of a sample: divided by n − 1", "sd(1, 3) = sqrt(2)", 2,
            source="ISO 3534-1, 1.17"),
    Builtin("sd_population", "both", "the standard deviation of a whole population: divided by n",
            "sd_population(1, 3) = 1", 1, source="ISO 3534-1, 2.37"),
    Builtin("count", "list", "how many there are", "count(service where satisfaction < 4)", units="none", whole=True),
    Builtin("rank", "relative",
            "the place of the own value among the others, the greatest first; equal values share the best",
            "rank(level for body of same kind)", units="none", whole=True,
            source="standard competition ranking: 1 2 2 4"),
    Builtin("percentile", "relative", "the share of the others' values below the own one, equal ones counted half",
            "percentile(level for every body)", units="none",
            source="Roscoe, Fundamental Research Statistics (1975): percentile rank"),
    Builtin("zscore", "relative", "how many standard deviations (n − 1) the own value lies above the mean",
            "zscore(level for body of same kind)", units="none"),
    Builtin("minmax", "relative",
            "where the own value lies between the smallest (0) and the greatest (1); undefined when all are equal",
            "minmax(level for body of same kind)", units="none",
            source="OECD and JRC, Handbook on Constructing Composite Indicators (2008), §5.3"),
    Builtin("winsorise", "relative", "the own value, drawn in to the quantiles p and q of the list",
            "winsorise(level for every body, 5%, 95%)", extra=("p", "q"),
            source="Tukey, The Future of Data Analysis (1962), §14"),
)  # fmt: skip
