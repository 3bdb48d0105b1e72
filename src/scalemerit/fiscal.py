"""Japanese fiscal years: April to March, written R5, 令和5年度 or 2023, alone or as a span."""

from __future__ import annotations

import re
import unicodedata

# The calendar year before an era's first one: R5 is 2018 + 5.
_ERAS = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988}
_FIRST, _LAST = 1989, 2200
_LONGEST = 50
_YEAR = r"(?:(R|H|令和|平成)\s*(\d{1,2}|元)|(\d{4}))\s*(?:年度?)?"
_SPAN = re.compile(rf"{_YEAR}(?:\s*[-~〜–—]\s*{_YEAR})?", re.IGNORECASE)


def parse_fiscal_years(text: str) -> tuple[int, ...]:
    """The fiscal years that a text names, each as the calendar year in which it begins.

    Raises ValueError for anything but a year or a forward span of at most 50 years.
    """
    match = _SPAN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise ValueError(text)
    first = _calendar_year(*match.groups()[:3])
    last = first if match.end(4) == match.end(6) == -1 else _calendar_year(*match.groups()[3:])
    if not (_FIRST <= first <= last <= _LAST and last - first < _LONGEST):
        raise ValueError(text)
    return tuple(range(first, last + 1))


def _calendar_year(era: str | None, year: str | None, calendar: str | None) -> int:
    if calendar is not None:
        return int(calendar)
    number = 1 if year == "元" else int(year or 0)
    if number == 0:
        raise ValueError(year)
    return _ERAS[(era or "").upper()] + number


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
