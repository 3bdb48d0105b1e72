"""The whole of a scenario file, and what follows from it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from scalemerit import municipalities
from scalemerit.annotations import ShortKnowing, with_default
from scalemerit.fields import Currency, FiscalYears, Model, Text
from scalemerit.money import Digits, Rounding, Terms
from scalemerit.municipalities import Municipality
from scalemerit.once import once
from scalemerit.pricing import Price
from scalemerit.scenario.parts import (
    SHORT_BUYER,
    Arrangement,
    Billing,
    Buyer,
    Effort,
    Product,
    Separate,
    Tax,
    Vendor,
    full_buyer,
)
from scalemerit.wording import Word

ONLY_PRODUCT = "license"
# What a scenario holds that names none: pydantic would copy such defaults deeply for every file.
_ONE_PRODUCT = {ONLY_PRODUCT: Product.model_construct()}
_ALL_JOINTLY = {"joint": Arrangement.model_construct()}
# How often a product is billed in the first fiscal year, and in each later one.
_BILLED: Mapping[Billing, tuple[int, int]] = {"yearly": (1, 1), "monthly": (12, 12), "once": (1, 0)}


class Scenario(Model):
    """One theme: what is bought, by whom, from whom, and how it may be bought jointly.

    Buyers are known by their keys as written; `name_of` gives the name to show.
    """

    owner = Word("a scenario", "シナリオ")
    scalemerit: Literal[1]
    title: Text
    notes: Annotated[Text | None, Field(exclude=True)] = None
    sources: Annotated[tuple[Text, ...], Field(strict=False, exclude=True)] = ()
    fiscal_years: FiscalYears = ()
    currency: Currency = "JPY"
    tax: Tax | None = None
    rounding: Rounding = "down"
    products: dict[Text, Product] = Field(
        default_factory=_ONE_PRODUCT.copy,
        json_schema_extra=with_default(_ONE_PRODUCT),
        min_length=1,
    )
    buyers: Annotated[
        dict[Text, Annotated[Buyer, ShortKnowing(full_buyer, SHORT_BUYER)]], Field(min_length=1)
    ]
    vendors: Annotated[dict[Text, Vendor], Field(min_length=1)]
    separate: Separate = Separate.model_construct()
    arrangements: dict[Text, Arrangement] = Field(
        default_factory=_ALL_JOINTLY.copy,
        json_schema_extra=with_default(_ALL_JOINTLY),
        min_length=1,
    )
    effort: Effort | None = None

    def as_written(self) -> dict[str, object]:
        """The scenario as plain data in the form of its file, without notes and sources.

        Short forms are made whole and amounts are numbers; what the file leaves out is left out.
        """
        return self.model_dump(exclude_unset=True)

    def as_data(self) -> dict[str, object]:
        """The whole scenario in what `from_data` reads: decimals are texts."""
        besides = {"notes": self.notes, "sources": self.sources}
        written = {key: value for key, value in besides.items() if key in self.model_fields_set}
        return {key: _readable(value) for key, value in (self.as_written() | written).items()}

    @once
    def terms(self) -> Terms:
        """How an invoice becomes a total in this scenario."""
        if self.tax is None:
            return Terms(self.currency, self.rounding)
        return Terms(self.currency, self.rounding, self.tax.rate, self.tax.prices)

    @property
    def years(self) -> int:
        """How many fiscal years are bought for; one where none is named."""
        return max(len(self.fiscal_years), 1)

    @once
    def municipalities(self) -> dict[str, Municipality]:
        """The local government behind each buyer's key, where the key means exactly one."""
        return municipalities.meant_by(self.buyers)

    @once
    def ways_to_write(self) -> dict[str, str]:
        """Every way to write a buyer, its key or its municipality's code or name, with its key."""
        return municipalities.ways_to_write(self.buyers)

    @once
    def names(self) -> dict[str, str]:
        """The name to show for each buyer: as written, or for a code its municipality's name."""
        names = dict(zip(self.buyers, self.buyers, strict=True))
        for buyer, municipality in self.municipalities.items():
            if buyer == municipality.code:
                names[buyer] = municipality.name
        return names

    def name_of(self, buyer: str) -> str:
        """The name to show for a buyer, as in `names`."""
        return self.names[buyer]

    @once
    def codes(self) -> dict[str, str]:
        """The code of local governments of each buyer for which it is known."""
        found, is_valid_code = self.municipalities, municipalities.is_valid_code
        return {
            buyer: found[buyer].code if buyer in found else buyer
            for buyer in self.buyers
            if buyer in found or is_valid_code(buyer)
        }

    def population_of(self, buyer: str) -> int | None:
        """The buyer's population as written, else of the census; None where neither is known."""
        written = self.buyers[buyer].population
        municipality = self.municipalities.get(buyer)
        return municipality.population if written is None and municipality else written

    @once
    def billed(self) -> dict[str, tuple[int, int]]:
        """How often each product is billed in the first fiscal year, and in each later one."""
        return {key: _BILLED[product.billed] for key, product in self.products.items()}

    @once
    def prices(self) -> dict[str, dict[str, Price]]:
        """The price of each product that a vendor sells, by vendor."""
        only = next(iter(self.products))
        return {
            name: vendor.prices or ({only: vendor.price} if vendor.price else {})
            for name, vendor in self.vendors.items()
        }

    @once
    def in_need(self) -> tuple[str, ...]:
        """The buyers that have a quantity, in file order."""
        return tuple([key for key, buyer in self.buyers.items() if any(buyer.quantities.values())])

    def taking_part(self, arrangement: Arrangement) -> tuple[str, ...]:
        """The buyers in an arrangement that have a quantity, in file order."""
        if arrangement.buyers is None:
            return self.in_need
        named = set(arrangement.buyers)
        return tuple([key for key in self.in_need if key in named])

    def quoting(self, kind: Literal["separate", "joint"]) -> tuple[str, ...]:
        """The vendors that quote in a kind of procurement, in file order."""
        kinds = ("both", kind)
        return tuple([name for name, vendor in self.vendors.items() if vendor.offered in kinds])


def _readable(value: object) -> object:
    """Plain data with decimals as texts."""
    if isinstance(value, dict):
        return {key: _readable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(inner) for inner in value]
    return str(value) if isinstance(value, Digits) else value
