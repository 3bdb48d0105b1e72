"""Chance that is the same on every machine: coalitions drawn from a seed.

SplitMix64 of Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA:
the number at each place is a mix of seed and place alone, in whole numbers modulo 2⁶⁴.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Members = npt.NDArray[np.bool_]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_ROUNDS = (
    (np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)),
    (np.uint64(27), np.uint64(0x94D049BB133111EB)),
)
_LAST = np.uint64(31)
_WORD = 1 << 64


class Chance:
    """Random numbers from a seed, each drawn once."""

    def __init__(self, seed: int) -> None:
        self._seed = np.uint64(seed % _WORD)
        self._drawn = 0

    def numbers(self, count: int) -> npt.NDArray[np.uint64]:
        """The next numbers, even over all of 64 bits."""
        places = np.arange(self._drawn + 1, self._drawn + count + 1, dtype=np.uint64)
        self._drawn += count
        mixed = self._seed + places * _STEP
        for shift, factor in _ROUNDS:
            mixed = (mixed ^ (mixed >> shift)) * factor
        return mixed ^ (mixed >> _LAST)

    def coalitions(self, count: int, size: int, buyers: int) -> Members:
        """So many coalitions of a size, one a row, each as likely as any other: who is in them."""
        keys = self.numbers(count * buyers).reshape(count, buyers)
        chosen = keys.argsort(axis=1, kind="stable")[:, :size]
        members = np.zeros((count, buyers), np.bool_)
        np.put_along_axis(members, chosen, values=True, axis=1)
        return members
