"""The figures of a comparison, worked out in the slowest and most obvious way.

The fast program must agree with this file to the smallest unit. It shares no code with it, tries
every quantity when buying up and every combination of vendors in an award, and counts in exact
fractions. Amounts are in whole currency (yen, dollars), rates are fractions; none is a float.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

# As a reader of YAML gives it, or as the JSON output has it.
Data = dict[str, Any]  # type: ignore[explicit-any]  # plain data
Quantities = dict[str, int]  # by product
Amounts = dict[str, Fraction]  # by product, by buyer or by the name of a fee
Award = dict[str, str]  # the vendor of each product that is needed

DECIMALS = {"JPY": 0, "KRW": 0}  # every other currency has cents
CAUSES = ["vendor", "volume", "fees", "discount", "coordination"]
UNITS = {"千円": 1000, "万円": 10_000, "円": 1}


# ---- the file: numbers, prices, shorthand forms ----


@dataclass(frozen=True)
class Tier:
    """From `start` licenses (or packs) on: a unit price, and a flat part paid once."""

    start: int
    unit: Fraction
    flat: Fraction


@dataclass(frozen=True)
class Price:
    """One vendor's price model for one product."""

    model: str
    tiers: tuple[Tier, ...]
    size: int
    amount: Fraction
    minimum: Fraction | None
    maximum: Fraction | None
    buys_up: bool
    counts: tuple[str, ...]
    tiers_named: bool


@dataclass(frozen=True)
class Purchase:
    """What is bought for a need, what it costs a billing period, and the tier that priced it."""

    bought: int
    amount: Fraction
    tier_from: int | None


@dataclass(frozen=True)
class Vendor:
    """Who sells: prices by product, fees by name, and in which kind of procurement."""

    prices: dict[str, Price]
    fees: Amounts
    offered: str


@dataclass(frozen=True)
class Terms:
    """What is special in a procurement: bodies outside, a discount, one vendor for all."""

    outside: Quantities
    discount: Fraction
    single: bool


@dataclass(frozen=True)
class Scenario:
    """The file with its shorthand forms written out."""

    data: Data
    products: dict[str, str]  # how each is billed
    buyers: dict[str, Quantities]
    vendors: dict[str, Vendor]
    years: int
    smallest: Fraction
    rounding: str
    added_tax: Fraction  # 0 where prices are final


def amount(text: int | str) -> Fraction:
    """Digits with `_` or `,` between them, also full-width, decimals, and a unit such as 千円."""
    plain = unicodedata.normalize("NFKC", str(text)).replace(",", "").replace("_", "")
    for unit, worth in UNITS.items():
        if plain.endswith(unit):
            return Fraction(plain.removesuffix(unit)) * worth
    return Fraction(plain)


def rate(text: str) -> Fraction:
    """`5%` is one twentieth."""
    return Fraction(text.removesuffix("%")) / 100


def amounts(data: Data) -> Amounts:
    """A mapping of amounts by name."""
    return {name: amount(text) for name, text in data.items()}


def fiscal_year(text: str) -> int:
    """`R5`, `令和5` and `2023` are the same year."""
    if text.startswith(("R", "令和")):
        return 2018 + int(text.removeprefix("R").removeprefix("令和"))
    return int(text)


def number_of_years(data: Data) -> int:
    """A span includes both its ends; without fiscal years it is one unnamed year."""
    if "fiscal_years" not in data:
        return 1
    ends = [fiscal_year(end) for end in str(data["fiscal_years"]).split("-")]
    return ends[-1] - ends[0] + 1


def read_tier(start: int, tier: int | str | Data, list_price: Fraction | None) -> Tier:
    """`4400`, `8%` off a list price, or either as `unit` beside a `flat`."""
    written = tier if isinstance(tier, dict) else {"unit": tier}
    flat = amount(written.get("flat", 0))
    if list_price is None:
        return Tier(start, amount(written["unit"]), flat)
    return Tier(start, list_price * (1 - rate(str(written["unit"]))), flat)


