"""The tables that have a row a buyer: what it pays alone, and what it pays jointly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scalemerit.views.report import Cell, Column, Count, Money, Rate, Row, Table, Text, difference
from scalemerit.views.words import BASIS, Teller

if TYPE_CHECKING:
    from scalemerit.comparison import BuyerCost, Comparison, Outcome, Share

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
    )


def _product_columns(tell: Teller) -> tuple[Column, ...]:
    """A column a product; one for all of them where there is only one, or very many."""
    products = tuple(tell.scenario.products)
    if 1 < len(products) <= _MOST_PRODUCT_COLUMNS:
        return tuple(Column(tell.product(product), numeric=True) for product in products)
    several = len(products) > 1
    heading = tell.say("Quantity, all products", "数量(全品目)") if several else ""
    return (Column(heading or tell.say("Quantity", "数量"), numeric=True),)


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
            Text(tell.pick(BASIS[buyer.basis]) if buyer.takes_part else "―"),
            Text(tell.listed(buyer.vendors) or "―"),
            Money(buyer.cost),
        )
    )


def shares_table(tell: Teller, outcome: Outcome) -> Table:
    """Who pays what of the joint bill, coordination included, beside what it pays alone."""
    shares = outcome.shares
    rule = tell.rule(outcome.arrangement.allocation)
    return Table(
        key="shares",
        title=tell.say(f"Who pays what ({rule})", f"団体別の負担額({rule})"),
        arrangement=outcome.name,
        of=tell.arrangement(outcome.name),
        columns=(
            Column(tell.buyer_heading()),
            Column(tell.say("Quantity", "数量"), numeric=True),
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
    if outcome.coordination:
        yield tell.say("Shares include coordination cost.", "負担額は事務局経費を含みます。")
    worse = [tell.scenario.name_of(buyer) for buyer in outcome.worse_off]
    if worse:
        names = tell.listed(worse)
        yield tell.say(f"Would pay more than alone: {names}", f"単独調達より負担が増える: {names}")
    taking_part = {share.buyer for share in outcome.shares}
    left = [
        tell.scenario.name_of(key)
        for key, buyer in tell.scenario.buyers.items()
        if key not in taking_part and buyer.total_quantity
    ]
    if left:
        names = tell.listed(left)
        yield tell.say(f"Go on buying separately: {names}", f"引き続き単独調達: {names}")
