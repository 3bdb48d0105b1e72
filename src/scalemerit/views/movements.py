"""The tables of how figures moved: of separate procurement, and of each arrangement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from scalemerit.views.report import NOTHING, Cell, Column, Count, Row, Table, Text
from scalemerit.views.telling import Telling, arrangement_name, moved, sums_of
from scalemerit.views.words import CAUSES
from scalemerit.wording import Word

if TYPE_CHECKING:
    from scalemerit.difference import (
        Amounts,
        ArrangementDifference,
        AwardDifference,
        BuyerDifference,
        Difference,
    )

_TOTALS: Mapping[str, Word] = {
    "separate": Word("Separate", "単独調達"),
    "joint": Word("Joint", "共同調達"),
    "coordination": Word("Coordination cost", "事務局経費"),
    "saving": Word("Saving", "削減額"),
}
_AWARDED: Mapping[str, Word] = {
    "vendor": Word("Vendor", "事業者"),
    "needed": Word("Needed", "必要数"),
    "outside": Word("Outside", "外部"),
    "bought": Word("Bought", "購入数"),
    "tier_from": Word("Tier from", "価格帯"),
}


def separate_table(tell: Telling, found: Difference) -> Table:
    """What each buyer needs and pays alone."""
    total = found.separate_total
    before, after = _quantity_headings(tell, has_several=found.has_several_products)
    needed = (Count(one.total_quantity) for one in (found.old, found.new))
    cells = (Text(tell.say("Total", "合計")), *needed, *moved(total))
    return Table(
        key="separate",
        title=tell.say("Separate procurement", "単独調達"),
        columns=(
            Column(tell.say("Buyer", "団体")),
            Column(before, numeric=True),
            Column(after, numeric=True),
            Column(tell.say("Cost before", "費用(前)"), numeric=True),
            Column(tell.say("Cost after", "費用(後)"), numeric=True),
            Column(tell.say("Change", "費用の増減"), numeric=True),
        ),
        rows=(*(_separate_row(one) for one in found.buyers), Row(cells, is_total=True)),
        sums=sums_of([one.cost for one in found.buyers], total),
        is_detail=True,
    )


def _quantity_headings(tell: Telling, *, has_several: bool) -> tuple[str, str]:
    """How many licenses before and after, over all products where there are several."""
    if has_several:
        return (
            tell.say("Quantity before, all products", "数量(全品目計、前)"),
            tell.say("Quantity after, all products", "数量(全品目計、後)"),
        )
    return tell.say("Quantity before", "数量(前)"), tell.say("Quantity after", "数量(後)")


def _separate_row(one: BuyerDifference) -> Row:
    quantities = [
        NOTHING if figures is None else Count(sum(figures.quantities.values()))
        for figures in (one.old, one.new)
    ]
    return Row((Text(one.name), *quantities, *moved(one.cost)))


def arrangement_tables(tell: Telling, one: ArrangementDifference) -> Iterator[Table]:
    """Totals and causes, what changed of the award, and who pays and saves what.

    Of an arrangement that one result does not have, the totals alone.
    """
    if any(map(_is_moved, (*one.amounts.values(), *one.causes.values()))):
        yield _figures(tell, one)
    if one.old is None or one.new is None:
        return
    awarded = [row for award in one.award for row in _award_rows(tell, award)]
    if awarded:
        yield _award(tell, one, awarded)
    if any(_is_moved(share.share) for share in one.shares):
        yield _shares(tell, one)
    if any(_is_moved(share.saving) for share in one.shares):
        yield _savings(tell, one)


def _is_moved(amounts: Amounts) -> bool:
    return amounts.old != amounts.new


def _figures(tell: Telling, one: ArrangementDifference) -> Table:
    """Totals, and the causes that there are."""
    cause = tell.say("Cause", "削減要因")
    lines = [(tell.pick(_TOTALS[key]), amounts) for key, amounts in one.amounts.items()]
    lines += [
        (f"{cause}: {tell.pick(CAUSES[key])}", amounts)
        for key, amounts in one.causes.items()
        if amounts.old or amounts.new
    ]
    return Table(
        key="figures",
        title=tell.say("Totals and causes", "総額と削減要因"),
        arrangement=one.name,
        of=arrangement_name(one),
        columns=(Column(tell.say("Item", "項目")), *tell.changing()),
        rows=tuple(Row((Text(words), *moved(amounts))) for words, amounts in lines),
        sums=sums_of([amounts for _, amounts in lines]),
        is_detail=True,
    )


def _award(tell: Telling, one: ArrangementDifference, rows: Iterable[Row]) -> Table:
    """From whom what is bought, and at which tier."""
    return Table(
        key="award",
        title=tell.say("Award", "発注先"),
        arrangement=one.name,
        of=arrangement_name(one),
        labels=2,
        columns=(
            Column(tell.say("Product", "品目")),
            Column(tell.say("Item", "項目")),
            Column(tell.say("Before", "変更前"), numeric=True),
            Column(tell.say("After", "変更後"), numeric=True),
        ),
        rows=tuple(rows),
        is_detail=True,
    )


def _award_rows(tell: Telling, award: AwardDifference) -> Iterator[Row]:
    product = tell.product(award.product)
    for key, word in _AWARDED.items():
        before, after = (getattr(one, key, None) for one in (award.old, award.new))
        if before != after:
            yield Row((Text(product), Text(tell.pick(word)), _awarded(before), _awarded(after)))


def _awarded(value: str | int | None) -> Cell:
    if value is None:
        return NOTHING
    return Text(value) if isinstance(value, str) else Count(value)


def _shares(tell: Telling, one: ArrangementDifference) -> Table:
    """Who pays what of the joint bill."""
    shares = [(share.name, share.share) for share in one.shares]
    return _by_buyer(tell, one, shares, one.bill)._replace(
        key="shares", title=tell.say("Who pays what", "団体別の負担額")
    )


def _savings(tell: Telling, one: ArrangementDifference) -> Table:
    """What each buyer saves."""
    savings = [(share.name, share.saving) for share in one.shares]
    return _by_buyer(tell, one, savings, one.saving)._replace(
        key="buyer_savings", title=tell.say("Who saves what", "団体別の削減額")
    )


def _by_buyer(
    tell: Telling,
    one: ArrangementDifference,
    amounts: Sequence[tuple[str, Amounts]],
    total: Amounts,
) -> Table:
    rows = [Row((Text(name), *moved(found))) for name, found in amounts]
    total_row = Row((Text(tell.say("Total", "合計")), *moved(total)), is_total=True)
    return Table(
        key="",
        title="",
        arrangement=one.name,
        of=arrangement_name(one),
        columns=(Column(tell.say("Buyer", "団体")), *tell.changing()),
        rows=(*rows, total_row),
        sums=sums_of([found for _, found in amounts], total),
        is_detail=True,
    )