def read_price(data: Data) -> Price:
    """A package of `size` and `price` is one with the tier from 1 pack on."""
    listed = amount(data["list_price"]) if "list_price" in data else None
    tiers = {1: data["price"]} if "price" in data else data.get("tiers", {})
    return Price(
        model=data["model"],
        tiers=tuple(read_tier(start, tiers[start], listed) for start in sorted(tiers)),
        size=data.get("size", 1),
        amount=amount(data.get("amount", 0)),
        minimum=amount(data["minimum_amount"]) if "minimum_amount" in data else None,
        maximum=amount(data["maximum_amount"]) if "maximum_amount" in data else None,
        buys_up=data.get("buy_up", True) and "counts" not in data,
        counts=tuple(data.get("counts", ())),
        tiers_named="tiers" in data,
    )


def read_vendor(data: Data, products: list[str]) -> Vendor:
    """`price` is the price of the only product."""
    prices = data["prices"] if "prices" in data else {products[0]: data["price"]}
    return Vendor(
        {product: read_price(price) for product, price in prices.items()},
        amounts(data.get("fees", {})),
        data.get("offered", "both"),
    )


def read_buyer(data: int | Data, products: list[str]) -> Quantities:
    """A number is the quantity of the only product; a product that is not written is not needed."""
    if isinstance(data, int):
        return {products[0]: data}
    quantities = data.get("quantities", data)
    return {product: quantities.get(product, 0) for product in products}


def read(data: Data) -> Scenario:
    """The only product of a file that declares none is called license."""
    declared = data.get("products", {"license": {}})
    products = list(declared)
    tax = data.get("tax", {"rate": "0%", "prices": "included"})
    return Scenario(
        data=data,
        products={name: product.get("billed", "yearly") for name, product in declared.items()},
        buyers={name: read_buyer(buyer, products) for name, buyer in data["buyers"].items()},
        vendors={name: read_vendor(vendor, products) for name, vendor in data["vendors"].items()},
        years=number_of_years(data),
        smallest=Fraction(1, 10 ** DECIMALS.get(data.get("currency", "JPY"), 2)),
        rounding=data.get("rounding", "down"),
        added_tax=rate(tax["rate"]) if tax["prices"] == "excluded" else Fraction(0),
    )


# ---- price models ----


def reached(tiers: tuple[Tier, ...], count: int) -> Tier:
    """The highest tier with from <= count."""
    return [tier for tier in tiers if tier.start <= count][-1]


def units_sold(price: Price, quantity: int) -> int:
    """Licenses (whole packs for a package), at least the first `from`."""
    return max(math.ceil(Fraction(quantity, price.size)), price.tiers[0].start)


def graduated(tiers: tuple[Tier, ...], count: int) -> Fraction:
    """Each tier's unit price for the licenses inside it; flats of all tiers reached are added.

    The first tier begins at the first license, also where its `from` is higher.
    """
    total = Fraction(0)
    for number, tier in enumerate(tiers):
        if tier.start <= count:
            before = 0 if number == 0 else tier.start - 1
            last = tiers[number + 1].start - 1 if number + 1 < len(tiers) else count
            total += tier.flat + tier.unit * (min(last, count) - before)
    return total


def asked(price: Price, quantity: int, counted: int) -> Fraction:
    """P(q) for one billing period; `counted` is the contract's total where the price `counts`."""
    if quantity == 0:
        return Fraction(0)
    if price.model == "flat":
        return price.amount
    units = units_sold(price, quantity)
    if price.model == "graduated":
        total = graduated(price.tiers, units)
    else:
        tier = reached(price.tiers, counted if price.counts else units)
        total = units * tier.unit + tier.flat
    total = total if price.minimum is None else max(total, price.minimum)
    return total if price.maximum is None else min(total, price.maximum)


@cache
def purchase(price: Price, quantity: int, counted: int) -> Purchase:
    """The cheapest q' >= q, and of equally cheap ones the smallest: every q' is tried."""
    if quantity == 0 or price.model == "flat":
        return Purchase(quantity, asked(price, quantity, counted), None)
    last = max(quantity, price.tiers[-1].start * price.size)
    tried = range(quantity, last + 1) if price.buys_up else [quantity]
    cheapest = min(tried, key=lambda bought: asked(price, bought, counted))
    units = units_sold(price, cheapest)
    tier = reached(price.tiers, counted if price.counts else units)
    return Purchase(
        units * price.size,
        asked(price, cheapest, counted),
        tier.start if price.tiers_named else None,
    )


