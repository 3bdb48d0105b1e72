"""The documents that JSON gives: their keys are English always, and only ever added to.

The JSON Schemas that `scalemerit schema` prints come from these types.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.money import RATE_PLACES, Exact, decimals, in_currency, rounded_to

if TYPE_CHECKING:
    from scalemerit.comparison import BuyerCost, Comparison, Expectation, Outcome, Share
    from scalemerit.effort import Effort
    from scalemerit.scenario import Scenario

Number = int | Decimal


class BuyerDocument(TypedDict):
    """One buyer in separate procurement."""

    buyer: str
    code: str | None
    quantities: dict[str, int]
    basis: Literal["quote", "current"]
    vendors: list[str]
    cost: Number
    hours: Number | None


class SeparateDocument(TypedDict):
    """Separate procurement of all buyers of the scenario."""

    total: Number
    buyers: list[BuyerDocument]


class AwardDocument(TypedDict):
    """What one vendor supplies of one product under the joint contract."""

    product: str
    vendor: str
    needed: int
    outside: int
    bought: int
    tier_from: int | None
    amount: Number


class CausesDocument(TypedDict):
    """Five parts that add up to the saving."""

    vendor: Number
    volume: Number
    fees: Number
    discount: Number
    coordination: Number


class ShareDocument(TypedDict):
    """One buyer's part of the joint bill."""

    buyer: str
    separate: Number
    share: Number
    saving: Number
    saving_rate: Number | None


class AllocationDocument(TypedDict):
    """How the joint bill is divided: one rule, or rules with their parts."""

    rule: str | dict[str, Number]
    shares: list[ShareDocument]


class EffortDocument(TypedDict):
    """Staff hours of all that take part, and what the hours saved are worth."""

    separate_hours: Number
    joint_hours: Number
    hours_saved: Number
    value: Number | None


class ExpectationDocument(TypedDict):
    """What the scenario says must come out, and what came out."""

    name: Literal["saving", "saving_at_least", "saving_rate_at_least", "every_buyer_saves"]
    expected: Number | bool
    actual: Number | bool | None
    met: bool


class ArrangementDocument(TypedDict):
    """What one arrangement comes to."""

    name: str
    label: str | None
    buyers: list[str]
    lead: str | None
    separate: Number
    joint: Number
    coordination: Number
    saving: Number
    saving_rate: Number | None
    award: list[AwardDocument]
    causes: CausesDocument
    allocation: AllocationDocument
    worse_off: list[str]
    effort: EffortDocument | None
    expectations: list[ExpectationDocument]


class ComparisonDocument(TypedDict):
    """The result of `scalemerit compare`."""

    schema: Literal["scalemerit/comparison/1"]
    title: str
    currency: str
    fiscal_years: list[int]
    tax_rate: Number | None
    separate: SeparateDocument
    arrangements: list[ArrangementDocument]
    best: str | None


def comparison_document(comparison: Comparison) -> ComparisonDocument:
    """A comparison as a document: amounts in full units, rates rounded to six places."""
    scenario = comparison.scenario
    return {
        "schema": "scalemerit/comparison/1",
        "title": scenario.title,
        "currency": scenario.currency,
        "fiscal_years": list(scenario.fiscal_years),
        "tax_rate": None if scenario.tax is None else rate(scenario.tax.rate),
        "separate": {
            "total": money(comparison.separate_total, scenario),
            "buyers": [_buyer(buyer, scenario) for buyer in comparison.separate],
        },
        "arrangements": [_arrangement(one, scenario) for one in comparison.arrangements],
        "best": None if comparison.best is None else comparison.best.name,
    }


def money(amount: Exact, scenario: Scenario) -> Number:
    """An amount in the smallest unit as a number of the currency, with the decimals it has."""
    places = decimals(scenario.currency)
    if places or not isinstance(amount, int):
        return number(in_currency(amount, scenario.currency), places)
    return amount


def number(exact: Exact, places: int = 0) -> Number:
    """An exact number of finitely many decimals, with at least as many places as asked for."""
    while (exact * 10**places).denominator != 1:
        places += 1
    digits = int(exact * 10**places)
    return Decimal((digits < 0, tuple(map(int, str(abs(digits)))), -places)) if places else digits


