"""The answers in a sheet: what each buyer needs and pays today, and all that is not understood."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from scalemerit.errors import Place, Problem
from scalemerit.fields import LARGEST_AMOUNT, LARGEST_QUANTITY, shown
from scalemerit.money import Exact, TaxBasis
from scalemerit.survey.buyers import Buyers
from scalemerit.survey.cells import (
    FAULTS,
    UNCOMPUTED,
    Cell,
    Number,
    amount_in,
    is_blank,
    is_fault,
    is_none,
    number_text,
    quantity_in,
    text_of,
)
from scalemerit.survey.headings import (
    Column,
    Table,
    cell_at,
    has_numbers,
    is_unasked,
    normalized,
    says_unit,
)
from scalemerit.wording import Word

_NUMBERS = {"product", "amount", "unit_price"}
_HOLDS, _LACKS = Word("with tax", "税込"), Word("without tax", "税抜")
_TOTAL = re.compile(r"(合|総|小|累)?計(\(.*\))?|合計.{0,12}|総合計|(grand |sub)?total.{0,12}")
_NO_PRICES: Mapping[str, Exact] = {}
_NOTE = re.compile(r"[※*注(【]")


class Answer(NamedTuple):
    """What one row says of one buyer; an amount of None is not given, as is a product left out.

    Today's contract has a yearly amount, or unit prices by product; never both.
    """

    buyer: str
    place: Place
    quantities: Mapping[str, int]
    amount: Exact | None = None
    unit_prices: Mapping[str, Exact] = _NO_PRICES
    vendor: str = ""
    ends: str = ""
    remarks: str = ""


class Asked(NamedTuple):
    """What sheets are held against: the scenario's buyers, currency and tax, and what to skip."""

    buyers: Buyers
    currency: str = "JPY"
    basis: TaxBasis | None = None
    skipped: Container[str] = ()


