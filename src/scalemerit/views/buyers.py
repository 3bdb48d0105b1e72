"""The tables that have a row a buyer: what it pays alone, and what it pays jointly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.charging import rounding_of
from scalemerit.views.coalitions import game_notes, solution_notes
from scalemerit.views.report import (
    NOTHING,
    Cell,
    Column,
    Count,
    Money,
    Rate,
    Row,
    Table,
    Text,
    difference,
)
from scalemerit.views.words import BASIS, Teller

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison, Outcome, Share
    from scalemerit.separate import BuyerCost

_MOST_PRODUCT_COLUMNS = 4


def separate_table(tell: Teller, comparison: Comparison) -> Table:
    """What every buyer of the scenario pays alone, from whom, and on what basis."""
    buyers = comparison.separate
    total: tuple[Cell, ...] = (
        Text(tell.say("Total", "合計")),
        *_quantities(tell, [buyer.buyer for buyer in buyers]),
        Text(""),
        Text(""),
        Money(comparison.separate_total),
    )
    return Table(
        key="separate",
        title=tell.say("Separate procurement", "単独調達"),
        columns=(
            Column(tell.buyer_heading()),
            *_product_columns(tell),
            Column(tell.say("Baseline", "比較基準")),
            Column(tell.say("Vendor", "事業者")),
            Column(tell.say("Cost", "費用"), numeric=True),
        ),
        rows=(*(_separate_row(tell, buyer) for buyer in buyers), Row(total, is_total=True)),
        sums=((*(buyer.cost for buyer in buyers), -comparison.separate_total),),
        notes=tuple(_separate_notes(tell, comparison)),
    )


def _separate_notes(tell: Teller, comparison: Comparison) -> Iterator[str]:
    """Which buyers alone would buy more than they need, because it is cheaper or as it is sold."""
    more = [
        f"{_need_name(tell, buyer, found.product)} {found.needed:,} → {found.bought:,}"
        for buyer in comparison.separate
        for contract in buyer.contracts
        for found in contract.licenses
        if found.bought > found.needed
    ]
    if more:
        names = tell.listed(more)
        yield tell.say(f"Buy more than they need: {names}", f"必要数より多く購入: {names}")


def _need_name(tell: Teller, buyer: BuyerCost, product: str) -> str:
    """A buyer, with the product that it needs where there are several."""
    name = tell.scenario.name_of(buyer.buyer)
    return name if len(tell.scenario.products) == 1 else f"{name} ({tell.product(product)})"


def _product_columns(tell: Teller) -> tuple[Column, ...]:
    """A column a product; one for all of them where there is only one, or very many."""
    products = tuple(tell.scenario.products)
    if 1 < len(products) <= _MOST_PRODUCT_COLUMNS:
        return tuple(Column(tell.product(product), numeric=True) for product in products)
    return (Column(_quantity_heading(tell), numeric=True),)


def _quantity_heading(tell: Teller) -> str:
    if len(tell.scenario.products) > 1:
        return tell.say("Quantity, all products", "数量(全品目計)")
    return tell.say("Quantity", "数量")


def _quantities(tell: Teller, buyers: list[str]) -> tuple[Count, ...]:
    """The quantities of the buyers together, in the columns of the products."""
    found = [tell.scenario.buyers[buyer].quantities for buyer in buyers]
    if len(_product_columns(tell)) == 1:
        return (Count(sum(sum(quantities.values()) for quantities in found)),)
    return tuple(
        Count(sum(quantities.get(product, 0) for quantities in found))
        for product in tell.scenario.products
    )


def _separate_row(tell: Teller, buyer: BuyerCost) -> Row:
    return Row(
        (
            Text(tell.scenario.name_of(buyer.buyer)),
            *_quantities(tell, [buyer.buyer]),
            Text(tell.pick(BASIS[buyer.basis])) if buyer.takes_part else NOTHING,
            Text(tell.listed(buyer.vendors)) if buyer.vendors else NOTHING,
            Money(buyer.cost),
        )
    )


def shares_table(tell: Teller, outcome: Outcome) -> Table:
    """Who pays what of the joint bill, coordination included, beside what it pays alone."""
    shares = outcome.shares
    rule = tell.rule(outcome.arrangement)
    return Table(
        key="shares",
        title=tell.say(f"Who pays what ({rule})", f"団体別の負担額({rule})"),
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=(
            Column(tell.buyer_heading()),
            Column(_quantity_heading(tell), numeric=True),
            Column(tell.say("Separate", "単独調達"), numeric=True),
            Column(tell.say("Share", "負担額"), numeric=True),
            Column(tell.say("Saving", "削減額"), numeric=True),
            Column(tell.say("Rate", "削減率"), numeric=True),
        ),
        rows=(*(_share_row(tell, share) for share in shares), _shares_total(tell, outcome)),
        sums=(
            (*(share.separate for share in shares), -outcome.separate),
            (*(share.share for share in shares), -outcome.bill.total),
            (*(share.saving for share in shares), -outcome.saving),
            *((share.separate, -share.share, -share.saving) for share in shares),
        ),
        notes=tuple(_share_notes(tell, outcome)),
    )


def _share_row(tell: Teller, share: Share) -> Row:
    return Row(
        (
            Text(tell.scenario.name_of(share.buyer), "bad" if share.saving < 0 else "plain"),
            Count(tell.scenario.buyers[share.buyer].total_quantity),
            Money(share.separate),
            Money(share.share),
            difference(share.saving),
            Rate(share.saving_rate),
        )
    )


def _shares_total(tell: Teller, outcome: Outcome) -> Row:
    total = (
        Text(tell.say("Total", "合計")),
        Count(sum(outcome.bill.quantities)),
        Money(outcome.separate),
        Money(outcome.bill.total),
        difference(outcome.saving),
        Rate(outcome.saving_rate),
    )
    return Row(total, is_total=True)


def _share_notes(tell: Teller, outcome: Outcome) -> Iterator[str]:
    yield from solution_notes(tell, outcome.solutions)
    for charge in outcome.charges:
        if charge.bill.game is not None:
            yield from game_notes(tell, charge.bill.game)
    if outcome.coordination:
        yield tell.say("Shares include coordination cost.", "負担額は事務局経費を含みます。")
    if outcome.arrangement.share_unit is not None:
        yield rounding_words(tell, outcome)
    if any(share.share < 0 for share in outcome.shares):
        yield tell.say("A negative share is paid to the buyer.", "▲の負担額は団体の受取りです。")
    worse = tell.listed(map(tell.scenario.name_of, outcome.worse_off))
    if worse:
        yield tell.say(f"Would pay more than alone: {worse}", f"単独調達より負担が増える: {worse}")
    yield from others_notes(tell, outcome)


def rounding_words(tell: Teller, outcome: Outcome) -> str:
    """How shares are rounded."""
    unit, last = rounding_of(outcome.pool, outcome.arrangement)
    if unit == 1:
        return tell.say(
            "Shares are rounded down; units left over go to the largest fractions.",
            "負担額は切捨て、残りは端数の大きい団体から順に配分します。",
        )
    amount = tell.amount(tell.in_currency(unit))
    en, ja = "the largest share", "負担額が最大の団体"
    if last is not None:
        lead = tell.scenario.name_of(outcome.pool.buyers[last])
        en, ja = f"the share of {lead}", lead
    return tell.say(
        f"Shares are multiples of {amount}; what the bill has beyond that is in {en}.",
        f"負担額は{amount}単位です。単位に満たない額は{ja}が負担します。",
    )


def others_notes(tell: Teller, outcome: Outcome) -> Iterator[str]:
    """Who does not take part: by choice, or because nothing is needed."""
    buyers, invited = tell.scenario.buyers, outcome.arrangement.buyers
    others = [key for key in buyers if key not in outcome.pool.buyers]
    alone = [tell.scenario.name_of(key) for key in others if buyers[key].total_quantity]
    idle = [
        tell.scenario.name_of(key)
        for key in others
        if not buyers[key].total_quantity and (invited is None or key in invited)
    ]
    if alone:
        names = tell.listed(alone)
        yield tell.say(f"Go on buying separately: {names}", f"引き続き単独調達: {names}")
    if idle:
        names = tell.listed(idle)
        yield tell.say(f"Need nothing, take no part: {names}", f"数量 0 のため不参加: {names}")
