"""A cost game: what each coalition of buyers pays at least.

A coalition is a whole number in which buyer i, in the order of the arrangement's buyers, is bit i;
no buyer is 0, all of n buyers are 2ⁿ − 1. Costs are whole numbers of the currency's smallest unit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.once import once
from scalemerit.solution import Search

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    from scalemerit.solution import Solution

    # Costs in the smallest unit. Where sums over them may not fit into int64, the array is one of
    # Python integers (its dtype is object), which types do not tell.
    Costs = npt.NDArray[np.int64]

# So many buyers have few enough coalitions to list the cost of each.
TABLE_LIMIT = 23

# The ways of buying in parts that costs are the least of: every partition of a coalition; one joint
# purchase with the others alone; none, so that a coalition buys as a whole.
Parts = Literal["every", "one_joint", "whole"]


class PooledOffer(NamedTuple):
    """What one vendor asks of a coalition: `licenses` at its pooled total, and `each` a buyer.

    Both are exact, tax and coordination included, before invoices are rounded, in parts of 1/scale
    of the smallest unit; `licenses` has an entry for each total, what is paid once included.
    """

    licenses: Costs
    each: int
    scale: int


class Pooled(NamedTuple):
    """Costs that depend on nothing but how many buy, and on how much they need together.

    Quantities and totals are in steps of `step` licenses, so that most totals can occur. `joint`
    gives what a coalition of a size, two buyers or more, pays at each total from 0 to that of all,
    to the smallest unit; it is the same array for all sizes where not `depends_on_size`. The same
    costs before the rounding of invoices are the least of `offers`, which is not further away than
    `slack` smallest units; 0 where nothing is rounded.
    """

    quantities: tuple[int, ...]
    step: int
    joint: Callable[[int], Costs]
    depends_on_size: bool
    offers: tuple[PooledOffer, ...]
    slack: int


class Game(ABC):
    """What each coalition of so many buyers pays at least.

    The cost of all buyers is the bill that is to be divided, even where parts would be cheaper.
    `search` is how far what may take long is looked for; `solutions` are those found so far, by the
    names of rules.
    """

    def __init__(self, buyers: int, search: Search | None = None) -> None:
        self.buyers = buyers
        self.search = search or Search()
        self.solutions: dict[str, Solution] = {}

    @property
    def has_table(self) -> bool:
        """Whether the cost of every coalition can be listed."""
        return self.buyers <= TABLE_LIMIT

    @property
    def everyone(self) -> int:
        """The coalition of all buyers."""
        return (1 << self.buyers) - 1

    @abstractmethod
    def cost(self, coalition: int) -> int:
        """What a coalition pays at least; 0 for no buyer."""

    @once
    def total(self) -> int:
        """The bill of all buyers together."""
        return self.cost(self.everyone)

    @once
    def alone(self) -> tuple[int, ...]:
        """What each buyer pays that stays out."""
        return tuple(self.cost(1 << buyer) for buyer in range(self.buyers))

    @once
    def without(self) -> tuple[int, ...]:
        """What the others pay if one buyer stays out, for each buyer."""
        everyone = self.everyone
        return tuple(self.cost(everyone ^ (1 << buyer)) for buyer in range(self.buyers))

    @once
    def table(self) -> Costs:
        """The cost of every coalition, by its number; only of a game that `has_table`."""
        raise NotImplementedError

    @property
    def parts(self) -> Parts:
        """The ways of buying in parts that costs are the least of."""
        return "whole"

    @property
    def whole_is_cheapest(self) -> bool | None:
        """Whether no coalition pays less in parts: its costs are subadditive; None if unknown."""
        return None

    @property
    def pooled(self) -> Pooled | None:
        """How costs follow from pooled quantities, where all but those of single buyers do."""
        return None

    @property
    def surrogates(self) -> tuple[Pooled, ...]:
        """Costs that add up to nearly those of this game; none where none are known."""
        return ()
