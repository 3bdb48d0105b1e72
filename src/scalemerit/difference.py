"""What changed from one result to another: the inputs, and what that does to the figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from scalemerit.comparison import Share
from scalemerit.errors import Problem, ScalemeritError
from scalemerit.input_changes import Change, input_changes
from scalemerit.snapshot import (
    ArrangementFigures,
    AwardFigures,
    BuyerFigures,
    Snapshot,
)

Figures = TypeVar("Figures", BuyerFigures, AwardFigures, Share, ArrangementFigures)


class Amounts(NamedTuple):
    """An amount in the smallest unit in both results; None where the result does not have it."""

    old: int | None
    new: int | None

    @property
    def change(self) -> int:
        """How much it has grown; what a result does not have counts as 0, so that parts add up."""
        return (self.new or 0) - (self.old or 0)


class BuyerDifference(NamedTuple):
    """One buyer in separate procurement; None where a result does not have it."""

    name: str
    old: BuyerFigures | None
    new: BuyerFigures | None

    @property
    def is_changed(self) -> bool:
        """Whether it needs or pays something else."""
        old, new = self.old, self.new
        return not old or not new or (old.quantities, old.cost) != (new.quantities, new.cost)

    @property
    def cost(self) -> Amounts:
        """What it pays alone."""
        old, new = self.old, self.new
        return Amounts(None if old is None else old.cost, None if new is None else new.cost)


class ShareDifference(NamedTuple):
    """One buyer of an arrangement; None where it takes no part."""

    name: str
    old: Share | None
    new: Share | None

    @property
    def separate(self) -> Amounts:
        """What it pays alone."""
        old, new = self.old, self.new
        return Amounts(old and old.separate, new and new.separate)

    @property
    def share(self) -> Amounts:
        """What it pays jointly."""
        old, new = self.old, self.new
        return Amounts(old and old.share, new and new.share)

    @property
    def saving(self) -> Amounts:
        """What it saves."""
        old, new = self.old, self.new
        return Amounts(old and old.saving, new and new.saving)

    @property
    def was_worse_off(self) -> bool:
        """Whether it would have paid more than alone."""
        return self.old is not None and self.old.saving < 0

    @property
    def is_worse_off(self) -> bool:
        """Whether it would pay more than alone."""
        return self.new is not None and self.new.saving < 0


class AwardDifference(NamedTuple):
    """One product of an arrangement; None where it is not supplied."""

    product: str
    old: AwardFigures | None
    new: AwardFigures | None


class ArrangementDifference(NamedTuple):
    """One arrangement; None where a result does not have it."""

    name: str
    old: ArrangementFigures | None
    new: ArrangementFigures | None
    award: tuple[AwardDifference, ...]
    shares: tuple[ShareDifference, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything of it is not as it was; the order of its parts makes no difference."""
        return self.is_moved or _words_of(self.old) != _words_of(self.new)

    @property
    def is_moved(self) -> bool:
        """Whether any figure of it, or any vendor of its award, is not as it was."""
        amounts = (*self.amounts.values(), *self.causes.values())
        return self.old != self.new and (
            any(one.old != one.new for one in amounts)
            or any(one.old != one.new for one in self.award)
            or any(one.old != one.new for one in self.shares)
        )

    @property
    def newly_worse_off(self) -> tuple[str, ...]:
        """The names of the buyers that only now would pay more than alone."""
        return tuple(one.name for one in self.shares if one.is_worse_off and not one.was_worse_off)

    @property
    def no_longer_worse_off(self) -> tuple[str, ...]:
        """The names of the buyers that still take part and no longer would pay more than alone."""
        return tuple(
            one.name
            for one in self.shares
            if one.new and one.was_worse_off and not one.is_worse_off
        )

    @property
    def label(self) -> str | None:
        """Its label in the new result, else in the old one."""
        one = self.new or self.old
        return one and one.label

    @property
    def saving(self) -> Amounts:
        """What is saved."""
        return self.amounts["saving"]

    @property
    def bill(self) -> Amounts:
        """The joint bill with coordination, which the shares add up to."""
        old, new = self.old, self.new
        return Amounts(old and old.joint + old.coordination, new and new.joint + new.coordination)

    @property
    def amounts(self) -> Mapping[str, Amounts]:
        """The totals, by the names that they have in a document."""
        names = ("separate", "joint", "coordination", "saving")
        return _amounts(names, self.old, self.new)

    @property
    def causes(self) -> Mapping[str, Amounts]:
        """The causes of the saving, by their names."""
        old, new = self.old, self.new
        names = ("vendor", "volume", "fees", "discount", "coordination")
        return _amounts(names, old and old.causes, new and new.causes)


class Decrease(NamedTuple):
    """A saving that became smaller: of an arrangement, or with no name of the best one."""

    arrangement: str | None
    old: int
    new: int


