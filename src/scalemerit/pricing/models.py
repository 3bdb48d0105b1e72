"""The price models, one class each.

To add one, write its class here and its name into `Price` in `pricing/__init__.py`.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from scalemerit.annotations import JsonSchema, Read
from scalemerit.errors import Problem
from scalemerit.fields import LARGEST_QUANTITY, Amount, ProductName
from scalemerit.money import Exact
from scalemerit.once import once
from scalemerit.pricing.base import PriceModel, Tiered
from scalemerit.pricing.curve import Curve, Level, Limits, Line, bought_as_needed
from scalemerit.pricing.tier import Term, Tier, Tiers, read_bound, step_terms
from scalemerit.wording import Word

_SIZE_SCHEMA: JsonSchema = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": LARGEST_QUANTITY},
        {"type": "string", "pattern": r"^\s*[0-9０-９][0-9０-９_,，]*\s*$"},
    ],
    "description": "How many licenses a pack holds. 1 パックの数量",
}


class Volume(Tiered):
    """`volume` 全量適用: every license at the unit price of the highest tier reached."""

    owner = Word("a volume price", "価格表(volume)")
    model: Literal["volume"]
    tiers: Tiers
    counts: Annotated[tuple[ProductName, ...], Field(strict=False, min_length=1)] | None = None

    @property
    def tiering(self) -> dict[int, Tier]:
        """The tiers by their lower bounds, as written."""
        return self.tiers

    @property
    def counted_products(self) -> tuple[str, ...]:
        """The products whose total chooses the tier."""
        return self.counts or ()

    def terms(self, quantity: int, counted: int | None = None) -> tuple[Term, ...]:
        """The licenses at one unit price, and the tier's flat part."""
        sold = self.sold(quantity)
        step = self.steps[self.reached(sold if counted is None else counted)]
        return step_terms("licenses", sold, step)

    def problems(self, product: str) -> list[Problem]:
        """`counts` that leaves out its own product or cannot work with these tiers."""
        problems = super().problems(product)
        return problems if self.counts is None else [*self._miscounts(product), *problems]

    def _miscounts(self, product: str) -> Iterator[Problem]:
        if product not in (self.counts or ()):
            yield Problem("counts-itself", ("counts",), {"product": product})
        if min(self.tiers) > 1:
            yield Problem("counts-first-tier", ("tiers",), {"found": f"{min(self.tiers):,}"})
        if "buy_up" in self.model_fields_set and self.buy_up:
            yield Problem("counts-buy-up", ("buy_up",))


class Graduated(Tiered):
    """`graduated` 段階適用: each tier's unit price for the licenses inside it."""

    owner = Word("a graduated price", "価格表(graduated)")
    model: Literal["graduated"]
    tiers: Tiers

    @property
    def tiering(self) -> dict[int, Tier]:
        """The tiers by their lower bounds, as written."""
        return self.tiers

    def terms(self, quantity: int, counted: int | None = None) -> tuple[Term, ...]:
        """One line a tier reached: the licenses inside it, and its flat part."""
        del counted
        sold = self.sold(quantity)
        last = self.reached(sold)
        ends = [self._entry(position) for position in range(1, last + 1)] + [sold]
        return tuple(
            term
            for position, end in enumerate(ends)
            for term in step_terms("licenses", end - self._entry(position), self.steps[position])
        )

    def _entry(self, position: int) -> int:
        """How many licenses lie below a tier; the first one covers all from the first on."""
        return self.starts[position] - 1 if position else 0

    def levels(
        self, starts: tuple[int, ...], tiers: list[Line], limits: Limits | None
    ) -> list[Level]:
        """For each tier, what lies below it with the flats up to it, then its own unit price.

        Buying up never pays, as more licenses are never cheaper.
        """
        del limits
        found: list[Line] = []
        below: Exact = 0
        entry, before = 0, tiers[0][1]
        for start, (flat, unit) in zip(starts, tiers, strict=True):
            end = start - 1 if found else 0
            below += (end - entry) * before + flat
            found.append((below - end * unit, unit))
            entry, before = end, unit
        return bought_as_needed(found)


class Package(Tiered):
    """`package` パック単位: whole packs, rounded up, the price of a pack by tiers of packs."""

    owner = Word("a package price", "価格表(package)")
    model: Literal["package"]
    size: Annotated[int, Read(read_bound, _SIZE_SCHEMA)]
    price: Amount | None = None
    tiers: Tiers | None = None

    @property
    def tiering(self) -> dict[int, Tier]:
        """The tiers by their lower bounds in packs; one from the first pack on for `price`."""
        return self.tiers or {1: Tier.model_construct(unit=self.price or 0)}

    @once
    def curve(self) -> Curve:
        """The price worked out for any quantity, in whole packs."""
        return self.curve_in(self.size, names_tiers=self.tiers is not None)

    def terms(self, quantity: int, counted: int | None = None) -> tuple[Term, ...]:
        """The packs at one price, and the tier's flat part."""
        del counted
        packs = self.sold(quantity)
        return step_terms("packs", packs, self.steps[self.reached(packs)])

    def problems(self, product: str) -> list[Problem]:
        """Neither or both of `price` and `tiers`; a list price that no tier takes anything off."""
        if (self.price is None) == (self.tiers is None):
            return [Problem("package-price")]
        if self.tiers is None and self.list_price is not None:
            return [Problem("list-price-alone", ("list_price",), at_key=True)]
        return super().problems(product)


class Flat(PriceModel):
    """`flat` 定額: the amount, whatever the quantity (site license, shared content)."""

    owner = Word("a flat price", "価格表(flat)")
    model: Literal["flat"]
    amount: Amount

    @once
    def curve(self) -> Curve:
        """One amount for any quantity but 0."""
        return Curve((1,), bought_as_needed([(self.amount, 0)]), names_tiers=False)

    def terms(self, quantity: int, counted: int | None = None) -> tuple[Term, ...]:
        """The amount, once."""
        del counted
        return (Term("flat", 1, self.amount),) if quantity else ()
