"""The sheet of separate procurement: what each buyer pays by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.errors import escaped
from scalemerit.workbook.bench import Bench, Need
from scalemerit.workbook.formula import Formula, added, chosen, column, constant, positive, total
from scalemerit.workbook.offers import Offers, award_note, offers_of
from scalemerit.workbook.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalemerit.comparison import Comparison
    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.inputs import Inputs
    from scalemerit.workbook.tiers import PriceTable

_HEAD = 3


def buyer_needs(basis: Basis, inputs: Inputs) -> list[Need]:
    """What each buyer needs by itself."""
    scenario = basis.teller.scenario
    return [
        _need(
            escaped(scenario.name_of(key)),
            {product: cells[place] for product, cells in inputs.quantities.items()},
        )
        for place, key in enumerate(scenario.buyers)
    ]


def _need(name: str, quantities: Mapping[str, Formula]) -> Need:
    return Need(
        name,
        quantities,
        quantities,
        own=lambda _, asked: asked,
        served=lambda products: positive(added([quantities[one] for one in products])),
    )


def put_alone(
    sheets: tuple[Sheet, Sheet],
    basis: Basis,
    inputs: Inputs,
    prices: Mapping[tuple[str, str], PriceTable],
    comparison: Comparison,
) -> list[Formula]:
    """Fill the sheet of separate procurement and its workings; gives each buyer's cost."""
    sheet, workings = sheets
    teller, offers = basis.teller, _offers(comparison)
    needs = buyer_needs(basis, inputs)
    quotes = _quotes(Bench(workings, basis, inputs, prices, offers), needs) if offers.awards else []
    sheet.say((0, 0), teller.say("Separate procurement", "単独調達"), "title")
    sheet.say((1, 0), _note(basis, offers), "note")
    sheet.unit_at = (2, 0)
    sheet.head(
        (_HEAD, 0),
        teller.buyer_heading(),
        teller.say("Quantity", "数量"),
        teller.say("Today's contract", "現行契約"),
        teller.say("Best quote", "最安見積"),
        teller.say("Separate cost", "単独調達費"),
    )
    sheet.frozen = (_HEAD + 1, 1)
    sheet.widths.update(dict.fromkeys(range(1, 5), 16))
    costs = []
    for place, need in enumerate(needs):
        at = _HEAD + 1 + place
        sheet.say((at, 0), need.name)
        quantity = sheet.put((at, 1), added(list(need.quantities.values())), "count")
        quote = sheet.put((at, 3), quotes[place] if quotes else constant(0), "money")
        today = inputs.current[place]
        cost = quote
        if today is not None:
            current = basis.whole(inputs.years * basis.taxed(today, inputs.tax))
            cost = sheet.put((at, 2), current, "money")
        costs.append(sheet.put((at, 4), chosen(quantity, cost, constant(0)), "money"))
    at = _HEAD + 1 + len(needs)
    sheet.say((at, 0), teller.say("Total", "合計"), "heading")
    sheet.put((at, 4), basis.whole(total(column(costs))), "money_total")
    return costs


def _quotes(bench: Bench, needs: list[Need]) -> list[Formula]:
    return [bench.choose(need, bench.price(need)).bill for need in needs]


def _offers(comparison: Comparison) -> Offers:
    scenario = comparison.scenario
    sold = {vendor: scenario.prices[vendor] for vendor in scenario.quoting("separate")}
    found = [one.vendor_of for one in comparison.separate if one.vendor_of]
    return offers_of(sold, list(scenario.products), found)


def _note(basis: Basis, offers: Offers) -> str:
    words = basis.teller.say(
        "A buyer with a contract of today pays that; others take their cheapest quote.",
        "現行契約のある団体はその額、ほかは最も安い見積額です。",
    )
    return words + award_note(basis, offers)
