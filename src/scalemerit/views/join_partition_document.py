"""What `join --format json` tells of the buyers divided into a few joint contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.views.numbers import Number

if TYPE_CHECKING:
    from scalemerit.partition import Partition
    from scalemerit.views.join_forms import Forms


class GroupDocument(TypedDict):
    """The buyers of one joint contract, or one that buys alone."""

    buyers: list[str]
    separate: Number
    cost: Number


class PartitionDocument(TypedDict):
    """The buyers divided into a few joint contracts; no such division costs less than `bound`."""

    groups: list[GroupDocument]
    cost: Number
    bound: Number | None
    cheapest: bool


def partition_document(found: Partition, forms: Forms) -> PartitionDocument:
    """The contracts, who buys alone, and how sure it is that nothing is cheaper."""
    return {
        "groups": [
            {
                "buyers": forms.names(group.buyers),
                "separate": forms.money(group.separate),
                "cost": forms.money(group.cost),
            }
            for group in found.groups
        ],
        "cost": forms.money(found.cost),
        "bound": None if found.bound is None else forms.money(found.bound),
        "cheapest": found.is_cheapest,
    }
