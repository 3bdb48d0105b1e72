"""The document that `join --format json` gives: keys are English always, and only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.views.join_chance_document import ChanceDocument, chance_document
from scalemerit.views.join_forms import Forms
from scalemerit.views.join_partition_document import PartitionDocument, partition_document
from scalemerit.views.numbers import Number, Ratio, rate, saving_rate

if TYPE_CHECKING:
    from scalemerit.comparison import Outcome
    from scalemerit.join import Joined, Spread, Step, TierHold


class TotalsDocument(TypedDict):
    """What an arrangement comes to."""

    buyers: list[str]
    separate: Number
    joint: Number
    coordination: Number
    saving: Number
    saving_rate: Ratio | None


class AdditionDocument(TypedDict):
    """What a buyer adds to the saving of all: what it saves itself, and what the others gain."""

    buyer: str
    quantity: int
    to_all: Number
    to_itself: Number
    to_others: Number


class OfSizeDocument(TypedDict):
    """The saving over all coalitions of so many buyers, and those of one that saves most."""

    size: int
    smallest: Number
    average: Number
    largest: Number
    best: list[str]


class CoveredDocument(TypedDict):
    """The size from which on nothing is lost; null where that is never so, or not known."""

    buyers: int | None
    licenses: int | None


class BreakEvenDocument(TypedDict):
    """From which size on the saving is not negative: whoever takes part, on average, at best."""

    certain: CoveredDocument
    average: CoveredDocument
    possible: CoveredDocument
    growth: CoveredDocument


class TierWithoutDocument(TypedDict):
    """The tier that is reached without one buyer."""

    buyer: str
    quantity: int
    tier_from: int | None
    pivotal: bool


class TierHoldDocument(TypedDict):
    """The tier that is reached, how many licenses may leave, and what each buyer means for it.

    Tiers are counted in packs of `size` licenses, quantities in licenses.
    """

    product: str
    vendor: str
    quantity: int
    tier_from: int
    size: int
    slack: int
    without: list[TierWithoutDocument]


class StepDocument(TypedDict):
    """One step of growth: who joins, how many there are then, and what they save."""

    joined: list[str]
    size: int
    saving: Number
    added: Number


class JoinedDocument(TypedDict):
    """One arrangement by who takes part in it; `before` its buyers were changed, if they were."""

    name: str
    label: str | None
    before: TotalsDocument | None
    totals: TotalsDocument
    additions: list[AdditionDocument]
    sizes: list[OfSizeDocument] | None
    break_even: BreakEvenDocument
    tiers: list[TierHoldDocument]
    growth: list[StepDocument]
    chance: ChanceDocument | None
    partition: PartitionDocument | None


class JoinDocument(TypedDict):
    """The result of `scalemerit join`."""

    schema: Literal["scalemerit/join/1"]
    title: str
    currency: str
    fiscal_years: list[int]
    tax_rate: Ratio | None
    arrangements: list[JoinedDocument]
    inputs: dict[str, object]


def join_document(found: Sequence[Joined]) -> JoinDocument:
    """Who takes part as a document: amounts in full units, rates rounded to six places."""
    scenario = found[0].scenario
    return {
        "schema": "scalemerit/join/1",
        "title": scenario.title,
        "currency": scenario.currency,
        "fiscal_years": list(scenario.fiscal_years),
        "tax_rate": None if scenario.tax is None else rate(scenario.tax.rate),
        "arrangements": [_joined(one) for one in found],
        "inputs": scenario.as_written(),
    }


def _joined(one: Joined) -> JoinedDocument:
    outcome, found = one.outcome, one.join
    forms = Forms(outcome.pool.buyers, one.scenario.name_of, one.scenario.currency)
    return {
        "name": outcome.name,
        "label": outcome.arrangement.label,
        "before": None if one.before is None else _totals(one.before, forms),
        "totals": _totals(outcome, forms),
        "additions": _additions(one, forms),
        "sizes": None if found.by_size is None else _sizes(found.by_size, forms),
        "break_even": _break_even(one),
        "tiers": [_tier(hold, forms) for hold in one.tiers],
        "growth": [_step(step, forms) for step in found.growth],
        "chance": None if found.chance is None else chance_document(found.chance, one, forms),
        "partition": None if one.partition is None else partition_document(one.partition, forms),
    }


def _totals(outcome: Outcome, forms: Forms) -> TotalsDocument:
    return {
        "buyers": [forms.named(buyer) for buyer in outcome.pool.buyers],
        "separate": forms.money(outcome.separate),
        "joint": forms.money(outcome.joint),
        "coordination": forms.money(outcome.coordination),
        "saving": forms.money(outcome.saving),
        "saving_rate": saving_rate(outcome.saving, outcome.separate),
    }


def _additions(one: Joined, forms: Forms) -> list[AdditionDocument]:
    return [
        {
            "buyer": forms.named(forms.buyers[found.buyer]),
            "quantity": one.outcome.bill.quantities[found.buyer],
            "to_all": forms.money(found.to_all),
            "to_itself": forms.money(found.to_itself),
            "to_others": forms.money(found.to_others),
        }
        for found in one.join.additions
    ]


def _sizes(spread: Spread, forms: Forms) -> list[OfSizeDocument]:
    return [
        {
            "size": found.size,
            "smallest": forms.money(found.smallest),
            "average": forms.exact(found.average),
            "largest": forms.money(found.largest),
            "best": forms.names(found.best),
        }
        for found in spread.sizes
    ]


def _break_even(one: Joined) -> BreakEvenDocument:
    spread = one.join.by_size
    growth, licenses = one.growth_covers_from or (None, None)
    return {
        "certain": {
            "buyers": spread.covered_from("smallest") if spread else None,
            "licenses": spread.certain_from if spread else None,
        },
        "average": {
            "buyers": spread.covered_from("average") if spread else None,
            "licenses": None,
        },
        "possible": {
            "buyers": spread.covered_from("largest") if spread else None,
            "licenses": spread.possible_from if spread else None,
        },
        "growth": {"buyers": growth, "licenses": licenses},
    }


def _tier(hold: TierHold, forms: Forms) -> TierHoldDocument:
    return {
        "product": hold.product,
        "vendor": hold.vendor,
        "quantity": hold.quantity,
        "tier_from": hold.tier_from,
        "size": hold.size,
        "slack": hold.slack,
        "without": [
            {
                "buyer": forms.named(one.buyer),
                "quantity": one.quantity,
                "tier_from": one.tier_from,
                "pivotal": one.is_pivotal,
            }
            for one in hold.without
        ],
    }


def _step(step: Step, forms: Forms) -> StepDocument:
    return {
        "joined": forms.names(step.joined),
        "size": len(step.buyers),
        "saving": forms.money(step.saving),
        "added": forms.money(step.added),
    }
