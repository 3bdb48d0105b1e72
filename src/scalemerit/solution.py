"""A division of a bill that comes from a game, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal, NamedTuple

# `exact`: the shares are those of the definition. `certified`: found by approximation, then proven.
# `estimated`: from samples, each share within its margin. `least_core`: time ran out, or floating
# point was not precise enough; the shares are of the least core, one of which the asked for
# solution is. `unfinished`: so it was before that; the shares are those with the least largest
# excess that was met. `searched`: of very many coalitions those that decide were searched for, and
# some may have been overlooked.
Certainty = Literal["exact", "certified", "estimated", "searched", "least_core", "unfinished"]
LEAST_SURE_FIRST: tuple[Certainty, ...] = (
    "unfinished",
    "estimated",
    "searched",
    "least_core",
    "certified",
    "exact",
)


class Estimate(NamedTuple):
    """How sure an estimated division is.

    `margins` are half the width of each share's 95% interval, in the smallest unit; `samples` are
    the coalitions that were priced, drawn from `seed`.
    """

    margins: tuple[Fraction, ...]
    samples: int
    seed: int


class Solution(NamedTuple):
    """The shares of a bill as `parts` of one `denominator`, adding up to the bill.

    `estimate` is given where, and only where, the certainty is `estimated`.
    """

    parts: tuple[int, ...]
    denominator: int
    certainty: Certainty = "exact"
    estimate: Estimate | None = None


class Search(NamedTuple):
    """How far a solution is looked for that may take long.

    Once `is_over` says so, a coarser one is given; `seed` is what chance is drawn from.
    """

    is_over: Callable[[], bool] = bool
    seed: int = 0


class TimeIsUp(Exception):  # noqa: N818 - no error
    """The time that was allowed is over before something was found."""


class UnprovenError(ArithmeticError):
    """What floating point proposes cannot be proven, however long it is looked for."""


Reason = Literal["not-quasi-balanced", "no-remaining-benefit"]


class Undefined(Exception):  # noqa: N818 - no error: some games have no such solution
    """A bill or game that a rule gives no shares of; the reason is the code of a problem."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