# ---- contracts, invoices, awards ----


def rounded(scenario: Scenario, value: Fraction) -> Fraction:
    """To the smallest unit: down toward zero, up away from zero, half_up half away from zero."""
    units = abs(value) / scenario.smallest
    whole = {
        "down": math.floor(units),
        "half_up": math.floor(units + Fraction(1, 2)),
        "up": math.ceil(units),
    }[scenario.rounding]
    return (whole if value > 0 else -whole) * scenario.smallest


def paid(scenario: Scenario, invoices: list[Fraction]) -> Fraction:
    """Each invoice is rounded once, then the tax on it is rounded once."""
    total = Fraction(0)
    for invoice in invoices:
        net = rounded(scenario, invoice)
        total += net + rounded(scenario, net * scenario.added_tax)
    return total


def needed(scenario: Scenario, party: list[Quantities]) -> Quantities:
    """What the party needs together, of the products of which it needs any."""
    totals = {product: sum(buyer[product] for buyer in party) for product in scenario.products}
    return {product: total for product, total in totals.items() if total > 0}


def purchases(
    scenario: Scenario, party: list[Quantities], award: Award, outside: Quantities
) -> dict[str, Purchase]:
    """Each awarded product, bought for the party and for the bodies outside."""
    need = needed(scenario, party)
    whole = {product: need[product] + outside.get(product, 0) for product in need}
    bought = {}
    for product in need:
        vendor = award[product]
        price = scenario.vendors[vendor].prices[product]
        contract = [other for other in need if award[other] == vendor and other in price.counts]
        counted = sum(whole[other] for other in contract)
        bought[product] = purchase(price, whole[product], counted)
    return bought


def license_amounts(
    scenario: Scenario, party: list[Quantities], award: Award, outside: Quantities
) -> Amounts:
    """Each product's amount a billing period: the party's part q / (q + outside), undiscounted."""
    need = needed(scenario, party)
    return {
        product: bought.amount * Fraction(need[product], need[product] + outside.get(product, 0))
        for product, bought in purchases(scenario, party, award, outside).items()
    }


def periods(billed: str, year: int) -> int:
    """How many billing periods fall into a fiscal year; year 0 is the first."""
    if billed == "once":
        return 1 if year == 0 else 0
    return 12 if billed == "monthly" else 1


def fee_sum(fees: Amounts, served: int, year: int) -> Fraction:
    """A contract's fees in one fiscal year: those that are paid once are paid in the first."""
    due = ["_yearly", ""] if year == 0 else ["_yearly"]
    total = Fraction(0)
    for when in due:
        total += fees.get("per_contract" + when, Fraction(0))
        total += fees.get("per_buyer" + when, Fraction(0)) * served
    return total


def invoices(
    scenario: Scenario, party: list[Quantities], award: Award, lines: Amounts
) -> list[Fraction]:
    """The exact sum of each contract in each fiscal year: license lines and fees."""
    sums = []
    for name, vendor in scenario.vendors.items():
        supplied = [product for product in lines if award[product] == name]
        served = sum(any(buyer[product] > 0 for product in supplied) for buyer in party)
        for year in range(scenario.years if served else 0):
            total = fee_sum(vendor.fees, served, year)
            for product in supplied:
                total += lines[product] * periods(scenario.products[product], year)
            sums.append(total)
    return sums


def discounted(lines: Amounts, discount: Fraction) -> Amounts:
    """A discount is negotiated off the license amounts, not off fees."""
    return {product: line * (1 - discount) for product, line in lines.items()}


def cheapest_award(
    scenario: Scenario, party: list[Quantities], vendors: list[str], terms: Terms
) -> Award:
    """The cheapest of all combinations, fees included, before tax; a tie goes to the first."""
    need = list(needed(scenario, party))
    sellers = [[v for v in vendors if product in scenario.vendors[v].prices] for product in need]
    awards = [dict(zip(need, choice, strict=True)) for choice in itertools.product(*sellers)]
    if terms.single:
        awards = [award for award in awards if len(set(award.values())) == 1]

    def cost(award: Award) -> Fraction:
        lines = discounted(license_amounts(scenario, party, award, terms.outside), terms.discount)
        return sum(invoices(scenario, party, award, lines), Fraction(0))

    return min(awards, key=cost)


