"""Comparisons of small scenarios in plain data, for the tests of what a comparison says."""

from __future__ import annotations

from typing import Any

from scalemerit.comparison import Comparison, Outcome, compare
from scalemerit.scenario import from_data

Data = dict[str, Any]
TIERS: Data = {"model": "volume", "tiers": {1: 10, 10: 9}}


def compared(**data: object) -> Comparison:
    """A comparison of a scenario in plain data."""
    return compare(from_data({"scalemerit": 1, "title": "compare", **data}))


def joint(buyers: Data, price: Data, arrangement: Data, **more: object) -> Outcome:
    """The only arrangement of a scenario of one vendor and one product."""
    vendors = {"甲社": {"price": price}}
    arrangements = {"joint": arrangement}
    (only,) = compared(
        buyers=buyers, vendors=vendors, arrangements=arrangements, **more
    ).arrangements
    return only


def each(unit: int | str) -> Data:
    """A price that is the same for every license."""
    return {"model": "volume", "tiers": {1: unit}}
