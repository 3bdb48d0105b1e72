"""What is certain in a part of the search, by what anything else would add to its bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scalemerit.procure.tied.ascent import Answer, Ascent
from scalemerit.procure.tied.costs import product_set
from scalemerit.procure.tied.node import Node
from scalemerit.procure.tied.part import Level, Part, Prices, Taken


class _Room(NamedTuple):
    """A group of a vendor: what its levels take, and what they may add before it is too much.

    `idle` says that the vendor may supply nothing at all.
    """

    levels: tuple[Level, ...]
    taken: list[Taken]
    prices: Prices
    room: int
    idle: bool

    def kept(self) -> int:
        """The levels that an award may have, as a set of bits."""
        return product_set(
            level.number
            for level, taken in zip(self.levels, self.taken, strict=True)
            if taken.value < self.room or (self.idle and not level.number)
        )

    def hopeless(self) -> int:
        """The products that the vendor does not supply, as a set of bits."""
        possible = product_set({one for one, extra in self._extras(1) if extra < self.room})
        return self._free() & ~possible

    def needed(self) -> int:
        """The products that the vendor surely supplies, as a set of bits."""
        if self.idle:
            return 0
        free = self._free()
        dispensable = 0
        for level, taken in zip(self.levels, self.taken, strict=True):
            if taken.value < self.room:
                dispensable |= free & ~product_set(offer.product for offer in level.free)
        spared = {one for one, extra in self._extras(-1) if extra < self.room}
        return free & ~(dispensable | product_set(spared))

    def _extras(self, sign: int) -> Iterator[tuple[int, int]]:
        """What each level adds with a product for sure (1), or without it (-1)."""
        for level, taken in zip(self.levels, self.taken, strict=True):
            if taken.value < self.room:
                for product, cost, size in level.free:
                    worth = cost - self.prices[product] - taken.rate * size
                    yield product, max(taken.value, taken.loose + max(0, sign * worth))

    def _free(self) -> int:
        return product_set({offer.product for level in self.levels for offer in level.free})


def settled(node: Node, ascent: Ascent, below: int) -> Node:
    """The node without what cannot be in an award that costs less than an amount."""
    for vendor, (part, answer) in enumerate(zip(ascent.parts, ascent.answers, strict=True)):
        left = below - ascent.bound + answer.value
        if left <= 0 and not part.must:
            node = node._replace(must=node.must | 1 << vendor)
        rooms = list(_rooms(part, answer, part.shared(ascent.prices), left))
        node = _settled_at(node, vendor, rooms)
    return node


def _rooms(part: Part, answer: Answer, prices: Prices, left: int) -> Iterator[_Room]:
    idle = not part.must and left > 0
    for levels, taken, best in zip(part.groups, answer.levels, answer.best, strict=True):
        yield _Room(levels, taken, prices, left - answer.opened + best.value, idle)


def _settled_at(node: Node, vendor: int, rooms: list[_Room]) -> Node:
    levels = tuple(room.kept() for room in rooms)
    hopeless = sum(room.hopeless() for room in rooms)
    node = node.at(vendor, levels).allowing(vendor, node.allowed[vendor] & ~hopeless)
    needed = sum(room.needed() for room in rooms)
    for product in range(needed.bit_length()):
        if needed >> product & 1:
            node = node.awarding(product, vendor)
    return node
