"""The sheet of inputs: what a reader may change beside prices, and where each of it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.errors import escaped
from scalemerit.workbook.entries import AMOUNT, FROM_ONE, QUANTITY, RATE, YES_OR_NO, step_of
from scalemerit.workbook.formula import Formula, added

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scalemerit.money import Exact
    from scalemerit.scenario import Arrangement, Buyer
    from scalemerit.workbook.basis import Basis
    from scalemerit.workbook.entries import Entry
    from scalemerit.workbook.sheet import Sheet

_FEES = ("per_contract", "per_contract_yearly", "per_buyer", "per_buyer_yearly")
_COORDINATION = ("per_contract", "yearly", "per_buyer", "per_buyer_yearly")
_FEE_WORDS = {
    "per_contract": ("per contract, once", "契約ごと(初年度)"),
    "per_contract_yearly": ("per contract, yearly", "契約ごと(年額)"),
    "yearly": ("yearly", "年額"),
    "per_buyer": ("per buyer, once", "団体ごと(初年度)"),
    "per_buyer_yearly": ("per buyer, yearly", "団体ごと(年額)"),
}


class JointInputs(NamedTuple):
    """What an arrangement says: who takes part (1 or 0 a buyer), and on what conditions."""

    members: list[Formula]
    discount: Formula
    outside: Mapping[str, Formula]
    coordination: Mapping[str, Formula]
    share_unit: Formula | None


class Inputs(NamedTuple):
    """Where the inputs stand; lists have an entry a buyer.

    `current` is what today's contract costs a year, None where the best quote is the baseline.
    `tax` is None where none is added to prices.
    """

    years: Formula
    tax: Formula | None
    billed: Mapping[str, tuple[Formula, Formula]]
    quantities: Mapping[str, list[Formula]]
    populations: list[Formula]
    current: list[Formula | None]
    fees: Mapping[str, Mapping[str, Formula]]
    arrangements: Mapping[str, JointInputs]


class _Pen:
    """Writes the sheet from top to bottom; `at` is the next free row."""

    __slots__ = ("at", "basis", "sheet")

    def __init__(self, sheet: Sheet, basis: Basis) -> None:
        self.sheet = sheet
        self.basis = basis
        self.at = 0

    def heading(self, *words: str) -> None:
        """A row of headings, after a free one."""
        self.at += 1
        self.sheet.head((self.at, 0), *words)
        self.at += 1


def put_inputs(sheet: Sheet, basis: Basis) -> Inputs:
    """Fill the sheet of inputs."""
    pen = _Pen(sheet, basis)
    teller, scenario = basis.teller, basis.teller.scenario
    sheet.say((0, 0), teller.say("Inputs", "入力"), "title")
    sheet.say((1, 0), _note(basis), "note")
    sheet.widths.update(dict.fromkeys(range(1, 40), 13))
    pen.at = 2
    buyers = _buyers(pen)
    years, tax = _terms(pen)
    billed = _billed(pen)
    fees = _fees(pen)
    arrangements = {
        name: _arrangement(pen, name, buyers.members[name]) for name in scenario.arrangements
    }
    return Inputs(
        years,
        tax,
        billed,
        buyers.quantities,
        buyers.populations,
        buyers.current,
        fees,
        arrangements,
    )


def _note(basis: Basis) -> str:
    return basis.teller.say(
        "Blue cells may be changed; every other sheet follows. Who takes part: 1 yes, 0 no.",
        "青字のセルは変更できます。ほかのシートはすべて連動します。参加は 1、不参加は 0。",
    )


class _Buyers(NamedTuple):
    quantities: dict[str, list[Formula]]
    populations: list[Formula]
    current: list[Formula | None]
    members: dict[str, list[Formula]]


def _buyers(pen: _Pen) -> _Buyers:
    """A row a buyer: quantities, population, today's contract, and where it takes part."""
    scenario, sheet = pen.basis.teller.scenario, pen.sheet
    products = list(scenario.products)
    _head_buyers(pen)
    found = _Buyers({p: [] for p in products}, [], [], {n: [] for n in scenario.arrangements})
    for key, buyer in scenario.buyers.items():
        here = pen.at
        sheet.say((here, 0), escaped(scenario.name_of(key)))
        needs = [
            sheet.ask((here, place), buyer.quantities.get(product, 0), QUANTITY)
            for place, product in enumerate(products, 1)
        ]
        for product, need in zip(products, needs, strict=True):
            found.quantities[product].append(need)
        people = scenario.population_of(key)
        found.populations.append(sheet.ask((here, len(products) + 1), people, QUANTITY))
        found.current.append(_current(pen, buyer, needs))
        for place, (name, one) in enumerate(scenario.arrangements.items(), 3 + 2 * len(products)):
            is_in = int(one.buyers is None or key in one.buyers)
            found.members[name].append(sheet.ask((here, place), is_in, YES_OR_NO))
        pen.at += 1
    return found


def _head_buyers(pen: _Pen) -> None:
    teller = pen.basis.teller
    products = [escaped(teller.product(one)) for one in teller.scenario.products]
    price, member = teller.say("Today's unit price: ", "現行単価:"), teller.say("In: ", "参加:")
    pen.heading(
        teller.buyer_heading(),
        *products,
        teller.say("Population", "人口"),
        teller.say("Today's contract, yearly", "現行契約(年額)"),
        *(price + product for product in products),
        *(member + escaped(teller.arrangement(name)) for name in teller.scenario.arrangements),
    )


