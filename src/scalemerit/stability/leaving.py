"""What a coalition would gain by leaving a division of a bill."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from scalemerit.game.base import Game


class Between(NamedTuple):
    """Only coalitions that hold one buyer and, if it is given, not another."""

    holding: int
    lacking: int | None = None


class Shares(NamedTuple):
    """A division as parts of a denominator."""

    parts: tuple[int, ...]
    denominator: int = 1

    def excess(self, game: Game, coalition: int) -> Fraction:
        """What a coalition pays above its own cost: x(S) − c(S)."""
        paid = sum(part for buyer, part in enumerate(self.parts) if coalition >> buyer & 1)
        return Fraction(paid - game.cost(coalition) * self.denominator, self.denominator)

    @property
    def amounts(self) -> list[float]:
        """The shares in floating point."""
        return [part / self.denominator for part in self.parts]

    def charged(self, amount: Fraction) -> Shares:
        """The shares less an amount for each buyer."""
        off = amount.numerator * self.denominator
        parts = tuple(part * amount.denominator - off for part in self.parts)
        return Shares(parts, self.denominator * amount.denominator)


class LargestExcess(NamedTuple):
    """A coalition, and what it gains by leaving: its excess x(S) − c(S).

    No other coalition gains more by more than `slack` smallest units; where it is not certain, one
    may that was not found.
    """

    coalition: int
    gain: Fraction
    slack: Fraction = Fraction(0)
    is_certain: bool = True


class Source(Protocol):
    """A way to find the coalition of a game whose excess is largest."""

    def largest(self, shares: Shares, between: Between | None = None) -> LargestExcess:
        """That coalition: of several the smallest, then that of the first buyers."""
