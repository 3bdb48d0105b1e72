"""What only the whole scenario shows: who sells what is needed, parts that add up, likely slips."""

from __future__ import annotations

from collections.abc import Iterator

from scalemerit import municipalities
from scalemerit.errors import KeyPath, Problem
from scalemerit.fields import shown
from scalemerit.money import plain
from scalemerit.scenario.model import Scenario
from scalemerit.scenario.parts import Arrangement, Buyer, Current, Vendor
from scalemerit.wording import Word

_NAMED = 3
# Without a vendor's prices nobody can tell what is on offer; saying so would only hide the cause.
_HIDE_OFFERS = ("price-or-prices", "one-product")


def checks(scenario: Scenario) -> list[Problem]:
    """All problems and warnings that need the whole scenario; empty for a sound one."""
    problems = part_checks(scenario)
    problems += [one for found in _arrangements(scenario) for one in found]
    if not any(problem.code in _HIDE_OFFERS for problem in problems):
        problems += [*_separate_offers(scenario), *_joint_offers(scenario)]
    return problems


def part_checks(scenario: Scenario) -> list[Problem]:
    """The problems and warnings that one buyer, vendor or arrangement shows by itself."""
    arrangements = [
        problem
        for name, arrangement in scenario.arrangements.items()
        for problem in _arrangement(arrangement, ("arrangements", name))
    ]
    return [*_buyer_names(scenario), *_buyers(scenario), *_vendors(scenario), *arrangements]


def _buyer_names(scenario: Scenario) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for key in scenario.buyers:
        matches = municipalities.find(key)
        path = ("buyers", key)
        if len(matches) > 1:
            listed = ", ".join(f"{one.name} ({one.code})" for one in matches[:_NAMED])
            yield _at_key("buyer-ambiguous", path, found=shown(key), meant=listed)
        elif matches:
            code = matches[0].code
            if code in seen:
                yield _at_key("buyer-twice", path, found=shown(key), first=seen[code])
            seen.setdefault(code, key)
        else:
            yield from _unknown_name(key, path)


def _unknown_name(key: str, path: KeyPath) -> Iterator[Problem]:
    if municipalities.is_code(key):
        if not municipalities.is_valid_code(key):
            yield _at_key("buyer-code", path, found=key)
        return
    guesses = municipalities.meant(key)
    if guesses:
        yield _at_key("buyer-misspelt", path, found=shown(key), meant=_either(guesses))


def _either(names: tuple[str, ...]) -> Word:
    return Word(" or ".join(names), "か".join(names))


def _buyers(scenario: Scenario) -> Iterator[Problem]:
    for key, buyer in scenario.buyers.items():
        if buyer.current is None:
            continue
        path = ("buyers", key, "current")
        forms = [buyer.current.amount, buyer.current.unit_price, buyer.current.unit_prices]
        if sum(form is not None for form in forms) != 1:
            yield _at_key("current-form", path)
        elif not buyer.total_quantity:
            yield _at_key("current-unused", path, buyer=shown(key))
        else:
            yield from _unit_prices(scenario, buyer, buyer.current, path)


def _unit_prices(
    scenario: Scenario, buyer: Buyer, current: Current, path: KeyPath
) -> Iterator[Problem]:
    if current.amount is not None:
        return
    products = tuple(scenario.products)
    if current.unit_price is not None and len(products) > 1:
        example = {"count": str(len(products)), "products": ", ".join(products)}
        yield Problem("one-product", (*path, "unit_price"), {**example, "example": products[0]})
        return
    priced = current.unit_prices if current.unit_prices is not None else products
    needed = [product for product, quantity in buyer.quantities.items() if quantity]
    unpriced = [product for product in needed if product not in priced]
    if unpriced:
        yield _at_key("current-product", path, products=", ".join(unpriced))
    for product in needed:
        billed = scenario.products[product].billed
        if billed != "yearly" and product in priced:
            yield _at_key("current-unit-price-period", path, products=product, billed=billed)


def _vendors(scenario: Scenario) -> Iterator[Problem]:
    for name, vendor in scenario.vendors.items():
        path = ("vendors", name)
        if (vendor.price is None) == (vendor.prices is None):
            yield _at_key("price-or-prices", path)
        elif vendor.price is not None and len(scenario.products) > 1:
            products = tuple(scenario.products)
            values = {"count": str(len(products)), "products": ", ".join(products)}
            yield Problem("one-product", (*path, "price"), {**values, "example": products[0]})
        else:
            yield from _prices(scenario, vendor, path)


def _prices(scenario: Scenario, vendor: Vendor, path: KeyPath) -> Iterator[Problem]:
    if vendor.price is not None:
        for problem in vendor.price.problems(next(iter(scenario.products))):
            yield problem._replace(path=(*path, "price", *problem.path))
    for product, price in (vendor.prices or {}).items():
        for problem in price.problems(product):
            yield problem._replace(path=(*path, "prices", product, *problem.path))