def _current(pen: _Pen, buyer: Buyer, needs: list[Formula]) -> Formula | None:
    """What today's contract costs a year, where it is the baseline."""
    scenario, sheet, here = pen.basis.teller.scenario, pen.sheet, pen.at
    current, many = buyer.current, len(needs)
    if current is None or scenario.separate.baseline == "quotes":
        return None
    if current.amount is not None:
        return sheet.ask((here, many + 2), current.amount, AMOUNT)
    only = current.unit_price or 0
    units = current.unit_prices or dict.fromkeys(scenario.products, only)
    parts = [
        needed * sheet.ask((here, many + 3 + place), units.get(product, 0), AMOUNT)
        for place, (product, needed) in enumerate(zip(scenario.products, needs, strict=True))
    ]
    return sheet.put((here, many + 2), added(parts), "price")


def _terms(pen: _Pen) -> tuple[Formula, Formula | None]:
    """The number of fiscal years, and the rate of tax that is added to prices."""
    teller, sheet = pen.basis.teller, pen.sheet
    scenario = teller.scenario
    pen.heading(teller.say("Terms", "条件"), "")
    sheet.say((pen.at, 0), teller.say("Fiscal years", "年度数"))
    years = sheet.ask((pen.at, 1), scenario.years, FROM_ONE)
    pen.at += 1
    if scenario.tax is None or scenario.tax.prices == "included":
        return years, None
    sheet.say((pen.at, 0), teller.say("Tax rate", "税率"))
    tax = sheet.ask((pen.at, 1), scenario.tax.rate, RATE)
    pen.at += 1
    return years, tax


def _billed(pen: _Pen) -> dict[str, tuple[Formula, Formula]]:
    """How often each product is billed."""
    teller, sheet = pen.basis.teller, pen.sheet
    pen.heading(
        teller.say("Product", "品目"),
        teller.say("Billed in the first year", "初年度の請求回数"),
        teller.say("in each later year", "次年度以降の請求回数(年)"),
    )
    found = {}
    for product, (first, later) in teller.scenario.billed.items():
        sheet.say((pen.at, 0), escaped(teller.product(product)))
        found[product] = (
            sheet.ask((pen.at, 1), first, QUANTITY),
            sheet.ask((pen.at, 2), later, QUANTITY),
        )
        pen.at += 1
    return found


def _fees(pen: _Pen) -> dict[str, dict[str, Formula]]:
    """The fees of each vendor."""
    teller, sheet = pen.basis.teller, pen.sheet
    words = [teller.say(*_FEE_WORDS[name]) for name in _FEES]
    pen.heading(teller.say("Fees of vendors", "事業者の固定費"), *words)
    found = {}
    for vendor, offer in teller.scenario.vendors.items():
        fees = offer.fees
        sheet.say((pen.at, 0), escaped(vendor))
        amounts = (
            fees.per_contract,
            fees.per_contract_yearly,
            fees.per_buyer,
            fees.per_buyer_yearly,
        )
        found[vendor] = {
            name: sheet.ask((pen.at, place), amount, AMOUNT)
            for place, (name, amount) in enumerate(zip(_FEES, amounts, strict=True), 1)
        }
        pen.at += 1
    return found


def _arrangement(pen: _Pen, name: str, members: list[Formula]) -> JointInputs:
    """The conditions of an arrangement."""
    teller = pen.basis.teller
    arrangement = teller.scenario.arrangements[name]
    pen.heading(escaped(teller.arrangement(name)), "")
    discount = _row(pen, teller.say("Discount", "値引き率"), arrangement.discount, RATE)
    outside = {
        product: _row(
            pen,
            teller.say("Outside quantity: ", "外部団体の数量:") + escaped(teller.product(product)),
            quantity,
            QUANTITY,
        )
        for product, quantity in arrangement.outside_quantity.items()
    }
    coordination = _coordination(pen, arrangement)
    share_unit = None
    if arrangement.share_unit is not None:
        word = teller.say("Shares in multiples of", "負担額の単位")
        share_unit = _row(pen, word, arrangement.share_unit, step_of(pen.basis.places))
    return JointInputs(members, discount, outside, coordination, share_unit)


def _coordination(pen: _Pen, arrangement: Arrangement) -> dict[str, Formula]:
    teller, cost = pen.basis.teller, arrangement.coordination
    amounts = (cost.per_contract, cost.yearly, cost.per_buyer, cost.per_buyer_yearly)
    lead = teller.say("Coordination, ", "事務局経費:")
    return {
        name: _row(pen, lead + teller.say(*_FEE_WORDS[name]), amount, AMOUNT)
        for name, amount in zip(_COORDINATION, amounts, strict=True)
    }


def _row(pen: _Pen, word: str, number: Exact, entry: Entry) -> Formula:
    """A row with a word and an input."""
    pen.sheet.say((pen.at, 0), word)
    pen.at += 1
    return pen.sheet.ask((pen.at - 1, 1), number, entry)
