"""The words and cells that the tables of a difference share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from scalemerit.views.report import NOTHING, Cell, Column, Money, difference
from scalemerit.views.words import Speaker
from scalemerit.wording import Language

if TYPE_CHECKING:
    from scalemerit.difference import Amounts, ArrangementDifference


class _Telling(NamedTuple):
    language: Language
    names: Mapping[str, str]
    labels: Mapping[str, str] = MappingProxyType({})


class Telling(_Telling, Speaker):
    """Puts a difference into the words of one language.

    `names` are those of the buyers, `labels` those of the products that have one.
    """

    __slots__ = ()

    def product(self, product: str) -> str:
        """A product's label, else its key; the only unnamed product is called license."""
        usual = self.say("license", "ライセンス") if product == "license" else product
        return self.labels.get(product, usual)

    def changing(self) -> tuple[Column, Column, Column]:
        """An amount before and after, and how much it has grown."""
        return (
            Column(self.say("Before", "変更前"), numeric=True),
            Column(self.say("After", "変更後"), numeric=True),
            Column(self.say("Change", "増減"), numeric=True),
        )


def moved(amounts: Amounts) -> tuple[Cell, Cell, Cell]:
    """An amount before and after, and how much it has grown."""
    return money(amounts.old), money(amounts.new), money(amounts.change)


def money(amount: int | None) -> Cell:
    """An amount, where there is one."""
    return NOTHING if amount is None else Money(amount)


def gain(amounts: Amounts) -> Cell:
    """How much a saving has grown, told by its tone as well."""
    return difference(amounts.change)


def sums_of(parts: Sequence[Amounts], total: Amounts | None = None) -> tuple[tuple[int, ...], ...]:
    """Amounts that add up to 0: what stood, its growth and what stands, and parts to a total."""
    every = parts if total is None else (*parts, total)
    rows = [(one.old or 0, one.change, -(one.new or 0)) for one in every]
    if total is None:
        return tuple(rows)
    return (
        *rows,
        (*(one.old or 0 for one in parts), -(total.old or 0)),
        (*(one.change for one in parts), -total.change),
        (*(one.new or 0 for one in parts), -(total.new or 0)),
    )


def arrangement_name(one: ArrangementDifference) -> str:
    """An arrangement by its label with its name, or by its name alone."""
    return f"{one.label} ({one.name})" if one.label else one.name


def told_apart(themes: Sequence[tuple[str, str]]) -> list[str]:
    """The title of each theme, with its file where others have the same."""
    times = Counter(title for title, _ in set(themes))
    return [title if times[title] == 1 else f"{title} ({file})" for title, file in themes]
