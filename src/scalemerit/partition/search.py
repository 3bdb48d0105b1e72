"""A good partition of many buyers, by improving several first ones step by step."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalemerit.game import Game

# Joint contracts as coalitions, some of them perhaps empty; who is in none buys alone.
Contracts = tuple[int, ...]


def best_found(game: Game, most: int) -> tuple[int, ...]:
    """The coalitions of the best partition found, those that buy alone as well."""
    search = _Search(game)
    found = min(map(search.improved, _starts(search, game, most)), key=search.cost)
    joint = [group for group in found if group.bit_count() > 1]
    left = game.everyone ^ sum(joint)
    return (*joint, *(1 << buyer for buyer in range(game.buyers) if left >> buyer & 1))


def _starts(search: _Search, game: Game, most: int) -> Iterator[Contracts]:
    """First partitions: all together, the best that grows, and the large ones apart."""
    if not most:
        yield ()
        return
    empty = (0,) * (most - 1)
    yield (game.everyone, *empty)
    yield (min(_growing(search, game), key=search.of_group), *empty)
    by_cost = sorted(range(game.buyers), key=lambda buyer: -game.alone[buyer])
    for contracts in range(2, min(most, game.buyers // 2) + 1):
        size = -(-game.buyers // contracts)
        parts = [by_cost[first : first + size] for first in range(0, game.buyers, size)]
        groups = [sum(1 << buyer for buyer in part) for part in parts]
        yield (*groups, *(0,) * (most - len(groups)))


def _growing(search: _Search, game: Game) -> Iterator[int]:
    """Coalitions that grow from a buyer by the one each time with which they save most."""
    coalition = 0
    while coalition != game.everyone:
        left = [1 << buyer for buyer in range(game.buyers) if not coalition >> buyer & 1]
        coalition = min((coalition | one for one in left), key=search.of_group)
        yield coalition


class _Search:
    """Improves partitions of a game's buyers, remembering what coalitions cost."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self._known: dict[int, int] = {0: 0}

    def cost(self, contracts: Contracts) -> int:
        """What all buyers pay under these contracts, less what they all pay alone."""
        return sum(map(self.of_group, contracts))

    def improved(self, contracts: Contracts) -> Contracts:
        """The contracts after the best change, again and again, until none is an improvement."""
        while True:
            cost = self.cost(contracts)
            for changes in (self._moves, self._exchanges):
                best = min(changes(contracts), key=self.cost, default=contracts)
                if self.cost(best) < cost:
                    contracts = best
                    break
            else:
                return contracts

    def of_group(self, group: int) -> int:
        """What a group pays, less what its buyers pay alone: nothing for a single buyer."""
        found = self._known.get(group)
        if found is None:
            alone = self._game.alone
            members = [buyer for buyer in range(group.bit_length()) if group >> buyer & 1]
            found = self._game.cost(group) - sum(alone[buyer] for buyer in members)
            self._known[group] = found
        return found

    def _moves(self, contracts: Contracts) -> Iterator[Contracts]:
        """One buyer to another contract or to none, two contracts into one, or one contract out."""
        for buyer in range(self._game.buyers):
            without = tuple(group & ~(1 << buyer) for group in contracts)
            yield without
            for place, group in enumerate(without):
                yield _with(without, {place: group | 1 << buyer})
        for place, group in enumerate(contracts):
            yield _with(contracts, {place: 0})
            for other in range(place):
                yield _with(contracts, {place: 0, other: contracts[other] | group})

    def _exchanges(self, contracts: Contracts) -> Iterator[Contracts]:
        """Two buyers change places, or go together to another contract."""
        for one, other in combinations(range(self._game.buyers), 2):
            both = 1 << one | 1 << other
            without = tuple(group & ~both for group in contracts)
            for place, group in enumerate(without):
                yield _with(without, {place: group | both})
            yield tuple(
                group ^ both if (group & both).bit_count() == 1 else group for group in contracts
            )


def _with(contracts: Contracts, changed: dict[int, int]) -> Contracts:
    return tuple(changed.get(place, group) for place, group in enumerate(contracts))
