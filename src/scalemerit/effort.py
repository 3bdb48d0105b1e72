"""Staff hours of separate and joint procurement: beside the cash saving, never inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scalemerit.money import Exact

if TYPE_CHECKING:
    from scalemerit.scenario import Arrangement, Scenario


class Effort(NamedTuple):
    """Staff hours of all that take part, and their value in the smallest unit where known."""

    separate_hours: Exact
    joint_hours: Exact
    value: int | None

    @property
    def hours_saved(self) -> Exact:
        """The hours that joint procurement saves; negative where it takes more."""
        return self.separate_hours - self.joint_hours


def compare_effort(
    scenario: Scenario, arrangement: Arrangement, buyers: tuple[str, ...]
) -> Effort | None:
    """The hours of the buyers taking part; None where the scenario does not give both kinds."""
    hours = arrangement.hours
    if scenario.separate.hours is None or hours is None:
        return None
    others = len(buyers) - (arrangement.lead in buyers)
    separate_hours = scenario.separate.hours * len(buyers)
    joint_hours = (hours.lead if arrangement.lead else 0) + hours.other * others
    value = None
    if scenario.effort is not None:
        saved = separate_hours - joint_hours
        value = scenario.terms.rounded(saved * scenario.effort.hourly_cost)
    return Effort(separate_hours, joint_hours, value)