class Rows:
    """The rows of a table, read one after another; totals are held against those before them."""

    def __init__(self, table: Table, asked: Asked) -> None:
        self._table = table
        self._asked = asked
        self._top = table.sheet.rows[table.top]
        self._answer_columns = tuple(column for column in table.columns if column.is_answer)
        self._first_answer = min(column.position for column in self._answer_columns)
        self._names = (*table.having("buyer"), *table.having("code"))
        self._numeric = (*table.having("product"), *table.having("amount"))
        self._prices = tuple(one for one in table.having("unit_price") if one.product)
        self._sums: dict[int, Exact] = {one.position: 0 for one in (*self._numeric, *self._prices)}
        self._since = dict(self._sums)
        self._unsure: set[int] = set()
        self.answers: list[Answer] = []
        self.silent: list[str] = []
        self.totals = 0
        self.problems: list[Problem] = []

    def read(self) -> None:
        """Read every row beneath the header."""
        self.problems += _of_columns(self._table, self._asked)
        known = self._asked.buyers.silent_rows(self._table.columns)
        first = self._table.first_row
        for row, cells in enumerate(self._table.sheet.rows[first:], first):
            key = tuple(cells)
            if key in known:  # most rows of most files, where each buyer fills in its own
                self.silent.append(known[key])
            elif any(map(_is_seen, key)) and cells != self._top:
                silent = self._row(row, cells)
                if silent:
                    known[key] = silent
                    self.silent.append(silent)

    def _row(self, row: int, cells: Sequence[Cell]) -> str | None:
        """Read a row; the buyer's key where it has no answer."""
        labels = cells[: self._first_answer]
        if not FAULTS.isdisjoint(cells):
            self._faults(row, cells)
        if any(_TOTAL.fullmatch(text_of(cell).casefold()) for cell in labels):
            self._total(row, cells)
            return None
        is_answered = any(not is_blank(cell_at(cells, one)) for one in self._answer_columns)
        if not is_answered:
            return None if self._is_note(cells) else self._buyer(row, cells)
        self._answer(self._buyer(row, cells), row, cells)
        return None

    def _faults(self, row: int, cells: Sequence[Cell]) -> None:
        """Tell of formulas without a value where a name or an answer is to stand."""
        for column in (*self._names, *self._answer_columns):
            if is_fault(cell_at(cells, column)):
                self._unsure.add(column.position)
                is_open = cell_at(cells, column) == UNCOMPUTED
                self._wrong("survey-uncomputed" if is_open else "survey-fault", row, column, cells)

    def _is_note(self, cells: Sequence[Cell]) -> bool:
        """Whether a row without answers says something to its reader."""
        first = next((text_of(cell) for cell in cells if not is_blank(cell)), "")
        is_named = any(not is_blank(cell_at(cells, column)) for column in self._names)
        return not is_named or _NOTE.match(first) is not None

    def _buyer(self, row: int, cells: Sequence[Cell]) -> str | None:
        """The key of the row's buyer, None with a problem where it is not known."""
        if any(is_fault(cell_at(cells, one)) for one in self._names):
            return None
        codes, names = self._table.having("code"), self._table.having("buyer")
        code = next((c for c in codes if not is_blank(cell_at(cells, c))), None)
        name = next((c for c in names if not is_blank(cell_at(cells, c))), None)
        by_code = self._asked.buyers.of_code(text_of(cell_at(cells, code))) if code else None
        if code and by_code is None:
            self._wrong("survey-code", row, code, cells)
            return None
        if name is None:
            if code is None:
                self._wrong("survey-nameless", row, self._names[0], cells)
            return by_code
        by_name = self._asked.buyers.of_name(text_of(cell_at(cells, name)))
        if by_name is None and by_code is None:
            hint = self._asked.buyers.hint(text_of(cell_at(cells, name)))
            self._wrong("survey-buyer", row, name, cells, hint=hint)
        elif by_code and by_name and by_code != by_name:
            self._wrong("survey-disagrees", row, name, cells, meant=by_code)
            return None
        return by_code or by_name

    def _answer(self, buyer: str | None, row: int, cells: Sequence[Cell]) -> None:
        amount = None
        products = self._table.having("product")
        if all(is_blank(cell_at(cells, column)) for column in products):
            products = ()  # not answered yet; where one is, a blank beside it means none
        quantities = {
            column.product: int(self._number(row, column, cells) or 0) for column in products
        }
        for column in self._table.having("amount"):
            amount = self._number(row, column, cells) or None
        prices = self._unit_prices(row, cells, has_amount=amount is not None)
        if buyer:
            place = self._table.sheet.place(row, self._names[0].position)
            said = [self._words(cells, role) for role in ("vendor", "ends", "remarks")]
            self.answers.append(Answer(buyer, place, quantities, amount, prices, *said))

    def _unit_prices(
        self, row: int, cells: Sequence[Cell], *, has_amount: bool
    ) -> dict[str, Exact]:
        """The unit prices of today's contract by product, where no yearly amount is given."""
        found = {}
        for column in self._prices:
            price = self._number(row, column, cells)
            if price and has_amount:
                self._wrong("survey-contract-twice", row, column, cells)
            elif price:
                found[column.product] = price
        return found

    def _words(self, cells: Sequence[Cell], role: str) -> str:
        columns = [one for one in self._table.columns if one.role == role]
        texts = [cell_at(cells, one) for one in columns]
        return " / ".join(text_of(text) for text in texts if not is_none(text))

    def _number(self, row: int, column: Column, cells: Sequence[Cell]) -> Exact | None:
        """The number in a cell in full units, counted in the sums; None for a dash or a mistake."""
        cell = cell_at(cells, column)
        if is_none(cell) or is_fault(cell):
            return None
        number = quantity_in(cell) if column.role == "product" else amount_in(cell)
        code = self._doubt(number, column)
        if code:
            self._unsure.add(column.position)
            self._wrong(code, row, column, cells)
        if code or number is None:
            return None
        value = number.times(column.multiple)
        self._sums[column.position] += value
        self._since[column.position] += value
        return value

    def _doubt(self, number: Number | None, column: Column) -> str | None:
        """What is wrong with a number, if anything is."""
        is_quantity = column.role == "product"
        if number is None:
            return "survey-quantity" if is_quantity else "survey-amount"
        value = number.times(column.multiple)
        if value < 0:
            return "survey-negative"
        if value > (LARGEST_QUANTITY if is_quantity else LARGEST_AMOUNT):
            return "survey-too-large"
        if is_quantity:
            return None if value.denominator == 1 else "survey-quantity"
        return "survey-currency" if number.in_yen and self._asked.currency != "JPY" else None

    def _total(self, row: int, cells: Sequence[Cell]) -> None:
        """Hold the totals of a row against the rows before it: those since the last, or all."""
        self.totals += 1
        for column in self._numeric:
            cell = cell_at(cells, column)
            number = quantity_in(cell) if column.role == "product" else amount_in(cell)
            if is_none(cell) or is_fault(cell) or column.position in self._unsure:
                continue
            sums = (self._since[column.position], self._sums[column.position])
            if number is None or number.times(column.multiple) not in sums:
                values = {"sum": number_text(Fraction(sums[1]) / column.multiple)}
                self._wrong("survey-total", row, column, cells, **values)
        self._since = dict.fromkeys(self._since, 0)

    def _wrong(
        self, code: str, row: int, column: Column, cells: Sequence[Cell], **values: str | Word
    ) -> None:
        place = self._table.sheet.place(row, column.position)
        cell = cell_at(cells, column)
        text = " ".join(cell.split()) if isinstance(cell, str) else text_of(cell)
        found = {"found": shown(text), "heading": shown(column.heading)}
        self.problems.append(Problem(code, values={**found, **values}, place=place))


