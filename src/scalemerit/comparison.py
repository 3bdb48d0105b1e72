"""Separate against joint procurement: what is saved, why, and who pays what."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.allocate import Bill, allocate
from scalemerit.effort import Effort, compare_effort
from scalemerit.money import Exact, decimals
from scalemerit.procure import (
    Contract,
    Invoice,
    License,
    Pool,
    cheapest_award,
    cheapest_single,
    coordination_bills,
    current_contract,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalemerit.scenario import Arrangement, Scenario

ExpectationName = Literal["saving", "saving_at_least", "saving_rate_at_least", "every_buyer_saves"]


class BuyerCost(NamedTuple):
    """What one buyer pays in separate procurement, by today's best quote or today's contract.

    `cost` is over all fiscal years, in the smallest unit. `vendor_of` is the vendor of each
    product needed; nothing under a contract of today, or where nothing is needed.
    """

    pool: Pool
    basis: Literal["quote", "current"]
    vendor_of: Mapping[str, str]
    cost: int

    @property
    def buyer(self) -> str:
        """The buyer's key in the scenario."""
        return self.pool.buyers[0]

    @property
    def takes_part(self) -> bool:
        """Whether the buyer needs anything."""
        return bool(self.pool.needed)

    @property
    def vendors(self) -> tuple[str, ...]:
        """The vendors it would buy from, in file order."""
        return tuple(self.pool.contracts_of(self.vendor_of)) if self.vendor_of else ()

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """Its contracts with their invoices; they come to `cost`."""
        if self.basis == "current":
            return (current_contract(self.pool.scenario, self.buyer),)
        return self.pool.bill(self.vendor_of) if self.vendor_of else ()


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


class Expectation(NamedTuple):
    """What a scenario says must come out, and what came out.

    A saving is in the smallest unit, a rate is a fraction (None where there is none).
    """

    name: ExpectationName
    expected: Exact | bool
    actual: Exact | bool | None
    met: bool


class Outcome(NamedTuple):
    """What one arrangement comes to; all amounts in the smallest unit, over all fiscal years.

    `replaces_contracts` tells that contracts of today are part of the separate cost.
    """

    name: str
    arrangement: Arrangement
    products: tuple[str, ...]
    separate: int
    contracts: tuple[Contract, ...]
    coordination_bills: tuple[Invoice, ...]
    bill: Bill
    causes: Causes
    shares: tuple[Share, ...]
    effort: Effort | None
    expectations: tuple[Expectation, ...]
    replaces_contracts: bool

    @property
    def award(self) -> tuple[tuple[str, License], ...]:
        """Each product's vendor and licenses, in the order of the products."""
        found = {
            one.product: (str(contract.vendor), one)
            for contract in self.contracts
            for one in contract.licenses
        }
        return tuple(found[product] for product in self.products)

    @property
    def joint(self) -> int:
        """The joint bill with tax, without coordination."""
        return sum(contract.cost for contract in self.contracts)

    @property
    def coordination(self) -> int:
        """What running the arrangement costs in cash."""
        return sum(bill.total for bill in self.coordination_bills)

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
        return tuple(share.buyer for share in self.shares if share.saving < 0)


class Comparison(NamedTuple):
    """Separate procurement, and each arrangement against it."""

    scenario: Scenario
    separate: tuple[BuyerCost, ...]
    arrangements: tuple[Outcome, ...]

    @property
    def separate_total(self) -> int:
        """What all buyers of the scenario pay separately, in the smallest unit."""
        return sum(buyer.cost for buyer in self.separate)

    @property
    def best(self) -> Outcome | None:
        """The arrangement that saves most, the first written of equals; None where none saves."""
        return next(iter(self.best_ones), None)

    @property
    def best_ones(self) -> tuple[Outcome, ...]:
        """The arrangements that save as much as the best; none where none saves."""
        savings = [outcome.saving for outcome in self.arrangements]
        best = max(savings)
        pairs = zip(self.arrangements, savings, strict=True)
        return tuple(outcome for outcome, saving in pairs if saving == best > 0)

    @property
    def all_met(self) -> bool:
        """Whether every expectation of the scenario is met."""
        return all(one.met for outcome in self.arrangements for one in outcome.expectations)


def compare(scenario: Scenario) -> Comparison:
    """Compare separate procurement with every arrangement of a scenario.

    Raises ScalemeritError where an allocation rule is undefined for an arrangement's bill.
    """
    separate = {buyer: buy_separately(scenario, buyer) for buyer in scenario.buyers}
    outcomes = tuple(
        _outcome(scenario, name, arrangement, separate)
        for name, arrangement in scenario.arrangements.items()
    )
    return Comparison(scenario, tuple(separate.values()), outcomes)


