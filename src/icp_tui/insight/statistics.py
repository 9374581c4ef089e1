"""How much a difference between two small groups says (formulas 4).

A group is `k` with a trait of `n` whose answer is known; unknown answers are left out before anything here is
asked. Ten customers are few, so every rate is smoothed, every p exact, and no approximation needs many.
"""

from __future__ import annotations

from math import comb, log, sqrt

_Z = 1.959963984540054
"""Standard deviations that hold 95 % of a normal distribution."""


def smoothed(k: int, n: int) -> float:
    """The rate of `k` of `n`, drawn a little to the middle: (k + 0.5) / (n + 1), 0 to 1; 0.5 of nothing."""
    return (k + 0.5) / (n + 1)


def lift(k1: int, n1: int, k2: int, n2: int) -> float:
    """How many times as frequent a trait is in the first group as in the second, both rates smoothed."""
    return smoothed(k1, n1) / smoothed(k2, n2)


def weight_of_evidence(k1: int, n1: int, k2: int, n2: int) -> float:
    """By how much the trait speaks for the first group: the difference of the smoothed log odds, in nats."""
    return log((k1 + 0.5) / (n1 - k1 + 0.5)) - log((k2 + 0.5) / (n2 - k2 + 0.5))


def fisher_one_sided(k1: int, n1: int, k2: int, n2: int) -> float:
    """The chance of so great a difference, or a greater, were the trait dealt out by luck (Fisher, exact).

    One-sided: only a higher rate in the first group counts. Over 0, at most 1; 1 where a group is empty.
    """
    traits = k1 + k2
    as_great = sum(comb(n1, k) * comb(n2, traits - k) for k in range(k1, min(n1, traits) + 1))
    return as_great / comb(n1 + n2, traits)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a rate (Wilson): lowest and highest, within 0 and 1, and always around k / n.

    Where nothing is known everything is possible: 0 to 1.
    """
    if n == 0:
        return 0.0, 1.0
    rate, room = k / n, _Z * _Z / n
    middle = (rate + room / 2) / (1 + room)
    half = _Z * sqrt(rate * (1 - rate) / n + room / (4 * n)) / (1 + room)
    # At none and at all, a bound is the rate itself; rounding must not put it on the wrong side.
    return max(0.0, min(rate, middle - half)), min(1.0, max(rate, middle + half))


def expected_by_luck(tests: int, level: float = 0.05) -> float:
    """How many of so many tests pass the `level` though nothing is behind them."""
    return tests * level
