"""The document of a difference, for programs; keys are only ever added to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.input_changes import Change, ChangeKind
from scalemerit.money import number
from scalemerit.views.numbers import Number, Ratio, money_of, rate
from scalemerit.views.problem_documents import DecreaseDocument

if TYPE_CHECKING:
    from scalemerit.difference import (
        Amounts,
        ArrangementDifference,
        AwardDifference,
        Difference,
        ShareDifference,
    )
    from scalemerit.snapshot import ArrangementFigures, AwardFigures, Setting, Snapshot

SettingValue = str | bool | Number | list[str] | None


class TextsDocument(TypedDict):
    """A text in both results; null where there is none."""

    old: str | None
    new: str | None


class YearsDocument(TypedDict):
    """The fiscal years of both results."""

    old: list[int]
    new: list[int]


class AmountsDocument(TypedDict):
    """An amount in both results, null where one does not have it, and how much it has grown.

    For the growth, what is missing counts as 0.
    """

    old: Number | None
    new: Number | None
    difference: Number


class RatesDocument(TypedDict):
    """A rate in both results; null where there is none."""

    old: Ratio | None
    new: Ratio | None


class ChangeDocument(TypedDict):
    """One change of the inputs, by the route of keys to it."""

    path: list[str]
    kind: ChangeKind
    old: SettingValue
    new: SettingValue


class BuyerChangeDocument(TypedDict):
    """One buyer in separate procurement."""

    buyer: str
    cost: AmountsDocument


class SeparateChangeDocument(TypedDict):
    """Separate procurement of all buyers."""

    total: AmountsDocument
    buyers: list[BuyerChangeDocument]


class SuppliedDocument(TypedDict):
    """What one vendor supplies of a product."""

    vendor: str
    needed: int
    outside: int
    bought: int
    tier_from: int | None
    amount: Number


class AwardChangeDocument(TypedDict):
    """The award of one product; null where it is not supplied."""

    product: str
    old: SuppliedDocument | None
    new: SuppliedDocument | None


class CausesChangeDocument(TypedDict):
    """The causes of the saving."""

    vendor: AmountsDocument
    volume: AmountsDocument
    fees: AmountsDocument
    discount: AmountsDocument
    coordination: AmountsDocument


class ShareChangeDocument(TypedDict):
    """One buyer of an arrangement."""

    buyer: str
    separate: AmountsDocument
    share: AmountsDocument
    saving: AmountsDocument


class NamesDocument(TypedDict):
    """The names of some buyers in both results."""

    old: list[str]
    new: list[str]


class ArrangementChangeDocument(TypedDict):
    """One arrangement; what a result does not have is null."""

    name: str
    label: str | None
    changed: bool
    separate: AmountsDocument
    joint: AmountsDocument
    coordination: AmountsDocument
    saving: AmountsDocument
    saving_rate: RatesDocument
    award: list[AwardChangeDocument]
    causes: CausesChangeDocument
    shares: list[ShareChangeDocument]
    worse_off: NamesDocument


class DifferenceDocument(TypedDict):
    """The result of `scalemerit diff`."""

    schema: Literal["scalemerit/difference/1"]
    changed: bool
    title: TextsDocument
    currency: str
    fiscal_years: YearsDocument
    best: TextsDocument
    complete: bool
    inputs: list[ChangeDocument]
    separate: SeparateChangeDocument
    arrangements: list[ArrangementChangeDocument]
    decreases: list[DecreaseDocument]


Money = Callable[[int], Number]


def difference_document(found: Difference) -> DifferenceDocument:
    """A difference as a document: amounts in full units, rates rounded to six places."""
    money = money_of(found.new.currency)
    names = {buyer.buyer: buyer.name for buyer in (*found.old.buyers, *found.new.buyers)}
    old, new = found.old, found.new
    return {
        "schema": "scalemerit/difference/1",
        "changed": not found.is_none,
        "title": {"old": old.title, "new": new.title},
        "currency": new.currency,
        "fiscal_years": {"old": list(old.fiscal_years), "new": list(new.fiscal_years)},
        "best": {"old": _best(old), "new": _best(new)},
        "complete": found.is_complete,
        "inputs": [_change(one, names) for one in found.inputs],
        "separate": {
            "total": amounts_document(found.separate_total, money),
            "buyers": [
                {"buyer": one.name, "cost": amounts_document(one.cost, money)}
                for one in found.buyers
            ],
        },
        "arrangements": [_arrangement(one, money, names) for one in found.arrangements],
        "decreases": decrease_documents(found),
    }


def decrease_documents(found: Difference) -> list[DecreaseDocument]:
    """The savings that became smaller, as documents."""
    money = money_of(found.new.currency)
    return [
        {"arrangement": one.arrangement, "old": money(one.old), "new": money(one.new)}
        for one in found.decreases
    ]


def _best(one: Snapshot) -> str | None:
    return one.best.name if one.best else None


def amounts_document(amounts: Amounts, money: Money) -> AmountsDocument:
    """An amount before and after, and how much it has grown."""
    old, new = amounts.old, amounts.new
    return {
        "old": None if old is None else money(old),
        "new": None if new is None else money(new),
        "difference": money(amounts.change),
    }


def _change(one: Change, names: Mapping[str, str]) -> ChangeDocument:
    path = list(map(str, one.path))
    if path[0] == "buyers" and path[1:]:
        path[1] = names.get(path[1], path[1])
    named = path[-1] in {"buyers", "lead"}
    return {
        "path": path,
        "kind": one.kind,
        "old": _setting(one.old, names if named else {}),
        "new": _setting(one.new, names if named else {}),
    }


def _setting(value: Setting | None, names: Mapping[str, str]) -> SettingValue:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return [names.get(one, one) for one in value]
    return names.get(value, value) if isinstance(value, str) else number(value)


def _arrangement(
    one: ArrangementDifference, money: Money, names: Mapping[str, str]
) -> ArrangementChangeDocument:
    totals = one.amounts
    return {
        "name": one.name,
        "label": one.label,
        "changed": one.is_changed,
        "separate": amounts_document(totals["separate"], money),
        "joint": amounts_document(totals["joint"], money),
        "coordination": amounts_document(totals["coordination"], money),
        "saving": amounts_document(totals["saving"], money),
        "saving_rate": {"old": _rate(one.old), "new": _rate(one.new)},
        "award": [_award(award, money) for award in one.award],
        "causes": _causes(one.causes, money),
        "shares": [_share(share, money) for share in one.shares],
        "worse_off": {"old": _worse_off(one.old, names), "new": _worse_off(one.new, names)},
    }


def _causes(causes: Mapping[str, Amounts], money: Money) -> CausesChangeDocument:
    return {
        "vendor": amounts_document(causes["vendor"], money),
        "volume": amounts_document(causes["volume"], money),
        "fees": amounts_document(causes["fees"], money),
        "discount": amounts_document(causes["discount"], money),
        "coordination": amounts_document(causes["coordination"], money),
    }


def _share(share: ShareDifference, money: Money) -> ShareChangeDocument:
    return {
        "buyer": share.name,
        "separate": amounts_document(share.separate, money),
        "share": amounts_document(share.share, money),
        "saving": amounts_document(share.saving, money),
    }


def _worse_off(figures: ArrangementFigures | None, names: Mapping[str, str]) -> list[str]:
    return [names.get(buyer, buyer) for buyer in figures.worse_off] if figures else []


def _rate(figures: ArrangementFigures | None) -> Ratio | None:
    found = figures.saving_rate if figures else None
    return None if found is None else rate(found)


def _award(one: AwardDifference, money: Money) -> AwardChangeDocument:
    return {
        "product": one.product,
        "old": _supplied(one.old, money),
        "new": _supplied(one.new, money),
    }


def _supplied(one: AwardFigures | None, money: Money) -> SuppliedDocument | None:
    if one is None:
        return None
    return {
        "vendor": one.vendor,
        "needed": one.needed,
        "outside": one.outside,
        "bought": one.bought,
        "tier_from": one.tier_from,
        "amount": money(one.amount),
    }
