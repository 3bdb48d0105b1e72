"""A scenario whose bills are divided in another way than its file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalemerit.scenario.loading import from_data

if TYPE_CHECKING:
    from scalemerit.scenario.model import Scenario


def with_allocation(
    scenario: Scenario, allocation: object = None, share_unit: object = None
) -> Scenario:
    """The scenario with this allocation, or unit of shares, in every arrangement.

    Both are as they would stand in the file; None leaves what is there. Raises ScalemeritError
    where they have problems, or the scenario with them.
    """
    given = {"allocation": allocation, "share_unit": share_unit}
    changes = {key: value for key, value in given.items() if value is not None}
    data = scenario.as_data()
    written = data.get("arrangements")
    arrangements = written if isinstance(written, dict) else dict.fromkeys(scenario.arrangements)
    changed = {name: {**(one or {}), **changes} for name, one in arrangements.items()}
    read = from_data({**data, "arrangements": changed})
    return scenario.model_copy(update={"arrangements": read.arrangements})
