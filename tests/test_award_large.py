"""Which vendors to open contracts with: large problems, against every set of vendors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random
from typing import Any

import pytest

from scalemerit.money import NO_OFFER
from scalemerit.procure import Market, Pool, cheapest_award
from scalemerit.procure.opening import cheapest_opening
from scalemerit.scenario import Scenario, from_data

Data = dict[str, Any]
Award = tuple[int, ...]


def best_of_all_sets(costs: Sequence[Sequence[int]], fees: Sequence[int]) -> tuple[int, Award]:
    """The cheapest set of vendors, each product at the first of the cheapest of them.

    `costs` has a row a vendor and a column a product.
    """
    everyone = range(len(fees))
    products = range(len(costs[0]))
    return min(
        (
            sum(fees[one] for one in opened)
            + sum(min(costs[one][product] for one in opened) for product in products),
            tuple(min(opened, key=lambda one: costs[one][product]) for product in products),
        )
        for size in range(1, len(fees) + 1)
        for opened in combinations(everyone, size)
    )


# ---- from costs and fees alone ----


def test_few_fees_and_many_are_searched_with_the_same_result() -> None:
    for seed in range(400):
        rng = Random(seed)
        vendors, products, highest = rng.randint(1, 8), rng.randint(1, 4), rng.choice([2, 9])
        costs = [[rng.randint(0, highest) for _ in range(products)] for _ in range(vendors)]
        fees = [rng.choice([0, rng.randint(1, highest)]) for _ in range(vendors)]
        assert cheapest_opening(costs, fees) == best_of_all_sets(costs, fees)[1], seed


@pytest.mark.parametrize(
    ("costs", "fees", "award"),
    [
        ([[5, 5], [4, 4]], [0, 0], (1, 1)),
        ([[5, 5], [4, 4]], [0, 1], (1, 1)),
        ([[5, 5], [4, 4]], [0, 2], (0, 0)),  # a tie goes to the first
        ([[5, 5], [4, 4]], [0, 3], (0, 0)),
        ([[5, 4], [4, 5]], [0, 0], (1, 0)),
        ([[5, 4], [4, 5]], [2, 2], (0, 0)),  # together 8 + 4, alone 9 + 2
        ([[5, NO_OFFER], [NO_OFFER, 5]], [100, 100], (0, 1)),  # there is no one else
        ([[5, NO_OFFER], [9, 9]], [4, 3], (0, 1)),  # together 14 + 7, the second alone 18 + 3
        ([[5, NO_OFFER], [9, 9]], [5, 3], (1, 1)),  # together 14 + 8
        ([[1, 1], [1, 1], [0, 1]], [0, 0, 0], (2, 0)),
    ],
)
def test_vendors_are_opened_that_win_back_their_fees(
    costs: list[list[int]], fees: list[int], award: Award
) -> None:
    assert cheapest_opening(costs, fees) == award


@pytest.mark.parametrize("chunk", range(10))
def test_no_set_of_vendors_is_cheaper_and_of_equal_awards_the_first_written_wins(
    chunk: int,
) -> None:
    for seed in range(100 * chunk, 100 * chunk + 100):
        rng = Random(seed)
        highest = rng.choice([1, 3, 10, 100])
        products = rng.randint(1, 6)
        costs = [
            [NO_OFFER if rng.random() < 0.2 else rng.randint(0, highest) for _ in range(products)]
            for _ in range(rng.randint(1, 6))
        ]
        costs[rng.randrange(len(costs))] = [highest] * products  # one sells everything
        fees = [rng.choice([0, rng.randint(0, 3 * highest)]) for _ in costs]
        assert cheapest_opening(costs, fees) == best_of_all_sets(costs, fees)[1], seed


# ---- from a scenario ----


def large(seed: int, highest: int) -> Scenario:
    """Ten vendors, thirty products of eight tiers, fees a contract and a buyer."""
    rng = Random(seed)
    products = [f"p{number}" for number in range(30)]

    def price() -> Data:
        units = sorted((rng.randint(highest // 2, highest) for _ in range(8)), reverse=True)
        starts = sorted(rng.sample(range(1, 80), 8))
        return {"model": "volume", "tiers": dict(zip(starts, units, strict=True))}

    def vendor() -> Data:
        fees = {"per_contract": rng.randint(0, 20 * highest), "per_buyer": rng.randint(0, highest)}
        return {"prices": {one: price() for one in products}, "fees": fees}

    return from_data(
        {
            "scalemerit": 1,
            "title": "large",
            "products": {one: {} for one in products},
            "buyers": {f"{x}区": {one: rng.randint(1, 20) for one in products} for x in "ABC"},
            "vendors": {f"v{number}": vendor() for number in range(10)},
        }
    )


def license_cost(whole: Scenario, vendor: str, product: str) -> int:
    """The cheapest of all quantities from the one that all buyers need to the highest tier."""
    tiers = whole.prices[vendor][product].tiering
    needed = sum(buyer.quantities[product] for buyer in whole.buyers.values())
    first = max(needed, min(tiers))
    return min(
        bought * int(tiers[max(start for start in tiers if start <= bought)].unit)
        for bought in range(first, max(first, *tiers) + 1)
    )


@pytest.mark.parametrize(("seed", "highest"), [(1, 1000), (2, 1000), (3, 12), (4, 12)])
def test_ten_vendors_and_thirty_products_are_awarded_exactly(seed: int, highest: int) -> None:
    whole = large(seed, highest)
    costs = [
        [license_cost(whole, vendor, one) for one in whole.products] for vendor in whole.vendors
    ]
    fees = [
        int(vendor.fees.per_contract + 3 * vendor.fees.per_buyer)
        for vendor in whole.vendors.values()
    ]
    cost, best = best_of_all_sets(costs, fees)
    pool = Pool(Market(whole), tuple(whole.buyers), tuple(whole.vendors), {})
    award = cheapest_award(pool)
    assert tuple(pool.vendors.index(vendor) for vendor in award.values()) == best
    assert pool.total(award) == cost
