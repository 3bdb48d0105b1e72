"""The game of an arrangement: what each coalition of its buyers pays for what it needs."""

from __future__ import annotations

from itertools import compress
from math import gcd, prod
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.game.base import TABLE_LIMIT, Game
from scalemerit.once import once
from scalemerit.procure import cheapest_award, cheapest_single, coordination_total
from scalemerit.solution import TimeIsUp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scalemerit.game.base import Costs, Parts, Pooled
    from scalemerit.game.tabulate import Tabulation
    from scalemerit.procure import Pool
    from scalemerit.scenario import Arrangement, Coordination
    from scalemerit.solution import Search

# All partitions of the coalitions of so many buyers can be gone through.
_EVERY_PARTITION = 14
# More totals are not worth pricing where coalitions can be listed, and more than the second number
# not at all: each takes memory in every column that is worked out for them.
_MANY_TOTALS, _MOST_TOTALS = 2**20, 2**24
# So many combinations of vendors are priced for all coalitions at once; more, one by one.
_FEW_AWARDS = 256
# Adding up an award takes so long for each of its products, and pricing a product of a vendor some
# times that; 23 buyers with so much of it take half a minute.
_MOST_WORK, _TO_PRICE = 500, 5


class _Listed(NamedTuple):
    """The cost of every coalition, and whether any saves by buying in parts."""

    costs: Costs
    saves_in_parts: bool