def vendors_of(scenario: Scenario, award: Award) -> list[str]:
    """The vendors of an award, in the order of the file: one contract each."""
    return [vendor for vendor in scenario.vendors if vendor in award.values()]


def quoting(scenario: Scenario, kind: str) -> list[str]:
    """The vendors that quote in this kind of procurement."""
    return [name for name, vendor in scenario.vendors.items() if vendor.offered in ("both", kind)]


# ---- separate procurement ----


def current_amount(scenario: Scenario, name: str) -> Fraction | None:
    """What a buyer's contract of today costs a fiscal year, before rounding and tax."""
    buyer = scenario.data["buyers"][name]
    if isinstance(buyer, int) or "current" not in buyer:
        return None
    current = buyer["current"]
    if "amount" in current:
        return amount(current["amount"])
    quantities = scenario.buyers[name]
    if "unit_price" in current:
        return amount(current["unit_price"]) * sum(quantities.values())
    prices = amounts(current["unit_prices"])
    return sum((q * prices[product] for product, q in quantities.items() if q > 0), Fraction(0))


def separately(scenario: Scenario, name: str) -> Data:
    """One buyer alone: today's contract where it is given and the baseline, else the best quote."""
    quantities = scenario.buyers[name]
    entry = {"buyer": name, "quantities": quantities, "basis": "quote", "vendors": []}
    if sum(quantities.values()) == 0:
        return {**entry, "cost": Fraction(0)}
    current = current_amount(scenario, name)
    if current is not None and scenario.data.get("separate", {}).get("baseline") != "quotes":
        return {**entry, "basis": "current", "cost": paid(scenario, [current] * scenario.years)}
    vendors = quoting(scenario, "separate")
    award = cheapest_award(scenario, [quantities], vendors, Terms({}, Fraction(0), single=False))
    cost = alone(scenario, quantities, award)
    return {**entry, "vendors": vendors_of(scenario, award), "cost": cost}


def alone(scenario: Scenario, buyer: Quantities, award: Award) -> Fraction:
    """What a buyer pays that has its own contracts with these vendors."""
    lines = license_amounts(scenario, [buyer], award, {})
    return paid(scenario, invoices(scenario, [buyer], award, lines))


# ---- joint procurement and its causes ----


def coordination_cost(
    scenario: Scenario, arrangement: Data, contracts: int, buyers: int
) -> Fraction:
    """Cash for running the joint procurement: each fiscal year rounded once, never taxed."""
    fees = amounts(arrangement.get("coordination", {}))
    yearly = fees.get("yearly", Fraction(0)) + buyers * fees.get("per_buyer_yearly", Fraction(0))
    once = contracts * fees.get("per_contract", Fraction(0))
    once += buyers * fees.get("per_buyer", Fraction(0))
    first = rounded(scenario, yearly + once)
    return first + (scenario.years - 1) * rounded(scenario, yearly)


def at_pooled_price(
    scenario: Scenario, party: list[Quantities], award: Award, pooled: Amounts
) -> Fraction:
    """Own contracts and own fees, but licenses at the pooled price: each its part q / Q of it."""
    need = needed(scenario, party)
    total = Fraction(0)
    for buyer in party:
        lines = {p: pooled[p] * Fraction(buyer[p], need[p]) for p in need if buyer[p] > 0}
        total += paid(scenario, invoices(scenario, [buyer], award, lines))
    return total


def totals(
    scenario: Scenario, party: list[Quantities], award: Award, terms: Terms
) -> list[Fraction]:
    """T1 to T4: alone at the joint vendors, at the pooled price, with shared fees, discounted."""
    pooled = license_amounts(scenario, party, award, terms.outside)
    reduced = discounted(pooled, terms.discount)
    return [
        sum((alone(scenario, buyer, award) for buyer in party), Fraction(0)),
        at_pooled_price(scenario, party, award, pooled),
        paid(scenario, invoices(scenario, party, award, pooled)),
        paid(scenario, invoices(scenario, party, award, reduced)),
    ]


