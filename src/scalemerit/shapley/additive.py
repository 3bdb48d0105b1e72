"""Costs as a sum over members, fitted to random coalitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from scalemerit.shapley.chance import Members

    Integers = npt.NDArray[np.int64]
    Exacts = npt.NDArray[np.object_]

_ROUNDS = 6
_BITS = 30  # of what is fitted, so that sums stay within int64


class Stratum(NamedTuple):
    """Random coalitions of one size: who is in them, and what each costs more than all others."""

    size: int
    members: Members
    differences: Exacts


class _Small(NamedTuple):
    members: Members
    differences: Integers


def fitted(strata: Sequence[Stratum], buyers: int) -> Mapping[int, tuple[int, ...]]:
    """For each size an amount a member, whose sums are near the differences but for a constant.

    The amounts of a size are a multiple of those that fit best to all sizes at once.
    """
    largest = max(int(abs(one.differences).max()) for one in strata)
    shift = max(largest.bit_length() - _BITS, 0)
    small = [_Small(one.members, (one.differences >> shift).astype(np.int64)) for one in strata]
    amounts = _amounts(small, sum(_spread(one) for one in strata), buyers)
    return {one.size: _scaled(amounts, few, shift) for one, few in zip(strata, small, strict=True)}


def _spread(stratum: Stratum) -> int:
    count, buyers = stratum.members.shape
    return int(stratum.size * (buyers - stratum.size) * count)


def _amounts(strata: Sequence[_Small], spread: int, buyers: int) -> Integers:
    """The amounts that fit best by least squares, each size having a constant of its own.

    The normal equations are solved by iteration: among all coalitions of a size, two members vary
    together as little as the size being fixed makes them, and random coalitions are nearly so.
    """
    amounts = np.zeros(buyers, np.int64)
    for _ in range(_ROUNDS):
        slope = np.zeros(buyers, np.int64)
        for one in strata:
            slope += one.members.T @ _centered(one.differences - one.members @ amounts)
        amounts += (slope.astype(object) * (buyers * (buyers - 1)) // spread).astype(np.int64)
    return amounts


def _centered(values: Integers) -> Integers:
    return values - int(values.sum()) // len(values)


def _scaled(amounts: Integers, stratum: _Small, shift: int) -> tuple[int, ...]:
    """The multiple of the amounts that fits best to one size."""
    sums = _centered(stratum.members @ amounts).astype(object)
    square = int(sums @ sums)
    if not square:
        return (0,) * len(amounts)
    product = int(sums @ _centered(stratum.differences).astype(object))
    return tuple((amount * product // square) << shift for amount in amounts.tolist())
