"""The workings: what every contract and every award would cost, for a buyer alone or for a pool.

They are a sheet with a row for each that buys, and columns for what each contract (a vendor with
some products) comes to. A block at its top says which contracts each award consists of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.errors import escaped
from scalemerit.workbook.basis import UNSOLD
from scalemerit.workbook.formula import (
    Formula,
    Grid,
    added,
    column,
    first_position,
    least,
    positive,
    products,
    row,
    row_products,
)
from scalemerit.workbook.offers import award_note, contracts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scalemerit.workbook.contract import AmountKey, Asking, Need
    from scalemerit.workbook.offers import Award, Contract, Offers
    from scalemerit.workbook.sheet import Sheet


class Priced(NamedTuple):
    """A row of workings: by contract how many it serves and its bill; all amounts by their key."""

    amounts: Mapping[AmountKey, Formula]
    served: Grid
    bills: Grid
    costs: Grid


class Bought(NamedTuple):
    """The cheapest award of a row: its position, and what its contracts come to."""

    award: Formula
    bill: Formula


class Workings:
    """A sheet of workings; `at` is its next free row."""

    __slots__ = ("amounts", "asking", "at", "basis", "matrix", "offers", "sheet")

    def __init__(self, sheet: Sheet, asking: Asking, offers: Offers) -> None:
        self.sheet = sheet
        self.asking = asking
        self.basis = asking.basis
        self.offers = offers
        self.amounts = asking.keys(offers.contracts)
        self.at = 0
        self.matrix = self._put_matrix()
        self._put_headings()

    def price(
        self,
        need: Need,
        ask: Callable[[AmountKey], Formula] | None = None,
    ) -> Priced:
        """Add a row: what every contract comes to for a need.

        `ask` gives amounts that are known from elsewhere; else prices are asked.
        """
        here, sheet = self.at, self.sheet
        self.at += 1
        sheet.say((here, 0), need.name)
        amounts, at = {}, 1
        for key in self.amounts:
            asked = self.asking.amount(key, need) if ask is None else ask(key)
            amounts[key] = sheet.put((here, at), asked, "price")
            at += 1
        served, bills, costs = [], [], []
        for contract in self.offers.contracts:
            cells = self._contract(contract, amounts, need, (here, at))
            served.append(cells[0])
            bills.append(cells[1])
            costs.append(cells[2])
        return Priced(amounts, row(served), row(bills), row(costs))

    def choose(self, need: Need, priced: Priced) -> Bought:
        """The cheapest award for a row, the first of equals, and what its contracts come to."""
        here, sheet, at = self.at - 1, self.sheet, self._award_column
        missing = added([need.quantities[one] for one in self.offers.unsold])
        costs = []
        for index, award in enumerate(self.offers.awards):
            cost = products(row(self.matrix.rows[index]), priced.costs)
            lacking = self._lacking(award, need)
            cost = self.basis.exact(cost + lacking) if lacking else self.basis.exact(cost)
            costs.append(sheet.put((here, at + index), cost, "price"))
        at += len(costs)
        best = sheet.put((here, at), first_position(least(row(costs)), row(costs)), "count")
        bill = row_products(self.matrix, best, priced.bills)
        if self.offers.unsold:
            bill = bill + positive(missing) * UNSOLD
        paid = sheet.put((here, at + 1), self.basis.whole(bill), "money")
        return Bought(best, paid)

    def awarded(self, bought: Bought, bills: Grid) -> Formula:
        """What the contracts of an award come to, of what each contract does."""
        return self.basis.whole(row_products(self.matrix, bought.award, bills))

    def sums(self, name: str, members: Grid, rows: Sequence[Priced]) -> Grid:
        """Add a row: what the bills of rows come to for those of them that are members."""
        here, self.at = self.at, self.at + 1
        self.sheet.say((here, 0), name, "heading")
        left = 1 + len(self.amounts) + 3 * len(self.offers.contracts)
        return row(
            [
                self.sheet.put(
                    (here, left + index), products(members, column(bills)), "money_total"
                )
                for index, bills in enumerate(zip(*(one.bills.cells for one in rows), strict=True))
            ]
        )

    def contract_count(self, bought: Bought, priced: Priced) -> Formula:
        """How many contracts an award leads to: those that serve anybody."""
        at = self._award_column + len(self.offers.awards) + 2
        word = self.basis.teller.say("Contract: ", "契約数:")
        self.sheet.head(
            (self.at - 2, at), *(word + self._named(one) for one in self.offers.contracts)
        )
        flags = [positive(one) for one in priced.served.cells]
        cells = [
            self.sheet.put((self.at - 1, at + index), flag, "count")
            for index, flag in enumerate(flags)
        ]
        return row_products(self.matrix, bought.award, row(cells))

    @property
    def _award_column(self) -> int:
        return 1 + len(self.amounts) + 5 * len(self.offers.contracts)

    def _contract(
        self,
        contract: Contract,
        amounts: Mapping[AmountKey, Formula],
        need: Need,
        at: tuple[int, int],
    ) -> tuple[Formula, Formula, Formula]:
        """How many a contract serves, its bill, and its exact cost over all years."""
        many, index = len(self.offers.contracts), self.offers.contracts.index(contract)
        (here, left), put, asking = (at[0], at[1] + index), self.sheet.put, self.asking
        served = put((here, left), need.served(contract[1]), "count")
        first, later = asking.lines(contract, amounts, served)
        first = put((here, left + many), first, "price")
        later = put((here, left + 2 * many), later, "price")
        return (
            served,
            put((here, left + 3 * many), asking.bill(first, later), "money"),
            put((here, left + 4 * many), asking.cost(first, later), "price"),
        )

    def _lacking(self, award: Award, need: Need) -> Formula | None:
        """What an award costs that lacks a product which is needed."""
        lacking = [
            one for one, vendor in zip(self.offers.products, award, strict=True) if not vendor
        ]
        if not lacking:
            return None
        return positive(added([need.quantities[one] for one in lacking])) * UNSOLD

    def _put_matrix(self) -> Grid:
        """The block that says which contracts each award consists of."""
        teller, sheet, offers = self.basis.teller, self.sheet, self.offers
        sheet.say((0, 0), teller.say("Awards and their contracts", "発注先の組合せと契約"), "title")
        sheet.say((1, 0), award_note(self.basis, offers).strip(), "note")
        sheet.head((3, 0), teller.say("Award", "組合せ"), *map(self._named, offers.contracts))
        rows = []
        for index, award in enumerate(offers.awards):
            here, contracts = 4 + index, contracts_of(award, offers.products)
            sheet.say((here, 0), f"{index + 1}")
            rows.append(
                [
                    sheet.put((here, 1 + place), int(contract in contracts), "count")
                    for place, contract in enumerate(offers.contracts)
                ]
            )
        self.at = 5 + len(rows)
        return Grid(rows)

    def _named(self, contract: Contract) -> str:
        vendor, together = contract
        return f"{escaped(vendor)}: {self.basis.teller.listed(map(self._product, together))}"

    def _product(self, product: str) -> str:
        return escaped(self.basis.teller.product(product))

    def _put_headings(self) -> None:
        """The headings of the columns of each row that is priced."""
        teller, names = self.basis.teller, list(map(self._named, self.offers.contracts))
        groups = (
            teller.say("Buyers served: ", "団体数:"),
            teller.say("First year: ", "初年度の明細計:"),
            teller.say("Later year: ", "次年度以降の明細計:"),
            teller.say("Bill: ", "請求額計:"),
            teller.say("Before rounding: ", "端数処理前の計:"),
        )
        awards = range(1, len(self.offers.awards) + 1)
        self.sheet.head(
            (self.at, 0),
            teller.buyer_heading(),
            *(
                teller.say("Licenses: ", "ライセンス料:")
                + f"{escaped(vendor)}: {self._product(product)}"
                + (f" ({teller.listed(map(self._product, counted))})" if counted else "")
                for vendor, product, counted in self.amounts
            ),
            *(f"{group}{name}" for group in groups for name in names),
            *(teller.say(f"Award {number}", f"組合せ {number}") for number in awards),
            teller.say("Cheapest award", "最も安い組合せ"),
            teller.say("Its bills", "その請求額"),
        )
        self.at += 1
