"""Costs as a sum over members, fitted to random coalitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Members = npt.NDArray[np.bool_]
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
    amounts = _amounts(small, buyers)
    return {one.size: _scaled(amounts, few, shift) for one, few in zip(strata, small, strict=True)}


def _amounts(strata: Sequence[_Small], buyers: int) -> Integers:
    """The amounts that fit best by least squares, each size having a constant of its own.

    Found by conjugate gradients (Hestenes and Stiefel 1952, Journal of Research of the National
    Bureau of Standards 49), rounded: among the coalitions of a size all members vary nearly alike,
    so that few rounds suffice.
    """
    amounts = np.zeros(buyers, np.int64)
    direction, before = amounts, 1
    for _ in range(_ROUNDS):
        slope = np.zeros(buyers, np.int64)
        for one in strata:
            slope += one.members.T @ _centered(one.differences - one.members @ amounts)
        steepness = _square(slope)
        direction = slope + _times(direction, steepness, before)
        bend = sum(_square(_centered(one.members @ direction)) for one in strata)
        if not bend:
            break
        amounts += _times(direction, steepness, bend)
        before = steepness
    return amounts


def _times(values: Integers, part: int, whole: int) -> Integers:
    return np.array([value * part // whole for value in values.tolist()], np.int64)


def _square(values: Integers) -> int:
    exact = values.astype(np.object_)
    return int(exact @ exact)


def _centered(values: Integers) -> Integers:
    return values - int(values.sum()) // len(values)


def _scaled(amounts: Integers, stratum: _Small, shift: int) -> tuple[int, ...]:
    """The multiple of the amounts that fits best to one size."""
    sums = _centered(stratum.members @ amounts).astype(np.object_)
    square = int(sums @ sums)
    product = int(sums @ stratum.differences.astype(np.object_))
    return tuple((amount * product // (square or 1)) << shift for amount in amounts.tolist())
