"""The parts of a scenario file, as a person writes them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import Field

from scalemerit import municipalities
from scalemerit.annotations import Info, JsonSchema, Short
from scalemerit.fields import (
    QUANTITY_SCHEMA,
    Amount,
    BuyerName,
    Currency,
    FiscalYears,
    Hours,
    Model,
    ProductName,
    Quantity,
    Rate,
    SignedAmount,
    Text,
    VendorName,
    wrong,
)
from scalemerit.money import Rounding, TaxBasis, Terms
from scalemerit.municipalities import Municipality
from scalemerit.pricing import Price
from scalemerit.wording import Word

RuleName = Literal["quantity", "equal", "population", "separate_cost", "equal_saving"]
Billing = Literal["yearly", "monthly", "once"]
Baseline = Literal["current", "quotes"]
AwardRule = Literal["per_product", "single"]

ONLY_PRODUCT = "license"
# How often a product is billed in the first fiscal year, and in each later one.
_BILLED: Mapping[Billing, tuple[int, int]] = {"yearly": (1, 1), "monthly": (12, 12), "once": (1, 0)}


class Tax(Model):
    """The tax on an invoice, and whether prices hold it already."""

    owner = Word("the tax", "税(tax)")
    rate: Rate
    prices: TaxBasis = "excluded"


class Product(Model):
    """One thing with a price, and how often it is billed."""

    owner = Word("a product", "品目")
    label: Text | None = None
    billed: Billing = "yearly"


class Current(Model):
    """A buyer's contract of today, per fiscal year and on the tax basis of the prices."""

    owner = Word("today's contract", "現行契約(current)")
    amount: Amount | None = None
    unit_price: Amount | None = None
    unit_prices: dict[ProductName, Amount] | None = None


def _by_product(value: object, info: Info) -> object:
    """The short form for one product, a bare quantity, as a quantity of that product."""
    if isinstance(value, dict) or value is None or info.context is None:
        return value
    products = info.context.products
    if len(products) > 1:
        names = ", ".join(products)
        raise wrong("one-product", count=str(len(products)), products=names, example=products[0])
    return {products[0]: value}


def _full_buyer(value: object, info: Info) -> object:
    """The short forms of a buyer, its quantity or quantities alone, as a whole buyer."""
    if isinstance(value, dict) and (not value or value.keys() & Buyer.model_fields.keys()):
        return value
    return {"quantities": _by_product(value, info)}


_SHORT_BUYER: JsonSchema = {
    "anyOf": [
        QUANTITY_SCHEMA,
        {"type": "object", "additionalProperties": QUANTITY_SCHEMA, "minProperties": 1},
    ]
}
Quantities = Annotated[
    dict[ProductName, Quantity],
    Short(_by_product, QUANTITY_SCHEMA),
]


class Buyer(Model):
    """One purchasing body: how many licenses it needs, and what it pays today."""

    owner = Word("a buyer", "団体")
    quantities: Quantities
    population: Quantity | None = None
    current: Current | None = None

    @property
    def total_quantity(self) -> int:
        """How many licenses it needs over all products."""
        return sum(self.quantities.values())


class Fees(Model):
    """What a vendor's contract, and each buyer it serves, costs whatever the quantity."""

    owner = Word("the fees", "固定費(fees)")
    per_contract: Amount = 0
    per_contract_yearly: Amount = 0
    per_buyer: Amount = 0
    per_buyer_yearly: Amount = 0


class Vendor(Model):
    """Who sells: a price for each product, fees, and the kind of procurement it quotes in."""

    owner = Word("a vendor", "事業者")
    price: Price | None = None
    prices: dict[ProductName, Price] | None = None
    fees: Fees = Fees.model_construct()
    offered: Literal["both", "separate", "joint"] = "both"


class Separate(Model):
    """How separate procurement is valued: the baseline, and staff hours a buyer."""

    owner = Word("separate procurement", "単独調達(separate)")
    baseline: Baseline = "current"
    hours: Hours | None = None


class Coordination(Model):
    """What running a joint procurement costs in cash: final amounts, never taxed."""

    owner = Word("the coordination cost", "事務局経費(coordination)")
    per_contract: Amount = 0
    yearly: Amount = 0
    per_buyer: Amount = 0
    per_buyer_yearly: Amount = 0


class ArrangementHours(Model):
    """Staff hours in a joint procurement: of the lead, and of each other buyer."""

    owner = Word("the hours", "事務工数(hours)")
    lead: Hours = 0
    other: Hours = 0


class Expect(Model):
    """What a scenario says must come out of an arrangement."""

    owner = Word("the expectations", "期待値(expect)")
    saving: SignedAmount | None = None
    saving_at_least: SignedAmount | None = None
    saving_rate_at_least: Rate | None = None
    every_buyer_saves: Literal[True] | None = None


def _all_as_none(value: object, info: Info) -> object:
    del info
    return None if value == "all" else value


