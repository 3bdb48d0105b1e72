"""The documents that JSON gives: their keys are English always, and only ever added to.

The JSON Schemas that `scalemerit schema` prints come from these types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.expectations import is_of_rate
from scalemerit.money import Exact, decimals, number, quotient
from scalemerit.views.allocation_documents import AllocationDocument, allocation_document
from scalemerit.views.numbers import Number, Ratio, money_of, rate, saving_rate

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison, Outcome
    from scalemerit.effort import Effort
    from scalemerit.expectations import Expectation
    from scalemerit.scenario import Scenario
    from scalemerit.separate import BuyerCost


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


class EffortDocument(TypedDict):
    """Staff hours of all that take part, and what the hours saved are worth."""

    separate_hours: Number
    joint_hours: Number
    hours_saved: Number
    value: Number | None


class ExpectationDocument(TypedDict):
    """What the scenario says must come out, and what came out."""

    name: Literal["saving", "saving_at_least", "saving_rate_at_least", "every_buyer_saves"]
    expected: Ratio | bool
    actual: Ratio | bool | None
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
    saving_rate: Ratio | None
    award: list[AwardDocument]
    causes: CausesDocument
    allocation: AllocationDocument
    worse_off: list[str]
    effort: EffortDocument | None
    expectations: list[ExpectationDocument]


class FiguresDocument(TypedDict):
    """What a comparison comes to."""

    schema: Literal["scalemerit/comparison/1"]
    title: str
    currency: str
    fiscal_years: list[int]
    tax_rate: Ratio | None
    separate: SeparateDocument
    arrangements: list[ArrangementDocument]
    best: str | None


class ComparisonDocument(FiguresDocument):
    """The result of `scalemerit compare`."""

    inputs: dict[str, object]


class _Forms(NamedTuple):
    """What stands at many places of a document: a scenario's names, hours and kind of amounts."""

    scenario: Scenario
    names: Mapping[str, str]
    codes: Mapping[str, str]
    no_quantities: dict[str, int]
    hours: Number | None
    money: Callable[[int], Number]


def comparison_document(comparison: Comparison) -> ComparisonDocument:
    """A comparison as a document: amounts in full units, rates rounded to six places."""
    return {**figures_document(comparison), "inputs": comparison.scenario.as_written()}


def figures_document(comparison: Comparison) -> FiguresDocument:
    """The same without the inputs."""
    scenario, best = comparison.scenario, comparison.best
    forms = _forms(scenario)
    return {
        "schema": "scalemerit/comparison/1",
        "title": scenario.title,
        "currency": scenario.currency,
        "fiscal_years": list(scenario.fiscal_years),
        "tax_rate": None if scenario.tax is None else rate(scenario.tax.rate),
        "separate": {
            "total": forms.money(comparison.separate_total),
            "buyers": [_buyer(buyer, forms) for buyer in comparison.separate],
        },
        "arrangements": [_arrangement(one, forms) for one in comparison.arrangements],
        "best": None if best is None else best.name,
    }


def _forms(scenario: Scenario) -> _Forms:
    hours = scenario.separate.hours
    return _Forms(
        scenario,
        scenario.names,
        scenario.codes,
        dict.fromkeys(scenario.products, 0),
        None if hours is None else number(hours),
        money_of(scenario.currency),
    )


def _buyer(buyer: BuyerCost, forms: _Forms) -> BuyerDocument:
    key = buyer.buyer
    return {
        "buyer": forms.names[key],
        "code": forms.codes.get(key),
        "quantities": forms.no_quantities | forms.scenario.buyers[key].quantities,
        "basis": buyer.basis,
        "vendors": list(buyer.vendors),
        "cost": forms.money(buyer.cost),
        "hours": forms.hours if forms.hours is None or buyer.takes_part else 0,
    }


def _arrangement(outcome: Outcome, forms: _Forms) -> ArrangementDocument:
    arrangement, names, money = outcome.arrangement, forms.names, forms.money
    separate, saving = outcome.separate, outcome.saving
    return {
        "name": outcome.name,
        "label": arrangement.label,
        "buyers": [names[share.buyer] for share in outcome.shares],
        "lead": None if arrangement.lead is None else names[arrangement.lead],
        "separate": money(separate),
        "joint": money(outcome.joint),
        "coordination": money(outcome.coordination),
        "saving": money(saving),
        "saving_rate": saving_rate(saving, separate),
        "award": _award(outcome, forms),
        "causes": _causes(outcome, forms),
        "allocation": allocation_document(outcome, names, money),
        "worse_off": [names[buyer] for buyer in outcome.worse_off],
        "effort": None if outcome.effort is None else _effort(outcome.effort, forms),
        "expectations": [_expectation(one, forms) for one in outcome.expectations],
    }


def _award(outcome: Outcome, forms: _Forms) -> list[AwardDocument]:
    return [
        {
            "product": found.product,
            "vendor": vendor,
            "needed": found.needed,
            "outside": found.outside,
            "bought": found.bought,
            "tier_from": found.tier_from,
            "amount": forms.money(found.total(forms.scenario)),
        }
        for vendor, found in outcome.award
    ]


def _causes(outcome: Outcome, forms: _Forms) -> CausesDocument:
    causes, money = outcome.causes, forms.money
    return {
        "vendor": money(causes.vendor),
        "volume": money(causes.volume),
        "fees": money(causes.fees),
        "discount": money(causes.discount),
        "coordination": money(causes.coordination),
    }


def _effort(effort: Effort, forms: _Forms) -> EffortDocument:
    return {
        "separate_hours": number(effort.separate_hours),
        "joint_hours": number(effort.joint_hours),
        "hours_saved": number(effort.hours_saved),
        "value": None if effort.value is None else forms.money(effort.value),
    }


def _expectation(one: Expectation, forms: _Forms) -> ExpectationDocument:
    currency = forms.scenario.currency
    return {
        "name": one.name,
        "expected": expected(one.name, one.expected, currency),
        "actual": None if one.actual is None else expected(one.name, one.actual, currency),
        "met": one.met,
    }


def expected(name: str, value: Exact | bool, currency: str) -> Ratio | bool:
    """What is expected under this name, or came out: yes or no, a rate, or an amount."""
    if isinstance(value, bool):
        return value
    if is_of_rate(name):
        return rate(value)
    places = decimals(currency)
    return quotient(value.numerator, value.denominator * 10**places, places)
