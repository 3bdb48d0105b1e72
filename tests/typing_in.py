"""What somebody may type into a workbook, and the scenario in which the same stands instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from scalemerit.comparison import Comparison, compare
from scalemerit.errors import ScalemeritError
from scalemerit.scenario import Scenario, from_data
from scalemerit.views.words import Teller
from scalemerit.workbook import workbook
from scalemerit.workbook.sheet import Sheet
from scalemerit.writers import Options
from scalemerit.writers.xlsx import write_book

Data = dict[str, Any]
HEADINGS = 3  # the row of the headings of both sheets of inputs, from 0
SIZE, LEAST, MOST, FROM, LIST, OFF, UNIT, FLAT = 3, 4, 5, 6, 7, 8, 9, 10
FEES = ("per_contract", "per_contract_yearly", "per_buyer", "per_buyer_yearly")
COORDINATION = ("per_contract", "yearly", "per_buyer", "per_buyer_yearly")
RATES = ("0%", "2.5%", "7.5%", "10%", "50%", "100%")


class Typed:
    """A workbook, `written`, in which numbers have been typed: `numbers` by sheet and cell.

    `data` is the scenario with them in it, `comparison` what the engine computes of it, `changes`
    the names of what was changed.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.data: Data = scenario.as_data()
        self.comparison: Comparison = compare(scenario)
        self.teller = Teller(scenario, "en")
        self.numbers: dict[tuple[str, str], str] = {}
        self.changes: set[str] = set()
        book = workbook(self.comparison, "en")
        self.written = write_book(book, Options("en"))
        self._sheets = {one.name: one for one in book.sheets}

    def change(self, rng: Random, name: str) -> None:
        """Change one thing at random, where there is such a thing and it may be changed so."""
        data, numbers = deepcopy(self.data), dict(self.numbers)
        try:
            CHANGES[name](self, rng)
            self.comparison = compare(from_data(self.data))
        except (ScalemeritError, NotThereError):
            self.data, self.numbers = data, numbers
        else:
            self.changes.add(name)

    def type(self, sheet: str, at: tuple[int, int], number: str) -> None:
        """Type a number, or a rate with its %."""
        if at not in self._sheets[sheet].entries or self._sheets[sheet].cells[at].content is None:
            raise NotThereError
        typed = str(float(number[:-1]) / 100) if number.endswith("%") else number
        self.numbers[sheet, xl_rowcol_to_cell(*at)] = typed

    def row(self, sheet: str, *words: str) -> int:
        """The row of a word in the first column, below those of the words before it."""
        row = -1
        for word in words:
            row = _row(self._sheets[sheet], word, row + 1)
        return row

    def column(self, sheet: str, word: str) -> int:
        """The column with a heading."""
        cells = self._sheets[sheet].cells
        return next(c for (r, c), cell in cells.items() if r == HEADINGS and cell.content == word)

    def buyer_at(self, buyer: str, heading: str) -> tuple[int, int]:
        """The cell of a buyer under a heading."""
        return self.row("Inputs", self.scenario.name_of(buyer)), self.column("Inputs", heading)

    def price(self, vendor: str, product: str) -> Data:
        """A price in the data."""
        offer = self.data["vendors"][vendor]
        found: Data = offer["price"] if "price" in offer else offer["prices"][product]
        return found

    def first_tier(self, vendor: str, product: str) -> int:
        """The first row of a price."""
        wanted, cells = (vendor, self.teller.product(product)), self._sheets["Tiers"].cells
        rows = sorted(row for row, column in cells if column == 0 and row > HEADINGS)
        return next(r for r in rows if (cells[r, 0].content, cells[r, 1].content) == wanted)


class NotThereError(Exception):
    """There is nothing of the kind in this scenario."""


def _row(sheet: Sheet, word: str, first: int) -> int:
    rows = (row for (row, column), cell in sheet.cells.items() if not column)
    found = [row for row in rows if row >= first and sheet.cells[row, 0].content == word]
    if not found:
        raise NotThereError
    return min(found)


def _amount(rng: Random, most: int) -> str:
    return str(rng.randint(0, most)) + rng.choice(["", "", ".5", ".25"])


def _one(rng: Random, found: Iterator[Any]) -> Any:
    every = list(found)
    if not every:
        raise NotThereError
    return rng.choice(every)


def _quantity(typed: Typed, rng: Random) -> None:
    buyer = rng.choice(list(typed.data["buyers"]))
    product = rng.choice(list(typed.scenario.products))
    many = rng.choice([0, *range(1, 80)])
    typed.type("Inputs", typed.buyer_at(buyer, typed.teller.product(product)), str(many))
    typed.data["buyers"][buyer]["quantities"][product] = many


