"""Rules that divide a bill by what each buyer adds to it, in exact fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.solution import Solution, Undefined
from scalemerit.stability.claims import largest_with_each

if TYPE_CHECKING:
    from scalemerit.game import Game


def separable_costs(game: Game) -> Solution:
    """Separable costs – remaining benefits (分離費用身替り妥当支出法).

    Each pays its separable cost s = c(N) − c(N∖i), which is saved if it stays out; what is left of
    the bill is divided by the remaining benefits max(0, c(i) − s). 特定多目的ダム法施行令 第1条の2;
    Ransmeier 1942, The Tennessee Valley Authority. Raises `Undefined` where something is left and
    nobody has a remaining benefit.
    """
    separable = _separable(game)
    benefits = [max(0, cost - own) for cost, own in zip(game.alone, separable, strict=True)]
    left, whole = game.total - sum(separable), sum(benefits)
    if left and not whole:
        raise Undefined("no-remaining-benefit")
    whole = whole or 1
    parts = [own * whole + left * one for own, one in zip(separable, benefits, strict=True)]
    return Solution(tuple(parts), whole)


def tau_value(game: Game) -> Solution:
    """The τ-value: between what each can be asked to pay at least and at most.

    At least its separable cost s = c(N) − c(N∖i); at most what is left to it of a coalition's cost
    if the others pay theirs, t = min over S ∋ i of c(S) − Σ s_j of the others. Each pays
    s + α·(t − s), with the one α that pays the bill (Tijs 1981, in: Game Theory and Mathematical
    Economics).
    Raises `Undefined` where there is none: the game is not quasi-balanced.
    """
    least = _separable(game)
    claims = largest_with_each(game, least)
    spans = [-excess for excess in claims.excesses]
    left, span = game.total - sum(least), sum(spans)
    if min(spans) < 0 or not 0 <= left <= span:
        raise Undefined("not-quasi-balanced")
    whole = span or 1
    parts = [low * whole + left * one for low, one in zip(least, spans, strict=True)]
    return Solution(tuple(parts), whole, claims.certainty)


def _separable(game: Game) -> list[int]:
    """What is saved if one buyer stays out, for each."""
    return [game.total - cost for cost in game.without]
