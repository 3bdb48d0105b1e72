"""What a cell of a sheet says: a text, a number with its unit, or nothing."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from scalemerit.file_forms import exact_number
from scalemerit.money import Exact

Cell: TypeAlias = "str | int | float | bool | time | date | datetime | timedelta"

MULTIPLES = {"千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8}
COUNTED = (
    "本|人|名|台|個|件|式|口|枚|冊|部|組|セット|端末|席|ライセンス|アカウント|id|licenses?|users?"
)
_LONGEST_NUMBER = 60
_EXCEL_DIGITS = 15  # more than Excel keeps and shows are left over from its arithmetic
_LARGEST_WHOLE = 10**_EXCEL_DIGITS
_NONE = {"", *"-‐‑–—―ー−─━ｰ~〜", "--", "なし", "無し", "無", "該当なし", "n/a", "none"}
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-−‐▲△])?\s*(?P<yen>[¥\\])?\s*"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?\s*"
    r"(?P<multiple>百万|千|万|億)?\s*(?P<unit>\D{0,12}?)(?P<close>\))?",
    re.ASCII,
)
_QUANTITY_UNITS = re.compile(COUNTED)
_AMOUNT_UNITS = re.compile(r"円|yen|jpy")
# What Excel shows of a formula whose value has not come yet.
UNCOMPUTED = "#GETTING_DATA"
# What formulas with an error show in Excel, and in LibreOffice.
FAULTS = frozenset(
    {
        UNCOMPUTED,
        *("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
        *(f"Err:{number}" for number in range(501, 541)),
    }
)
_PER_YEAR = re.compile(r"\s*[/・]?\s*(年|年度|year)$")


class Number(NamedTuple):
    """A number in a cell; `multiple` is None where the cell names no unit of its own."""

    value: Exact
    multiple: int | None
    in_yen: bool

    def times(self, usual: int) -> Exact:
        """The number in full units: by the cell's own unit, else by that of its heading."""
        return self.value * (usual if self.multiple is None else self.multiple)


def number_text(number: Exact) -> str:
    """A number as it is told to people, with `,` between thousands."""
    whole, point, decimals = str(exact_number(number)).partition(".")
    return f"{int(whole):,}{point}{decimals}"


def text_of(cell: Cell) -> str:
    """The text of a cell, full-width letters and digits made narrow, with single spaces."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, str):
        return " ".join(unicodedata.normalize("NFKC", cell).split())
    return str(cell)


def is_none(cell: Cell) -> bool:
    """Whether a cell says that there is nothing: it is blank, or has a dash."""
    return isinstance(cell, str) and (not cell or text_of(cell).casefold() in _NONE)


def is_fault(cell: Cell) -> bool:
    """Whether a cell shows the error that a formula gives, or that it has no value yet."""
    return cell in FAULTS


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return isinstance(cell, str) and not cell.strip()


def quantity_in(cell: Cell) -> Number | None:
    """The quantity in a cell, perhaps with what is counted; None for what is no number."""
    return _number(cell, _QUANTITY_UNITS)


def amount_in(cell: Cell) -> Number | None:
    """The amount in a cell, perhaps in 円 or 千円; None for what is no number."""
    return _number(cell, _AMOUNT_UNITS)


def _number(cell: Cell, units: re.Pattern[str]) -> Number | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _plain(cell)
    if not isinstance(cell, str) or len(cell) > _LONGEST_NUMBER or any(map(_is_mark, cell)):
        return None
    return _written(text_of(cell).casefold(), units)


def _plain(number: float) -> Number | None:
    """The number that a spreadsheet keeps; whole ones, as most are, stay whole."""
    if isinstance(number, int):
        return Number(number, None, in_yen=False)
    if number.is_integer() and abs(number) < _LARGEST_WHOLE:
        return Number(int(number), None, in_yen=False)
    if not math.isfinite(number):
        return None
    return Number(Fraction(Decimal(f"{number:.{_EXCEL_DIGITS}g}")), None, in_yen=False)


def _written(text: str, units: re.Pattern[str]) -> Number | None:
    found = _NUMBER.fullmatch(_PER_YEAR.sub("", text))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    unit, multiple = found["unit"].strip(), found["multiple"]
    is_foreign = bool(found["yen"]) and units is not _AMOUNT_UNITS
    if is_foreign or (unit and not units.fullmatch(unit)):
        return None
    value = Fraction(Decimal(found["digits"].replace(",", "") + (found["decimals"] or "")))
    negative = found["sign"] or found["open"]  # Japanese accounts write ▲5 or (5) for minus five
    in_yen = bool(found["yen"]) or (units is _AMOUNT_UNITS and bool(unit))
    own = MULTIPLES[multiple] if multiple else 1 if unit or found["yen"] else None
    return Number(-value if negative else value, own, in_yen)


def _is_mark(character: str) -> bool:
    """Whether it is a ¹ or a ①, which narrowed would become a digit of the number before it."""
    if character.isascii() or character.isdecimal():
        return False
    return any(map(str.isdecimal, unicodedata.normalize("NFKC", character)))
