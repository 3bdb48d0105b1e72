"""What a scenario says must come out of an arrangement, and whether it does."""

from __future__ import annotations

from operator import ge
from typing import TYPE_CHECKING, Literal, NamedTuple

from scalemerit.money import Exact
from scalemerit.separate import saving_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scalemerit.rules import Bill
    from scalemerit.scenario import Arrangement, Scenario

ExpectationName = Literal["saving", "saving_at_least", "saving_rate_at_least", "every_buyer_saves"]


def is_of_rate(name: str) -> bool:
    """Whether an expectation, or another condition, of this name is on a rate and not an amount."""
    return "_rate" in name


class Expectation(NamedTuple):
    """What a scenario says must come out, and what came out.

    A saving is in the smallest unit, a rate is a fraction (None where there is none).
    """

    name: ExpectationName
    expected: Exact | bool
    actual: Exact | bool | None
    met: bool


def expectations_of(
    scenario: Scenario, arrangement: Arrangement, bill: Bill, paid: Sequence[int]
) -> tuple[Expectation, ...]:
    """What an arrangement is expected to come to, against its bill and what each buyer pays."""
    expect, separate = arrangement.expect, sum(bill.separate)
    units, saving = scenario.terms.units, separate - bill.total
    found: list[Expectation] = []
    if expect.saving is not None:
        expected = expect.saving * units
        found.append(Expectation("saving", expected, saving, saving == expected))
    if expect.saving_at_least is not None:
        least = expect.saving_at_least * units
        found.append(Expectation("saving_at_least", least, saving, saving >= least))
    if expect.saving_rate_at_least is not None:
        least, rate = expect.saving_rate_at_least, saving_rate(saving, separate)
        met = rate is not None and rate >= least
        found.append(Expectation("saving_rate_at_least", least, rate, met))
    if expect.every_buyer_saves:
        everyone = not any(map(ge, paid, bill.separate))
        found.append(Expectation("every_buyer_saves", expected=True, actual=everyone, met=everyone))
    return tuple(found)
