"""The document that JSON gives of several rules side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.division import Division, InCore, NoCore, members
from scalemerit.money import round_exact
from scalemerit.rules import Promise
from scalemerit.solution import Certainty
from scalemerit.views.allocation_documents import (
    EstimateDocument,
    RuleDocument,
    ShareDocument,
    estimate_documents,
    rule_document,
    share_document,
)
from scalemerit.views.numbers import Number, Ratio, money_of, rate

if TYPE_CHECKING:
    from scalemerit.division import Core, Divisions, Gain, Leaving, NoDivision
    from scalemerit.game import Parts
    from scalemerit.scenario import Scenario


class LeavingDocument(TypedDict):
    """The buyers with most reason to leave, and what they would save."""

    buyers: list[str]
    gain: Number
    certain: bool


class GainDocument(TypedDict):
    """The buyers that a division favors most, or least, and their saving rate."""

    buyers: list[str]
    saving_rate: Ratio


class DivisionDocument(TypedDict):
    """What one rule makes every buyer pay; `undefined` says why it gives no shares."""

    rule: RuleDocument
    undefined: str | None
    certainty: Certainty | None
    estimates: list[EstimateDocument]
    shares: list[ShareDocument]
    everyone_saves: bool | None
    worse_off: list[str]
    in_core: InCore | None
    leaving: LeavingDocument | None
    gini: Ratio | None
    gains_most: GainDocument | None
    gains_least: GainDocument | None
    promises: list[Promise]


class ProofDocument(TypedDict):
    """A coalition of those that prove the core empty."""

    buyers: list[str]
    cost: Number
    weight: Ratio


class CoreDocument(TypedDict):
    """Whether the core is empty, and the division that comes closest to it.

    `excess` is the largest gain of any coalition under it, rounded to the smallest unit.
    """

    empty: bool
    by_rounding: bool
    excess: Number
    shares: list[ShareDocument]
    proof: list[ProofDocument]


class ArrangementDivisionsDocument(TypedDict):
    """One arrangement's bill divided by several rules."""

    name: str
    label: str | None
    buyers: list[str]
    separate: Number
    bill: Number
    saving: Number
    parts: Literal["every", "one_joint", "whole"]
    whole_is_cheapest: bool | None
    core: CoreDocument | None
    core_unknown: NoCore | None
    rules: list[DivisionDocument]


class DivisionsDocument(TypedDict):
    """The bills of a scenario's arrangements divided by several rules."""

    schema: Literal["scalemerit/allocation/1"]
    title: str
    currency: str
    arrangements: list[ArrangementDivisionsDocument]


class _Forms(NamedTuple):
    names: Mapping[str, str]
    money: Callable[[int], Number]


def divisions_document(scenario: Scenario, found: Sequence[Divisions]) -> DivisionsDocument:
    """The bills of a scenario's arrangements, each divided by several rules."""
    names = {buyer: scenario.name_of(buyer) for buyer in scenario.buyers}
    forms = _Forms(names, money_of(scenario.currency))
    return {
        "schema": "scalemerit/allocation/1",
        "title": scenario.title,
        "currency": scenario.currency,
        "arrangements": [_arrangement(one, forms) for one in found],
    }


def _arrangement(found: Divisions, forms: _Forms) -> ArrangementDivisionsDocument:
    outcome, game, money = found.outcome, found.game, forms.money
    parts: Parts = game.parts
    return {
        "name": outcome.name,
        "label": outcome.arrangement.label,
        "buyers": [forms.names[buyer] for buyer in outcome.pool.buyers],
        "separate": money(outcome.separate),
        "bill": money(outcome.bill.total),
        "saving": money(outcome.saving),
        "parts": parts,
        "whole_is_cheapest": game.whole_is_cheapest,
        "core": None if found.core is None else _core(found, found.core, forms),
        "core_unknown": found.no_core,
        "rules": [_division(found, one, forms) for one in found.divisions],
    }


def _division(found: Divisions, one: Division | NoDivision, forms: _Forms) -> DivisionDocument:
    rule = rule_document(found.outcome.arrangement) if one.rule is None else one.rule
    promises = sorted(found.promises(one.rule))
    if not isinstance(one, Division):
        return {
            "rule": rule,
            "undefined": one.problem.code,
            "certainty": None,
            "estimates": [],
            "shares": [],
            "everyone_saves": None,
            "worse_off": [],
            "in_core": None,
            "leaving": None,
            "gini": None,
            "gains_most": None,
            "gains_least": None,
            "promises": promises,
        }
    most, least = one.gains or (None, None)
    return {
        "rule": rule,
        "undefined": None,
        "certainty": one.certainty,
        "estimates": estimate_documents(one.solutions, forms.money),
        "shares": [share_document(share, forms.names, forms.money) for share in one.shares],
        "everyone_saves": one.everyone_saves,
        "worse_off": [forms.names[buyer] for buyer in one.worse_off],
        "in_core": one.in_core,
        "leaving": None if one.leaving is None else _leaving(one.leaving, forms),
        "gini": None if one.gini is None else rate(one.gini),
        "gains_most": None if most is None else _gain(most, forms),
        "gains_least": None if least is None else _gain(least, forms),
        "promises": promises,
    }


def _leaving(leaving: Leaving, forms: _Forms) -> LeavingDocument:
    return {
        "buyers": [forms.names[buyer] for buyer in leaving.buyers],
        "gain": forms.money(leaving.gain),
        "certain": leaving.is_certain,
    }


def _gain(gain: Gain, forms: _Forms) -> GainDocument:
    return {
        "buyers": [forms.names[buyer] for buyer in gain.buyers],
        "saving_rate": rate(gain.saving_rate),
    }


def _core(found: Divisions, core: Core, forms: _Forms) -> CoreDocument:
    return {
        "empty": core.proof is not None,
        "by_rounding": core.is_by_rounding,
        "excess": forms.money(round_exact(core.least.excess, "half_up")),
        "shares": [share_document(share, forms.names, forms.money) for share in core.shares],
        "proof": _proof(found, core, forms),
    }


def _proof(found: Divisions, core: Core, forms: _Forms) -> list[ProofDocument]:
    if core.proof is None:
        return []
    buyers = found.outcome.pool.buyers
    return [
        {
            "buyers": [forms.names[buyer] for buyer in members(buyers, coalition)],
            "cost": forms.money(found.game.cost(coalition)),
            "weight": rate(weight),
        }
        for coalition, weight in zip(core.proof.coalitions, core.proof.weights, strict=True)
    ]
