"""What coalitions pay: equal to what a comparison of just these buyers comes to."""

from __future__ import annotations

from typing import Any

import pytest

import generate
from scalemerit.comparison import Outcome, compare
from scalemerit.scenario import from_data

Data = dict[str, Any]  # type: ignore[explicit-any]  # plain data, as a reader of YAML gives it
SEEDS = range(120)


def members(outcome: Outcome, coalition: int) -> list[str]:
    """The buyers of a coalition."""
    buyers = outcome.pool.buyers
    return [buyer for place, buyer in enumerate(buyers) if coalition >> place & 1]


def compared_cost(data: Data, outcome: Outcome, coalition: int) -> int:
    """What a comparison of an arrangement of the coalition's buyers says that they pay."""
    written = dict(data.get("arrangements", {}).get(outcome.name, {}))
    written.pop("lead", None)
    written.pop("expect", None)
    written |= {"buyers": members(outcome, coalition), "allocation": "equal"}
    (only,) = compare(from_data({**data, "arrangements": {"part": written}})).arrangements
    return only.joint + only.coordination


def partitions(members: list[int]) -> list[list[int]]:
    """Every division of the members into coalitions, as their numbers."""
    if not members:
        return [[]]
    first, *rest = members
    found = []
    for chosen in range(1 << len(rest)):
        together = [one for place, one in enumerate(rest) if chosen >> place & 1]
        others = [one for one in rest if one not in together]
        part = sum(1 << one for one in [first, *together])
        found += [[part, *more] for more in partitions(others)]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_coalition_pays_what_a_comparison_of_its_buyers_says_or_less_in_parts(seed: int) -> None:
    data = generate.scenario(seed)
    for outcome in compare(from_data(data)).arrangements:
        game = outcome.game
        whole = [0] * (1 << game.buyers)
        for coalition in range(1, 1 << game.buyers):
            is_single = coalition.bit_count() == 1
            whole[coalition] = (
                outcome.bill.separate[coalition.bit_length() - 1]
                if is_single
                else compared_cost(data, outcome, coalition)
            )
        least = [
            min(
                sum(whole[part] for part in division)
                for division in partitions([i for i in range(game.buyers) if coalition >> i & 1])
            )
            for coalition in range(1 << game.buyers)
        ]
        assert game.whole_is_cheapest == (least == whole)
        assert game.parts == "every"
        least[-1] = outcome.bill.total
        assert game.table.tolist() == least