def _population(typed: Typed, rng: Random) -> None:
    buyer, many = rng.choice(list(typed.data["buyers"])), rng.randint(1, 999)
    typed.type("Inputs", typed.buyer_at(buyer, "Population"), str(many))
    typed.data["buyers"][buyer]["population"] = many


def _current(typed: Typed, rng: Random) -> None:
    buyers = typed.data["buyers"].items()
    buyer, current = _one(rng, ((k, one["current"]) for k, one in buyers if "current" in one))
    if "amount" in current:
        current["amount"] = _amount(rng, 900)
        where, number = "Today's contract, yearly", current["amount"]
    else:
        product = rng.choice(list(current.get("unit_prices", typed.scenario.products)))
        number = _amount(rng, 30)
        if "unit_price" in current:
            current["unit_price"] = number
        else:
            current["unit_prices"][product] = number
        where = f"Today's unit price: {typed.teller.product(product)}"
    typed.type("Inputs", typed.buyer_at(buyer, where), number)


def _member(typed: Typed, rng: Random) -> None:
    name = _one(rng, iter(typed.data.get("arrangements", {})))
    arrangement, buyer = typed.data["arrangements"][name], rng.choice(list(typed.data["buyers"]))
    listed = arrangement.get("buyers", "all")
    members = list(typed.data["buyers"]) if listed == "all" else list(listed)
    is_in = buyer not in members
    arrangement["buyers"] = [*members, buyer] if is_in else [m for m in members if m != buyer]
    heading = f"In: {typed.teller.arrangement(name)}"
    typed.type("Inputs", typed.buyer_at(buyer, heading), str(int(is_in)))


def _years(typed: Typed, rng: Random) -> None:
    years = rng.randint(1, 5)
    typed.type("Inputs", (typed.row("Inputs", "Fiscal years"), 1), str(years))
    typed.data["fiscal_years"] = f"2023-{2022 + years}" if years > 1 else "2023"


def _tax(typed: Typed, rng: Random) -> None:
    rate = rng.choice(["0%", "8%", "10%", "12.5%"])
    typed.type("Inputs", (typed.row("Inputs", "Tax rate"), 1), rate)
    typed.data["tax"]["rate"] = rate


def _billed(typed: Typed, rng: Random) -> None:
    product = _one(rng, iter(typed.data.get("products", {})))
    billed, first, later = rng.choice([("yearly", 1, 1), ("monthly", 12, 12), ("once", 1, 0)])
    row = typed.row("Inputs", "Product", typed.teller.product(product))
    typed.type("Inputs", (row, 1), str(first))
    typed.type("Inputs", (row, 2), str(later))
    typed.data["products"][product]["billed"] = billed


def _fee(typed: Typed, rng: Random) -> None:
    vendor, fee, amount = (
        rng.choice(list(typed.data["vendors"])),
        rng.choice(FEES),
        _amount(rng, 90),
    )
    at = typed.row("Inputs", "Fees of vendors", vendor), 1 + FEES.index(fee)
    typed.type("Inputs", at, amount)
    typed.data["vendors"][vendor].setdefault("fees", {})[fee] = amount


def _arrangement(typed: Typed, rng: Random, word: str, number: str) -> Data:
    """An arrangement in the data, after a number was typed at a word of its block."""
    name = _one(rng, iter(typed.data.get("arrangements", {})))
    row = typed.row("Inputs", typed.teller.arrangement(name), word)
    blocks = [
        typed.row("Inputs", typed.teller.arrangement(one)) for one in typed.scenario.arrangements
    ]
    if any(typed.row("Inputs", typed.teller.arrangement(name)) < one < row for one in blocks):
        raise NotThereError  # the word is of another's block
    typed.type("Inputs", (row, 1), number)
    found: Data = typed.data["arrangements"][name]
    return found


def _discount(typed: Typed, rng: Random) -> None:
    rate = rng.choice(RATES)
    _arrangement(typed, rng, "Discount", rate)["discount"] = rate


def _outside(typed: Typed, rng: Random) -> None:
    product, many = rng.choice(list(typed.scenario.products)), rng.randint(0, 60)
    word = f"Outside quantity: {typed.teller.product(product)}"
    _arrangement(typed, rng, word, str(many))["outside_quantity"][product] = many