def _is_seen(cell: Cell) -> bool:
    return cell != "" and not is_blank(cell)


def _of_columns(table: Table, asked: Asked) -> list[Problem]:
    """Columns that are not understood though something stands in them, and what stands twice."""
    problems, seen = [], set[tuple[str, str]]()
    for column in table.columns:
        code = None
        if column.role in _NUMBERS:
            is_second = (column.role, column.product) in seen
            code = "survey-column-twice" if is_second else _of_numbers(table, column, asked)
            seen.add((column.role, column.product))
        elif column.role == "other" and has_numbers(table, column):
            known = normalized(column.heading) in asked.skipped or is_unasked(table, column)
            code = None if known else "survey-column"
        if code:
            place = table.sheet.place(table.top, column.position)
            heading = shown(column.heading) or "―"
            problems.append(
                Problem(code, values={"heading": heading, **_bases(asked)}, place=place)
            )
    return problems


def _of_numbers(table: Table, column: Column, asked: Asked) -> str | None:
    """What is wrong with what a column of answers is said to hold, if anything stands there."""
    code = None
    if column.basis and asked.basis and column.basis != asked.basis:
        code = "survey-tax"
    elif column.role == "unit_price":
        is_doubtful = column.multiple != 1 and not says_unit(column.heading)
        code = "survey-price-unit" if is_doubtful else None
        code = code if column.product else "survey-unit-price"
    return code if code and _is_filled(table, column) else None


def _is_filled(table: Table, column: Column) -> bool:
    cells = (cell_at(row, column) for row in table.sheet.rows[table.first_row :])
    return not all(map(is_none, cells))


def _bases(asked: Asked) -> dict[str, str | Word]:
    """Whether amounts of a sheet that is refused hold tax, and whether they should."""
    own, other = (_HOLDS, _LACKS) if asked.basis == "excluded" else (_LACKS, _HOLDS)
    return {"own": own, "other": other}
