"""The sheet of unit prices: what each vendor asks for one license, by quantity, and its charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.errors import escaped
from scalemerit.views.comparison_charts import price_axis
from scalemerit.workbook.formula import (
    Formula,
    added,
    column,
    constant,
    greatest,
    in_packs,
    larger,
    nth_smallest,
    smaller,
    smallest_positive,
    spread,
    total,
    up_to,
)
from scalemerit.workbook.sheet import Area, Chart, Series, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.inputs import Inputs
    from scalemerit.workbook.tiers import PriceTable

_TOP = 4  # the row beneath the headings
_CHART_ROWS = 17
_PRINTED = 9  # columns that go on paper; what charts are drawn of stands beside them
_POINTS = 24  # of a line, beside those where tiers begin
_TALLEST = 2  # times the highest of the cheapest prices; what is dearer is not drawn
_WIDE = 30  # times the smallest quantity: beyond that small ones need a scale of powers
_COLORS = ("#1F6FB2", "#C0392B", "#2E8B57", "#8E44AD", "#B9770E", "#34495E")


class _Block(NamedTuple):
    """The figures of one product: its prices by vendor, and its first column."""

    product: str
    prices: Mapping[str, PriceTable]
    left: int

    @property
    def drawn(self) -> int:
        """The first column of the prices that are drawn, behind those asked and the cheapest."""
        return self.left + len(self.prices) + 2

    @property
    def points(self) -> int:
        """The column of quantities as they were chosen, before they are sorted."""
        return self.drawn + len(self.prices)

    @property
    def many(self) -> int:
        """How many quantities there are."""
        return _POINTS + 1 + 2 * sum(len(price.starts.rows) for price in self.prices.values())

    def area(self, place: int) -> Area:
        """The numbers in a column."""
        return (_TOP, place), (_TOP + self.many - 1, place)


def put_curves(
    sheet: Sheet, basis: Basis, inputs: Inputs, prices: Mapping[tuple[str, str], PriceTable]
) -> None:
    """Fill the sheet; prices whose tier other products choose have no curve."""
    sheet.say((0, 0), basis.teller.say("Unit prices by quantity", "数量と単価"), "title")
    for place, note in enumerate(_notes(basis), 1):
        sheet.say((place, 0), note, "note")
    sheet.widths.update(dict.fromkeys(range(1, _PRINTED), 13))
    sheet.printed, left = _PRINTED, _PRINTED + 1
    for product in inputs.quantities:
        asked = {
            vendor: price
            for (vendor, sold), price in prices.items()
            if sold == product and not price.counted
        }
        if not asked:
            continue
        block = _Block(product, asked, left)
        _put_headings(sheet, basis, block)
        ends = _ends(inputs, product)
        _put_prices(sheet, block, _quantities(sheet, block, ends))
        chart = _chart(basis, block, len(sheet.charts))
        is_wide = ends[1].value > _WIDE * ends[0].value
        sheet.charts.append(chart._replace(kind="power_lines") if is_wide else chart)
        left = block.points + 3


def _notes(basis: Basis) -> tuple[str, str]:
    """What the charts show, and what they do not."""
    if basis.teller.language == "ja":
        return (
            "価格表による 1 単位当たりの価格(固定費を除く、価格交渉前)です。数値は右側にあります。",
            "最安の 2 倍を超える部分と、価格帯を複数品目の合計数で決める価格表は描いていません。",
        )
    return (
        "As vendors quote, without fees and before a discount. The figures stand to the right.",
        "Not drawn: what is above twice the cheapest, and prices by the total of several products.",
    )


def _put_headings(sheet: Sheet, basis: Basis, block: _Block) -> None:
    say, names = basis.teller.say, list(map(escaped, block.prices))
    product = escaped(basis.teller.product(block.product))
    title = say(f"{product}: price by quantity", f"{product}: 数量と価格")
    sheet.say((_TOP - 2, block.left), title)
    sheet.head(
        (_TOP - 1, block.left),
        *(say("Quantity", "数量"), *names, say("Cheapest", "最安")),
        *(say("Drawn: ", "図:") + name for name in names),
        *(say("Points", "図の点"), say("Highest drawn", "図の上限")),
    )


def _ends(inputs: Inputs, product: str) -> tuple[Formula, Formula]:
    """From the smallest buyer or a tenth of all to all, with those outside."""
    needs = column(inputs.quantities[product])
    said = inputs.arrangements.values()
    outside = [one.outside[product] for one in said if product in one.outside]
    everyone = added([total(needs), larger(*outside)]) if outside else total(needs)
    high = larger(constant(1), everyone)
    return smaller(smallest_positive(needs), in_packs(high, constant(10))), high


def _quantities(sheet: Sheet, block: _Block, ends: tuple[Formula, Formula]) -> Iterator[Formula]:
    """The quantities at which prices are drawn, ascending."""
    low = sheet.put((_TOP, block.points), ends[0], "count")
    high = sheet.put((_TOP + 1, block.points), ends[1], "count")
    more = [
        sheet.put((place, block.points), one, "count")
        for place, one in enumerate(_points(block, low, high), _TOP + 2)
    ]
    points = column([low, high, *more])
    for place in range(block.many):
        yield sheet.put((_TOP + place, block.left), nth_smallest(points, place + 1), "count")


def _points(block: _Block, low: Formula, high: Formula) -> Iterator[Formula]:
    """Quantities on a scale of powers, and on both sides of where each tier begins."""
    for step in range(1, _POINTS):
        yield spread(low, high, step, _POINTS)
    for price in block.prices.values():
        for start in price.starts.cells:
            bound = start if price.size is None else start * price.size
            yield larger(low, smaller(high, bound))
            yield larger(low, smaller(high, bound - constant(1)))


def _put_prices(sheet: Sheet, block: _Block, quantities: Iterator[Formula]) -> None:
    """What one license costs at each quantity, and as much of it as is drawn."""
    asked: list[list[Formula]] = []
    lowest = []
    for here, quantity in enumerate(quantities, _TOP):
        units = [price.cost(quantity, None).over(quantity) for price in block.prices.values()]
        put = [
            sheet.put((here, block.left + place), unit, "price")
            for place, unit in enumerate(units, 1)
        ]
        lowest.append(sheet.put((here, block.drawn - 1), smaller(*put), "price"))
        asked.append(put)
    most = greatest(column(lowest)) * constant(_TALLEST)
    most = sheet.put((_TOP, block.points + 1), most, "price")
    for here, prices in enumerate(asked, _TOP):
        for place, unit in enumerate(prices):
            sheet.put((here, block.drawn + place), up_to(unit, most), "price")


def _chart(basis: Basis, block: _Block, number: int) -> Chart:
    """The chart of a product, below those before it."""
    return Chart(
        title=(_TOP - 2, block.left),
        labels=block.area(block.left),
        series=tuple(
            Series(
                (_TOP - 1, block.left + 1 + place),
                block.area(block.drawn + place),
                _COLORS[place % len(_COLORS)],
            )
            for place in range(len(block.prices))
        ),
        at=(_TOP + _CHART_ROWS * number, 0),
        width=760,
        kind="lines",
        axes=(basis.teller.say("Quantity", "数量"), price_axis(basis.teller)),
    )
