"""What changed from one result to another: the inputs, and what that does to the figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeVar

from scalemerit.errors import KeyPath, Problem, ScalemeritError
from scalemerit.snapshot import (
    ArrangementFigures,
    AwardFigures,
    BuyerFigures,
    Setting,
    ShareFigures,
    Snapshot,
    held_settings,
)

Figures = TypeVar("Figures", BuyerFigures, AwardFigures, ShareFigures, ArrangementFigures)
ChangeKind = Literal["come", "gone", "changed"]


class Change(NamedTuple):
    """One change of the inputs: a value, or a whole part that has come or gone.

    `old` and `new` are None where nothing is written. Of a buyer that has come or gone they are
    its quantity over all products, of other parts nothing.
    """

    path: KeyPath
    kind: ChangeKind
    old: Setting | None = None
    new: Setting | None = None


class Amounts(NamedTuple):
    """An amount in the smallest unit in both results; None where the result does not have it."""

    old: int | None
    new: int | None

    @property
    def change(self) -> int | None:
        """How much it has grown; None where one result does not have it."""
        return None if self.old is None or self.new is None else self.new - self.old


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
    old: ShareFigures | None
    new: ShareFigures | None

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
        """Whether anything of it is not as it was."""
        return self.old != self.new

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
    """What changed from an old result to a new one.

    Where `is_complete` is False, one of them does not hold its inputs, and `inputs` has only what
    the figures tell.
    """

    old: Snapshot
    new: Snapshot
    is_complete: bool
    inputs: tuple[Change, ...]
    buyers: tuple[BuyerDifference, ...]
    arrangements: tuple[ArrangementDifference, ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        buyers = any(one.is_changed for one in self.buyers)
        return not (self.inputs or buyers or any(one.is_changed for one in self.arrangements))

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
    return Difference(
        old=old,
        new=new,
        is_complete=old.settings is not None and new.settings is not None,
        inputs=tuple(_changes(old, new)),
        buyers=tuple(
            BuyerDifference(names[key], *pair)
            for key, pair in _paired(_by_buyer(old.buyers), _by_buyer(new.buyers))
        ),
        arrangements=tuple(
            _arrangement(key, *pair, names)
            for key, pair in _paired(_by_name(old.arrangements), _by_name(new.arrangements))
        ),
    )


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


Bought = TypeVar("Bought", BuyerFigures, ShareFigures)


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


# ---- inputs ----


def _changes(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """The changes of the inputs: parts that have come or gone as one, other values one by one."""
    complete = old.settings is not None and new.settings is not None
    before = old.settings if complete and old.settings is not None else held_settings(old)
    after = new.settings if complete and new.settings is not None else held_settings(new)
    if before == after and set(old.parts) == set(new.parts):
        return
    whole = {change.path: change for change in _come_and_gone(old, new, complete=complete)}
    for path in _in_order([*after, *new.parts, *before, *old.parts]):
        if _is_within(path, whole):
            continue
        if path in whole:
            yield whole[path]
        elif before.get(path) != after.get(path):
            yield Change(path, "changed", before.get(path), after.get(path))


def _come_and_gone(old: Snapshot, new: Snapshot, *, complete: bool) -> Iterator[Change]:
    known = {"products", "buyers", "vendors", "arrangements"}
    known = known if complete else {"buyers", "arrangements"}
    before, after = _quantities(old), _quantities(new)
    for path in dict.fromkeys((*new.parts, *old.parts)):
        if path[0] in known and path not in old.parts:
            yield Change(path, "come", None, after.get(path))
        elif path[0] in known and path not in new.parts:
            yield Change(path, "gone", before.get(path), None)


def _quantities(one: Snapshot) -> dict[KeyPath, int]:
    return {("buyers", buyer.buyer): sum(buyer.quantities.values()) for buyer in one.buyers}


def _is_within(path: KeyPath, whole: Mapping[KeyPath, Change]) -> bool:
    return any(path[:depth] in whole for depth in range(1, len(path)))


def _in_order(paths: Iterable[KeyPath]) -> list[KeyPath]:
    """Each route once; those that begin alike stand together, in the order of their beginnings."""
    found = list(dict.fromkeys(paths))
    ranks: dict[KeyPath, int] = {}
    for path in found:
        for depth in range(1, len(path) + 1):
            ranks.setdefault(path[:depth], len(ranks))
    return sorted(
        found, key=lambda path: [ranks[path[:depth]] for depth in range(1, len(path) + 1)]
    )
