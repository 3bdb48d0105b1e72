"""What it takes to look at who takes part: all coalitions at once, against one after another.

Run as `python tests/bench/bench_join.py`. Aims: for 12 buyers less than a tenth of the time that
pricing each coalition takes; all that is told of 23 buyers in about as many seconds as products.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from random import Random
from time import perf_counter
from typing import Any

from timing import interleaved

from scalemerit.comparison import Outcome, compare
from scalemerit.game.whole import WholeGame
from scalemerit.join import Asked, chance_of, joined, saving_of, spread_by_size
from scalemerit.scenario import from_data

Data = dict[str, Any]
TIERS = {1: 4800, 500: 4400, 2000: 4100}
FEW, MANY = 12, 23


def outcome(buyers: int, products: int) -> Outcome:
    """Buyers that take part with 60% or 80% and need so many products, from two vendors."""
    rng = Random(1)
    names = [f"p{place}" for place in range(products)]
    prices = {name: {"model": "volume", "tiers": TIERS} for name in names}
    data: Data = {
        "scalemerit": 1,
        "title": "bench",
        "products": {name: {} for name in names},
        "buyers": {
            f"B{place}": {
                "quantities": {name: rng.randint(50, 900) for name in names},
                "join": ("60%", "80%")[place % 2],
            }
            for place in range(buyers)
        },
        "vendors": {
            "V": {"prices": prices, "fees": {"per_contract": 100_000}},
            "W": {"prices": prices, "fees": {"per_buyer": 30_000}},
        },
        "arrangements": {"joint": {"coordination": {"per_contract": 3_000_000}}},
    }
    (found,) = compare(from_data(data)).arrangements
    return found


def game(found: Outcome) -> WholeGame:
    """The game of an arrangement, of which nothing is worked out yet."""
    arrangement = found.arrangement
    return WholeGame(found.pool, arrangement, found.bill.separate, arrangement.coordination)


def probabilities(found: Outcome) -> list[Fraction]:
    """How likely each buyer takes part."""
    written = found.pool.scenario.buyers
    return [Fraction(written[buyer].join) for buyer in found.pool.buyers]


def at_once(found: Outcome) -> object:
    """Savings by size and by chance, all coalitions at once."""
    played = game(found)
    return spread_by_size(played, found.bill.quantities), chance_of(played, probabilities(found))


def one_by_one(found: Outcome) -> tuple[dict[int, list[int]], Fraction]:
    """The savings of all coalitions by size, and their mean, each priced as `compare` does."""
    played, joins = game(found), probabilities(found)
    by_size: dict[int, list[int]] = {}
    expected = Fraction(0)
    for coalition in range(1, 1 << played.buyers):
        saved = saving_of(played, coalition)
        by_size.setdefault(coalition.bit_count(), []).append(saved)
        expected += saved * prod(
            one if coalition >> buyer & 1 else 1 - one for buyer, one in enumerate(joins)
        )
    return by_size, expected


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    call()
    return perf_counter() - start


def main() -> None:
    """Print ratios and times."""
    for products in (1, 2):
        few = outcome(FEW, products)
        found = interleaved(lambda few=few: at_once(few), lambda few=few: one_by_one(few))
        print(f"{FEW} buyers, {products} product(s), of coalition by coalition: {found.ratio:.4f}")
    for products in (1, 2, 3):
        many = outcome(MANY, products)
        took = seconds(lambda many=many: joined(many, Asked()))
        played = game(many)
        table = seconds(lambda played=played: played.table)
        print(f"{MANY} buyers, {products} product(s): {took:.2f} s, of which costs {table:.2f} s")


if __name__ == "__main__":
    main()
