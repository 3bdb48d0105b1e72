"""Which vendors to open contracts with, where products are tied by nothing but the fees for that.

This is the uncapacitated facility location problem. Branch and bound over the vendors that charge
a fee: what a vendor saves beside others is never more than beside fewer of them, so one that
cannot win back its fee beside those already chosen never will.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scalemerit.money import Exact

# What a vendor asks that does not sell a product: more than anything that can be asked.
UNSOLD = 10**60

Costs = list[Exact]
Award = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """A part of the search: vendors chosen, what each product costs there, vendors undecided."""

    chosen: tuple[int, ...]
    fees: Exact
    costs: Costs
    left: tuple[int, ...]


def cheapest_opening(costs: Sequence[Costs], fees: Sequence[Exact]) -> Award:
    """For each product the vendor that makes products and fees together cheapest.

    `costs` has a row a vendor and a column a product, `UNSOLD` where it does not sell it. Equally
    cheap awards: the one whose vendors, product by product, come first.
    """
    free = tuple(vendor for vendor, fee in enumerate(fees) if not fee)
    charging = tuple(vendor for vendor, fee in enumerate(fees) if fee)
    open_choices = [_Choice(free, 0, _least([UNSOLD] * len(costs[0]), costs, free), charging)]
    best: tuple[Exact, Award] | None = None
    while open_choices:
        choice = _without_hopeless(open_choices.pop(), costs, fees)
        bound = choice.fees + sum(_least(choice.costs, costs, choice.left))
        if best is not None and bound > best[0]:
            continue
        if best is not None and bound == best[0] and _award(choice, costs) >= best[1]:
            continue
        if choice.left:
            open_choices += _divided(choice, costs, fees)
        else:
            best = (bound, _award(choice, costs))
    return best[1] if best else ()


def _least(at_hand: Costs, costs: Sequence[Costs], vendors: Sequence[int]) -> Costs:
    """What each product costs at the least, at hand or at one of the vendors."""
    return list(map(min, at_hand, at_hand, *(costs[vendor] for vendor in vendors)))


def _without_hopeless(choice: _Choice, costs: Sequence[Costs], fees: Sequence[Exact]) -> _Choice:
    """The choice without vendors that would save less than their fee."""
    if not choice.left:
        return choice
    now = sum(choice.costs)
    left = tuple(
        vendor
        for vendor in choice.left
        if now - sum(map(min, choice.costs, costs[vendor])) >= fees[vendor]
    )
    return _Choice(choice.chosen, choice.fees, choice.costs, left)


def _divided(choice: _Choice, costs: Sequence[Costs], fees: Sequence[Exact]) -> Iterator[_Choice]:
    """The choice without, and then with, the vendor that would save most beyond its fee."""
    vendor = min(choice.left, key=lambda one: fees[one] + sum(map(min, choice.costs, costs[one])))
    left = tuple(one for one in choice.left if one != vendor)
    yield _Choice(choice.chosen, choice.fees, choice.costs, left)
    yield _Choice(
        (*choice.chosen, vendor),
        choice.fees + fees[vendor],
        list(map(min, choice.costs, costs[vendor])),
        left,
    )


def _award(choice: _Choice, costs: Sequence[Costs]) -> Award:
    """For each product the first of the cheapest vendors among those chosen or left."""
    vendors = sorted((*choice.chosen, *choice.left))
    offers = zip(*(costs[vendor] for vendor in vendors), strict=True)
    return tuple(vendors[offer.index(min(offer))] for offer in offers)
