"""How much a coalition of others counts for a buyer that joins it, by its size."""

from __future__ import annotations

from math import comb, lcm


def denominator(buyers: int) -> int:
    """What all weights of so many buyers are parts of: the least common multiple of 1 to n."""
    return lcm(*range(1, buyers + 1))


def weights(buyers: int) -> tuple[int, ...]:
    """What s others count, for s from 0 to n − 1: s! (n − 1 − s)! / n!, in parts of 1/denominator.

    It is the chance that a buyer comes right after these s others in a random order of all.
    """
    parts = denominator(buyers)
    return tuple(parts // (buyers * comb(buyers - 1, size)) for size in range(buyers))
