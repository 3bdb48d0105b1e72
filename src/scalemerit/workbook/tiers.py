"""The sheet of prices: tiers that a reader may change, and the price of any quantity from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.errors import escaped
from scalemerit.money import NO_OFFER, Exact
from scalemerit.pricing import Flat, Graduated, Package, Volume
from scalemerit.pricing.base import Bounded, Tiered
from scalemerit.views.setting_words import VALUES
from scalemerit.workbook.entries import AMOUNT, FROM_ONE, RATE, between
from scalemerit.workbook.formula import (
    Formula,
    Grid,
    chosen,
    column,
    constant,
    entry,
    in_packs,
    larger,
    least,
    smaller,
    tier_position,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scalemerit.pricing import Price
    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.sheet import Sheet

_HEAD = 3
_VENDOR, _PRODUCT, _MODEL, _SIZE, _LEAST, _MOST = range(6)
_FROM, _LIST, _OFF, _UNIT, _FLAT, _OFFSET, _AT_BOUND, _CHEAPER = range(6, 14)


class Bounds(NamedTuple):
    """The smallest and the largest amount of a price, where it has them."""

    minimum: Formula | None
    maximum: Formula | None

    def within(self, amount: Formula) -> Formula:
        """The amount, raised to the minimum or cut to the maximum."""
        if self.minimum is not None:
            amount = larger(self.minimum, amount)
        return amount if self.maximum is None else smaller(self.maximum, amount)


class PriceTable(NamedTuple):
    """A price in cells: by tier its lower bound, offset and unit price, and what buying up costs.

    `cheaper` is None where nothing is bought up, `size` where licenses are sold one by one.
    """

    starts: Grid
    offsets: Grid
    units: Grid
    cheaper: Grid | None
    bounds: Bounds
    size: Formula | None
    counted: tuple[str, ...]

    def cost(self, quantity: Formula, counted: Formula | None) -> Formula:
        """What covering a quantity costs in one billing period; `counted` chooses the tier."""
        first = self.starts.cells[0]
        packs = quantity if self.size is None else in_packs(quantity, self.size)
        sold = larger(packs, first)
        tier = tier_position(sold if counted is None else larger(counted, first), self.starts)
        amount = self.bounds.within(entry(self.offsets, tier) + sold * entry(self.units, tier))
        if self.cheaper is not None:
            amount = smaller(amount, entry(self.cheaper, tier))
        return chosen(quantity, amount, constant(0))


def put_tiers(sheet: Sheet, basis: Basis) -> dict[tuple[str, str], PriceTable]:
    """Fill the sheet of prices; gives the price of each vendor and product."""
    teller = basis.teller
    sheet.say((0, 0), teller.say("Prices", "価格表"), "title")
    sheet.say((1, 0), _note(basis), "note")
    sheet.head((_HEAD, 0), *_headings(basis))
    sheet.frozen = (_HEAD + 1, 2)
    sheet.widths.update({_PRODUCT: 22, _MODEL: 12, **dict.fromkeys(range(3, 14), 12)})
    tables: dict[tuple[str, str], PriceTable] = {}
    at = _HEAD + 1
    for vendor, prices in teller.scenario.prices.items():
        for product, price in prices.items():
            sheet.say((at, _VENDOR), escaped(vendor))
            sheet.say((at, _PRODUCT), escaped(teller.product(product)))
            sheet.say((at, _MODEL), teller.pick(VALUES["model"][price.model]))
            tables[vendor, product] = _table(sheet, price, at)
            at += len(tables[vendor, product].starts.rows)
    return tables


def _headings(basis: Basis) -> tuple[str, ...]:
    if basis.teller.language == "ja":
        return (
            *("事業者", "品目", "価格表の種類", "1パックの数", "最低額", "上限額", "数量(以上)"),
            *("定価", "値引き率", "単価", "定額部分", "計算用:起点", "計算用:下限での額"),
            "計算用:繰上購入の額",
        )
    return (
        *("Vendor", "Product", "Model", "Pack of", "Minimum", "Maximum", "From"),
        *("List price", "Off", "Unit price", "Flat part", "Worked out: offset"),
        *("Worked out: at the bound", "Worked out: bought up"),
    )


def _note(basis: Basis) -> str:
    return basis.teller.say(
        "Blue cells may be changed. Lower bounds must stay in ascending order; models, and which"
        " products are counted for a tier, are held as computed.",
        "青字のセルは変更できます。数量(以上)は昇順のままにしてください。"
        "価格表の種類と、価格帯を合計数で決める品目(counts)は固定です。",
    )


def _table(sheet: Sheet, price: Price, at: int) -> PriceTable:
    bounds, size = _bounds(sheet, price, at), None
    if isinstance(price, Package):
        size = sheet.ask((at, _SIZE), price.size, FROM_ONE)
    if isinstance(price, Flat):
        starts = [sheet.put((at, _FROM), 1, "count")]
        units = [sheet.put((at, _UNIT), 0, "price")]
        flats = [sheet.ask((at, _FLAT), price.amount, AMOUNT)]
    else:
        starts, units, flats = _steps(sheet, price, at)
    offsets = _offsets(price, starts, units, flats)
    offsets = [sheet.put((at + i, _OFFSET), one, "price") for i, one in enumerate(offsets)]
    cheaper = None
    if isinstance(price, Volume | Package) and price.buy_up and not price.counted_products:
        lines = (starts, offsets, units)
        cheaper = _bought_up(sheet, lines, bounds, at)
    return PriceTable(
        column(starts),
        column(offsets),
        column(units),
        cheaper,
        bounds,
        size,
        price.counted_products,
    )


def _bounds(sheet: Sheet, price: Price, at: int) -> Bounds:
    if not isinstance(price, Bounded):
        return Bounds(None, None)
    ends = ((_LEAST, price.minimum_amount), (_MOST, price.maximum_amount))
    minimum, maximum = (
        None if end is None else sheet.ask((at, place), end, AMOUNT) for place, end in ends
    )
    return Bounds(minimum, maximum)


def _steps(
    sheet: Sheet, price: Tiered, at: int
) -> tuple[list[Formula], list[Formula], list[Formula]]:
    """The lower bounds, unit prices and flat parts of a price's tiers."""
    starts, units, flats = [], [], []
    for index, step in enumerate(price.steps):
        here = at + index
        starts.append(sheet.ask((here, _FROM), step.start, FROM_ONE))
        flats.append(sheet.ask((here, _FLAT), step.flat, AMOUNT))
        if step.off is None:
            units.append(sheet.ask((here, _UNIT), step.unit, AMOUNT))
        else:
            listed = sheet.ask((here, _LIST), price.list_price or 0, AMOUNT)
            off = sheet.ask((here, _OFF), step.off, RATE)
            kept = listed * (constant(1) - off)
            units.append(sheet.put((here, _UNIT), kept, "price"))
    for here, (before, after) in enumerate(_neighbors(starts), at):
        sheet.entries[here, _FROM] = between(before, after)
    return starts, units, flats