def over_all_years(scenario: Scenario, product: str, line: Fraction) -> Fraction:
    """What a product's amount for one billing period comes to over all fiscal years, rounded."""
    times = sum(periods(scenario.products[product], year) for year in range(scenario.years))
    return rounded(scenario, line * times)


def awarded(scenario: Scenario, party: list[Quantities], award: Award, terms: Terms) -> list[Data]:
    """One entry a product; its amount is after the outside part and the discount."""
    need = needed(scenario, party)
    bought = purchases(scenario, party, award, terms.outside)
    lines = discounted(license_amounts(scenario, party, award, terms.outside), terms.discount)
    return [
        {
            "product": product,
            "vendor": award[product],
            "needed": need[product],
            "bought": bought[product].bought,
            "tier_from": bought[product].tier_from,
            "amount": over_all_years(scenario, product, lines[product]),
        }
        for product in need
    ]


# ---- who pays what ----


def exact_shares(
    scenario: Scenario, rule: str | Data, separate: Amounts, bill: Fraction
) -> Amounts:
    """Each buyer's part of the bill before rounding, by a rule or by a mix of rules."""
    if isinstance(rule, dict):
        parts = [(rate(p), exact_shares(scenario, r, separate, bill)) for r, p in rule.items()]
        return {name: sum((p * s[name] for p, s in parts), Fraction(0)) for name in separate}
    if rule == "equal_saving":
        saving = sum(separate.values()) - bill
        return {name: cost - saving / len(separate) for name, cost in separate.items()}
    weights = {name: weight(scenario, rule, name, separate[name]) for name in separate}
    return {name: bill * weights[name] / sum(weights.values()) for name in separate}


def weight(scenario: Scenario, rule: str, name: str, separate: Fraction) -> Fraction:
    """What a proportional rule looks at in one buyer."""
    if rule == "quantity":
        return Fraction(sum(scenario.buyers[name].values()))
    if rule == "population":
        return Fraction(scenario.data["buyers"][name]["population"])
    return {"equal": Fraction(1), "separate_cost": separate}[rule]


def largest_remainder(scenario: Scenario, shares: Amounts) -> Amounts:
    """Round all down, then give what is missing to the largest fractions; a tie to the first."""
    exact = {name: share / scenario.smallest for name, share in shares.items()}
    whole = {name: math.floor(share) for name, share in exact.items()}
    missing = int(sum(exact.values())) - sum(whole.values())
    for name in sorted(exact, key=lambda name: whole[name] - exact[name])[:missing]:
        whole[name] += 1
    return {name: count * scenario.smallest for name, count in whole.items()}


def saving_rate(saving: Fraction, separate: Fraction) -> Fraction | None:
    """The saving per separate cost; none where separate procurement costs nothing."""
    return None if separate == 0 else saving / separate


def allocation(scenario: Scenario, rule: str | Data, separate: Amounts, bill: Fraction) -> Data:
    """Who pays what, beside what each would pay alone."""
    shares = largest_remainder(scenario, exact_shares(scenario, rule, separate, bill))
    entries = [
        {
            "buyer": name,
            "separate": separate[name],
            "share": share,
            "saving": separate[name] - share,
            "saving_rate": saving_rate(separate[name] - share, separate[name]),
        }
        for name, share in shares.items()
    ]
    return {"rule": rule, "shares": entries}


# ---- effort, expectations, the comparison ----


def effort(scenario: Scenario, arrangement: Data, taking_part: int) -> Data | None:
    """Staff hours, and their value; only where both kinds of procurement say their hours."""
    hours_alone = scenario.data.get("separate", {}).get("hours")
    hours = arrangement.get("hours")
    if hours_alone is None or hours is None:
        return None
    separate = hours_alone * taking_part
    others = taking_part - 1 if "lead" in arrangement else taking_part
    joint = (hours["lead"] if "lead" in arrangement else 0) + hours["other"] * others
    hourly = scenario.data.get("effort", {}).get("hourly_cost")
    return {
        "separate_hours": separate,
        "joint_hours": joint,
        "hours_saved": separate - joint,
        "value": None if hourly is None else rounded(scenario, (separate - joint) * amount(hourly)),
    }