class PurchaseGame(Game):
    """What the coalitions of an arrangement's buyers pay, with tax and coordination.

    A buyer alone pays what it pays separately, today or by its best quote, given in `alone`; two
    or more pay what `compare` works out for an arrangement of just these buyers, or less where
    buying in parts is cheaper. Without `coordination` the game is that of the vendors' bills.
    """

    def __init__(
        self,
        pool: Pool,
        arrangement: Arrangement,
        alone: Sequence[int],
        coordination: Coordination | None,
        search: Search | None = None,
    ) -> None:
        super().__init__(len(pool.buyers), search)
        self.pool = pool
        self.arrangement = arrangement
        self.coordination = coordination
        self._alone = tuple(alone)
        self._priced: dict[int, int] = {}

    @once
    def has_table(self) -> bool:
        """Whether the cost of every coalition is listed before the time allowed is over."""
        return self._may_be_listed and self._listed is not None

    @property
    def _may_be_listed(self) -> bool:
        """Whether listing all coalitions takes a time that a person would wait."""
        limit = TABLE_LIMIT if self._are_few_awards else _EVERY_PARTITION
        return self.buyers <= limit

    @property
    def parts(self) -> Parts:
        """The ways of buying in parts that costs are the least of."""
        if self._is_proven:
            return "every"
        if not self.has_table:
            return "whole"
        return "every" if self._merges or self.buyers <= _EVERY_PARTITION else "one_joint"

    @once
    def whole_is_cheapest(self) -> bool | None:
        """Whether no coalition pays less in parts: its costs are subadditive; None if unknown."""
        if self._is_proven:
            return True
        if not self.has_table:
            return None
        if self._listed is not None and self._listed.saves_in_parts:
            return False
        return True if self.parts == "every" else None

    def cost(self, coalition: int) -> int:
        """What a coalition pays at least; 0 for no buyer."""
        if coalition == self.everyone:
            return self.total
        return int(self.table[coalition]) if self.has_table else self.whole(coalition)

    def whole(self, coalition: int) -> int:
        """What a coalition pays that buys as a whole; 0 for no buyer."""
        if coalition not in self._priced:
            self._priced[coalition] = self._price(coalition)
        return self._priced[coalition]

    def _price(self, coalition: int) -> int:
        if coalition == self.everyone:
            return self.total
        members = [bool(coalition >> buyer & 1) for buyer in range(self.buyers)]
        if sum(members) > 1:
            pool = self.pool.among(tuple(compress(self.pool.buyers, members)))
            return joint_cost(pool, self.arrangement, self.coordination)
        return sum(compress(self._alone, members))

    @once
    def alone(self) -> tuple[int, ...]:
        """What each buyer pays that stays out."""
        return self._alone

    @once
    def total(self) -> int:
        """The bill of all buyers."""
        return joint_cost(self.pool, self.arrangement, self.coordination)

    @once
    def table(self) -> Costs:
        """The cost of every coalition, by its number; only of a game that `has_table`."""
        if self._listed is None:
            raise TimeIsUp
        return self._listed.costs

    @property
    def pooled(self) -> Pooled | None:
        """How costs follow from pooled quantities, where all but those of single buyers do."""
        return self._pooled if self._is_proven or not self.has_table else None

    @once
    def surrogates(self) -> tuple[Pooled, ...]:
        """What each product costs by itself, which adds up to nearly what all cost together.

        Empty where their totals are too many to be priced.
        """
        columns = [self.pool.quantities[product] for product in self.pool.needed]
        if sum(sum(column) // gcd(*column) for column in columns) > _MOST_TOTALS:
            return ()
        from scalemerit.game.pooling import product_costs

        return product_costs(self.pool, self.arrangement)

    @once
    def _listed(self) -> _Listed | None:
        """The costs of all coalitions; None where time runs out."""
        try:
            whole = self._summable(self.search.is_over)
        except TimeIsUp:
            return None
        if self.buyers == 1 or self._is_proven:
            return _Listed(whole, saves_in_parts=False)
        cheapest = self._in_parts(whole)
        saves_in_parts = bool((whole != cheapest).any())
        cheapest[-1] = self.total
        return _Listed(cheapest, saves_in_parts)

    def _in_parts(self, whole: Costs) -> Costs:
        """What every coalition pays at least, from what it pays as a whole."""
        from scalemerit.game.parts import cheapest_partition, one_joint_purchase

        if self._merges:
            return one_joint_purchase(whole, self.alone, self._leavers)
        if self.buyers > _EVERY_PARTITION:
            return one_joint_purchase(whole, self.alone, range(self.buyers))
        return cheapest_partition(whole)

    def _summable(self, is_over: Callable[[], bool] = bool) -> Costs:
        """What every coalition pays as a whole; Python integers where sums need more than int64.

        Raises `TimeIsUp`.
        """
        from scalemerit.game.listing import summable

        whole = self._whole(is_over)
        largest = max(int(whole.max()), self.total, sum(self.alone))
        costs = summable(whole, largest)
        for buyer, cost in enumerate(self.alone):
            costs[1 << buyer] = cost
        costs[-1] = self.total
        return costs

    def _whole(self, is_over: Callable[[], bool]) -> Costs:
        """What every coalition pays for joint contracts, single buyers as well."""
        from scalemerit.game.listing import listed_by_total, listed_in_blocks, listed_one_by_one

        if not self._are_few_awards:
            return listed_one_by_one(self.whole, self.buyers, is_over)
        pooled = self._pooled
        if pooled is not None and self.buyers * sum(pooled.quantities) <= 1 << self.buyers:
            return listed_by_total(pooled, self.buyers)
        return listed_in_blocks(self._tabulation, self.pool, is_over)

    @once
    def _tabulation(self) -> Tabulation:
        from scalemerit.game.tabulate import Tabulation

        return Tabulation(self.pool, self.arrangement, self.coordination)

    @once
    def _pooled(self) -> Pooled | None:
        if len(self.pool.needed) != 1:
            return None
        (column,) = (self.pool.quantities[product] for product in self.pool.needed)
        totals = sum(column) // gcd(*column)
        if totals > _MANY_TOTALS and (self._may_be_listed or totals > _MOST_TOTALS):
            return None  # coalitions are fewer than their totals, or totals too many
        from scalemerit.game.pooling import pooled_costs

        return pooled_costs(self._tabulation, column)

    @once
    def _paid_once(self) -> int | None:
        """What joint purchases that merge pay once; None where they may not merge."""
        from scalemerit.game.parts import paid_once

        return paid_once(self._pooled) if self._pooled and self.buyers > 1 else None

    @property
    def _merges(self) -> bool:
        """Whether two joint purchases are known never to pay less than one."""
        return self._paid_once is not None

    @once
    def _leavers(self) -> tuple[int, ...]:
        """The buyers that may be better alone, where joint purchases merge."""
        if self._pooled is None or self._paid_once is None:
            return ()
        from scalemerit.game.parts import possible_leavers

        return possible_leavers(self._pooled, self._paid_once, self.alone)

    @property
    def _is_proven(self) -> bool:
        """Whether it is known, without going through them, that no coalition pays less in parts."""
        return self.buyers > 1 and self._merges and not self._leavers

    @once
    def _are_few_awards(self) -> bool:
        offers = [self.pool.market.offers[vendor] for vendor in self.pool.vendors]
        sellers = [sum(one in offer.prices for offer in offers) for one in self.pool.needed]
        awards = len(offers) if self.arrangement.award == "single" else prod(sellers)
        if awards > _FEW_AWARDS:
            return False
        work = awards * len(sellers) + _TO_PRICE * sum(sellers)
        return work << self.buyers <= _MOST_WORK << TABLE_LIMIT


def joint_cost(pool: Pool, arrangement: Arrangement, coordination: Coordination | None) -> int:
    """What the buyers of a pool pay under an arrangement for the cheapest award it allows."""
    award = (cheapest_single if arrangement.award == "single" else cheapest_award)(pool)
    total = pool.total(award)
    if coordination is None:
        return total
    buyers, contracts = len(pool.buyers), len(pool.contracts_of(award))
    return total + coordination_total(pool.scenario, coordination, buyers, contracts)