def _full_mix(value: object, info: Info) -> object:
    del info
    return {value: "100%"} if isinstance(value, str) else value


VendorNames = Annotated[tuple[VendorName, ...], Field(strict=False, min_length=1)]
Members = Annotated[
    Annotated[tuple[BuyerName, ...], Field(strict=False, min_length=1)] | None,
    Short(_all_as_none, {"const": "all"}),
]
Mix = Annotated[
    dict[RuleName, Rate],
    Field(min_length=1),
    Short(_full_mix, {"enum": list(get_args(RuleName))}),
]


class Arrangement(Model):
    """One way to buy jointly."""

    owner = Word("an arrangement", "共同調達の方式")
    label: Text | None = None
    buyers: Members = None
    lead: BuyerName | None = None
    award: AwardRule = "per_product"
    vendors: VendorNames | None = None
    discount: Rate = 0
    outside_quantity: Quantities = Field(default={})
    coordination: Coordination = Coordination.model_construct()
    hours: ArrangementHours | None = None
    allocation: Mix = Field(default={"quantity": 1})
    expect: Expect = Expect.model_construct()


class Effort(Model):
    """What an hour of staff costs."""

    owner = Word("the effort", "事務工数(effort)")
    hourly_cost: Amount


class Scenario(Model):
    """One theme: what is bought, by whom, from whom, and how it may be bought jointly.

    Buyers are known by their keys as written; `name_of` gives the name to show.
    """

    owner = Word("a scenario", "シナリオ")
    scalemerit: Literal[1]
    title: Text
    notes: Text | None = None
    sources: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    fiscal_years: FiscalYears = ()
    currency: Currency = "JPY"
    tax: Tax | None = None
    rounding: Rounding = "down"
    products: dict[Text, Product] = Field(
        default={ONLY_PRODUCT: Product.model_construct()}, min_length=1
    )
    buyers: Annotated[
        dict[Text, Annotated[Buyer, Short(_full_buyer, _SHORT_BUYER)]], Field(min_length=1)
    ]
    vendors: Annotated[dict[Text, Vendor], Field(min_length=1)]
    separate: Separate = Separate.model_construct()
    arrangements: dict[Text, Arrangement] = Field(
        default={"joint": Arrangement.model_construct()}, min_length=1
    )
    effort: Effort | None = None

    @cached_property
    def terms(self) -> Terms:
        """How an invoice becomes a total in this scenario."""
        if self.tax is None:
            return Terms(self.currency, self.rounding)
        return Terms(self.currency, self.rounding, self.tax.rate, self.tax.prices)

    @property
    def years(self) -> int:
        """How many fiscal years are bought for; one where none is named."""
        return max(len(self.fiscal_years), 1)

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        """The local government behind each buyer's key, where the key means exactly one."""
        found = {key: municipalities.find(key) for key in self.buyers}
        return {key: matches[0] for key, matches in found.items() if len(matches) == 1}

    @cached_property
    def ways_to_write(self) -> dict[str, str]:
        """Every way to write a buyer, its key or its municipality's code or name, with its key."""
        return municipalities.ways_to_write(self.buyers)

    def name_of(self, buyer: str) -> str:
        """The name to show for a buyer: as written, or for a code its municipality's name."""
        municipality = self.municipalities.get(buyer)
        return municipality.name if municipality and buyer == municipality.code else buyer

    def code_of(self, buyer: str) -> str | None:
        """The buyer's code of local governments, None where it is not known."""
        municipality = self.municipalities.get(buyer)
        if municipality:
            return municipality.code
        return buyer if municipalities.is_valid_code(buyer) else None

    def population_of(self, buyer: str) -> int | None:
        """The buyer's population as written, else of the census; None where neither is known."""
        written = self.buyers[buyer].population
        municipality = self.municipalities.get(buyer)
        return municipality.population if written is None and municipality else written

    @cached_property
    def billed(self) -> dict[str, tuple[int, int]]:
        """How often each product is billed in the first fiscal year, and in each later one."""
        return {key: _BILLED[product.billed] for key, product in self.products.items()}

    @cached_property
    def prices(self) -> dict[str, dict[str, Price]]:
        """The price of each product that a vendor sells, by vendor."""
        only = next(iter(self.products))
        return {
            name: vendor.prices or ({only: vendor.price} if vendor.price else {})
            for name, vendor in self.vendors.items()
        }

    def members(self, arrangement: Arrangement) -> tuple[str, ...]:
        """The buyers in an arrangement that have a quantity, in file order."""
        named = self.buyers if arrangement.buyers is None else set(arrangement.buyers)
        return tuple(
            key for key, buyer in self.buyers.items() if key in named and buyer.total_quantity
        )

    def sellers(self, kind: Literal["separate", "joint"]) -> tuple[str, ...]:
        """The vendors that quote in a kind of procurement, in file order."""
        return tuple(
            name for name, vendor in self.vendors.items() if vendor.offered in {"both", kind}
        )
