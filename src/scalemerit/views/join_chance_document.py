"""What `join --format json` tells of the saving where buyers take part by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict  # pydantic reads typing's own only from 3.12 on

from scalemerit.views.numbers import Number, Ratio, rate

if TYPE_CHECKING:
    from scalemerit.join import Chance, Joined, Margins
    from scalemerit.views.join_forms import Forms


class MarginsDocument(TypedDict):
    """Half the widths of 95% intervals of an estimate, and what it was drawn from."""

    expected: Number
    chance: Ratio
    samples: int
    seed: int


class ProbabilityDocument(TypedDict):
    """How likely a buyer takes part."""

    buyer: str
    join: Ratio


class ReachedDocument(TypedDict):
    """A saving, and the chance that no more than it is saved."""

    saving: Number
    at_most: Ratio


class DistributionDocument(TypedDict):
    """How likely each saving is: `steps` in ascending order, the last with a chance of 1.

    Where it is `complete` every saving that can occur is a step; else the steps are the smallest
    one, round amounts and the largest one.
    """

    complete: bool
    steps: list[ReachedDocument]


class ChanceDocument(TypedDict):
    """The saving where buyers take part by chance; exact unless there are margins."""

    probabilities: list[ProbabilityDocument]
    expected: Number
    quantile_10: Number
    median: Number
    quantile_90: Number
    covered: Ratio
    loss: Ratio
    none: Ratio
    distribution: DistributionDocument
    margins: MarginsDocument | None


def chance_document(found: Chance, one: Joined, forms: Forms) -> ChanceDocument:
    """How likely which saving is, and how likely each buyer takes part."""
    low, median, high = map(forms.money, found.quantiles)
    return {
        "probabilities": [
            {"buyer": forms.named(buyer), "join": rate(one.scenario.buyers[buyer].join)}
            for buyer in forms.buyers
        ],
        "expected": forms.exact(found.expected),
        "quantile_10": low,
        "median": median,
        "quantile_90": high,
        "covered": rate(found.covered),
        "loss": rate(found.loss),
        "none": rate(found.none),
        "distribution": {
            "complete": found.distribution.is_complete,
            "steps": [
                {"saving": forms.money(step.saving), "at_most": rate(step.at_most)}
                for step in found.distribution.steps
            ],
        },
        "margins": None if found.margins is None else _margins(found.margins, forms),
    }


def _margins(margins: Margins, forms: Forms) -> MarginsDocument:
    return {
        "expected": forms.exact(margins.expected),
        "chance": rate(margins.chance),
        "samples": margins.samples,
        "seed": margins.seed,
    }
