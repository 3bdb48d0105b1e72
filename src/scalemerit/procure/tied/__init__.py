"""The cheapest award where a product's cost at a vendor depends on what else the vendor supplies.

Branch and bound over which vendor may supply what: `costs` holds the problem in whole numbers,
`node` a part of the search, `part` what one vendor does in it, `ascent` its lower bound, `settle`
what that makes certain, `divide` how the rest is divided, `improve` good awards to beat, and
`search` puts these together.
"""

from __future__ import annotations

from scalemerit.procure.tied.search import TiedAward

__all__ = ["TiedAward"]
