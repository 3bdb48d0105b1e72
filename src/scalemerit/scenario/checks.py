"""What only the whole scenario shows: who sells what is needed, parts that add up, likely slips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from scalemerit import municipalities
from scalemerit.errors import KeyPath, Problem
from scalemerit.fields import shown
from scalemerit.money import plain
from scalemerit.pricing import Price
from scalemerit.scenario.model import Scenario
from scalemerit.scenario.parts import Arrangement, Buyer, Current, Vendor
from scalemerit.wording import Word

_NAMED = 3
_REMEMBERED = 1024
# Without a vendor's prices nobody can tell what is on offer; saying so would only hide the cause.
_HIDE_OFFERS = ("price-or-prices", "one-product")


def checks(scenario: Scenario) -> list[Problem]:
    """All problems and warnings that need the whole scenario; empty for a sound one."""
    problems = part_checks(scenario)
    joint = [
        _Joint(("arrangements", name), arrangement, scenario.taking_part(arrangement))
        for name, arrangement in scenario.arrangements.items()
    ]
    for one in joint:
        problems += _arrangement_in(scenario, one)
    if not _is_all_on_offer(scenario) and not any(one.code in _HIDE_OFFERS for one in problems):
        problems += [*_separate_offers(scenario), *_joint_offers(scenario, joint)]
    return problems


def part_checks(scenario: Scenario) -> list[Problem]:
    """The problems and warnings that one buyer, vendor or arrangement shows by itself."""
    problems = _buyer_names(scenario)
    for key, buyer in scenario.buyers.items():
        if buyer.current is not None:
            problems += _current(scenario, buyer, buyer.current, ("buyers", key, "current"))
    for name, vendor in scenario.vendors.items():
        problems += _vendor(scenario, vendor, ("vendors", name))
    for name, arrangement in scenario.arrangements.items():
        problems += _arrangement(arrangement, ("arrangements", name))
    return problems


def _buyer_names(scenario: Scenario) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    found = scenario.municipalities
    for key in scenario.buyers:
        meant = found.get(key)
        if meant is None:
            doubt = _doubt(key) if len(key) <= municipalities.LONGEST_NAME else None
            if doubt:
                problems.append(doubt)
        elif (first := seen.setdefault(meant.code, key)) != key:
            values = {"found": shown(key), "first": first}
            problems.append(_at_key("buyer-twice", ("buyers", key), **values))
    return problems


@lru_cache(_REMEMBERED)
def _doubt(key: str) -> Problem | None:
    """What is doubtful about a name that means no local government, or more than one.

    Files often share such names, as A区.
    """
    matches = municipalities.find(key)
    if matches:
        listed = ", ".join(f"{one.name} ({one.code})" for one in matches[:_NAMED])
        return _at_key("buyer-ambiguous", ("buyers", key), found=shown(key), meant=listed)
    if municipalities.is_code(key):
        is_valid = municipalities.is_valid_code(key)
        return None if is_valid else _at_key("buyer-code", ("buyers", key), found=key)
    guesses = municipalities.meant(key)
    if not guesses:
        return None
    return _at_key("buyer-misspelt", ("buyers", key), found=shown(key), meant=_either(guesses))


def _either(names: tuple[str, ...]) -> Word:
    return Word(" or ".join(names), "か".join(names))


def _current(
    scenario: Scenario, buyer: Buyer, current: Current, path: KeyPath
) -> Iterable[Problem]:
    forms = (current.amount, current.unit_price, current.unit_prices)
    if forms.count(None) != len(forms) - 1:
        return [_at_key("current-form", path)]
    if not buyer.total_quantity:
        return [_at_key("current-unused", path, buyer=shown(path[1]))]
    return () if current.amount is not None else _unit_prices(scenario, buyer, current, path)


def _unit_prices(
    scenario: Scenario, buyer: Buyer, current: Current, path: KeyPath
) -> Iterator[Problem]:
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


def _vendor(scenario: Scenario, vendor: Vendor, path: KeyPath) -> list[Problem]:
    price, prices = vendor.price, vendor.prices
    if (price is None) == (prices is None):
        return [_at_key("price-or-prices", path)]
    if price is None:
        return [
            problem
            for product, one in (prices or {}).items()
            for problem in _price(one, product, (*path, "prices", product))
        ]
    if len(scenario.products) > 1:
        products = tuple(scenario.products)
        values = {"count": str(len(products)), "products": ", ".join(products)}
        return [Problem("one-product", (*path, "price"), {**values, "example": products[0]})]
    return _price(price, next(iter(scenario.products)), (*path, "price"))


def _price(price: Price, product: str, path: KeyPath) -> list[Problem]:
    problems = price.problems(product)
    if not problems:
        return problems
    return [problem._replace(path=(*path, *problem.path)) for problem in problems]


def _is_all_on_offer(scenario: Scenario) -> bool:
    """Whether every vendor sells every product in both kinds of procurement, as is usual."""
    every = len(scenario.products)
    for name, sold in scenario.prices.items():
        if len(sold) != every or scenario.vendors[name].offered != "both":
            return False
    return True


def _separate_offers(scenario: Scenario) -> Iterator[Problem]:
    """Buyers that cannot buy alone: without a contract that counts, and without a seller."""
    sold = _sold(scenario, scenario.quoting("separate"))
    for key, buyer in scenario.buyers.items():
        if buyer.quantities.keys() <= sold:
            continue
        if buyer.current is not None and scenario.separate.baseline == "current":
            continue
        missing = [name for name, needed in buyer.quantities.items() if needed and name not in sold]
        if missing:
            values = {"products": ", ".join(missing), "buyer": shown(key)}
            yield Problem("nobody-sells", ("buyers", key), values, at_key=True)


def _sold(scenario: Scenario, vendors: tuple[str, ...]) -> set[str]:
    return set().union(*[scenario.prices[vendor] for vendor in vendors])


def _arrangement(arrangement: Arrangement, path: KeyPath) -> list[Problem]:
    problems: list[Problem] = []
    if arrangement.buyers is not None:
        problems += _names_twice(arrangement.buyers, (*path, "buyers"))
    if arrangement.vendors is not None:
        problems += _names_twice(arrangement.vendors, (*path, "vendors"))
    if arrangement.lead is None and arrangement.hours is not None and arrangement.hours.lead:
        problems.append(Problem("lead-hours", (*path, "hours", "lead")))
    for rest, mix in arrangement.mixes.items():
        total = sum(mix.values())
        if total != 1:
            values = {"total": f"{plain(total * 100)}%"}
            problems.append(Problem("allocation-sum", (*path, "allocation", *rest), values))
    return problems


def _names_twice(names: tuple[str, ...], path: KeyPath) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name in seen:
            yield Problem("name-twice", (*path, position), {"found": shown(name)})
        seen.add(name)


class _Joint(NamedTuple):
    """An arrangement with its place in the file and the buyers that take part in it."""

    path: KeyPath
    arrangement: Arrangement
    taking_part: tuple[str, ...]

    def needed(self, scenario: Scenario) -> list[str]:
        """The products that any of these buyers needs."""
        quantities = [scenario.buyers[key].quantities for key in self.taking_part]
        return [name for name in scenario.products if any(each.get(name) for each in quantities)]


def _arrangement_in(scenario: Scenario, joint: _Joint) -> list[Problem]:
    """What an arrangement shows beside the scenario's buyers and vendors."""
    path, arrangement, taking_part = joint
    problems: list[Problem] = []
    if not taking_part:
        where = path if _is_written(scenario) else ("buyers",)
        problems.append(_at_key("nobody-takes-part", where))
    elif arrangement.lead is not None and arrangement.lead not in taking_part:
        values = {"found": shown(arrangement.lead)}
        problems.append(Problem("lead-left-out", (*path, "lead"), values))
    if arrangement.vendors is not None:
        problems += _named_vendors(scenario, arrangement.vendors, path)
    if arrangement.outside_quantity:
        problems += _outside(scenario, joint)
    unit = arrangement.share_unit
    if unit is not None and not (unit and (unit * scenario.terms.units).denominator == 1):
        problems.append(Problem("share-unit", (*path, "share_unit"), {"found": plain(unit)}))
    if any(mix.get("population") for mix in arrangement.mixes.values()):
        problems += _populations(scenario, joint)
    if arrangement.hours is not None and scenario.separate.hours is None:
        problems.append(_at_key("hours-incomplete", (*path, "hours")))
    return problems