def _neighbors(starts: Sequence[Formula]) -> Iterator[tuple[Formula | None, Formula | None]]:
    """The lower bounds before and after each, None where there is none."""
    return zip((None, *starts[:-1]), (*starts[1:], None), strict=True)


def _offsets(
    price: Price, starts: Sequence[Formula], units: Sequence[Formula], flats: Sequence[Formula]
) -> list[Formula]:
    """What each tier's price is before its units: its flat part, or what lies below it as well."""
    if not isinstance(price, Graduated):
        return list(flats)
    offsets: list[Formula] = [flats[0]]
    for index in range(1, len(starts)):
        more = (starts[index] - constant(1)) * (units[index - 1] - units[index])
        offsets.append(offsets[-1] + more + flats[index])
    return offsets


def _bought_up(
    sheet: Sheet,
    lines: tuple[Sequence[Formula], Sequence[Formula], Sequence[Formula]],
    bounds: Bounds,
    at: int,
) -> Grid:
    """For each tier the cheapest amount at the lower bound of any higher one."""
    at_bound = [
        sheet.put((at + index, _AT_BOUND), bounds.within(offset + start * unit), "price")
        for index, (start, offset, unit) in enumerate(zip(*lines, strict=True))
    ]
    nothing: Exact = NO_OFFER
    cheaper = [
        sheet.put((at + index, _CHEAPER), least(column(at_bound[index + 1 :])), "price")
        for index in range(len(at_bound) - 1)
    ]
    last = sheet.put((at + len(cheaper), _CHEAPER), nothing, "nothing")
    return column([*cheaper, last])
