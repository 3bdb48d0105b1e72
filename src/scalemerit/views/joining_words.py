"""How the buyers of a coalition are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scalemerit.join import Joined
    from scalemerit.views.words import Teller

_FEW = 6


def buyers_named(tell: Teller, one: Joined, positions: Iterable[int]) -> str:
    """All of the buyers at these positions, one after another."""
    buyers = one.outcome.pool.buyers
    return tell.listed(tell.scenario.name_of(buyers[position]) for position in positions)


def some_named(tell: Teller, one: Joined, positions: Sequence[int], few: int = _FEW) -> str:
    """The buyers at these positions, or the few that are left out, or the first of many."""
    missing = [place for place in range(one.game.buyers) if place not in positions]
    if not missing:
        return tell.say("all", "全団体")
    if len(missing) < len(positions) and len(missing) <= few:
        left_out = buyers_named(tell, one, missing)
        return tell.say(f"all but {left_out}", f"{left_out}を除く全団体")
    named = buyers_named(tell, one, positions[:few])
    more = len(positions) - few
    return tell.say(f"{named} and {more} more", f"{named}ほか{more}団体") if more > 0 else named
