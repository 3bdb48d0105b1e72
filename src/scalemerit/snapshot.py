"""What two results are compared by: the figures and inputs of one, wherever it comes from.

A snapshot of a comparison and one of its saved document are equal. Buyers are known by their code
where there is one, else by their name, so that another way to write one makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from re import ASCII, fullmatch
from typing import TYPE_CHECKING, NamedTuple

from scalemerit import file_forms
from scalemerit.comparison import Causes, Share
from scalemerit.errors import KeyPath
from scalemerit.money import RATE_PLACES, Exact, rounded_to
from scalemerit.separate import saving_rate

if TYPE_CHECKING:
    from scalemerit.comparison import Comparison, Outcome
    from scalemerit.saved import SavedArrangement, SavedComparison
    from scalemerit.scenario import Scenario
    from scalemerit.separate import BuyerCost

Setting = Exact | str | bool | tuple[str, ...]
_NUMBER = r"-?(0|[1-9]\d*)(\.\d+)?"
_WORDS = {"title", "label", "lead"}  # whose values are words, even where they look like numbers


class BuyerFigures(NamedTuple):
    """One buyer in separate procurement; `cost` is in the smallest unit."""

    buyer: str
    name: str
    quantities: Mapping[str, int]
    cost: int


class AwardFigures(NamedTuple):
    """What one vendor supplies of one product; `amount` is in the smallest unit."""

    product: str
    vendor: str
    needed: int
    outside: int
    bought: int
    tier_from: int | None
    amount: int


class ArrangementFigures(NamedTuple):
    """What one arrangement comes to; amounts are in the smallest unit.

    `rule` has the part of each rule, by its route of keys under `allocation`.
    """

    name: str
    label: str | None
    lead: str | None
    separate: int
    joint: int
    coordination: int
    award: tuple[AwardFigures, ...]
    causes: Causes
    rule: Mapping[KeyPath, Exact]
    shares: tuple[Share, ...]

    @property
    def saving(self) -> int:
        """What is saved in cash."""
        return self.separate - self.joint - self.coordination

    @property
    def saving_rate(self) -> Fraction | None:
        """The saving as a part of the separate cost; None where that is 0."""
        return saving_rate(self.saving, self.separate)

    @property
    def worse_off(self) -> tuple[str, ...]:
        """The buyers that would pay more than alone."""
        return tuple(share.buyer for share in self.shares if share.saving < 0)


class Snapshot(NamedTuple):
    """A result: its figures, and what the scenario says, by the route of keys to it.

    `parts` are the routes to the buyers, vendors, products, prices and arrangements that there
    are. `settings` is None for a result of an older version, which does not hold its inputs.
    """

    title: str
    currency: str
    fiscal_years: tuple[int, ...]
    tax_rate: Exact | None
    buyers: tuple[BuyerFigures, ...]
    arrangements: tuple[ArrangementFigures, ...]
    parts: tuple[KeyPath, ...]
    settings: Mapping[KeyPath, Setting] | None

    @property
    def separate_total(self) -> int:
        """What all buyers pay separately."""
        return sum(buyer.cost for buyer in self.buyers)

    @property
    def total_quantity(self) -> int:
        """How many licenses all buyers need over all products."""
        return sum(sum(buyer.quantities.values()) for buyer in self.buyers)

    @property
    def products(self) -> frozenset[str]:
        """The products that any buyer needs."""
        return frozenset(product for buyer in self.buyers for product in buyer.quantities)

    @property
    def product_labels(self) -> dict[str, str]:
        """What the inputs call the products, where they are there and say so."""
        return {
            f"{path[1]}": f"{value}"
            for path, value in (self.settings or {}).items()
            if path[0] == "products" and path[2:] == ("label",)
        }

    @property
    def best(self) -> ArrangementFigures | None:
        """The arrangement that saves most, the first written of equals; None where none saves."""
        best = max(self.arrangements, key=lambda one: one.saving)
        return best if best.saving > 0 else None

    @property
    def best_saving(self) -> int:
        """The largest saving of any arrangement; negative where each costs more."""
        return max(one.saving for one in self.arrangements)


def snapshot(comparison: Comparison) -> Snapshot:
    """The snapshot of a comparison."""
    scenario = comparison.scenario
    keys = {key: scenario.codes.get(key) or scenario.name_of(key) for key in scenario.buyers}
    buyers = tuple(_of_buyer(one, scenario, keys) for one in comparison.separate)
    arrangements = tuple(_of_outcome(one, scenario, keys) for one in comparison.arrangements)
    inputs = scenario.as_written()
    return Snapshot(
        title=scenario.title,
        currency=scenario.currency,
        fiscal_years=scenario.fiscal_years,
        tax_rate=None if scenario.tax is None else rounded_to(scenario.tax.rate, RATE_PLACES),
        buyers=buyers,
        arrangements=arrangements,
        parts=_parts(buyers, arrangements, inputs),
        settings=_settings(inputs, keys),
    )


def saved_snapshot(saved: SavedComparison) -> Snapshot:
    """The snapshot of a saved document."""
    keys = {one.buyer: one.code or one.buyer for one in saved.separate.buyers}
    buyers = tuple(
        BuyerFigures(keys[one.buyer], one.buyer, _needed(one.quantities), one.cost)
        for one in saved.separate.buyers
    )
    arrangements = tuple(_of_saved(one, keys) for one in saved.arrangements)
    inputs = saved.inputs
    # Inputs key a buyer by its name as shown, or by its code.
    keys |= {one.buyer: one.buyer for one in buyers}
    return Snapshot(
        title=saved.title,
        currency=saved.currency,
        fiscal_years=saved.fiscal_years,
        tax_rate=saved.tax_rate,
        buyers=buyers,
        arrangements=arrangements,
        parts=_parts(buyers, arrangements, inputs or {}),
        settings=None if inputs is None else _settings(inputs, keys),
    )


def held_settings(one: Snapshot) -> dict[KeyPath, Setting]:
    """What the figures alone tell of the inputs, for a result that does not hold them."""
    held: dict[KeyPath, Setting] = {("title",): one.title}
    if one.fiscal_years:
        held["fiscal_years",] = tuple(map(str, one.fiscal_years))
    if one.tax_rate is not None:
        held["tax", "rate"] = file_forms.rate(one.tax_rate)
    for buyer in one.buyers:
        for product, quantity in buyer.quantities.items():
            held["buyers", buyer.buyer, "quantities", product] = quantity
    for found in one.arrangements:
        path = ("arrangements", found.name)
        held[*path, "buyers"] = tuple(share.buyer for share in found.shares)
        for route, rate in found.rule.items():
            held[*path, "allocation", *route] = file_forms.rate(rate)
        words = {"label": found.label, "lead": found.lead}
        held |= {(*path, key): value for key, value in words.items() if value is not None}
    return held


def _needed(quantities: Mapping[str, int]) -> dict[str, int]:
    return {product: quantity for product, quantity in quantities.items() if quantity}


def _of_buyer(cost: BuyerCost, scenario: Scenario, keys: Mapping[str, str]) -> BuyerFigures:
    key = cost.buyer
    quantities = _needed(scenario.buyers[key].quantities)
    return BuyerFigures(keys[key], scenario.name_of(key), quantities, cost.cost)


def _of_outcome(
    outcome: Outcome, scenario: Scenario, keys: Mapping[str, str]
) -> ArrangementFigures:
    arrangement = outcome.arrangement
    return ArrangementFigures(
        name=outcome.name,
        label=arrangement.label,
        lead=None if arrangement.lead is None else keys[arrangement.lead],
        separate=outcome.separate,
        joint=outcome.joint,
        coordination=outcome.coordination,
        award=tuple(_awarded(outcome, scenario)),
        causes=outcome.causes,
        rule={
            (*route, str(name)): rounded_to(rate, RATE_PLACES) if len(mix) > 1 else 1
            for route, mix in arrangement.mixes.items()
            for name, rate in mix.items()
        },
        shares=tuple(share._replace(buyer=keys[share.buyer]) for share in outcome.shares),
    )


def _awarded(outcome: Outcome, scenario: Scenario) -> Iterator[AwardFigures]:
    for vendor, found in outcome.award:
        yield AwardFigures(
            found.product,
            vendor,
            found.needed,
            found.outside,
            found.bought,
            found.tier_from,
            found.total(scenario),
        )


def _of_saved(saved: SavedArrangement, keys: Mapping[str, str]) -> ArrangementFigures:
    return ArrangementFigures(
        name=saved.name,
        label=saved.label,
        lead=None if saved.lead is None else keys.get(saved.lead, saved.lead),
        separate=saved.separate,
        joint=saved.joint,
        coordination=saved.coordination,
        award=tuple(
            AwardFigures._make(getattr(one, name) for name in AwardFigures._fields)
            for one in saved.award
        ),
        causes=Causes._make(getattr(saved.causes, name) for name in Causes._fields),
        rule=saved.allocation.rule,
        shares=tuple(
            Share(keys.get(share.buyer, share.buyer), share.separate, share.share)
            for share in saved.allocation.shares
        ),
    )


def _section(inputs: Mapping[str, object], name: str) -> Mapping[str, object]:
    section = inputs.get(name)
    return section if isinstance(section, Mapping) else {}


def _parts(
    buyers: Iterable[BuyerFigures],
    arrangements: Iterable[ArrangementFigures],
    inputs: Mapping[str, object],
) -> tuple[KeyPath, ...]:
    vendors = _section(inputs, "vendors")
    found: list[KeyPath] = [("products", name) for name in _section(inputs, "products")]
    found += [("buyers", buyer.buyer) for buyer in buyers]
    for name, vendor in vendors.items():
        found.append(("vendors", name))
        prices = vendor.get("prices") if isinstance(vendor, Mapping) else None
        if isinstance(prices, Mapping):
            found += [("vendors", name, "prices", product) for product in prices]
    return (*found, *(("arrangements", one.name) for one in arrangements))


def _settings(inputs: Mapping[str, object], buyers: Mapping[str, str]) -> dict[KeyPath, Setting]:
    """Every value of the inputs by the route to it, buyers by the keys that snapshots use."""
    settings: dict[KeyPath, Setting] = {}
    for path, value in _leaves(inputs, ()):
        if path[0] == "buyers" and path[1:]:
            settings["buyers", buyers.get(str(path[1]), path[1]), *path[2:]] = value
        elif path[0] == "arrangements" and path[-1] in {"buyers", "lead"}:
            settings[path] = _renamed(value, buyers)
        elif path != ("scalemerit",):
            settings[path] = value
    return settings


def _renamed(value: Setting, buyers: Mapping[str, str]) -> Setting:
    if isinstance(value, tuple):
        return tuple(buyers.get(name, name) for name in value)
    return buyers.get(value, value) if isinstance(value, str) else value


def _leaves(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, Setting]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, f"{key}"))
    elif isinstance(value, list | tuple):
        yield path, tuple(map(str, value))
    elif value is not None:
        yield path, _setting(value, path)


def _setting(value: object, path: KeyPath) -> Setting:
    """A value as it is compared: numbers by what they are, however they were written."""
    if isinstance(value, bool | int):
        return value
    text = f"{value}"
    if path[-1] in _WORDS or not fullmatch(_NUMBER, text, ASCII):
        return text
    exact = Fraction(text)
    return exact.numerator if exact.denominator == 1 else exact
