"""What may be awarded: every award and the contracts that it consists of, or some of many."""

from __future__ import annotations

from itertools import product as every
from math import prod
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scalemerit.workbook.basis import Basis

# So many awards, and contracts in them, are always compared one by one; more where few buy.
ALWAYS, NEVER_MORE = 64, 1024
MOST_PRICED = 1_000_000  # awards × contracts × buyers: a workbook that is written in some seconds
Contract = tuple[str, tuple[str, ...]]
Award = tuple[str, ...]


class Offers(NamedTuple):
    """What may be awarded: products that are sold at all, awards by product, and their contracts.

    `unsold` are the products of which nobody sells any. `is_complete` tells whether the awards
    are all that there are.
    """

    products: tuple[str, ...]
    unsold: tuple[str, ...]
    awards: tuple[Award, ...]
    contracts: tuple[Contract, ...]
    is_complete: bool


def offers_of(
    sold: Mapping[str, Iterable[str]],
    wanted: Sequence[str],
    found: Iterable[Mapping[str, str]],
    *,
    buyers: int,
    is_single: bool = False,
) -> Offers:
    """The awards among vendors, from the products that each sells, for so many buyers.

    Where there are too many, only those found cheapest, and each vendor for all that it sells.
    """
    vendors = list(sold)
    sellers = {one: [vendor for vendor in vendors if one in sold[vendor]] for one in wanted}
    offered = tuple(one for one in wanted if sellers[one])
    unsold = tuple(one for one in wanted if not sellers[one])
    is_complete = is_single or _are_few(sellers, vendors, buyers)
    awards: list[Award]
    if is_single:
        awards = [tuple(v if v in sellers[one] else "" for one in offered) for v in vendors]
    elif is_complete:
        awards = list(every(*(sellers[one] for one in offered))) if offered else []
    else:
        awards = _some(sellers, offered, found)
    awards = [award for award in awards if any(award)]
    contracts = dict.fromkeys(one for award in awards for one in contracts_of(award, offered))
    return Offers(offered, unsold, tuple(awards), tuple(contracts), is_complete)


def _are_few(sellers: Mapping[str, Sequence[str]], vendors: Sequence[str], buyers: int) -> bool:
    """Whether all awards, and all contracts that they are made of, can be priced."""
    sold = [sum(vendor in some for some in sellers.values()) for vendor in vendors]
    awards = prod(len(some) for some in sellers.values() if some)
    contracts = min(sum((1 << many) - 1 for many in sold), awards * len(vendors))
    most = max(awards, contracts)
    if most <= ALWAYS:
        return True
    return most <= NEVER_MORE and awards * contracts * buyers <= MOST_PRICED


def contracts_of(award: Award, offered: Sequence[str]) -> list[Contract]:
    """The contracts of an award: each vendor with its products."""
    return [
        (vendor, tuple(one for one, by in zip(offered, award, strict=True) if by == vendor))
        for vendor in dict.fromkeys(award)
        if vendor
    ]


def _some(
    sellers: Mapping[str, Sequence[str]],
    offered: Sequence[str],
    found: Iterable[Mapping[str, str]],
) -> list[Award]:
    """Awards found cheapest, and those to one vendor as far as it sells, in the vendors' order."""
    vendors = list(dict.fromkeys(vendor for one in offered for vendor in sellers[one]))
    alone = [dict.fromkeys(offered, vendor) for vendor in vendors]
    awards = {
        tuple(
            sellers[one].index(wish) if (wish := wishes.get(one, "")) in sellers[one] else 0
            for one in offered
        )
        for wishes in (*found, *alone)
    }
    return [
        tuple(sellers[one][index] for one, index in zip(offered, award, strict=True))
        for award in sorted(awards)
    ]


def award_note(basis: Basis, offers: Offers) -> str:
    """Whether all awards are priced, or only some; begins with a space in English."""
    if offers.is_complete:
        return all_awards_note(basis)
    return basis.teller.say(
        " There are too many awards to price each: the cheapest is taken of those found when this"
        " file was written, and of each vendor for all. After a change another may be cheaper"
        " still; then write the file anew.",
        "発注先の組合せが多いため、作成時に最も安かった組合せと各社への一括発注の中から最も安いものを"
        "採っています。数値を変えると、さらに安い組合せがありえます。その場合は作り直してください。",
    )


def all_awards_note(basis: Basis) -> str:
    """Tells that all awards are priced; begins with a space in English."""
    return basis.teller.say(
        " Every possible award is priced, and the cheapest taken.",
        "ありうる発注先の組合せをすべて計算し、最も安いものを採っています。",
    )