def buy_separately(scenario: Scenario, buyer: str) -> BuyerCost:
    """What a buyer pays alone: today's contract where that is the baseline, else the best quote."""
    pool = Pool(scenario, (buyer,), scenario.quoting("separate"), {})
    has_contract = scenario.buyers[buyer].current is not None
    if has_contract and pool.needed and scenario.separate.baseline == "current":
        return BuyerCost(pool, "current", {}, current_contract(scenario, buyer).cost)
    award = cheapest_award(pool)
    return BuyerCost(pool, "quote", award, pool.total(award) if award else 0)


def joint_pool(scenario: Scenario, arrangement: Arrangement) -> Pool:
    """The buyers of an arrangement with the vendors and conditions they buy on."""
    quoting = scenario.quoting("joint")
    vendors = quoting if arrangement.vendors is None else set(arrangement.vendors)
    return Pool(
        scenario,
        scenario.taking_part(arrangement),
        tuple(vendor for vendor in quoting if vendor in vendors),
        arrangement.outside_quantity,
        arrangement.discount,
    )


def saving_rate(saving: int, separate: int) -> Fraction | None:
    """A saving as a part of the separate cost; None where there is no cost to save on."""
    return Fraction(saving, separate) if separate else None


def _outcome(
    scenario: Scenario, name: str, arrangement: Arrangement, alone: Mapping[str, BuyerCost]
) -> Outcome:
    pool = joint_pool(scenario, arrangement)
    award = (cheapest_single if arrangement.award == "single" else cheapest_award)(pool)
    contracts = pool.bill(award)
    costs = tuple(alone[buyer].cost for buyer in pool.buyers)
    running = coordination_bills(
        scenario, arrangement.coordination, len(pool.buyers), len(contracts)
    )
    coordination = sum(bill.total for bill in running)
    joint = sum(contract.cost for contract in contracts)
    bill = _bill(scenario, pool.buyers, joint + coordination, costs)
    shares = allocate(bill, arrangement.allocation, ("arrangements", name, "allocation"))
    outcome = Outcome(
        name=name,
        arrangement=arrangement,
        products=tuple(pool.needed),
        separate=sum(costs),
        contracts=contracts,
        coordination_bills=running,
        bill=bill,
        causes=_causes(pool, award, sum(costs), (joint, coordination)),
        shares=tuple(map(Share, pool.buyers, costs, shares)),
        effort=compare_effort(scenario, arrangement, pool.buyers),
        expectations=(),
        replaces_contracts=any(alone[buyer].basis == "current" for buyer in pool.buyers),
    )
    return outcome._replace(expectations=tuple(_expectations(scenario, outcome)))


def _bill(
    scenario: Scenario, buyers: tuple[str, ...], total: int, separate: tuple[int, ...]
) -> Bill:
    return Bill(
        total,
        tuple(scenario.buyers[buyer].total_quantity for buyer in buyers),
        tuple(scenario.population_of(buyer) for buyer in buyers),
        separate,
    )


def _causes(pool: Pool, award: Mapping[str, str], separate: int, bill: tuple[int, int]) -> Causes:
    """The steps from separate to joint cost, each total computed as invoices of its own."""
    joint, coordination = bill
    undiscounted = Pool(pool.scenario, pool.buyers, pool.vendors, pool.outside)
    amounts = undiscounted.amounts(award)
    before_discount = undiscounted.total_at(award, amounts)
    pooled = {
        product: Fraction(amount) / pool.needed[product] for product, amount in amounts.items()
    }
    scale = lcm(*(unit.denominator for unit in pooled.values()))
    units = {product: int(unit * scale) for product, unit in pooled.items()}
    own_prices = at_pooled_price = 0
    for buyer in pool.buyers:
        alone = Pool(pool.scenario, (buyer,), pool.vendors, {})
        own_prices += alone.total(award)
        parts = {product: units[product] * needed for product, needed in alone.needed.items()}
        at_pooled_price += alone.total_at(award, parts, scale)
    return Causes(
        vendor=separate - own_prices,
        volume=own_prices - at_pooled_price,
        fees=at_pooled_price - before_discount,
        discount=before_discount - joint,
        coordination=-coordination,
    )


def _expectations(scenario: Scenario, outcome: Outcome) -> Iterator[Expectation]:
    expect = outcome.arrangement.expect
    unit = 10 ** decimals(scenario.currency)
    saving, rate = outcome.saving, outcome.saving_rate
    if expect.saving is not None:
        expected = expect.saving * unit
        yield Expectation("saving", expected, saving, saving == expected)
    if expect.saving_at_least is not None:
        least = expect.saving_at_least * unit
        yield Expectation("saving_at_least", least, saving, saving >= least)
    if expect.saving_rate_at_least is not None:
        least = expect.saving_rate_at_least
        met = rate is not None and rate >= least
        yield Expectation("saving_rate_at_least", least, rate, met)
    if expect.every_buyer_saves:
        everyone = all(share.saving > 0 for share in outcome.shares)
        yield Expectation("every_buyer_saves", expected=True, actual=everyone, met=everyone)
