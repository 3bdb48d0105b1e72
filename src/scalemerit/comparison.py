"""Separate against joint procurement: what is saved, why, and who pays what."""

from __future__ import annotations

from fractions import Fraction
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.allocate import allocate, least_sure, solutions
from scalemerit.charging import bill_of, charges_of, game_of, rounding_of
from scalemerit.effort import Effort, compare_effort
from scalemerit.expectations import Expectation, expectations_of
from scalemerit.procure import (
    Alone,
    Contract,
    Invoice,
    License,
    Market,
    Pool,
    cheapest_award,
    cheapest_single,
    coordination_bills,
    coordination_total,
)
from scalemerit.separate import BuyerCost, Separate, saving_rate, separately

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scalemerit.allocate import Charge
    from scalemerit.game import PurchaseGame
    from scalemerit.rules import Bill
    from scalemerit.scenario import Arrangement, RuleName, Scenario
    from scalemerit.solution import Certainty, Search, Solution


class Causes(NamedTuple):
    """Why buying jointly saves: five parts that add up to the saving, in the smallest unit."""

    vendor: int
    volume: int
    fees: int
    discount: int
    coordination: int


class Share(NamedTuple):
    """One buyer's part of the joint bill beside what it pays alone, in the smallest unit."""

    buyer: str
    separate: int
    share: int

    @property
    def saving(self) -> int:
        """What the buyer saves; negative where it would pay more than alone."""
        return self.separate - self.share

    @property
    def saving_rate(self) -> Fraction | None:
        """The saving as a part of the separate cost; None where that is 0."""
        return saving_rate(self.saving, self.separate)


class Outcome(NamedTuple):
    """What one arrangement comes to; all amounts in the smallest unit, over all fiscal years.

    `vendor_of` is the vendor of each product; `joint` is the joint bill with tax, without
    `coordination`, which is what running the arrangement costs in cash. `charges` are the bill, or
    its parts, with the rules that divide it into the shares. `replaces_contracts` tells that
    contracts of today are part of the separate cost.
    """

    name: str
    arrangement: Arrangement
    pool: Pool
    vendor_of: Mapping[str, str]
    separate: int
    joint: int
    coordination: int
    bill: Bill
    charges: tuple[Charge, ...]
    causes: Causes
    shares: tuple[Share, ...]
    effort: Effort | None
    expectations: tuple[Expectation, ...]
    replaces_contracts: bool

    @property
    def game(self) -> PurchaseGame:
        """What each coalition of its buyers would pay; made anew each time it is asked for."""
        return game_of(self.pool, self.arrangement, self.bill.separate)

    @property
    def certainty(self) -> Certainty:
        """How sure the shares are: as sure as the least sure of the solutions they are made of."""
        return least_sure(self.solutions)

    @property
    def solutions(self) -> dict[RuleName, Solution]:
        """The solutions of games that its shares are made of, by their rules."""
        return solutions(self.charges)

    @property
    def products(self) -> tuple[str, ...]:
        """The products that are needed."""
        return tuple(self.pool.needed)

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """The joint contracts with their invoices; they come to `joint`."""
        return self.pool.bill(self.vendor_of)

    @property
    def coordination_bills(self) -> tuple[Invoice, ...]:
        """What coordination costs each fiscal year, line by line; they come to `coordination`."""
        return coordination_bills(
            self.pool.scenario,
            self.arrangement.coordination,
            len(self.pool.buyers),
            len(self.pool.contracts_of(self.vendor_of)),
        )

    @property
    def award(self) -> tuple[tuple[str, License], ...]:
        """Each product's vendor and licenses, in the order of the products."""
        found = {}
        for vendor, products in self.pool.contracts_of(self.vendor_of).items():
            for one in self.pool.licenses(vendor, products):
                found[one.product] = vendor, one
        return tuple([found[product] for product in self.pool.needed])

    @property
    def saving(self) -> int:
        """What is saved in cash; negative where joint procurement costs more."""
        return self.separate - self.joint - self.coordination

    @property
    def saving_rate(self) -> Fraction | None:
        """The saving as a part of the separate cost; None where that is 0."""
        return saving_rate(self.saving, self.separate)

    @property
    def worse_off(self) -> tuple[str, ...]:
        """The buyers that would pay more than alone."""
        return tuple([share.buyer for share in self.shares if share.share > share.separate])


