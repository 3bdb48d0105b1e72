"""The only place where a value becomes text: 千円, per cent, ▲, bars."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from scalemerit.choices import Unit
from scalemerit.errors import escaped
from scalemerit.money import (
    RATE_PLACES,
    Exact,
    decimals,
    in_currency,
    in_full,
    plain,
    round_exact,
    rounded_to,
)
from scalemerit.views.report import (
    Bar,
    Cell,
    Count,
    ExactRate,
    Formula,
    Money,
    Price,
    Rate,
    Report,
    Table,
    Text,
    Verdict,
    YesNo,
)
from scalemerit.wording import Language

NOTHING = "―"
_POWERS = {"yen": 0, "thousand": 3, "million": 6}
_YEN = {
    "yen": ("yen", "円"),
    "thousand": ("1,000 yen", "千円"),
    "million": ("million yen", "百万円"),
}
_OTHER = {"yen": "", "thousand": "1,000 ", "million": "million "}
_YES_NO = {True: ("yes", "はい"), False: ("no", "いいえ")}
_BAR_WIDTH = 30
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")  # full-width signs as well, in a Japanese Excel


class Style(NamedTuple):
    """How values are shown: in which unit and currency, and in which language.

    Where no unit is `chosen`, yen are shown in thousands, as budgets are written, and other
    currencies in full.
    """

    chosen: Unit | None
    currency: str
    language: Language

    @property
    def unit(self) -> Unit:
        """The unit of the amounts."""
        return self.chosen or ("thousand" if self.currency == "JPY" else "yen")

    def of(self, table: Table) -> Style:
        """The same for a table, which may have a currency of its own."""
        return self._replace(currency=table.currency) if table.currency else self

    def heading(self, table: Table) -> str:
        """A table's heading, with its unit where that is not the report's."""
        other = self.of(table)
        return table.heading if other == self else f"{table.heading} ({other.unit_note})"

    @property
    def unit_name(self) -> str:
        """The unit of the amounts in words."""
        if self.currency == "JPY":
            return _YEN[self.unit][self.language == "ja"]
        return f"{_OTHER[self.unit]}{self.currency}"

    @property
    def unit_note(self) -> str:
        """What to say about the unit above a table."""
        return f"単位:{self.unit_name}" if self.language == "ja" else f"in {self.unit_name}"

    def shown(self, cell: Cell) -> str:
        """A cell as a person reads it."""
        match cell:
            case Text() | Verdict() | YesNo():
                return self._words(cell)
            case Bar(start, end, scale):
                return _bar(start, end, scale)
            case ExactRate(rate):
                return self._part(Rate(rate))
            case Formula(parts):
                return " ".join(map(self._part, parts))
            case _:
                return self._signed(self._number(cell))

    def _words(self, cell: Text | Verdict | YesNo) -> str:
        match cell:
            case Text(text, mark=mark):
                return mark + escaped(text)
            case Verdict(met):
                return "✓" if met else "✗"
            case YesNo(value):
                return _YES_NO[value][self.language == "ja"]

    def _part(self, part: Exact | Rate | str) -> str:
        match part:
            case str():
                return escaped(part)
            case Rate(rate):
                return self._signed(f"{plain((rate or 0) * 100)}%")
            case _:
                return self._signed(plain(part))

    def _signed(self, number: str) -> str:
        return number.replace("-", "▲" if self.language == "ja" else "\u2212")

    def _number(self, cell: Money | Price | Rate | Count) -> str:
        match cell:
            case Money(amount):
                places = decimals(self.currency) if self.unit == "yen" else 0
                return plain(Fraction(self._in_unit(amount), 10**places), places)
            case Rate(rate):
                return NOTHING if rate is None else per_cent(rate)
            case Price(amount):
                return in_full(amount, self.currency)
            case Count(number):
                return plain(number)

    def adds_up(self, table: Table) -> bool:
        """Whether sums still come to 0 as shown, and no amount shows as 0 that is none."""
        amounts = (
            cell.amount for row in table.rows for cell in row.cells if isinstance(cell, Money)
        )
        if any(amount and not self._in_unit(amount) for amount in amounts):
            return False
        return all(sum(self._in_unit(amount) for amount in amounts) == 0 for amounts in table.sums)

    def rounding_note(self, report: Report) -> str:
        """The report's note on rounding where any of its tables needs it, else nothing."""
        all_add_up = all(self.of(table).adds_up(table) for table in report.tables)
        return "" if all_add_up else report.rounding_note

    def _in_unit(self, amount: Exact) -> int:
        """The amount in the last digit that is shown, halves away from zero."""
        if self.unit == "yen":
            return round_exact(amount, "half_up")
        power = _POWERS[self.unit] + decimals(self.currency)
        return round_exact(Fraction(amount) / 10**power, "half_up")


def raw(cell: Cell, currency: str) -> str:
    """A cell for other programs: full units, no separators; text that cannot act as a formula."""
    match cell:
        case Text(text):
            return f"'{escaped(text)}" if text.startswith(FORMULA_STARTS) else escaped(text)
        case Verdict(value) | YesNo(value):
            return "true" if value else "false"
        case ExactRate(rate):
            return _number(Rate(rate), currency)
        case Bar():
            return ""
        case Formula():
            return Style("yen", currency, "en").shown(cell)
        case _:
            return _number(cell, currency)


def _number(cell: Money | Price | Rate | Count, currency: str) -> str:
    match cell:
        case Money(amount):
            return ungrouped(in_currency(amount, currency))
        case Rate(rate):
            return "" if rate is None else ungrouped(rounded_to(rate, RATE_PLACES))
        case Price(number) | Count(number):
            return ungrouped(number)


def unit_of(cell: Cell, currency: str) -> str:
    """What the number of a cell counts, for other programs."""
    if isinstance(cell, Money | Price):
        return currency
    return "rate" if isinstance(cell, Rate | ExactRate) else ""


def per_cent(rate: Exact) -> str:
    """A rate in per cent with one decimal place."""
    return f"{plain(rounded_to(rate * 100, 1), 1)}%"


def ungrouped(amount: Exact) -> str:
    """A number without separators."""
    return plain(amount).replace(",", "")


def _bar(start: int, end: int, scale: int) -> str:
    """A bar of blocks between two amounts, at least one; a thin line for no difference."""
    if scale <= 0:
        return ""
    low, high = sorted((_position(start, scale), _position(end, scale)))
    if start == end:
        return " " * low + "▏"
    low = min(low, _BAR_WIDTH - 1)
    return " " * low + "█" * max(high - low, 1)


def _position(amount: int, scale: int) -> int:
    return max(0, round_exact(Fraction(amount * _BAR_WIDTH, scale), "half_up"))