def expectation(name: str, expected: int | str | bool, result: Data) -> Data:
    """One thing that the scenario says must come out, and whether it did."""
    if name == "every_buyer_saves":
        shares = result["allocation"]["shares"]
        actual = all(entry["share"] < entry["separate"] for entry in shares)
        return {"name": name, "expected": expected, "actual": actual, "met": actual == expected}
    if name == "saving_rate_at_least":
        value, bound = result["saving_rate"], rate(str(expected))
    else:
        value, bound = result["saving"], amount(expected)
    met = value is not None and (value == bound if name == "saving" else value >= bound)
    return {"name": name, "expected": bound, "actual": value, "met": met}


def joint_award(
    scenario: Scenario, arrangement: Data, party: list[Quantities]
) -> tuple[Award, Terms]:
    """The award of a joint procurement, and the terms it was made on."""
    allowed = arrangement.get("vendors", list(scenario.vendors))
    vendors = [name for name in quoting(scenario, "joint") if name in allowed]
    terms = Terms(
        arrangement.get("outside_quantity", {}),
        rate(arrangement.get("discount", "0%")),
        arrangement.get("award") == "single",
    )
    return cheapest_award(scenario, party, vendors, terms), terms


def taking_part(scenario: Scenario, arrangement: Data) -> list[str]:
    """Who is invited and needs anything, in the order of the file."""
    invited = arrangement.get("buyers", "all")
    return [
        name
        for name, quantities in scenario.buyers.items()
        if (invited == "all" or name in invited) and sum(quantities.values()) > 0
    ]


def outcome(steps: list[Fraction]) -> Data:
    """The saving is separate - joint - coordination; its causes lie between the totals T0 to T5."""
    return {
        "separate": steps[0],
        "joint": steps[4],
        "coordination": steps[5] - steps[4],
        "saving": steps[0] - steps[5],
        "saving_rate": saving_rate(steps[0] - steps[5], steps[0]),
        "causes": {name: steps[i] - steps[i + 1] for i, name in enumerate(CAUSES)},
    }


def arranged(scenario: Scenario, name: str, arrangement: Data, costs: Amounts) -> Data:
    """One arrangement; `costs` is what every buyer of the scenario pays separately."""
    separate = {buyer: costs[buyer] for buyer in taking_part(scenario, arrangement)}
    party = [scenario.buyers[buyer] for buyer in separate]
    award, terms = joint_award(scenario, arrangement, party)
    middle = totals(scenario, party, award, terms)
    coordination = coordination_cost(scenario, arrangement, len(set(award.values())), len(party))
    bill = middle[-1] + coordination
    shared = allocation(scenario, arrangement.get("allocation", "quantity"), separate, bill)
    result = {
        "name": name,
        "buyers": list(separate),
        "lead": arrangement.get("lead"),
        **outcome([sum(separate.values(), Fraction(0)), *middle, bill]),
        "award": awarded(scenario, party, award, terms),
        "allocation": shared,
        "worse_off": [e["buyer"] for e in shared["shares"] if e["share"] > e["separate"]],
        "effort": effort(scenario, arrangement, len(party)),
    }
    expected = arrangement.get("expect", {}).items()
    return {**result, "expectations": [expectation(k, v, result) for k, v in expected]}


def compare(data: Data) -> Data:
    """Separate against joint procurement, in the shape of the JSON output."""
    scenario = read(data)
    buyers = [separately(scenario, name) for name in scenario.buyers]
    costs = {entry["buyer"]: entry["cost"] for entry in buyers}
    arrangements = data.get("arrangements", {"joint": {}})
    results = [arranged(scenario, name, a, costs) for name, a in arrangements.items()]
    best = max(results, key=lambda result: result["saving"])
    return {
        "separate": {"total": sum(costs.values(), Fraction(0)), "buyers": buyers},
        "arrangements": results,
        "best": best["name"] if best["saving"] > 0 else None,
    }
