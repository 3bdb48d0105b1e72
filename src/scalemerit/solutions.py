"""Divisions that follow from the costs of a few coalitions: separable costs, the tau value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.solution import Solution, Undefined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.game.base import Game


def separable_costs(game: Game) -> Solution:
    """The separable costs, remaining benefits method (分離費用身替り妥当支出法).

    mᵢ + (c(N) − Σm) × rᵢ ÷ Σr, where the separable cost mᵢ = c(N) − c(N∖i) is what the bill would
    be less without i, and the remaining benefit rᵢ = max(0, c(i) − mᵢ) is what i then still saves.
    So the law on dams of several uses divides costs (特定多目的ダム法施行令 第 1 条の 2; for water
    supply: Young, Okada, Hashimoto 1982, Water Resources Research 18).
    Raises Undefined where nobody has a remaining benefit and something is left to divide.
    """
    separable = separable_parts(game)
    left = game.total - sum(separable)
    remaining = [max(0, alone - own) for alone, own in zip(game.alone, separable, strict=True)]
    benefit = sum(remaining)
    if not left:
        return Solution(tuple(separable), 1)
    if not benefit:
        raise Undefined("no-remaining-benefit")
    parts = [own * benefit + left * rest for own, rest in zip(separable, remaining, strict=True)]
    return Solution(tuple(parts), benefit)


def tau_value(game: Game) -> Solution:
    """The tau value: M + λ (m − M), with the λ for which the shares add up to the bill.

    Mᵢ = c(N) − c(N∖i) is the least that i can pay if all stay; mᵢ, the least over all coalitions S
    that hold i of c(S) − M(S∖i), is the most that others can ask of it (Tijs 1981, Bounds for the
    core and the τ-value, in cost form). Raises Undefined where M and m do not hold the bill between
    them, buyer by buyer and in sum.
    """
    least = separable_parts(game)
    most, is_certain = _most(game, least)
    low, high = sum(least), sum(most)
    if not low <= game.total <= high or any(map(int.__gt__, least, most)):
        raise Undefined("not-quasi-balanced")
    if low == high:
        return Solution(tuple(least), 1)
    step = game.total - low
    parts = [own * (high - low) + step * (top - own) for own, top in zip(least, most, strict=True)]
    return Solution(tuple(parts), high - low, "exact" if is_certain else "certified")


def separable_parts(game: Game) -> list[int]:
    """What the bill would be less without each buyer."""
    return [game.total - others for others in game.without]


def _most(game: Game, least: Sequence[int]) -> tuple[list[int], bool]:
    """The most that others can ask of each buyer, and whether that is certain to the unit."""
    if game.has_table:
        return _most_of_listed(game, least), True
    from scalemerit.stability import most_reason_to_leave

    # With this much on top, the coalition that would gain most is sure to hold the buyer.
    more = sum(map(abs, least)) + game.total + 1
    together = game.total - sum(least)
    found, certain = [], True
    for buyer, own in enumerate(least):
        shares = [*least[:buyer], own + more, *least[buyer + 1 :]]
        leaving = most_reason_to_leave(game, shares)
        asked = together if leaving is None else min(together, more - int(leaving.gain))
        found.append(asked + own)
        certain &= leaving is None or (leaving.is_certain and not leaving.slack)
    return found, certain


def _most_of_listed(game: Game, least: Sequence[int]) -> list[int]:
    """As `_most`, over the costs of all coalitions."""
    from scalemerit.game.parts import sums

    beyond = game.table - sums(least, game.table.dtype)
    return [
        own + int(beyond.reshape(-1, 2, 1 << buyer)[:, 1].min()) for buyer, own in enumerate(least)
    ]
