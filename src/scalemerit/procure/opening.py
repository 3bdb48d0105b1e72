"""Which vendors to open contracts with, where products are tied by nothing but the fees for that.

This is the uncapacitated facility location problem. Branch and bound over the vendors that charge
a fee: what a vendor saves beside others is never more than beside fewer of them, so one that
cannot win back its fee beside those already chosen never will.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from scalemerit.money import NO_OFFER, Exact

Costs = list[Exact]
Award = tuple[int, ...]
# Vendors: what they cost with their fees, what each product costs where cheapest, and who they are.
_Set = tuple[Exact, Costs, list[int]]


# So few vendors with a fee are tried in every combination.
_FEW = 5


class _Choice(NamedTuple):
    """A part of the search: vendors chosen, what each product costs there, vendors undecided."""

    chosen: tuple[int, ...]
    fees: Exact
    costs: Costs
    undecided: tuple[int, ...]

    def without(self, vendors: Collection[int]) -> _Choice:
        left = tuple(vendor for vendor in self.undecided if vendor not in vendors)
        return self._replace(undecided=left)


def cheapest_opening(costs: Sequence[Costs], fees: Sequence[Exact]) -> Award:
    """For each product the vendor that makes products and fees together cheapest.

    `costs` has a row a vendor and a column a product, `NO_OFFER` where it does not sell it. Equally
    cheap awards: the one whose vendors, product by product, come first.
    """
    if sum(map(bool, fees)) <= _FEW:
        return _best_of_all_sets(costs, fees)
    search = _Search(costs, fees)
    open_choices = [search.begin()]
    best: tuple[Exact, Award] | None = None
    while open_choices:
        choice = search.settled(open_choices.pop())
        bound = choice.fees + sum(search.least(choice, choice.undecided))
        if best is not None and bound > best[0]:
            continue
        if best is not None and bound == best[0] and search.award(choice) >= best[1]:
            continue
        if choice.undecided:
            open_choices += search.divided(choice)
        else:
            best = (bound, search.award(choice))
    return best[1] if best else ()


def _best_of_all_sets(costs: Sequence[Costs], fees: Sequence[Exact]) -> Award:
    """As `cheapest_opening`, trying each set of vendors that may be worth their fees."""
    free = [vendor for vendor, fee in enumerate(fees) if not fee]
    least: Costs = [NO_OFFER] * len(costs[0])
    for vendor in free:
        least = list(map(min, least, costs[vendor]))
    sets: list[_Set] = [(sum(least), least, free)]
    for vendor, fee in enumerate(fees):
        if fee:
            sets += _with(vendor, costs[vendor], fee, sets)
    cheapest = min([cost for cost, _, _ in sets])
    return min([_award(costs, sorted(vendors)) for cost, _, vendors in sets if cost == cheapest])


def _with(vendor: int, row: Costs, fee: Exact, sets: Iterable[_Set]) -> list[_Set]:
    """The sets with the vendor as well, where it is worth its fee."""
    more: list[_Set] = []
    for cost, least, vendors in sets:
        lower = list(map(min, least, row))
        saved = sum(least) - sum(lower)
        if saved >= fee:
            more.append((cost + fee - saved, lower, [*vendors, vendor]))
    return more


class _Search(NamedTuple):
    """The costs and fees of one problem."""

    costs: Sequence[Costs]
    fees: Sequence[Exact]

    def begin(self) -> _Choice:
        """The vendors without a fee chosen, all others undecided."""
        nothing = _Choice((), 0, [NO_OFFER] * len(self.costs[0]), ())
        free = tuple(vendor for vendor, fee in enumerate(self.fees) if not fee)
        charging = tuple(vendor for vendor, fee in enumerate(self.fees) if fee)
        return self.choosing(nothing, free)._replace(undecided=charging)

    def least(self, choice: _Choice, vendors: Collection[int]) -> Costs:
        """What each product costs at the least, where chosen or at one of the vendors."""
        rows = (self.costs[vendor] for vendor in vendors)
        return list(map(min, choice.costs, choice.costs, *rows))

    def choosing(self, choice: _Choice, vendors: Collection[int]) -> _Choice:
        """The choice with these vendors chosen as well."""
        left = choice.without(vendors)
        fees = choice.fees + sum(self.fees[vendor] for vendor in vendors)
        return _Choice(
            (*choice.chosen, *vendors), fees, self.least(choice, vendors), left.undecided
        )

    def settled(self, choice: _Choice) -> _Choice:
        """The choice with what is certain decided.

        A vendor that would save less than its fee beside those chosen is left out; one that is
        worth more than its fee even beside all others is chosen.
        """
        now = sum(choice.costs)
        hopeless = [
            vendor
            for vendor in choice.undecided
            if now - sum(map(min, choice.costs, self.costs[vendor])) < self.fees[vendor]
        ]
        choice = choice.without(hopeless) if hopeless else choice
        worth = self._worth_beside_all(choice)
        needed = [vendor for vendor, saved in worth.items() if saved > self.fees[vendor]]
        return self.choosing(choice, needed) if needed else choice

    def _worth_beside_all(self, choice: _Choice) -> dict[int, Exact]:
        """What each undecided vendor saves if all others are chosen."""
        worth: dict[int, Exact] = dict.fromkeys(choice.undecided, 0)
        rows = (self.costs[vendor] for vendor in choice.undecided)
        for offers in zip(choice.costs, *rows, strict=True):
            cheapest, *others = sorted(offers)
            position = offers.index(cheapest)
            if position and others[0] > cheapest:
                worth[choice.undecided[position - 1]] += others[0] - cheapest
        return worth

    def divided(self, choice: _Choice) -> Iterator[_Choice]:
        """The choice without, and then with, the vendor that saves most beyond its fee."""
        cost = {
            vendor: self.fees[vendor] + sum(map(min, choice.costs, self.costs[vendor]))
            for vendor in choice.undecided
        }
        vendor = min(cost, key=cost.__getitem__)
        yield choice.without((vendor,))
        yield self.choosing(choice, (vendor,))

    def award(self, choice: _Choice) -> Award:
        """For each product the first of the cheapest vendors among those chosen or undecided."""
        return _award(self.costs, sorted((*choice.chosen, *choice.undecided)))


def _award(costs: Sequence[Costs], vendors: Sequence[int]) -> Award:
    """For each product the first of the cheapest among the vendors."""
    offers = zip(*[costs[vendor] for vendor in vendors], strict=True)
    return tuple([vendors[offer.index(min(offer))] for offer in offers])