def _coordination(typed: Typed, rng: Random) -> None:
    words = ("per contract, once", "yearly", "per buyer, once", "per buyer, yearly")
    place, amount = rng.randrange(len(words)), _amount(rng, 60)
    arrangement = _arrangement(typed, rng, f"Coordination, {words[place]}", amount)
    arrangement.setdefault("coordination", {})[COORDINATION[place]] = amount


def _share_unit(typed: Typed, rng: Random) -> None:
    unit = rng.choice([2, 7, 50])
    _arrangement(typed, rng, "Shares in multiples of", str(unit))["share_unit"] = unit


def _prices(typed: Typed, wanted: Callable[[Data], bool]) -> Iterator[tuple[Data, int]]:
    """The prices of a kind, each with its first row."""
    for vendor, prices in typed.scenario.prices.items():
        for product in prices:
            price = typed.price(vendor, product)
            if wanted(price):
                yield price, typed.first_tier(vendor, product)


def _tier(typed: Typed, rng: Random) -> tuple[Data, str, int]:
    """The tiers of a price, the lower bound of one of them, and its row."""
    price, first = _one(rng, _prices(typed, lambda one: "tiers" in one))
    bounds = sorted(price["tiers"], key=int)
    place = rng.randrange(len(bounds))
    return price["tiers"], bounds[place], first + place


def _unit(typed: Typed, rng: Random, model: str) -> None:
    price, first = _one(rng, _prices(typed, lambda one: one["model"] == model))
    if model == "flat" or "price" in price:
        name, column = ("amount", FLAT) if model == "flat" else ("price", UNIT)
        price[name] = _amount(rng, 200)
        typed.type("Tiers", (first, column), price[name])
        return
    bounds = sorted(price["tiers"], key=int)
    place = rng.randrange(len(bounds))
    unit = rng.choice(RATES) if "list_price" in price else _amount(rng, 30)
    typed.type("Tiers", (first + place, OFF if "list_price" in price else UNIT), unit)
    price["tiers"][bounds[place]]["unit"] = unit


def _flat_part(typed: Typed, rng: Random) -> None:
    (tiers, bound, row), amount = _tier(typed, rng), _amount(rng, 60)
    typed.type("Tiers", (row, FLAT), amount)
    tiers[bound]["flat"] = amount


def _bound(typed: Typed, rng: Random) -> None:
    tiers, bound, row = _tier(typed, rng)
    bounds = sorted(map(int, tiers))
    place = bounds.index(int(bound))
    low = bounds[place - 1] + 1 if place else 1
    high = bounds[place + 1] - 1 if place + 1 < len(bounds) else int(bound) + 30
    moved = rng.randint(low, high)
    typed.type("Tiers", (row, FROM), str(moved))
    tiers[str(moved)] = tiers.pop(bound)


def _list_price(typed: Typed, rng: Random) -> None:
    price, first = _one(rng, _prices(typed, lambda one: "list_price" in one))
    price["list_price"] = _amount(rng, 40)
    for place in range(len(price["tiers"])):
        typed.type("Tiers", (first + place, LIST), price["list_price"])


def _size(typed: Typed, rng: Random) -> None:
    price, first = _one(rng, _prices(typed, lambda one: "size" in one))
    price["size"] = rng.randint(1, 20)
    typed.type("Tiers", (first, SIZE), str(price["size"]))


def _limit(typed: Typed, rng: Random, name: str, column: int) -> None:
    price, first = _one(rng, _prices(typed, lambda one: name in one))
    price[name] = _amount(rng, 400)
    typed.type("Tiers", (first, column), price[name])


CHANGES: dict[str, Callable[[Typed, Random], None]] = {
    "quantity": _quantity,
    "population": _population,
    "current": _current,
    "member": _member,
    "years": _years,
    "tax": _tax,
    "billed": _billed,
    "fee": _fee,
    "discount": _discount,
    "outside": _outside,
    "coordination": _coordination,
    "share unit": _share_unit,
    "volume": lambda typed, rng: _unit(typed, rng, "volume"),
    "graduated": lambda typed, rng: _unit(typed, rng, "graduated"),
    "package": lambda typed, rng: _unit(typed, rng, "package"),
    "flat": lambda typed, rng: _unit(typed, rng, "flat"),
    "flat part": _flat_part,
    "bound": _bound,
    "list price": _list_price,
    "size": _size,
    "minimum": lambda typed, rng: _limit(typed, rng, "minimum_amount", LEAST),
    "maximum": lambda typed, rng: _limit(typed, rng, "maximum_amount", MOST),
}
