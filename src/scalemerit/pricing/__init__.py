"""The price models: what a vendor asks for a quantity of one product in one billing period.

The schema, the messages, the documentation's table and the law tests follow from the union.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scalemerit.pricing.base import Purchase
from scalemerit.pricing.models import Flat, Graduated, Package, Volume
from scalemerit.pricing.tier import Term, Tier

__all__ = ["Flat", "Graduated", "Package", "Price", "Purchase", "Term", "Tier", "Volume"]

Price = Annotated[Volume | Graduated | Package | Flat, Field(discriminator="model")]