def rate(exact: Exact | None) -> Number | None:
    """A rate rounded to six places, halves away from zero."""
    if exact is None:
        return None
    return number(rounded_to(exact, RATE_PLACES))


def _buyer(buyer: BuyerCost, scenario: Scenario) -> BuyerDocument:
    quantities = scenario.buyers[buyer.buyer].quantities
    hours = scenario.separate.hours
    return {
        "buyer": scenario.name_of(buyer.buyer),
        "code": scenario.code_of(buyer.buyer),
        "quantities": {product: quantities.get(product, 0) for product in scenario.products},
        "basis": buyer.basis,
        "vendors": list(buyer.vendors),
        "cost": money(buyer.cost, scenario),
        "hours": None if hours is None else number(hours if buyer.takes_part else 0),
    }


def _arrangement(outcome: Outcome, scenario: Scenario) -> ArrangementDocument:
    arrangement = outcome.arrangement
    lead = arrangement.lead
    return {
        "name": outcome.name,
        "label": arrangement.label,
        "buyers": [scenario.name_of(share.buyer) for share in outcome.shares],
        "lead": None if lead is None else scenario.name_of(lead),
        "separate": money(outcome.separate, scenario),
        "joint": money(outcome.joint, scenario),
        "coordination": money(outcome.coordination, scenario),
        "saving": money(outcome.saving, scenario),
        "saving_rate": rate(outcome.saving_rate),
        "award": _award(outcome, scenario),
        "causes": _causes(outcome, scenario),
        "allocation": {
            "rule": _rule(outcome),
            "shares": [_share(share, scenario) for share in outcome.shares],
        },
        "worse_off": [scenario.name_of(buyer) for buyer in outcome.worse_off],
        "effort": None if outcome.effort is None else _effort(outcome.effort, scenario),
        "expectations": [_expectation(one, scenario) for one in outcome.expectations],
    }


def _award(outcome: Outcome, scenario: Scenario) -> list[AwardDocument]:
    return [
        {
            "product": found.product,
            "vendor": vendor,
            "needed": found.needed,
            "outside": found.outside,
            "bought": found.bought,
            "tier_from": found.tier_from,
            "amount": money(found.total(scenario), scenario),
        }
        for vendor, found in outcome.award
    ]


def _causes(outcome: Outcome, scenario: Scenario) -> CausesDocument:
    causes = outcome.causes
    return {
        "vendor": money(causes.vendor, scenario),
        "volume": money(causes.volume, scenario),
        "fees": money(causes.fees, scenario),
        "discount": money(causes.discount, scenario),
        "coordination": money(causes.coordination, scenario),
    }


def _rule(outcome: Outcome) -> str | dict[str, Number]:
    mix = outcome.arrangement.allocation
    if len(mix) == 1:
        return next(iter(mix))
    return {rule: rate(part) or 0 for rule, part in mix.items()}


def _share(share: Share, scenario: Scenario) -> ShareDocument:
    return {
        "buyer": scenario.name_of(share.buyer),
        "separate": money(share.separate, scenario),
        "share": money(share.share, scenario),
        "saving": money(share.saving, scenario),
        "saving_rate": rate(share.saving_rate),
    }


def _effort(effort: Effort, scenario: Scenario) -> EffortDocument:
    return {
        "separate_hours": number(effort.separate_hours),
        "joint_hours": number(effort.joint_hours),
        "hours_saved": number(effort.hours_saved),
        "value": None if effort.value is None else money(effort.value, scenario),
    }


def _expectation(one: Expectation, scenario: Scenario) -> ExpectationDocument:
    return {
        "name": one.name,
        "expected": _expected(one, one.expected, scenario),
        "actual": None if one.actual is None else _expected(one, one.actual, scenario),
        "met": one.met,
    }


def _expected(one: Expectation, value: Exact | bool, scenario: Scenario) -> Number | bool:
    if isinstance(value, bool):
        return value
    if one.name == "saving_rate_at_least":
        return rate(value) or 0
    return money(value, scenario)
