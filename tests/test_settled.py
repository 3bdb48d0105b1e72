"""What is settled, in whole numbers that may grow beyond int64."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from scalemerit.game.tabled import TableGame
from scalemerit.solution import UnprovenError
from scalemerit.stability.level import Levels
from scalemerit.stability.settled import without
from scalemerit.stability.table import TableSeparation


def test_sums_over_a_basis_are_exact_however_large_its_numbers() -> None:
    chance, buyers = Random(1), 62
    basis = np.array([[2**27 + chance.randrange(1000) for _ in range(buyers)] for _ in range(2)])
    basis[0, 31:] *= -1
    basis[0, 0] += 10**6
    free = without(basis, np.ones(buyers, dtype=np.int64))
    half = np.array([1] * 31 + [0] * 31)
    assert (free @ half).tolist() == [sum(map(int, row[:31])) for row in free]


def test_buyers_at_their_caps_prove_no_level_without_a_coalition() -> None:
    game = TableGame([0, 60, 100, 120])
    levels = Levels(game, TableSeparation(game), per_head=False)
    with pytest.raises(UnprovenError):
        levels.weighed([], [0, 1], [1, 1])