def _separate_offers(scenario: Scenario) -> Iterator[Problem]:
    """Buyers that cannot buy alone: without a contract that counts, and without a seller."""
    sold = _sold(scenario, scenario.quoting("separate"))
    for key, buyer in scenario.buyers.items():
        if buyer.current is not None and scenario.separate.baseline == "current":
            continue
        missing = [name for name, needed in buyer.quantities.items() if needed and name not in sold]
        if missing:
            values = {"products": ", ".join(missing), "buyer": shown(key)}
            yield Problem("nobody-sells", ("buyers", key), values, at_key=True)


def _sold(scenario: Scenario, vendors: tuple[str, ...]) -> set[str]:
    return {
        product
        for product in scenario.products
        if any(product in scenario.prices[vendor] for vendor in vendors)
    }


def _arrangement(arrangement: Arrangement, path: KeyPath) -> Iterator[Problem]:
    for field, names in (("buyers", arrangement.buyers), ("vendors", arrangement.vendors)):
        seen: set[str] = set()
        for position, name in enumerate(names or ()):
            if name in seen:
                yield Problem("name-twice", (*path, field, position), {"found": shown(name)})
            seen.add(name)
    if arrangement.lead is None and arrangement.hours is not None and arrangement.hours.lead:
        yield Problem("lead-hours", (*path, "hours", "lead"))
    total = sum(arrangement.allocation.values())
    if total != 1:
        yield Problem("allocation-sum", (*path, "allocation"), {"total": f"{plain(total * 100)}%"})


def _arrangements(scenario: Scenario) -> Iterator[Iterator[Problem]]:
    for name, arrangement in scenario.arrangements.items():
        path = ("arrangements", name)
        yield _taking_part(scenario, arrangement, path)
        yield _named_vendors(scenario, arrangement, path)
        yield _outside(scenario, arrangement, path)
        yield _populations(scenario, arrangement, path)
        yield _hours(scenario, arrangement, path)


def _taking_part(scenario: Scenario, arrangement: Arrangement, path: KeyPath) -> Iterator[Problem]:
    taking_part = scenario.taking_part(arrangement)
    if not taking_part:
        where = path if _is_written(scenario) else ("buyers",)
        yield Problem("nobody-takes-part", where, at_key=True)
    elif arrangement.lead is not None and arrangement.lead not in taking_part:
        yield Problem("lead-left-out", (*path, "lead"), {"found": shown(arrangement.lead)})


def _named_vendors(
    scenario: Scenario, arrangement: Arrangement, path: KeyPath
) -> Iterator[Problem]:
    for position, vendor in enumerate(arrangement.vendors or ()):
        if vendor not in scenario.quoting("joint"):
            where = (*path, "vendors", position)
            yield Problem("vendor-not-joint", where, {"found": shown(vendor)})


def _hours(scenario: Scenario, arrangement: Arrangement, path: KeyPath) -> Iterator[Problem]:
    if arrangement.hours is not None and scenario.separate.hours is None:
        yield Problem("hours-incomplete", (*path, "hours"), at_key=True)


def _is_written(scenario: Scenario) -> bool:
    """Whether the file has arrangements; else there is one by default, and no place to show."""
    return "arrangements" in scenario.model_fields_set


def _joint_offers(scenario: Scenario) -> Iterator[Problem]:
    """Arrangements whose vendors do not sell what is needed."""
    quoting = scenario.quoting("joint")
    for name, arrangement in scenario.arrangements.items():
        path: KeyPath = ("arrangements", name) if _is_written(scenario) else ("vendors",)
        vendors = tuple(vendor for vendor in arrangement.vendors or quoting if vendor in quoting)
        needed = _needed(scenario, arrangement)
        missing = [product for product in needed if product not in _sold(scenario, vendors)]
        if missing:
            yield _at_key("nobody-sells-jointly", path, products=", ".join(missing))
        elif arrangement.award == "single" and not any(
            all(product in scenario.prices[vendor] for product in needed) for vendor in vendors
        ):
            yield _at_key("nobody-sells-all", path, products=", ".join(needed))


def _needed(scenario: Scenario, arrangement: Arrangement) -> list[str]:
    """The products that anybody in an arrangement needs."""
    quantities = [scenario.buyers[key].quantities for key in scenario.taking_part(arrangement)]
    return [name for name in scenario.products if any(each.get(name) for each in quantities)]


def _outside(scenario: Scenario, arrangement: Arrangement, path: KeyPath) -> Iterator[Problem]:
    needed = _needed(scenario, arrangement)
    for product, quantity in arrangement.outside_quantity.items():
        if quantity and product not in needed:
            where = (*path, "outside_quantity", product)
            yield Problem("outside-unneeded", where, {"product": product}, at_key=True)


def _populations(scenario: Scenario, arrangement: Arrangement, path: KeyPath) -> Iterator[Problem]:
    if not arrangement.allocation.get("population"):
        return
    unknown = [
        scenario.name_of(key)
        for key in scenario.taking_part(arrangement)
        if scenario.population_of(key) is None
    ]
    if unknown:
        listed = ", ".join(unknown[:_NAMED]) + (", …" if len(unknown) > _NAMED else "")
        yield Problem("population-missing", (*path, "allocation"), {"buyers": listed})


def _at_key(code: str, path: KeyPath, **values: str | Word) -> Problem:
    return Problem(code, path, values, at_key=True)
