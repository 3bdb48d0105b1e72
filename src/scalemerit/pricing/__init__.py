"""The price models: what a vendor asks for a quantity of one product in one billing period.

The schema, the messages, the documentation's table and the law tests follow from the union.
"""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field

from scalemerit.annotations import WritesItself
from scalemerit.pricing.base import PriceModel
from scalemerit.pricing.curve import Curve, Purchase
from scalemerit.pricing.models import Flat, Graduated, Package, Volume
from scalemerit.pricing.tier import Term, Tier

__all__ = [
    "Curve",
    "Flat",
    "Graduated",
    "Package",
    "Price",
    "Purchase",
    "Term",
    "Tier",
    "Volume",
    "price_models",
]

Price = Annotated[Volume | Graduated | Package | Flat, Field(discriminator="model"), WritesItself()]


def price_models() -> dict[str, type[PriceModel]]:
    """The classes of the union by the word that `model` names each by."""
    return {
        get_args(model.model_fields["model"].annotation)[0]: model
        for model in get_args(get_args(Price)[0])
    }