def _named_vendors(
    scenario: Scenario, vendors: tuple[str, ...], path: KeyPath
) -> Iterator[Problem]:
    quoting = scenario.quoting("joint")
    for position, vendor in enumerate(vendors):
        if vendor not in quoting:
            where = (*path, "vendors", position)
            yield Problem("vendor-not-joint", where, {"found": shown(vendor)})


def _is_written(scenario: Scenario) -> bool:
    """Whether the file has arrangements; else there is one by default, and no place to show."""
    return "arrangements" in scenario.model_fields_set


def _joint_offers(scenario: Scenario, arrangements: list[_Joint]) -> Iterator[Problem]:
    """Arrangements whose vendors do not sell what is needed."""
    quoting = scenario.quoting("joint")
    for joint in arrangements:
        arrangement, needed = joint.arrangement, joint.needed(scenario)
        vendors = tuple([name for name in arrangement.vendors or quoting if name in quoting])
        sold = _sold(scenario, vendors)
        where = joint.path if _is_written(scenario) else ("vendors",)
        missing = [product for product in needed if product not in sold]
        if missing:
            yield _at_key("nobody-sells-jointly", where, products=", ".join(missing))
        elif arrangement.award == "single" and not any(
            all(product in scenario.prices[vendor] for product in needed) for vendor in vendors
        ):
            yield _at_key("nobody-sells-all", where, products=", ".join(needed))


def _outside(scenario: Scenario, joint: _Joint) -> Iterator[Problem]:
    needed = joint.needed(scenario)
    for product, quantity in joint.arrangement.outside_quantity.items():
        if quantity and product not in needed:
            where = (*joint.path, "outside_quantity", product)
            yield Problem("outside-unneeded", where, {"product": product}, at_key=True)


def _populations(scenario: Scenario, joint: _Joint) -> Iterator[Problem]:
    unknown = [
        scenario.name_of(key) for key in joint.taking_part if scenario.population_of(key) is None
    ]
    if unknown:
        listed = ", ".join(unknown[:_NAMED]) + (", …" if len(unknown) > _NAMED else "")
        yield Problem("population-missing", (*joint.path, "allocation"), {"buyers": listed})


def _at_key(code: str, path: KeyPath, **values: str | Word) -> Problem:
    return Problem(code, path, values, at_key=True)