class Difference(NamedTuple):
    """What changed from an old result to a new one; `is_moved` tells whether any figure did.

    Where `is_complete` is False, one of them does not hold its inputs, and `inputs` has only what
    the figures tell.
    """

    old: Snapshot
    new: Snapshot
    is_complete: bool
    is_moved: bool
    inputs: tuple[Change, ...]
    buyers: tuple[BuyerDifference, ...]
    arrangements: tuple[ArrangementDifference, ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        changed = any(one.is_changed for one in self.arrangements)
        return not (self.inputs or self.is_moved or changed)

    @property
    def has_several_products(self) -> bool:
        """Whether quantities over all products add up unlike things."""
        return len(self.old.products | self.new.products) > 1

    @property
    def separate_total(self) -> Amounts:
        """What all buyers pay separately."""
        return Amounts(self.old.separate_total, self.new.separate_total)

    @property
    def decreases(self) -> tuple[Decrease, ...]:
        """The savings that became smaller, the best one's where the arrangements are others."""
        smaller = [
            Decrease(one.name, one.old.saving, one.new.saving)
            for one in self.arrangements
            if one.old and one.new and one.new.saving < one.old.saving
        ]
        best = Decrease(None, self.old.best_saving, self.new.best_saving)
        others = any(one.old is None or one.new is None for one in self.arrangements)
        return (*smaller, best) if others and best.new < best.old else tuple(smaller)


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """What changed; buyers, products and arrangements of equal keys are compared.

    Raises ScalemeritError where the results are in different currencies.
    """
    if old.currency != new.currency:
        values = {"old": old.currency, "new": new.currency}
        raise ScalemeritError([Problem("currency-differs", ("currency",), values)])
    names = {buyer.buyer: buyer.name for buyer in (*old.buyers, *new.buyers)}
    buyers = tuple(_buyers(old, new, names))
    arrangements = tuple(_arrangements(old, new, names))
    moved = (
        _best_name(old) != _best_name(new)
        or any(one.is_changed for one in buyers)
        or any(one.is_moved for one in arrangements)
    )
    return Difference(
        old=old,
        new=new,
        is_complete=old.settings is not None and new.settings is not None,
        is_moved=moved,
        inputs=tuple(input_changes(old, new, is_moved=moved)),
        buyers=buyers,
        arrangements=arrangements,
    )


def _buyers(old: Snapshot, new: Snapshot, names: Mapping[str, str]) -> Iterator[BuyerDifference]:
    for key, pair in _paired(_by_buyer(old.buyers), _by_buyer(new.buyers)):
        yield BuyerDifference(names[key], *pair)


def _arrangements(
    old: Snapshot, new: Snapshot, names: Mapping[str, str]
) -> Iterator[ArrangementDifference]:
    for key, pair in _paired(_by_name(old.arrangements), _by_name(new.arrangements)):
        yield _arrangement(key, *pair, names)


def _best_name(one: Snapshot) -> str | None:
    return one.best.name if one.best else None


def _words_of(one: ArrangementFigures | None) -> object:
    """What stands with the figures of an arrangement."""
    return None if one is None else (one.label, one.lead, one.rule)


def _arrangement(
    name: str,
    old: ArrangementFigures | None,
    new: ArrangementFigures | None,
    names: Mapping[str, str],
) -> ArrangementDifference:
    awards = _paired(_by_product(old), _by_product(new))
    shares = _paired(_by_buyer(old.shares if old else ()), _by_buyer(new.shares if new else ()))
    return ArrangementDifference(
        name=name,
        old=old,
        new=new,
        award=tuple(AwardDifference(product, *pair) for product, pair in awards),
        shares=tuple(ShareDifference(names.get(key, key), *pair) for key, pair in shares),
    )


def _by_name(found: Iterable[ArrangementFigures]) -> dict[str, ArrangementFigures]:
    return {one.name: one for one in found}


def _by_product(found: ArrangementFigures | None) -> dict[str, AwardFigures]:
    return {one.product: one for one in found.award} if found else {}


Bought = TypeVar("Bought", BuyerFigures, Share)


def _by_buyer(found: Iterable[Bought]) -> dict[str, Bought]:
    return {one.buyer: one for one in found}


def _paired(
    old: Mapping[str, Figures], new: Mapping[str, Figures]
) -> Iterator[tuple[str, tuple[Figures | None, Figures | None]]]:
    """What belongs together, in the order of the new result, then what has gone."""
    for key in dict.fromkeys((*new, *old)):
        yield key, (old.get(key), new.get(key))


def _amounts(names: tuple[str, ...], old: object, new: object) -> dict[str, Amounts]:
    return {name: Amounts(getattr(old, name, None), getattr(new, name, None)) for name in names}
