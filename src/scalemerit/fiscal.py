"""Japanese fiscal years: April to March, written R5, 令和5年度 or 2023, alone or as a span."""

from __future__ import annotations

import unicodedata

# The calendar year before an era's first one: R5 is 2018 + 5.
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_DASHES = str.maketrans(dict.fromkeys("~〜–—−", "-"))
_FIRST, _LAST = 1989, 2200
_LONGEST = 50
_ERA_DIGITS, _CALENDAR_DIGITS = 2, 4


def parse_fiscal_years(text: str) -> tuple[int, ...]:
    """The fiscal years that a text names, each as the calendar year in which it begins.

    Raises ValueError for anything but a year or a forward span of at most 50 years.
    """
    first, *others = unicodedata.normalize("NFKC", text).translate(_DASHES).split("-")
    start = _calendar_year(first.strip())
    end = _calendar_year(others[0].strip()) if others else start
    if others[1:] or not _FIRST <= start <= end <= _LAST or end - start >= _LONGEST:
        raise ValueError(text)
    return tuple(range(start, end + 1))


def _calendar_year(text: str) -> int:
    """The calendar year of R5, 令和5年度, 令和元年 or 2023."""
    digits = text.removesuffix("度").removesuffix("年").rstrip()
    for era, before in _ERAS.items():
        if digits.upper().startswith(era):
            number = digits[len(era) :].lstrip()
            number = "1" if number == "元" else number
            if number.isdecimal() and len(number) <= _ERA_DIGITS and int(number):
                return before + int(number)
    if digits.isdecimal() and len(digits) == _CALENDAR_DIGITS:
        return int(digits)
    raise ValueError(text)


def fiscal_year_name(year: int, *, japanese: bool) -> str:
    """The name of the fiscal year that begins in April of `year`: 令和5年度 or FY2023."""
    if not japanese:
        return f"FY{year}"
    era = "令和" if year > _ERAS["令和"] else "平成"
    number = year - _ERAS[era]
    return f"{era}{'元' if number == 1 else number}年度"


def fiscal_years_name(years: tuple[int, ...], *, japanese: bool) -> str:
    """The name of one fiscal year or of a span of them; empty where none is named."""
    if not years:
        return ""
    first = fiscal_year_name(years[0], japanese=japanese)
    if len(years) == 1:
        return first
    last = fiscal_year_name(years[-1], japanese=japanese)
    return f"{first}〜{last}" if japanese else f"{first}–{last}"
