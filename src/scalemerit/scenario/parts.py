"""The parts of a scenario file, as a person writes them."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Discriminator, Field, Tag

from scalemerit import file_forms
from scalemerit.annotations import (
    Info,
    JsonSchema,
    Short,
    ShortKnowing,
    with_default,
)
from scalemerit.errors import KeyPath
from scalemerit.fields import (
    QUANTITY_SCHEMA,
    Amount,
    BuyerName,
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
from scalemerit.money import Exact, TaxBasis
from scalemerit.pricing import Price
from scalemerit.wording import Word

RuleName = Literal[
    "quantity",
    "equal",
    "population",
    "separate_cost",
    "equal_saving",
    "shapley",
    "nucleolus",
    "per_capita_nucleolus",
    "separable",
    "tau",
]
# The rules by which coordination cost can be divided for itself: those that are a proportion.
ProportionName = Literal["quantity", "equal", "population", "separate_cost"]
Billing = Literal["yearly", "monthly", "once"]
Baseline = Literal["current", "quotes"]
AwardRule = Literal["per_product", "single"]


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
    if isinstance(value, dict) or value is None:
        return value
    declared = info.context
    if declared is None:
        return value
    products = declared.products
    if len(products) > 1:
        names = ", ".join(products)
        raise wrong("one-product", count=str(len(products)), products=names, example=products[0])
    return {products[0]: value}


def full_buyer(value: object, info: Info) -> object:
    """The short forms of a buyer, its quantity or quantities alone, as a whole buyer."""
    if isinstance(value, dict) and not (value and _BUYER_KEYS.isdisjoint(value)):
        return value
    return {"quantities": _by_product(value, info)}


SHORT_BUYER: JsonSchema = {
    "anyOf": [
        QUANTITY_SCHEMA,
        {"type": "object", "additionalProperties": QUANTITY_SCHEMA, "minProperties": 1},
    ]
}
Quantities = Annotated[
    dict[ProductName, Quantity],
    ShortKnowing(_by_product, QUANTITY_SCHEMA),
]


class Buyer(Model):
    """One purchasing body: how many licenses it needs, and what it pays today.

    `join` is the probability that it takes part in a joint purchase that it is asked to join.
    """

    owner = Word("a buyer", "団体")
    quantities: Quantities
    population: Quantity | None = None
    current: Current | None = None
    join: Rate = Field(default=1, json_schema_extra=with_default("100%"))

    @property
    def total_quantity(self) -> int:
        """How many licenses it needs over all products."""
        return sum(self.quantities.values())


_BUYER_KEYS = frozenset(Buyer.model_fields)


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


def _all_as_none(value: object) -> object:
    return None if value == "all" else value


def _full_mix(value: object) -> object:
    return {value: "100%"} if isinstance(value, str) else value


def _form_of(value: object) -> str:
    """Whether an allocation is a mix of rules, or has one for each part of the bill."""
    if isinstance(value, dict):
        return "mix" if _PARTS_OF_BILL.isdisjoint(value) else "by_part"
    return "by_part" if isinstance(value, Model) else "mix"


VendorNames = Annotated[tuple[VendorName, ...], Field(strict=False, min_length=1)]
Members = Annotated[
    Annotated[tuple[BuyerName, ...], Field(strict=False, min_length=1)] | None,
    Short(_all_as_none, {"const": "all"}, file_forms.members),
]
Mix = Annotated[
    dict[RuleName, Rate],
    Field(min_length=1),
    Short(_full_mix, {"enum": list(get_args(RuleName))}),
]


CoordinationMix = Annotated[
    dict[ProportionName, Rate],
    Field(min_length=1),
    Short(_full_mix, {"enum": list(get_args(ProportionName))}),
]
_USUAL_MIX: dict[RuleName, Exact] = {"quantity": 1}


class AllocationByPart(Model):
    """An allocation that divides the vendors' bill by one mix of rules, coordination by another."""

    owner = Word("the allocation", "費用負担(allocation)")
    bill: Mix = Field(default_factory=_USUAL_MIX.copy, json_schema_extra=with_default(_USUAL_MIX))
    coordination: CoordinationMix


# What pydantic calls the forms of an allocation in the routes of its errors.
ALLOCATION_FORMS = ("mix", "by_part")
_PARTS_OF_BILL = frozenset(AllocationByPart.model_fields)
Allocation = Annotated[
    Annotated[Mix, Tag("mix")] | Annotated[AllocationByPart, Tag("by_part")],
    Discriminator(_form_of),
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
    outside_quantity: Quantities = Field(default_factory=dict, json_schema_extra=with_default({}))
    coordination: Coordination = Coordination.model_construct()
    hours: ArrangementHours | None = None
    allocation: Allocation = Field(
        default_factory=_USUAL_MIX.copy, json_schema_extra=with_default(_USUAL_MIX)
    )
    share_unit: Amount | None = None
    expect: Expect = Expect.model_construct()

    @property
    def mixes(self) -> dict[KeyPath, Mapping[RuleName, Exact]]:
        """The mixes of rules that divide the bill or its parts, by the rest of the route to each.

        One for the whole bill, or one for the vendors' bill and one for coordination.
        """
        if not isinstance(self.allocation, AllocationByPart):
            return {(): self.allocation}
        coordination: dict[RuleName, Exact] = dict(self.allocation.coordination.items())
        return {("bill",): self.allocation.bill, ("coordination",): coordination}


class Effort(Model):
    """What an hour of staff costs."""

    owner = Word("the effort", "事務工数(effort)")
    hourly_cost: Amount
