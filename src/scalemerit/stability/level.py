"""One level of a lexicographic minimum: the least largest excess, proven by weights.

Coalitions F with weights λ > 0, and buyers with weights ν > 0 whose shares are at their caps, prove
a level ε where Σ λ_S·1_S + Σ ν_i·1_i is a combination of what is settled. The sum Σ λ_S·x(S) +
Σ ν_i·x_i is then the same for all divisions that are left, so that none has all excesses of F
below ε, and all that have none above it give each of F exactly ε (Kohlberg 1971, SIAM Journal on
Applied Mathematics 20; Maschler, Peleg, Shapley 1979, Mathematics of Operations Research 4).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from scalemerit.money import apportion
from scalemerit.stability.arrays import memberships
from scalemerit.stability.program import Program, Scale
from scalemerit.stability.settled import null_vector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scalemerit.game.base import Game
    from scalemerit.solution import Certainty
    from scalemerit.stability.arrays import Floats
    from scalemerit.stability.leaving import Shares
    from scalemerit.stability.program import Proposal
    from scalemerit.stability.settled import Settled

# The largest distance in a program, in its units.
_LARGEST = 10**4


class Search(Protocol):
    """Where the coalitions come from that a program lists next."""

    def worst(self, values: Floats, above: float) -> Iterator[list[int]]:
        """Batches of coalitions, none settled, whose values exceed the cost by more.

        The first is found soonest; where there is no such coalition, none is in any batch.
        """

    def settle(self, settled: Settled) -> None:
        """Find no coalitions any more whose payments follow from what is settled."""

    def exceeding(self, shares: Shares, levels: Sequence[Fraction], *, per_head: bool) -> list[int]:
        """The coalitions found whose exact excess is above the level at which they were settled."""

    @property
    def certainty(self) -> Certainty:
        """How sure it is that `exceeding` found all there are."""


class Level(NamedTuple):
    """The excess of a level, the coalitions that prove it, and the buyers at their caps.

    `weights` belong to the coalitions, then to the buyers; they are whole numbers above 0.
    """

    excess: Fraction
    coalitions: tuple[int, ...]
    capped: tuple[int, ...]
    weights: tuple[int, ...]


class TimeIsUp(Exception):  # noqa: N818  # no error
    """The time limit came before a level was found."""


class UnprovenError(ArithmeticError):
    """The weights that floating point proposes prove nothing."""


def begun(game: Game, known: Sequence[int], *, capped: bool, per_head: bool) -> Program:
    """The program of the first level, listing what is known and what bounds it."""
    separate = game.alone
    weights = [max(1, cost) for cost in separate]
    start = apportion([game.total * weight for weight in weights], sum(weights))
    coalitions = _beginning(game) + [one for one in known if one not in set(_beginning(game))]
    costs = [game.cost(coalition) for coalition in coalitions]
    plain = Scale(start, 1)
    distances = map(plain.from_start, coalitions, costs)
    unit = max(1, *map(abs, distances)) / _LARGEST
    program = Program(Scale(start, unit), separate if capped else None, per_head=per_head)
    program.add(coalitions, costs)
    return program


def _beginning(game: Game) -> list[int]:
    """The coalitions of one buyer, and of all but one."""
    single = [1 << buyer for buyer in range(game.buyers)]
    return list(dict.fromkeys(single + [game.everyone ^ one for one in single]))


def proposed(game: Game, program: Program, search: Search, is_over: Callable[[], bool]) -> Proposal:
    """The solution over all coalitions that the search can find; raises `TimeIsUp`."""
    while not is_over():
        proposal = program.solve()
        values, bound = proposal.shares, proposal.excess
        if program.per_head:
            values, bound = values - bound, 0
        batches = search.worst(values, bound + program.tolerance)
        new = next(filter(None, map(program.unlisted, batches)), None)
        if new is None:
            return proposal
        program.add(new, [game.cost(coalition) for coalition in new])
    raise TimeIsUp


def proven(game: Game, settled: Settled, proposal: Proposal, *, per_head: bool) -> Level:
    """The level that a solution proposes, with exact weights; raises `UnprovenError`."""
    capped = [buyer for buyer in proposal.capped if not settled.settles(1 << buyer)]
    held = proposal.coalitions + [1 << buyer for buyer in capped]
    weights = null_vector(settled.free @ memberships(held, game.buyers).T) if held else None
    if weights is None or min(weights) < 0 < max(weights):
        raise UnprovenError
    weighed = {place: abs(weight) for place, weight in enumerate(weights) if weight}
    count = len(proposal.coalitions)
    coalitions = [held[place] for place in weighed if place < count]
    excess = sum(
        weight * (settled.paid(held[place]) - game.cost(held[place]) * settled.denominator)
        for place, weight in weighed.items()
    )
    heads = sum(
        weighed[place] * (held[place].bit_count() if per_head else 1)
        for place in weighed
        if place < count
    )
    return Level(
        Fraction(excess, heads * settled.denominator),
        tuple(coalitions),
        tuple(capped[place - count] for place in weighed if place >= count),
        tuple(weighed.values()),
    )
