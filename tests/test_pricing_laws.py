"""What holds for every price model, on random prices; and what makes no sense in a price.

The tests run over the union `Price`: a new model needs a strategy here, and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from scalemerit.money import Exact
from scalemerit.pricing import Flat, Graduated, Package, Price, Volume

Data = dict[str, Any]
AnyPrice = Volume | Graduated | Package | Flat
Draw = Callable[[st.SearchStrategy[Any]], Any]

prices = TypeAdapter[AnyPrice](Price)
laws = settings(derandomize=True, deadline=None, max_examples=100)
MODELS = [get_args(one.model_fields["model"].annotation)[0] for one in get_args(get_args(Price)[0])]

units = st.one_of(st.integers(0, 12), st.sampled_from(["2.5", "0.1", "7.25"]))
starts = st.lists(st.integers(1, 14), min_size=1, max_size=4, unique=True)
rates = st.sampled_from(["0%", "8%", "12.5%", "33.3%", "50%", "100%"])
quantities = st.integers(0, 60)


# ---- a strategy for each model ----


@st.composite
def tiers(draw: Draw, priced: st.SearchStrategy[Any] = units) -> Data:
    """Unit prices that rise and fall, some with a flat part."""
    flats = st.fixed_dictionaries({"unit": priced, "flat": st.integers(0, 40)})
    return {start: draw(st.one_of(priced, flats)) for start in draw(starts)}


@st.composite
def options(draw: Draw) -> Data:
    """A least and a greatest amount, and no buying up, or none of them."""
    lowest = draw(st.integers(0, 90))
    every = {
        "minimum_amount": lowest,
        "maximum_amount": lowest + draw(st.integers(0, 90)),
        "buy_up": False,
    }
    return {name: value for name, value in every.items() if draw(st.booleans())}


@st.composite
def tiered(draw: Draw, model: str) -> Data:
    """Tiers of unit prices, or of rates off a list price."""
    if draw(st.booleans()):
        return {"model": model, "tiers": draw(tiers()), **draw(options())}
    listed = {"list_price": draw(units), "tiers": draw(tiers(rates))}
    return {"model": model, **listed, **draw(options())}


@st.composite
def packages(draw: Draw) -> Data:
    """Packs at one price, or at a price by tiers."""
    size = draw(st.integers(1, 7))
    if draw(st.booleans()):
        return {**draw(tiered("package")), "size": size}
    return {"model": "package", "size": size, "price": draw(units), **draw(options())}


BY_MODEL: dict[str, st.SearchStrategy[Data]] = {
    "volume": tiered("volume"),
    "graduated": tiered("graduated"),
    "package": packages(),
    "flat": units.map(lambda unit: {"model": "flat", "amount": unit}),
}
of_every_model = pytest.mark.parametrize("model", MODELS)


def test_every_model_has_a_strategy() -> None:
    assert sorted(BY_MODEL) == sorted(MODELS)


def read(draw: st.DataObject, model: str, **more: object) -> AnyPrice:
    """A random price of a model."""
    return prices.validate_python({**draw.draw(BY_MODEL[model]), **more})


# ---- laws ----


@of_every_model
@laws
@given(draw=st.data())
def test_nothing_costs_nothing(model: str, draw: st.DataObject) -> None:
    price = read(draw, model)
    assert (price.asked(0), price.cost(0), price.purchase(0).bought) == (0, 0, 0)


@of_every_model
@laws
@given(draw=st.data(), quantity=quantities.filter(bool))
def test_a_purchase_is_the_cheapest_of_all_that_cover_the_quantity(
    model: str, draw: st.DataObject, quantity: int
) -> None:
    price = read(draw, model)
    buys_up = getattr(price, "buy_up", False)
    size = getattr(price, "size", 1)
    last = max(quantity, *(start * size for start in price.starts), 1)
    tried = range(quantity, last + 1) if buys_up else [quantity]
    amount = min(price.asked(bought) for bought in tried)
    assert price.cost(quantity) == amount <= price.asked(quantity)
    first = next(bought for bought in tried if price.asked(bought) == amount)
    assert price.purchase(quantity).bought == price.least(first)


@of_every_model
@laws
@given(draw=st.data(), needed=st.lists(quantities, max_size=5))
def test_many_quantities_cost_what_each_costs_by_itself(
    model: str, draw: st.DataObject, needed: list[int]
) -> None:
    price = read(draw, model)
    assert price.curve.costs(needed) == [price.cost(quantity) for quantity in needed]


@of_every_model
@laws
@given(draw=st.data(), quantity=quantities)
def test_where_buying_up_is_allowed_more_licenses_never_cost_less(
    model: str, draw: st.DataObject, quantity: int
) -> None:
    price = read(draw, model, **({} if model == "flat" else {"buy_up": True}))
    assert price.cost(quantity) <= price.cost(quantity + 1)


@of_every_model
@laws
@given(draw=st.data(), quantity=quantities)
def test_at_least_what_is_needed_is_bought_and_its_price_is_what_is_asked_for_it(
    model: str, draw: st.DataObject, quantity: int
) -> None:
    price = read(draw, model)
    purchase = price.purchase(quantity)
    assert purchase.bought >= quantity
    assert purchase.amount == price.asked(purchase.bought) == price.cost(quantity)
    assert purchase.tier_from is None or purchase.tier_from in price.starts


@of_every_model
@laws
@given(draw=st.data(), quantity=quantities.filter(bool))
def test_what_is_asked_is_the_sum_of_the_terms_within_the_limits(
    model: str, draw: st.DataObject, quantity: int
) -> None:
    price = read(draw, model)
    amount = sum(term.amount for term in price.terms(quantity))
    minimum = getattr(price, "minimum_amount", None)
    maximum = getattr(price, "maximum_amount", None)
    amount = amount if minimum is None else max(amount, minimum)
    assert price.asked(quantity) == (amount if maximum is None else min(amount, maximum))


@of_every_model
@laws
@given(draw=st.data(), quantity=quantities.filter(bool))
def test_without_buying_up_only_the_smallest_quantity_sold_is_filled_up(
    model: str, draw: st.DataObject, quantity: int
) -> None:
    price = read(draw, model, **({} if model == "flat" else {"buy_up": False}))
    size = getattr(price, "size", 1)
    fewest = price.starts[0] * size if price.starts else 1
    whole_packs = -(-quantity // size) * size
    assert price.purchase(quantity).bought == max(whole_packs, fewest)
    assert price.cost(quantity) == price.asked(max(quantity, fewest))


@pytest.mark.parametrize("model", ["volume", "graduated", "package"])
@laws
@given(draw=st.data(), quantity=quantities, list_price=units)
def test_rates_off_a_list_price_are_the_same_as_unit_prices(
    model: str, draw: st.DataObject, quantity: int, list_price: int | str
) -> None:
    off = draw.draw(st.dictionaries(st.integers(1, 14), rates, min_size=1, max_size=4))
    size = {"size": 3} if model == "package" else {}
    full = Decimal(list_price)
    unit_prices = {start: str(full - full * Decimal(r[:-1]) / 100) for start, r in off.items()}
    listed = prices.validate_python(
        {"model": model, **size, "list_price": list_price, "tiers": off}
    )
    direct = prices.validate_python({"model": model, **size, "tiers": unit_prices})
    assert listed.purchase(quantity) == direct.purchase(quantity)


@laws
@given(tiers=tiers(), quantity=quantities, more=st.integers(0, 30))
def test_a_price_that_counts_asks_the_unit_price_that_the_total_reaches(
    tiers: Data, quantity: int, more: int
) -> None:
    written = {"model": "volume", "tiers": {1: 9, **tiers}}
    price = prices.validate_python({**written, "counts": ["license", "other"]})
    total = quantity + more
    highest = max((start for start in price.starts if start <= total), default=1)
    tier = price.tiering[highest]
    assert isinstance(tier.unit, Exact)
    expected = quantity * tier.unit + tier.flat if quantity else 0
    assert price.asked(quantity, total) == price.cost(quantity, total) == expected
    assert price.purchase(quantity, total).bought == quantity


def test_a_list_price_less_a_rate_stays_exact() -> None:
    listed = prices.validate_python({"model": "volume", "list_price": "0.1", "tiers": {1: "33.3%"}})
    assert listed.asked(3) == Fraction(2001, 10000)  # 3 x 0.0667


# ---- what makes no sense in a price ----

VOLUME: Data = {"model": "volume", "tiers": {1: 100, 10: 80}}
LISTED: Data = {"model": "volume", "list_price": 100, "tiers": {1: "0%", 10: "8%"}}
COUNTING: Data = {**VOLUME, "counts": ["license", "other"]}
PACKAGE: Data = {"model": "package", "size": 5}


def bounds(minimum: int, maximum: int) -> Data:
    """A least and a greatest amount."""
    return {"minimum_amount": minimum, "maximum_amount": maximum}


@pytest.mark.parametrize(
    ("data", "found"),
    [
        *[(VOLUME, []), (LISTED, []), (COUNTING, []), ({"model": "flat", "amount": 0}, [])],
        *[({**COUNTING, "buy_up": False}, []), ({**VOLUME, "buy_up": True}, [])],
        *[({**PACKAGE, "price": 7}, []), ({**PACKAGE, "tiers": {1: 7}}, [])],
        *[({**VOLUME, "tiers": {1: 100, 10: 100}}, []), ({**VOLUME, **bounds(5, 5)}, [])],
        ({**VOLUME, "tiers": {1: 100, 10: "8%"}}, [("tier-needs-amount", ("tiers", "10"))]),
        ({**LISTED, "tiers": {1: "0%", 10: 92}}, [("tier-needs-rate", ("tiers", "10"))]),
        ({**VOLUME, "tiers": {1: 80, 10: 100}}, [("tier-rises", ("tiers", "10"))]),
        ({**LISTED, "tiers": {1: "8%", 10: "5%"}}, [("tier-rises", ("tiers", "10"))]),
        ({**VOLUME, **bounds(6, 5)}, [("bounds-crossed", ("minimum_amount",))]),
        ({**VOLUME, "counts": ["other"]}, [("counts-itself", ("counts",))]),
        ({**COUNTING, "tiers": {2: 100}}, [("counts-first-tier", ("tiers",))]),
        ({**COUNTING, "buy_up": True}, [("counts-buy-up", ("buy_up",))]),
        (PACKAGE, [("package-price", ())]),
        ({**PACKAGE, "price": 7, "tiers": {1: 7}}, [("package-price", ())]),
        (
            {"model": "graduated", "tiers": {1: "8%", 5: 9, 9: "9%"}, **bounds(1, 0)},
            [
                ("tier-needs-amount", ("tiers", "1")),
                ("tier-needs-amount", ("tiers", "9")),
                ("bounds-crossed", ("minimum_amount",)),
            ],
        ),
    ],
)
def test_a_price_says_what_makes_no_sense_in_it(data: Data, found: list[tuple[str, Any]]) -> None:
    problems = list(prices.validate_python(data).problems("license"))
    assert [(problem.code, problem.path) for problem in problems] == found


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({**VOLUME, "tiers": {1: "8.5%"}}, "`8.5%` is a percentage"),
        ({**LISTED, "tiers": {1: "1,234.5"}}, "`1,234.5` is none"),
        ({**VOLUME, "counts": ["other"]}, "`counts` leaves out `license`"),
        ({**COUNTING, "tiers": {1000: 100}}, "1,000"),
        ({**VOLUME, "tiers": {1: 80, 1000: "100.5"}}, "from 1,000 on the unit price 100.5 is"),
        (
            {**VOLUME, "minimum_amount": 6000, "maximum_amount": "5.5"},
            "`minimum_amount` 6,000 is above `maximum_amount` 5.5",
        ),
    ],
)
def test_a_problem_names_the_figures_that_do_not_fit(data: Data, words: str) -> None:
    (problem,) = prices.validate_python(data).problems("license")
    assert words in problem.message("en")
