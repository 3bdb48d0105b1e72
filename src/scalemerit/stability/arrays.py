"""Arrays of costs and of shares, and coalitions as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
import numpy.typing as npt

from scalemerit.game import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game.base import Costs

Floats = npt.NDArray[np.float64]
# Coalitions by their numbers, as they are in a table.
Numbers = npt.NDArray[np.int64]
A = TypeVar("A", bound="Costs | Floats")

_BITS = 62


def zeros(like: A, count: int) -> A:
    """So many zeros of the kind that an array has."""
    return cast("A", np.zeros(count, dtype=like.dtype))


def sums(values: A) -> A:
    """The sum of values over each coalition, by its number, of the kind that they have."""
    return cast("A", parts.sums(values.tolist(), values.dtype))


def indicator(coalition: int, buyers: int) -> Costs:
    """A coalition as one entry a buyer: 1 for those that belong to it, 0 for the others."""
    return np.array([coalition >> buyer & 1 for buyer in range(buyers)], dtype=np.int64)


def indicators(coalitions: Sequence[int], buyers: int) -> Costs:
    """Coalitions as rows of `indicator`."""
    if buyers <= _BITS:
        numbers = np.array(coalitions, dtype=np.int64)
        return (numbers[:, None] >> np.arange(buyers)) & 1
    rows = [indicator(coalition, buyers) for coalition in coalitions]
    return np.array(rows, dtype=np.int64).reshape(len(rows), buyers)
