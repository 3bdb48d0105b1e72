"""Random scenarios that are always valid, as plain data and as YAML text.

Quantities, tiers and prices are small, so that buying up, ties and rounding happen often. One
vendor sells every product in every procurement, so that there always is an award; it is not
always the cheapest.
"""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

Data = dict[str, Any]  # type: ignore[explicit-any]  # plain data, as a reader of YAML gives it

BUYERS = ["江戸川区", "港区", "八王子市", "世田谷区", "千代田区", "A区", "B区", "C区", "D区"]
VENDORS = ["甲社", "乙社", "丙社", "丁社"]
PRODUCTS = ["e3", "e5", "addon"]
ARRANGEMENTS = ["joint", "council", "delegation"]
YEARS = ["R5", "令和5", "2023", 2023, "R5-R7", "2023-2024", "2023-2025"]
RATES = ["3%", "5%", "8%", "12.5%", "20%", "33.3%", "40%"]
RULES = ["quantity", "equal", "equal_saving", "separate_cost", "population"]
MIXES = [["30%", "70%"], ["50%", "50%"], ["33.3%", "33.3%", "33.4%"], ["12.5%", "87.5%"]]
VENDOR_FEES = ["per_contract", "per_contract_yearly", "per_buyer", "per_buyer_yearly"]
COORDINATION = ["per_contract", "yearly", "per_buyer", "per_buyer_yearly"]
FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")


