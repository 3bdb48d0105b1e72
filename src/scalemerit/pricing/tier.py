"""Tiers: the lower bounds and unit prices of a price, and the terms they contribute to it."""

from collections import Counter
from collections.abc import Collection
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from scalemerit import fields, file_forms
from scalemerit.annotations import Info, JsonSchema, Read, ReadKnowing, Scalar, Short
from scalemerit.fields import LARGEST_AMOUNT, Amount, Model, wrong
from scalemerit.money import Exact
from scalemerit.wording import Word

_MANY = 10  # fewer are always below the largest quantity

TermKind = Literal["licenses", "packs", "tier_flat", "flat"]


class Term(NamedTuple):
    """One product of the arithmetic behind a price: `quantity` × `unit`.

    `tier_from` is the lower bound of the tier it comes from; `off` the part of the list price
    that the tier takes off, where the price is written so.
    """

    kind: TermKind
    quantity: int
    unit: Exact
    tier_from: int | None = None
    off: Exact | None = None

    @property
    def amount(self) -> Exact:
        """What the term comes to, in the currency."""
        return self.quantity * self.unit


class Step(NamedTuple):
    """A tier with its price worked out: from `start` licenses (packs) on, `unit` and `flat`."""

    start: int
    unit: Exact
    flat: Exact
    off: Exact | None


class PercentOff(NamedTuple):
    """A tier's price as a part of the list price that is taken off it."""

    rate: Exact


def _read_unit(value: Scalar, info: Info) -> Exact | PercentOff:
    if type(value) is int and 0 <= value <= LARGEST_AMOUNT:
        return value  # as nearly always
    if isinstance(value, str) and fields.normal(value).endswith("%"):
        return PercentOff(fields.read_rate(value))
    return fields.read_amount(value, info)


def _written_unit(unit: Exact | PercentOff) -> object:
    if isinstance(unit, int):
        return unit  # as most are
    if isinstance(unit, PercentOff):
        return file_forms.rate(unit.rate)
    return file_forms.exact_number(unit)


_UNIT_SCHEMA: JsonSchema = {
    "anyOf": [fields.AMOUNT_SCHEMA, fields.RATE_SCHEMA],
    "description": "The unit price, or with list_price the percentage off it. 単価(または割引率)",
}
UnitPrice = Annotated[Exact | PercentOff, ReadKnowing(_read_unit, _UNIT_SCHEMA, _written_unit)]


class Tier(Model):
    """From a lower bound on, this unit price, and a flat part paid once when it is reached."""

    owner = Word("a tier", "価格帯")
    unit: UnitPrice
    flat: Amount = 0


def _full_tier(value: object) -> object:
    return value if isinstance(value, dict) else {"unit": value}


def _no_bound_twice(value: object) -> object:
    if isinstance(value, dict) and not _all_differ(value):
        bounds = Counter(_digits(bound) for bound in value)
        if len(bounds) < len(value):
            raise wrong("tier-twice", found=bounds.most_common(1)[0][0])
    return value


def _all_differ(bounds: Collection[str]) -> bool:
    """Whether lower bounds as written are different numbers, as is quick to see of usual ones."""
    try:
        return len(set(map(int, bounds))) == len(bounds)
    except (ValueError, TypeError):
        return False


def _digits(bound: Scalar) -> str:
    """A lower bound without what may be written differently for the same number."""
    if isinstance(bound, str) and bound.isascii() and bound.isdecimal():
        return bound.lstrip("0") or "0"
    return fields.normal(bound).replace("_", "").replace(",", "").lstrip("0") or str(bound)


def read_bound(value: Scalar) -> int:
    """The lower bound of a tier, or the size of a package: a whole number from 1 on."""
    if isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) < _MANY:
        bound = int(value)
    elif isinstance(value, bool) or not fields.normal(value)[:1].isdecimal():
        bound = 0
    else:
        bound = fields.read_quantity(value)
    if bound < 1:
        raise wrong("tier-from", found=fields.shown(value))
    return bound


Bound = Annotated[int, Read(read_bound, {"type": "string"})]
Tiers = Annotated[
    dict[Bound, Annotated[Tier, Short(_full_tier, _UNIT_SCHEMA)]],
    Field(min_length=1, description="From each quantity on, this unit price. 下限の数量: 単価"),
    Short(_no_bound_twice, {"not": {}}),
]


def step_terms(kind: TermKind, quantity: int, step: Step) -> tuple[Term, ...]:
    """The terms of a quantity that is priced by one tier: its units, and its flat part if any."""
    priced = Term(kind, quantity, step.unit, step.start, step.off)
    return (priced, Term("tier_flat", 1, step.flat, step.start)) if step.flat else (priced,)
