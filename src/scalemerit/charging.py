"""What is divided among the buyers of an arrangement, and by which rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.allocate import Charge
from scalemerit.rules import Bill, plays_game

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game import PurchaseGame
    from scalemerit.procure import Pool
    from scalemerit.scenario import Arrangement
    from scalemerit.solution import Search


def bill_of(pool: Pool, arrangement: Arrangement, total: int, separate: tuple[int, ...]) -> Bill:
    """The bill of a pool; populations, which have to be looked up, only where a rule asks."""
    populations: tuple[int | None, ...] = (None,) * len(separate)
    if any("population" in mix for mix in arrangement.mixes.values()):
        populations = populations_of(pool)
    quantities = tuple(map(sum, zip(*pool.quantities.values(), strict=True)))
    return Bill(total, quantities, populations, separate)


def populations_of(pool: Pool) -> tuple[int | None, ...]:
    """The population of each buyer of a pool; None where it is not known."""
    return tuple(map(pool.scenario.population_of, pool.buyers))


def charges_of(
    pool: Pool, named: tuple[str, Arrangement], bill: Bill, joint: int, search: Search | None
) -> tuple[Charge, ...]:
    """What is divided by which mix: the whole bill, or what vendors ask and coordination apart.

    The rules of a bill without coordination are for the game without it.
    """
    name, arrangement = named
    path = ("arrangements", name, "allocation")
    (rest, mix), *others = arrangement.mixes.items()
    first = bill._replace(total=joint) if others else bill
    if plays_game(mix):
        game = game_of(pool, arrangement, bill.separate, search, has_coordination=not others)
        first = first._replace(game=game)
    coordination = bill._replace(total=bill.total - joint)
    return (
        Charge(first, mix, (*path, *rest)),
        *(Charge(coordination, by, (*path, *route)) for route, by in others),
    )


def game_of(
    pool: Pool,
    arrangement: Arrangement,
    separate: Sequence[int],
    search: Search | None = None,
    *,
    has_coordination: bool = True,
) -> PurchaseGame:
    """What each coalition of a pool's buyers would pay under an arrangement."""
    from scalemerit.game import PurchaseGame  # few comparisons play it

    coordination = arrangement.coordination if has_coordination else None
    return PurchaseGame(pool, arrangement, separate, coordination, search)


class Rounding(NamedTuple):
    """What shares are multiples of, in the smallest unit, and who pays what the bill has beyond.

    `last` is that buyer's position; None for the one whose share is largest.
    """

    unit: int
    last: int | None


def rounding_of(pool: Pool, arrangement: Arrangement) -> Rounding:
    """How an arrangement says that shares are rounded; the lead pays what is beyond."""
    unit, lead = arrangement.share_unit, arrangement.lead
    return Rounding(
        1 if unit is None else int(unit * pool.scenario.terms.units),
        None if lead is None else pool.buyers.index(lead),
    )
