"""What it takes to price all coalitions of 23 buyers, and to judge and divide their bill.

Run as `python tests/bench/bench_game.py`. Aims: the table of costs in at most 5 times the copying
of an array as large, its pooled sums apart; for any game of 23 buyers Shapley value, core and
nucleolus together within 10 s and 1 GiB.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from random import Random
from time import perf_counter
from typing import Any

import numpy as np
from timing import interleaved

from scalemerit.comparison import compare
from scalemerit.game import PurchaseGame
from scalemerit.game.listing import listed_by_total, listed_in_blocks
from scalemerit.game.parts import sums
from scalemerit.nucleolus import nucleolus
from scalemerit.scenario import from_data
from scalemerit.shapley import shapley
from scalemerit.stability import is_in_core

Data = dict[str, Any]
BUYERS = 23
VOLUME: Data = {"model": "volume", "tiers": {1: 4800, 500: 4400, 1000: 4100, 20_000: 3900}}
GRADUATED: Data = {"model": "graduated", "tiers": {1: 5200, 300: 4700, 1000: 4200}}
PACKAGE: Data = {"model": "package", "size": 10, "tiers": {1: 48_000, 50: 44_000}}


def game(products: int, vendors: list[Data]) -> PurchaseGame:
    """What the coalitions of 23 buyers pay that buy so many products from these vendors."""
    rng = Random(1)
    names = [f"p{place}" for place in range(products)]
    data = {
        "scalemerit": 1,
        "title": "bench",
        "tax": {"rate": "10%"},
        "products": {name: {} for name in names},
        "buyers": {
            f"B{place}": {name: rng.randint(100, 4600) for name in names} for place in range(BUYERS)
        },
        "vendors": {
            f"V{place}": {
                "prices": dict.fromkeys(names, price),
                "fees": {"per_contract": 75_000},
            }
            for place, price in enumerate(vendors)
        },
    }
    (outcome,) = compare(from_data(data)).arrangements
    return outcome.game


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    call()
    return perf_counter() - start


def main() -> None:
    """Print ratios, times and memory."""
    pooled = game(1, [VOLUME, GRADUATED, PACKAGE])._pooled
    assert pooled is not None
    totals = sums(pooled.quantities, np.dtype(np.int64))
    prices = pooled.joint(BUYERS)
    timing = interleaved(lambda: prices.take(totals), totals.copy)
    print(f"table of costs, its sums apart, in copies of it: {timing.ratio:.1f}")
    timing = interleaved(lambda: listed_by_total(pooled, BUYERS), totals.copy)
    print(f"table of costs with its sums, in copies of it: {timing.ratio:.1f}")

    print(f"\n{'23 buyers, three vendors':30} {'table s':>8} {'solved s':>9}")
    for products in (1, 2, 3):
        played = game(products, [VOLUME, GRADUATED, PACKAGE])
        listed = seconds(lambda played=played: played.table)
        solved = seconds(lambda played=played: solve(played))
        print(f"{f'{products} product(s)':30} {listed:8.2f} {solved:9.2f}")
    one = game(1, [VOLUME, GRADUATED])
    in_blocks = seconds(lambda: listed_in_blocks(one._tabulation, one.pool))
    print(f"{'1 product, in blocks':30} {in_blocks:8.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nmost memory of all of this: {peak} MiB")


def solve(played: PurchaseGame) -> None:
    """Shapley value, core check of it, and nucleolus."""
    found = shapley(played)
    is_in_core(played, found.parts, found.denominator)
    nucleolus(played)


if __name__ == "__main__":
    main()
