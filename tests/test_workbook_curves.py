"""The charts of unit prices in a workbook."""

from __future__ import annotations

from fractions import Fraction

from comparing import compared, each
from scalemerit.workbook import workbook
from scalemerit.workbook.formula import Formula
from test_workbook import sheet_of, value_of


def test_unit_prices_are_drawn_on_both_sides_of_each_tier() -> None:
    vendors = {
        "甲社": {"price": {"model": "volume", "tiers": {1: 10, 50: 8}, "buy_up": False}},
        "乙社": {"price": {"model": "package", "size": 10, "price": 100}},
    }
    book = workbook(compared(buyers={"A": 30, "B": 70}, vendors=vendors), "en")
    curves = sheet_of(book, "Unit prices")
    (chart,) = curves.charts
    (top, left), (bottom, _) = chart.labels
    drawn = {value_of(curves, (row, left)): row for row in range(top, bottom + 1)}
    assert list(drawn) == sorted(drawn)
    assert (min(drawn), max(drawn)) == (10, 100)  # a tenth of all, and all
    units = {
        quantity: (value_of(curves, (row, left + 1)), value_of(curves, (row, left + 2)))
        for quantity, row in drawn.items()
    }
    assert units[49] == (10, Fraction(500, 49))
    assert units[50] == (8, 10)
    assert units[100] == (8, 10)


def test_a_price_far_above_the_cheapest_is_not_drawn() -> None:
    vendors = {"甲社": {"price": each(10)}, "乙社": {"price": {"model": "flat", "amount": 900}}}
    book = workbook(compared(buyers={"A": 30, "B": 70}, vendors=vendors), "en")
    curves = sheet_of(book, "Unit prices")
    (chart,) = curves.charts
    (top, _), (bottom, place) = chart.series[1].values
    contents = [curves.cells[row, place].content for row in range(top, bottom + 1)]
    missing = [one.is_missing for one in contents if isinstance(one, Formula)]
    dear = [value_of(curves, (row, place)) > 20 for row in range(top, bottom + 1)]
    assert missing == dear
    assert (missing[0], missing[-1]) == (True, False)


def test_prices_by_the_total_of_several_products_have_no_curve() -> None:
    tiers = {"model": "volume", "tiers": {1: 10, 50: 8}, "counts": ["a", "b"]}
    comparison = compared(
        products={"a": {}, "b": {}},
        buyers={"A": {"a": 3, "b": 4}},
        vendors={"甲社": {"prices": {"a": tiers, "b": each(5)}}},
    )
    charts = sheet_of(workbook(comparison, "en"), "Unit prices").charts
    assert len(charts) == 1