class Draw:
    """Draws one scenario, part by part; what holds for all of it is decided first."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.currency = "USD" if self.chance(0.15) else "JPY"
        self.declares_products = self.chance(0.6)
        count = self.rng.randint(1, 3) if self.declares_products else 1
        self.products = PRODUCTS[:count] if self.declares_products else ["license"]
        self.buyers = self.rng.sample(BUYERS, self.rng.choice([1, 2, 2, 3, 3, 4, 5]))
        self.populated = self.chance(0.6)  # every buyer says its population
        self.free = self.chance(0.15)  # today's contracts may cost nothing
        self.needy: list[str] = []  # who needs anything, known once the buyers are drawn
        self.jointly: list[str] = []  # who quotes jointly, known once the vendors are drawn
        self.complete = ""  # the vendor that sells everything everywhere

    def chance(self, likely: float) -> bool:
        """True that often."""
        return self.rng.random() < likely

    def some(self, names: list[str]) -> list[str]:
        """At least one of the names, in their order."""
        chosen = self.rng.sample(names, self.rng.randint(1, len(names)))
        return [name for name in names if name in chosen]

    def money(self, low: int, high: int) -> int | str:
        """An amount in one of the forms that people write, half of them plain."""
        whole = self.rng.randint(low, high)
        fraction = self.rng.choice(["5", "25", "75", "1", "05", "95"])
        forms: list[int | str] = [f"{whole}.{fraction}", f"{whole:,}", f"{whole:_}"]
        if self.currency == "JPY":
            forms += [f"{whole}円", f"{whole:,}円".translate(FULL_WIDTH)]
        return self.rng.choice(forms) if self.chance(0.5) else whole

    def big_money(self, low: int, high: int) -> int | str:
        """An amount that may also be in thousands or tens of thousands of yen."""
        if self.currency == "JPY" and self.chance(0.15):
            return self.rng.choice([f"0.{self.rng.randint(1, 9)}千円", "0.01万円", "1千円"])
        return self.money(low, high)

    # ---- prices ----

    def starts(self, highest: int) -> list[int]:
        """One to four lower bounds of tiers; the first is mostly 1."""
        first = 1 if self.chance(0.75) else self.rng.randint(2, highest // 3)
        return [first, *sorted(self.rng.sample(range(first + 1, highest), self.rng.randint(0, 3)))]

    def units(self, count: int, highest: int) -> list[int | str]:
        """Unit prices that mostly fall."""
        units: list[int | str] = []
        for _ in range(count):
            lowest = max(2, highest * 6 // 10)
            highest = self.rng.randint(lowest, highest) if self.chance(0.9) else highest + 3
            units.append(self.money(highest, highest))
        return units

    def tiers(self, starts: list[int], highest: int) -> Data:
        """Tiers of unit prices, or of rates off a list price; some with a flat part."""
        listed: Data = {}
        units = self.units(len(starts), highest)
        if self.chance(0.25):
            listed = {"list_price": self.money(6, highest)}
            rates = self.rng.sample(RATES, len(starts))
            units = ["0%", *sorted(rates, key=lambda rate: float(rate[:-1]))[1:]]
        written = {
            start: {"unit": unit, "flat": self.money(0, 40)} if self.chance(0.2) else unit
            for start, unit in zip(starts, units, strict=True)
        }
        return {**listed, "tiers": written}

    def package(self) -> Data:
        """Whole packs at one price, or at a price that falls."""
        size = self.rng.randint(1, 12)
        if self.chance(0.4):
            return {"size": size, "price": self.money(5, 120)}
        return {"size": size, **self.tiers(self.starts(8), 120)}

    def limits(self) -> Data:
        """A least and a greatest amount."""
        limits: Data = {}
        if self.chance(0.15):
            limits["minimum_amount"] = self.money(20, 200)
        if self.chance(0.15):
            limits["maximum_amount"] = self.money(201, 500)
        return limits

    def price(self) -> Data:
        """Any price model with any of its options."""
        model = self.rng.choice(["volume", "volume", "graduated", "package", "flat"])
        if model == "flat":
            return {"model": model, "amount": self.money(20, 300)}
        body = self.package() if model == "package" else self.tiers(self.starts(60), 30)
        buying_up: Data = {"buy_up": False} if self.chance(0.15) else {}
        return {"model": model, **body, **self.limits(), **buying_up}

    def counting(self, product: str, sold: list[str]) -> Data:
        """A volume price whose tier is chosen by several products together."""
        body = self.tiers([1, *self.starts(60)[1:]], 30)
        counts = [name for name in sold if name == product or self.chance(0.8)]
        return {"model": "volume", **body, **self.limits(), "counts": counts}

    # ---- vendors ----

    def vendor(self, sold: list[str]) -> Data:
        """Prices for what is sold, and fees that matter beside them."""
        vendor: Data = {}
        if not self.declares_products or (len(self.products) == 1 and self.chance(0.5)):
            vendor["price"] = self.price()
        else:
            counting = 0.3 if len(sold) > 1 else 0
            vendor["prices"] = {
                name: self.counting(name, sold) if self.chance(counting) else self.price()
                for name in sold
            }
        if self.chance(0.6):
            vendor["fees"] = {fee: self.big_money(0, 80) for fee in self.some(VENDOR_FEES)}
        return vendor

    def vendors(self) -> Data:
        """One sells everything in every procurement; the others sell something somewhere."""
        names = VENDORS[: self.rng.choice([1, 2, 2, 3, 3, 4])]
        self.complete = self.rng.choice(names)
        vendors: Data = {}
        for name in names:
            everything = name == self.complete
            vendors[name] = self.vendor(self.products if everything else self.some(self.products))
            if vendors and not everything and self.chance(0.2):
                vendors[name] = deepcopy(vendors[next(iter(vendors))])  # they tie
            if self.chance(0.5):
                where = "both" if everything else self.rng.choice(["both", "separate", "joint"])
                vendors[name]["offered"] = where
        self.jointly = [name for name in names if vendors[name].get("offered") != "separate"]
        return vendors

    # ---- buyers ----

    def quantities(self, name: str) -> Data:
        """Some products are not needed, some buyers need nothing, a zero need not be written."""
        quantities = {product: self.rng.randint(1, 15) for product in self.products}
        for product in self.products[1:]:
            if self.chance(0.25):
                quantities[product] = 0
        if name != self.buyers[0] and self.chance(0.1):
            quantities = dict.fromkeys(self.products, 0)
        if any(quantities.values()):
            self.needy.append(name)
        written = self.rng.sample(self.products, len(self.products))
        return {p: quantities[p] for p in written if quantities[p] or self.chance(0.5)}

    def current(self, quantities: Data) -> Data:
        """Today's contract in one of its forms."""
        if self.free and self.chance(0.8):
            return {"amount": 0}
        form = self.rng.choice(["amount", "unit_price", "unit_prices"])
        if form == "amount":
            return {"amount": self.big_money(10, 900)}
        if form == "unit_price" and len(self.products) == 1:
            return {"unit_price": self.money(2, 30)}
        return {"unit_prices": {product: self.money(2, 30) for product in quantities}}

    def buyer(self, name: str) -> int | Data:
        """The short form where nothing but quantities is said, else the full one."""
        quantities = self.quantities(name) or {self.products[0]: 0}
        buyer: Data = {"quantities": quantities}
        if self.populated:
            buyer["population"] = self.rng.randint(1, 900)
        if self.chance(0.3):
            buyer["current"] = self.current(quantities)
        if len(buyer) > 1 or self.chance(0.1):
            return buyer
        if len(self.products) == 1 and (not self.declares_products or self.chance(0.5)):
            return int(quantities[self.products[0]])
        return quantities

    # ---- arrangements ----

    def allocation(self) -> str | Data:
        """A rule, or a mix of them, that the buyers give a meaning to."""
        rules = [rule for rule in RULES if self.populated or rule != "population"]
        if self.free:  # nobody may pay anything alone
            rules.remove("separate_cost")
        if self.chance(0.6):
            return self.rng.choice(rules)
        parts = self.rng.choice(MIXES)
        return dict(zip(self.rng.sample(rules, len(parts)), parts, strict=True))

    def participants(self) -> Data:
        """All, or a list in which somebody needs something; who leads needs something."""
        taking_part = self.needy
        written: Data = {}
        if self.chance(0.4):
            certain = self.rng.choice(self.needy)
            listed = [name for name in self.buyers if name == certain or self.chance(0.6)]
            self.rng.shuffle(listed)
            written["buyers"] = listed
            taking_part = [name for name in self.needy if name in listed]
        elif self.chance(0.3):
            written["buyers"] = "all"
        if self.chance(0.5):
            written["lead"] = self.rng.choice(taking_part)
        return written

    def terms(self) -> Data:
        """What may change the award and the joint bill."""
        terms: Data = {}
        if self.chance(0.5):
            terms["award"] = self.rng.choice(["per_product", "single"])
        if self.chance(0.3):
            keep = [name for name in self.jointly if name == self.complete or self.chance(0.5)]
            terms["vendors"] = self.rng.sample(keep, len(keep))
        if self.chance(0.4):
            terms["discount"] = self.rng.choice(RATES)
        if self.chance(0.3):
            outside = self.some(self.products)
            terms["outside_quantity"] = {name: self.rng.randint(0, 30) for name in outside}
        if self.chance(0.5):
            fees = self.some(COORDINATION)
            terms["coordination"] = {fee: self.big_money(0, 50) for fee in fees}
        return terms

    def expect(self) -> Data:
        """What must come out; some of it will not."""
        expect: Data = {
            "saving": self.rng.choice([0, self.money(0, 100)]),
            "saving_at_least": self.money(0, 100),
            "saving_rate_at_least": self.rng.choice(RATES),
            "every_buyer_saves": True,
        }
        return {name: expect[name] for name in self.some(list(expect))}

    def arrangement(self, name: str) -> Data:
        """One arrangement with any of the options."""
        written: Data = {"label": f"{name}方式", **self.participants(), **self.terms()}
        if self.chance(0.5):
            written["hours"] = {"lead": self.rng.randint(0, 99), "other": self.rng.randint(0, 40)}
        if self.chance(0.7):
            written["allocation"] = self.allocation()
        if self.chance(0.4):
            written["expect"] = self.expect()
        return written

    # ---- the whole ----

    def head(self) -> Data:
        """What holds for every contract."""
        head: Data = {"scalemerit": 1, "title": '無作為のシナリオ: "試験" #1'}
        if self.currency != "JPY" or self.chance(0.2):
            head["currency"] = self.currency
        if self.chance(0.7):
            head["fiscal_years"] = self.rng.choice(YEARS)
        if self.chance(0.75):
            rate = self.rng.choice(["10%", "10%", "8%", "7.25%"])
            head["tax"] = {"rate": rate, "prices": self.rng.choice(["included", "excluded"])}
        if self.chance(0.75):
            head["rounding"] = self.rng.choice(["down", "half_up", "up"])
        return head

    def product(self, name: str) -> Data:
        """A product as it is declared."""
        if self.chance(0.3):
            return {"label": f"Product {name}"}
        return {"billed": self.rng.choice(["yearly", "monthly", "once"])}

    def separate(self) -> Data:
        """The baseline, and the hours of buying alone."""
        separate: Data = {"baseline": self.rng.choice(["current", "quotes"])}
        if self.chance(0.7):
            separate["hours"] = self.rng.randint(0, 80)
        return separate

    def scenario(self) -> Data:
        """The whole file."""
        data = self.head()
        if self.declares_products:
            data["products"] = {name: self.product(name) for name in self.products}
        data["buyers"] = {name: self.buyer(name) for name in self.buyers}
        data["vendors"] = self.vendors()
        if self.chance(0.6):
            data["separate"] = self.separate()
        arrangements = ARRANGEMENTS[: self.rng.randint(0, 3)]
        if arrangements:
            data["arrangements"] = {name: self.arrangement(name) for name in arrangements}
        if self.chance(0.5):
            data["effort"] = {"hourly_cost": self.money(1, 60)}
        return data


def scenario(seed: int) -> Data:
    """A valid scenario as plain data; the same seed gives the same scenario."""
    return Draw(seed).scenario()


def to_yaml(data: Data, indent: int = 0) -> str:
    """Block YAML with every string and every key of text in double quotes."""
    lines = []
    for key, value in data.items():
        lead = f"{' ' * indent}{json.dumps(key, ensure_ascii=False)}:"
        if isinstance(value, dict) and value:
            lines.append(f"{lead}\n{to_yaml(value, indent + 2)}")
        elif isinstance(value, list) and value:
            items = [json.dumps(item, ensure_ascii=False) for item in value]
            lines.append(f"{lead}\n" + "".join(f"{' ' * indent}  - {item}\n" for item in items))
        else:
            lines.append(f"{lead} {json.dumps(value, ensure_ascii=False)}\n")
    return "".join(lines)
