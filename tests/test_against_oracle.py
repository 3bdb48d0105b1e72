"""The program against the slow reference: every figure of random scenarios is the same."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest

import generate
import oracle
from oracle import Data
from scalemerit.comparison import Outcome, Share, compare
from scalemerit.effort import Effort
from scalemerit.expectations import Expectation
from scalemerit.money import decimals
from scalemerit.scenario import Scenario, from_data
from scalemerit.separate import BuyerCost

CHUNK = 100


@dataclass(frozen=True)
class Told:
    """What the program computes, in the reference's words and in whole currency."""

    scenario: Scenario

    def money(self, units: int | None) -> Fraction | None:
        """Smallest units as an amount of the currency."""
        return None if units is None else Fraction(units, 10 ** decimals(self.scenario.currency))

    def comparison(self) -> Data:
        """The whole result."""
        result = compare(self.scenario)
        buyers = [self.separate(buyer) for buyer in result.separate]
        return {
            "separate": {"total": self.money(result.separate_total), "buyers": buyers},
            "arrangements": [self.outcome(outcome) for outcome in result.arrangements],
            "best": result.best and result.best.name,
        }

    def separate(self, buyer: BuyerCost) -> Data:
        """One buyer alone; a product that is not written is needed zero times."""
        quantities = self.scenario.buyers[buyer.buyer].quantities
        return {
            "buyer": buyer.buyer,
            "quantities": {name: quantities.get(name, 0) for name in self.scenario.products},
            "basis": buyer.basis,
            "vendors": list(buyer.vendors),
            "cost": self.money(buyer.cost),
        }

    def outcome(self, outcome: Outcome) -> Data:
        """One arrangement."""
        causes = {name: self.money(getattr(outcome.causes, name)) for name in oracle.CAUSES}
        return {
            "name": outcome.name,
            "buyers": [share.buyer for share in outcome.shares],
            "lead": outcome.arrangement.lead,
            "separate": self.money(outcome.separate),
            "joint": self.money(outcome.joint),
            "coordination": self.money(outcome.coordination),
            "saving": self.money(outcome.saving),
            "saving_rate": outcome.saving_rate,
            "causes": causes,
            "award": self.award(outcome),
            "shares": [self.share(share) for share in outcome.shares],
            "worse_off": list(outcome.worse_off),
            "effort": outcome.effort and self.effort(outcome.effort),
            "expectations": {one.name: self.expectation(one) for one in outcome.expectations},
        }

    def award(self, outcome: Outcome) -> list[Data]:
        """One entry a product, in the order of the products."""
        entries = {
            one.product: {
                "product": one.product,
                "vendor": contract.vendor,
                "needed": one.needed,
                "bought": one.bought,
                "tier_from": one.tier_from,
                "amount": self.money(one.total(self.scenario)),
            }
            for contract in outcome.contracts
            for one in contract.licenses
        }
        return [entries[product] for product in self.scenario.products if product in entries]

    def share(self, share: Share) -> Data:
        """What one buyer pays and saves."""
        return {
            "buyer": share.buyer,
            "separate": self.money(share.separate),
            "share": self.money(share.share),
            "saving": self.money(share.saving),
            "saving_rate": share.saving_rate,
        }

    def expectation(self, one: Expectation) -> tuple[object, object, bool]:
        """What must come out, what came out, and whether that is met."""
        if one.name not in {"saving", "saving_at_least"}:
            return one.expected, one.actual, one.met
        unit = 10 ** decimals(self.scenario.currency)
        return Fraction(one.expected) / unit, Fraction(one.actual or 0) / unit, one.met

    def effort(self, effort: Effort) -> Data:
        """Hours, and their value where there is one."""
        return {
            "separate_hours": effort.separate_hours,
            "joint_hours": effort.joint_hours,
            "hours_saved": effort.hours_saved,
            "value": self.money(effort.value),
        }


def reference(data: Data) -> Data:
    """What the reference says: shares without the rule, expectations by name."""
    result = oracle.compare(data)
    for arrangement in result["arrangements"]:
        arrangement["shares"] = arrangement.pop("allocation")["shares"]
        arrangement["expectations"] = {
            one["name"]: (one["expected"], one["actual"], one["met"])
            for one in arrangement["expectations"]
        }
    return result


@pytest.mark.parametrize("chunk", range(20))
def test_every_figure_is_that_of_the_reference(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        data = generate.scenario(seed)
        assert Told(from_data(data)).comparison() == reference(data), f"seed {seed}"
