"""The sheet of separate procurement: what each buyer pays by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.errors import escaped
from scalemerit.workbook.contract import Need
from scalemerit.workbook.formula import Formula, added, chosen, column, constant, positive, total
from scalemerit.workbook.held import Held, held_of
from scalemerit.workbook.offers import Offers, all_awards_note, offers_of
from scalemerit.workbook.sheet import Sheet
from scalemerit.workbook.workings import Workings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalemerit.comparison import Comparison
    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.contract import Asking

_HEAD = 3


def buyer_needs(asking: Asking) -> list[Need]:
    """What each buyer needs by itself."""
    scenario, inputs = asking.basis.teller.scenario, asking.inputs
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


class Alone(NamedTuple):
    """What each buyer pays by itself, and whether every award was compared for it."""

    costs: list[Formula]
    has_all_awards: bool


def put_alone(sheets: tuple[Sheet, Sheet], asking: Asking, comparison: Comparison) -> Alone:
    """Fill the sheet of separate procurement and its workings."""
    (sheet, beside), offers, needs = sheets, _offers(comparison), buyer_needs(asking)
    held = held_of(asking.basis.teller, (), has_all_awards=offers.is_complete)
    _put_head(sheet, asking.basis, held)
    quotes = [constant(0)] * len(needs)
    if offers.awards:
        workings = Workings(beside, asking, offers)
        quotes = [workings.choose(need, workings.price(need)).bill for need in needs]
    costs = [
        _put_buyer(sheet, asking, need, quote, place)
        for place, (need, quote) in enumerate(zip(needs, quotes, strict=True))
    ]
    last = _HEAD + 1 + len(needs)
    sheet.say((last, 0), asking.basis.teller.say("Total", "合計"), "heading")
    sheet.put((last, 4), asking.basis.whole(total(column(costs))), "money_total")
    for here, note in enumerate(held.notes(), last + 2):
        sheet.say((here, 0), note, "note")
    return Alone(costs, offers.is_complete)


def _put_head(sheet: Sheet, basis: Basis, held: Held) -> None:
    """The title, what the figures are, and the headings of the table."""
    say = basis.teller.say
    sheet.say((0, 0), say("Separate procurement", "単独調達"), "title")
    note = say(
        "A buyer with a contract of today pays that; others take their cheapest quote.",
        "現行契約のある団体はその額、ほかは最も安い見積額です。",
    )
    sheet.say((1, 0), note if held.has_awards else note + all_awards_note(basis), "note")
    sheet.unit_at = (2, 0)
    sheet.head(
        (_HEAD, 0),
        basis.teller.buyer_heading(),
        say("Quantity", "数量"),
        say("Today's contract", "現行契約"),
        say("Best quote", "最安見積") + held.award_mark,
        say("Separate cost", "単独調達費") + held.award_mark,
    )
    sheet.frozen = (_HEAD + 1, 1)
    sheet.widths.update(dict.fromkeys(range(1, 5), 16))


def _put_buyer(sheet: Sheet, asking: Asking, need: Need, quote: Formula, place: int) -> Formula:
    """The row of a buyer; gives its separate cost: today's contract, else its best quote."""
    at, basis, inputs = _HEAD + 1 + place, asking.basis, asking.inputs
    sheet.say((at, 0), need.name)
    quantity = sheet.put((at, 1), added(list(need.quantities.values())), "count")
    cost, today = sheet.put((at, 3), quote, "money"), inputs.current[place]
    if today is not None:
        current = basis.whole(inputs.years * basis.taxed(today, inputs.tax))
        cost = sheet.put((at, 2), current, "money")
    return sheet.put((at, 4), chosen(quantity, cost, constant(0)), "money")


def _offers(comparison: Comparison) -> Offers:
    scenario = comparison.scenario
    sold = {vendor: scenario.prices[vendor] for vendor in scenario.quoting("separate")}
    found = [one.vendor_of for one in comparison.separate if one.vendor_of]
    return offers_of(sold, list(scenario.products), found, buyers=len(scenario.buyers))