class Comparison(NamedTuple):
    """Separate procurement, and each arrangement against it."""

    scenario: Scenario
    separate: tuple[BuyerCost, ...]
    arrangements: tuple[Outcome, ...]

    @property
    def separate_total(self) -> int:
        """What all buyers of the scenario pay separately, in the smallest unit."""
        return sum([buyer.cost for buyer in self.separate])

    @property
    def best(self) -> Outcome | None:
        """The arrangement that saves most, the first written of equals; None where none saves."""
        leading = max(self.arrangements, key=lambda outcome: outcome.saving)
        return leading if leading.saving > 0 else None

    @property
    def best_ones(self) -> tuple[Outcome, ...]:
        """The arrangements that save as much as the best; none where none saves."""
        savings = [outcome.saving for outcome in self.arrangements]
        best = max(savings)
        pairs = zip(self.arrangements, savings, strict=True)
        return tuple([outcome for outcome, saving in pairs if saving == best > 0])

    @property
    def all_met(self) -> bool:
        """Whether every expectation of the scenario is met."""
        return all(one.met for outcome in self.arrangements for one in outcome.expectations)


def compare(
    scenario: Scenario, search: Search | None = None, names: Sequence[str] | None = None
) -> Comparison:
    """Compare separate procurement with every arrangement of a scenario, or those of these names.

    `search` is how far solutions are looked for that may take long; without it, to the end.
    Raises ScalemeritError where an allocation rule is undefined for an arrangement's bill.
    """
    return jointly(separately(Market(scenario)), search, names)


def jointly(
    separate: Separate, search: Search | None = None, names: Sequence[str] | None = None
) -> Comparison:
    """The arrangements of the scenario against its separate procurement; as `compare`."""
    scenario = separate.alone.market.scenario
    arrangements = scenario.arrangements
    outcomes = [
        _outcome(separate, (name, arrangements[name]), search) for name in names or arrangements
    ]
    return Comparison(scenario, separate.costs, tuple(outcomes))


def joint_pool(market: Market, arrangement: Arrangement) -> Pool:
    """The buyers of an arrangement with the vendors and conditions they buy on."""
    quoting, named = market.joint, arrangement.vendors
    return Pool(
        market,
        market.taking_part(arrangement),
        quoting if named is None else tuple(vendor for vendor in quoting if vendor in named),
        arrangement.outside_quantity,
        arrangement.discount,
    )


def _outcome(separate: Separate, named: tuple[str, Arrangement], search: Search | None) -> Outcome:
    alone, (name, arrangement) = separate.alone, named
    market = alone.market
    pool = joint_pool(market, arrangement)
    award = (cheapest_single if arrangement.award == "single" else cheapest_award)(pool)
    members = pool.of_buyers(separate.costs)
    costs = tuple([one.cost for one in members])
    totals = (sum(costs), *_totals(arrangement, alone, pool, award))
    bill = bill_of(pool, arrangement, totals[-1], costs)
    charges = charges_of(pool, named, bill, totals[-2], search)
    paid = allocate(charges, *rounding_of(pool, arrangement))
    shares = tuple(map(Share, pool.buyers, costs, paid))
    return Outcome(
        name=name,
        arrangement=arrangement,
        pool=pool,
        vendor_of=award,
        separate=totals[0],
        joint=totals[-2],
        coordination=totals[-1] - totals[-2],
        bill=bill,
        charges=charges,
        causes=Causes(*map(sub, totals, totals[1:])),
        shares=shares,
        effort=compare_effort(market.scenario, arrangement, pool.buyers),
        expectations=expectations_of(market.scenario, arrangement, bill, paid),
        replaces_contracts="current" in [one.basis for one in members],
    )


def _totals(
    arrangement: Arrangement, alone: Alone, pool: Pool, award: Mapping[str, str]
) -> tuple[int, int, int, int, int]:
    """The totals that follow on the separate cost, each what invoices of its own come to.

    Each buyer alone at the joint vendors; there at the pooled price; the joint contracts, before
    the discount; with it; with coordination. Between each two of the six lies a cause.
    """
    contracts = pool.contracts_of(award)
    at_vendors = [
        sum(pool.of_buyers(alone.bills(vendor, products))) for vendor, products in contracts.items()
    ]
    undiscounted = pool.undiscounted()
    amounts = undiscounted.amounts(award)
    before_discount = undiscounted.total_at(contracts, amounts)
    joint = pool.total(award) if pool.discount else before_discount
    return (
        sum(at_vendors),
        pool.total_alone(contracts, amounts),
        before_discount,
        joint,
        joint
        + coordination_total(
            pool.scenario, arrangement.coordination, len(pool.buyers), len(contracts)
        ),
    )
