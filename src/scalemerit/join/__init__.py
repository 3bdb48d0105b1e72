"""Who should take part: what each buyer adds, and what a joint purchase saves if some join."""

from scalemerit.join.adding import Addition, additions, saving_of
from scalemerit.join.analysis import Join, Participants, analyze
from scalemerit.join.chance import Chance, chance_of
from scalemerit.join.distribution import Distribution, Range, Reached
from scalemerit.join.growth import Step, grow
from scalemerit.join.joined import Asked, Joined, joined
from scalemerit.join.sampling import Margins
from scalemerit.join.sizes import OfSize, Spread, spread_by_size
from scalemerit.join.tiers import TierHold, TierWithout, tier_holds

__all__ = [
    "Addition",
    "Asked",
    "Chance",
    "Distribution",
    "Join",
    "Joined",
    "Margins",
    "OfSize",
    "Participants",
    "Range",
    "Reached",
    "Spread",
    "Step",
    "TierHold",
    "TierWithout",
    "additions",
    "analyze",
    "chance_of",
    "grow",
    "joined",
    "saving_of",
    "spread_by_size",
    "tier_holds",
]
