"""How a part of the search is divided where its bound leaves room for a cheaper award."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scalemerit.procure.tied.ascent import Ascent
from scalemerit.procure.tied.costs import Costs
from scalemerit.procure.tied.node import Node


class Division(NamedTuple):
    """Two nodes that share out the awards of one, and how undecided the vendors were about it.

    That is weighed with the quantity at stake.
    """

    undecided: int
    nodes: tuple[Node, Node]


def divided(costs: Costs, node: Node, ascent: Ascent) -> tuple[Node, ...]:
    """The node in two, where the vendors were least decided; nothing if nothing is left open."""
    found = [*_by_level(costs, node, ascent), *_by_vendor(costs, node, ascent)]
    found += _by_product(costs, node, ascent)
    return max(found, key=lambda division: division.undecided).nodes if found else ()


def _by_level(costs: Costs, node: Node, ascent: Ascent) -> Iterator[Division]:
    """Whether a total reaches a level."""
    for vendor, seller in enumerate(costs.sellers):
        for position, group in enumerate(seller.groups):
            seen = ascent.reached[vendor][position]
            mask = node.levels[vendor][position]
            for level in range(1, len(group.floors)):
                low = mask & ((1 << level) - 1)
                above = sum(times for number, times in seen.items() if number >= level)
                undecided = min(above, ascent.rounds - above) * group.floors[level]
                if undecided and low and mask >> level & 1:
                    nodes = (
                        _leveled(node, (vendor, position), low),
                        _leveled(node, (vendor, position), mask & ~low),
                    )
                    yield Division(undecided, nodes)


def _leveled(node: Node, group: tuple[int, int], mask: int) -> Node:
    vendor, position = group
    levels = node.levels[vendor]
    return node.at(vendor, (*levels[:position], mask, *levels[position + 1 :]))


def _by_vendor(costs: Costs, node: Node, ascent: Ascent) -> Iterator[Division]:
    """Whether a vendor supplies anything."""
    share = sum(costs.sizes) // len(costs.sellers)
    for vendor, part in enumerate(ascent.parts):
        opened = ascent.opened[vendor]
        undecided = min(opened, ascent.rounds - opened) * share
        if undecided and node.allowed[vendor] and not (part.must or node.must >> vendor & 1):
            nodes = (node.allowing(vendor, 0), node._replace(must=node.must | 1 << vendor))
            yield Division(undecided, nodes)


def _by_product(costs: Costs, node: Node, ascent: Ascent) -> Iterator[Division]:
    """Whether a vendor supplies a product."""
    for product, vendors in enumerate(node.vendors()):
        for vendor in vendors if len(vendors) > 1 else ():
            taken = ascent.chosen[vendor].get(product, 0)
            without = node.allowing(vendor, node.allowed[vendor] & ~(1 << product))
            undecided = min(taken, ascent.rounds - taken) * costs.sizes[product]
            yield Division(undecided, (without, node.awarding(product, vendor)))
