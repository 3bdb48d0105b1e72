"""How a bill is divided, and how sure the division is, as plain data for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from typing import TYPE_CHECKING

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.solution import Certainty
from scalemerit.views.numbers import Number, Ratio, rate, saving_rate

if TYPE_CHECKING:
    from scalemerit.comparison import Outcome, Share
    from scalemerit.money import Exact
    from scalemerit.scenario import Arrangement, RuleName
    from scalemerit.solution import Estimate, Solution

# One rule, or rules with their parts.
MixDocument = str | dict[str, Ratio]


class ByPartDocument(TypedDict):
    """The rules of the vendors' bill, and those of coordination."""

    bill: MixDocument
    coordination: MixDocument


RuleDocument = MixDocument | ByPartDocument


class ShareDocument(TypedDict):
    """One buyer's part of the joint bill."""

    buyer: str
    separate: Number
    share: Number
    saving: Number
    saving_rate: Ratio | None


class EstimateDocument(TypedDict):
    """How sure shares are that were estimated from samples.

    Each of the rule's shares is in 95 of 100 cases not further away than its margin, in the order
    of the shares.
    """

    rule: str
    samples: int
    seed: int
    margins: list[Number]


class AllocationDocument(TypedDict):
    """How the joint bill is divided, and how sure that is."""

    rule: RuleDocument
    certainty: Certainty
    estimates: list[EstimateDocument]
    shares: list[ShareDocument]


def allocation_document(
    outcome: Outcome, names: Mapping[str, str], money: Callable[[int], Number]
) -> AllocationDocument:
    """How an arrangement's bill is divided."""
    return {
        "rule": rule_document(outcome.arrangement),
        "certainty": outcome.certainty,
        "estimates": estimate_documents(outcome.solutions, money),
        "shares": [share_document(share, names, money) for share in outcome.shares],
    }


def estimate_documents(
    solutions: Mapping[RuleName, Solution], money: Callable[[int], Number]
) -> list[EstimateDocument]:
    """How sure those solutions are that were estimated."""
    return [
        _estimate(rule, solution.estimate, money)
        for rule, solution in solutions.items()
        if solution.estimate is not None
    ]


def rule_document(arrangement: Arrangement) -> RuleDocument:
    """The rules of an arrangement's allocation."""
    mixes = [_mix(mix) for mix in arrangement.mixes.values()]
    if len(mixes) == 1:
        return mixes[0]
    bill, coordination = mixes
    return {"bill": bill, "coordination": coordination}


def _mix(mix: Mapping[RuleName, Exact]) -> MixDocument:
    """The only rule's name, or the part of each."""
    if len(mix) == 1:
        return next(iter(mix))
    return {rule: rate(part) for rule, part in mix.items()}


def _estimate(
    rule: RuleName, estimate: Estimate, money: Callable[[int], Number]
) -> EstimateDocument:
    """Margins are rounded up to the smallest unit."""
    return {
        "rule": rule,
        "samples": estimate.samples,
        "seed": estimate.seed,
        "margins": [money(ceil(margin)) for margin in estimate.margins],
    }


def share_document(
    share: Share, names: Mapping[str, str], money: Callable[[int], Number]
) -> ShareDocument:
    """What one buyer pays, beside what it pays alone."""
    separate, saving = share.separate, share.saving
    return {
        "buyer": names[share.buyer],
        "separate": money(separate),
        "share": money(share.share),
        "saving": money(saving),
        "saving_rate": saving_rate(saving, separate),
    }
