"""Fiscal years: how they are written and named."""

from __future__ import annotations

import pytest

from scalemerit.fiscal import fiscal_year_name, fiscal_years_name, parse_fiscal_years


def is_refused(written: str) -> bool:
    """Whether a text names no fiscal years."""
    try:
        parse_fiscal_years(written)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize(
    ("written", "year"),
    [
        *[("R5", 2023), ("r5", 2023), ("R05", 2023), ("R 5", 2023), (" R5 ", 2023), ("Ｒ５", 2023)],
        *[("令和5", 2023), ("令和５年", 2023), ("令和5年度", 2023), ("令和 5 年度", 2023)],
        *[("2023", 2023), ("２０２３", 2023), ("2023年度", 2023), ("2023年", 2023)],
        *[("R元", 2019), ("R1", 2019), ("令和元年度", 2019), ("H31", 2019), ("平成31年度", 2019)],
        *[("H30", 2018), ("平成元年", 1989), ("H1", 1989), ("R99", 2117), ("2200", 2200)],
    ],
)
def test_a_fiscal_year_of_an_era_is_the_calendar_year_it_begins_in(written: str, year: int) -> None:
    assert parse_fiscal_years(written) == (year,)


@pytest.mark.parametrize(
    "written",
    [
        *("R5-R7", "R5〜R7", "R5～R7", "R5~R7", "R5–R7", "R5 - R7", "令和5年度〜令和7年度"),
        *("2023-2025", "２０２３－２０２５", "R5-2025", "2023-令和7"),
    ],
)
def test_a_span_includes_both_its_ends(written: str) -> None:
    assert parse_fiscal_years(written) == (2023, 2024, 2025)


@pytest.mark.parametrize(
    ("written", "years"),
    [("H30-R2", (2018, 2019, 2020)), ("R5-R5", (2023,)), ("R5-R6", (2023, 2024))],
)
def test_a_span_may_cross_eras_and_may_be_one_year(written: str, years: tuple[int, ...]) -> None:
    assert parse_fiscal_years(written) == years


def test_a_span_has_at_most_50_years() -> None:
    assert len(parse_fiscal_years("2023-2072")) == 50
    assert is_refused("2023-2073")


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "-",
            "R",
            "R0",
            "R00",
            "令和",
            "令和0年度",
            "R100",
            "R-5",
            "R5.5",
            "5",
            "23",
            "20233",
        ),
        *("R7-R5", "2025-2023", "R5-", "-R5", "R5-R6-R7", "R5,R6", "R5-7", "2023-24"),
        *("1988", "2201", "H0", "S63", "昭和63", "FY2023", "2023年3月", "R5年度末", "RR5", "next"),
        *("2199-2201", "0000", "2023/2025", "元", "元年", "R5 R6", "20233"),
    ],
)
def test_what_names_no_fiscal_years_is_refused(written: str) -> None:
    assert is_refused(written)


@pytest.mark.parametrize(
    ("year", "japanese", "english"),
    [
        (1989, "平成元年度", "FY1989"),
        (1990, "平成2年度", "FY1990"),
        (2018, "平成30年度", "FY2018"),
        (2019, "令和元年度", "FY2019"),
        (2020, "令和2年度", "FY2020"),
        (2023, "令和5年度", "FY2023"),
    ],
)
def test_a_fiscal_year_has_a_name_in_both_languages(year: int, japanese: str, english: str) -> None:
    assert fiscal_year_name(year, japanese=True) == japanese
    assert fiscal_year_name(year, japanese=False) == english


@pytest.mark.parametrize(
    ("years", "japanese", "english"),
    [
        ((), "", ""),
        ((2023,), "令和5年度", "FY2023"),
        ((2023, 2024), "令和5年度〜令和6年度", "FY2023–FY2024"),
        ((2018, 2019, 2020), "平成30年度〜令和2年度", "FY2018–FY2020"),
    ],
)
def test_a_span_is_named_by_its_ends(years: tuple[int, ...], japanese: str, english: str) -> None:
    assert fiscal_years_name(years, japanese=True) == japanese
    assert fiscal_years_name(years, japanese=False) == english


@pytest.mark.parametrize("years", [(1989,), (2018,), (2019,), (2023, 2024), (2018, 2019, 2020)])
def test_the_japanese_name_is_read_back_as_the_same_years(years: tuple[int, ...]) -> None:
    assert parse_fiscal_years(fiscal_years_name(years, japanese=True)) == years
