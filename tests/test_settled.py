"""What is settled, in whole numbers that may grow beyond int64."""

from __future__ import annotations

from random import Random

import numpy as np

from scalemerit.stability.settled import without


def test_sums_over_a_basis_are_exact_however_large_its_numbers() -> None:
    chance, buyers = Random(1), 62
    basis = np.array([[2**27 + chance.randrange(1000) for _ in range(buyers)] for _ in range(2)])
    basis[0, 31:] *= -1
    basis[0, 0] += 10**6
    free = without(basis, np.ones(buyers, dtype=np.int64))
    half = np.array([1] * 31 + [0] * 31)
    assert (free @ half).tolist() == [sum(map(int, row[:31])) for row in free]
